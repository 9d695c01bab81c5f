//! Counts the words of a text.

use std::collections::HashMap;
use std::fmt::Write;

use wasmeter_guest::Digest;

wasmeter_guest::bench!(String, prepare, step);

fn prepare(input: Vec<u8>) -> String {
    String::from_utf8(input).expect("the input is text")
}

fn step(text: &str) -> u64 {
    let lower = text.to_ascii_lowercase();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut report = String::new();
    for (word, count) in words {
        writeln!(report, "{count} {word}").expect("a string takes it");
    }
    let mut digest = Digest::new();
    digest.bytes(report.as_bytes());
    digest.finish()
}
