//! Files and folders of a catalog.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// `dir` itself if it has the file, else the folders directly below that have it, by name.
pub fn folders_with(dir: &Path, file: &str) -> Result<Vec<PathBuf>> {
    if dir.join(file).is_file() {
        return Ok(vec![std::path::absolute(dir)?]);
    }
    let entries = std::fs::read_dir(dir).with_context(|| format!("{}", dir.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let path = std::path::absolute(entry?.path())?;
        if path.join(file).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Reads a TOML file; the error names the file, the line and what was expected there.
pub fn read_toml<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    toml_of(&text, file)
}

/// Reads a TOML file's text, likewise.
pub fn toml_of<T: DeserializeOwned>(text: &str, file: &Path) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let place = line.map_or(String::new(), |line| format!(":{line}"));
        anyhow::anyhow!("{}{place}: {error}", file.display())
    })
}

/// The name of a folder, which is the name of what it holds.
pub fn folder_name(dir: &Path) -> String {
    dir.file_name()
        .map_or(String::new(), |name| name.to_string_lossy().into_owned())
}
