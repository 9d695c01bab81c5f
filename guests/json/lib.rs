//! Parses a document into a tree of values and prints it again.

use serde_json::Value;
use wasmeter_guest::Digest;

wasmeter_guest::bench!(Vec<u8>, prepare, step);

fn prepare(input: Vec<u8>) -> Vec<u8> {
    input
}

fn step(document: &[u8]) -> u64 {
    let value: Value = serde_json::from_slice(document).expect("the input is JSON");
    let printed = serde_json::to_vec(&value).expect("a value can be printed");
    let mut digest = Digest::new();
    digest.bytes(&printed);
    digest.finish()
}
