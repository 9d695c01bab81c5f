//! Counts words, sorts them by count, joins two tables and sorts numbers: the containers of Rust's library.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use wasmeter_guest::Digest;

wasmeter_guest::bench!(String, prepare, step);

/// SipHash as in a plain `HashMap`, but keyed the same in every run: the same work every time.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

fn prepare(input: Vec<u8>) -> String {
    String::from_utf8(input).expect("the input is text")
}

fn step(text: &str) -> u64 {
    let mut counts = Map::<&str, u32>::default();
    let mut first = Map::<&str, usize>::default();
    let mut numbers = Vec::new();
    for (position, word) in text.split(|c: char| !c.is_alphanumeric()).enumerate() {
        *counts.entry(word).or_default() += 1;
        first.entry(word).or_insert(position);
        if let Ok(number) = word.parse::<u64>() {
            numbers.push(number);
        }
    }
    let mut words: Vec<(u32, &str)> = counts
        .into_iter()
        .map(|(word, count)| (count, word))
        .collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    numbers.sort_unstable();

    let mut digest = Digest::new();
    for (count, word) in words {
        digest.u64(u64::from(count));
        digest.u64(first[word] as u64);
        digest.bytes(word.as_bytes());
    }
    for number in numbers {
        digest.u64(number);
    }
    digest.finish()
}
