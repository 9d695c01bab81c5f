//! Files that wasmeter wrote, of whatever kind: read once, and looked at before they are taken apart.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// A file's contents, and what they say of themselves.
pub struct Saved {
    pub text: Vec<u8>,
    pub schema: Option<String>,
    /// The version that wrote it.
    pub wasmeter: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: Value,
    #[serde(default)]
    wasmeter: Value,
}

impl Saved {
    /// Fails if the file cannot be read, or is no JSON object.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
        let head: Head = serde_json::from_slice(&text)
            .with_context(|| format!("{}: not a results file", file.display()))?;
        let string = |value: Value| value.as_str().map(str::to_string);
        Ok(Saved {
            schema: string(head.schema),
            wasmeter: string(head.wasmeter),
            text,
        })
    }

    /// The version that wrote it, in words.
    pub fn version(&self) -> &str {
        self.wasmeter.as_deref().unwrap_or("of unknown version")
    }
}
