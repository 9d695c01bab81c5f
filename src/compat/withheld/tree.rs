//! The inputs of cases that a project's tree holds.

use super::key;
use crate::compat::probe::{Source, case_names, pinned, sources};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files that hold cases, by the cases' keys: sources of probes, and modules that were pinned.
///
/// # Errors
/// Names the file that cannot be read.
pub fn inputs_in(root: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut inputs = BTreeMap::new();
    let mut add = |source: &Source, file: &Path, names: Vec<String>| {
        for name in names {
            inputs.insert(key(&source.full_name(), &name), file.to_path_buf());
        }
    };
    for source in sources(root)? {
        let file = &source.file;
        let named = || format!("{}", file.display());
        if source.is_text() {
            let wasm = wat::parse_file(file).with_context(named)?;
            add(&source, file, case_names(&wasm).with_context(named)?);
        } else {
            let text = std::fs::read_to_string(file).with_context(named)?;
            add(&source, file, names_in_c(&text));
        }
    }
    // A module may be pinned whose source is gone.
    for module in pinned(root)? {
        let named = || format!("{}", module.file.display());
        let wasm = std::fs::read(&module.file).with_context(named)?;
        add(
            &module,
            &module.file,
            case_names(&wasm).with_context(named)?,
        );
    }
    Ok(inputs)
}

/// The names that `CASE(name, "words")` gives.
fn names_in_c(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("CASE")) {
        let words = line
            .split_once(", \"")
            .and_then(|(_, rest)| rest.rsplit_once("\")"));
        if let Some((words, _)) = words {
            names.push(words.replace("\\\\", "\\").replace("\\\"", "\""));
        }
    }
    names
}
