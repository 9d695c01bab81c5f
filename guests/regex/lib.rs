//! Searches an access log the way one does by hand: every match of several patterns, with their groups.

use regex::bytes::Regex;
use wasmeter_guest::Digest;

wasmeter_guest::bench!(Search, Search::new, Search::step);

const PATTERNS: [&str; 5] = [
    r"GET /api/(\w+)/(\d+)",
    r#"(?m)^(\d+\.\d+)\.\d+\.\d+ .*" (5\d\d) (\d+)"#,
    r"(?i)mozilla/\d|curl|\bbot\b",
    r"\[(\d{2})/(\w{3})/\d{4}:(0[0-6]|22|23):",
    r"\p{Lu}\p{Ll}+ (?:Nice|Straße|Niño)\b|[?&]q=[^ &]*%[0-9A-F]{2}",
];

struct Search {
    text: Vec<u8>,
    patterns: [Regex; 5],
}

impl Search {
    fn new(text: Vec<u8>) -> Self {
        let patterns = PATTERNS.map(|p| Regex::new(p).expect("the patterns are right"));
        Search { text, patterns }
    }

    fn step(&self) -> u64 {
        let mut digest = Digest::new();
        for pattern in &self.patterns {
            let mut locations = pattern.capture_locations();
            let mut at = 0;
            while let Some(found) = pattern.captures_read_at(&mut locations, &self.text, at) {
                for group in 0..locations.len() {
                    let (start, end) = locations.get(group).unwrap_or((0, 0));
                    digest.u64((start as u64) << 32 | end as u64);
                }
                at = found.end();
            }
        }
        digest.finish()
    }
}
