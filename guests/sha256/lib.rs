//! SHA-256 of a buffer. The input gives its size: hashing costs the same whatever the bytes are.

use sha2::{Digest as _, Sha256};
use wasmeter_guest::Digest;

wasmeter_guest::bench!(Vec<u8>, prepare, step);

fn prepare(input: Vec<u8>) -> Vec<u8> {
    let size: usize = std::str::from_utf8(&input)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .expect("the input is a number of bytes");
    (0..size)
        .map(|i| (i.wrapping_mul(167) >> 3) as u8)
        .collect()
}

fn step(bytes: &[u8]) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(&Sha256::digest(bytes));
    digest.finish()
}
