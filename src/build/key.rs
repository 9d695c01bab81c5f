//! Keys: a hash of everything that something is built from.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::Path;
use walkdir::WalkDir;

/// Collects what a build depends on.
#[derive(Default)]
pub struct Key {
    hash: Sha256,
}

impl Key {
    /// Adds a text, such as a toolchain's name.
    pub fn text(mut self, text: &str) -> Self {
        self.hash.update((text.len() as u64).to_le_bytes());
        self.hash.update(text);
        self
    }

    /// Adds a file, or all files of a folder with their relative names. Build folders and git's do
    /// not count.
    pub fn path(self, path: &Path) -> Result<Self> {
        self.path_without(path, None)
    }

    /// Adds a path, without one of the folder's own files.
    pub fn path_without(mut self, path: &Path, file: Option<&str>) -> Result<Self> {
        let files = WalkDir::new(path)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.file_name() != "target" && entry.file_name() != ".git");
        for entry in files {
            let entry = entry.with_context(|| format!("{}", path.display()))?;
            let relative = entry.path().strip_prefix(path).unwrap_or(entry.path());
            if entry.file_type().is_file() && Some(relative) != file.map(Path::new) {
                let content = std::fs::read(entry.path())
                    .with_context(|| format!("{}", entry.path().display()))?;
                self = self
                    .text(&relative.to_string_lossy())
                    .text(&hex::encode(Sha256::digest(&content)));
            }
        }
        Ok(self)
    }

    /// The key, short enough for a folder's name.
    pub fn short(self) -> String {
        let mut hex = hex::encode(self.hash.finalize());
        hex.truncate(16);
        hex
    }
}
