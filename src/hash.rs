//! SHA-256 of files and bytes.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The SHA-256 of a file, in hexadecimal.
pub fn sha256_file(file: &Path) -> Result<String> {
    let content = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    Ok(sha256(&content))
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
