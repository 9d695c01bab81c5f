//! `probes/probes.lock` pins the modules in `probes/pinned/`, by the names of their probes: the
//! SHA-256 of each.

use crate::hash::sha256;
use crate::probe::Source;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file's contents.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProbeLock {
    hashes: BTreeMap<String, String>,
}

impl ProbeLock {
    /// Reads it; there may be none yet.
    pub fn read(root: &Path) -> Result<Self> {
        let file = path(root);
        if !file.is_file() {
            return Ok(ProbeLock::default());
        }
        let text = std::fs::read_to_string(&file)?;
        toml::from_str(&text).with_context(|| format!("{}", file.display()))
    }

    /// A probe's pinned module, whose bytes are still those that were pinned.
    pub fn module(&self, root: &Path, source: &Source) -> Result<Vec<u8>> {
        let name = source.full_name();
        let file = pinned_module(root, source);
        let wasm = std::fs::read(&file).with_context(|| format!("{}", file.display()))?;
        let (file, found) = (file.display(), sha256(&wasm));
        let pin_again = format!("wasmeter compat pin {name}");
        match self.hashes.get(&name) {
            Some(pinned) if *pinned == found => Ok(wasm),
            Some(pinned) => bail!(
                "{file}: it is not the module that probes.lock pins: its SHA-256 is {found}, the \
                pinned one's {pinned}\n\
                 it was changed after it was pinned: get it back (git checkout -- {file}), or pin \
                 the module compiled from its source ({pin_again})"
            ),
            None => bail!("{file}: probes.lock does not name it; pin it ({pin_again})"),
        }
    }

    /// Pins a module: its bytes, and what they are to be from now on.
    pub fn pin(&mut self, root: &Path, source: &Source, wasm: &[u8]) -> Result<()> {
        let file = pinned_module(root, source);
        std::fs::create_dir_all(file.parent().expect("a folder"))?;
        std::fs::write(&file, wasm).with_context(|| format!("{}", file.display()))?;
        self.hashes.insert(source.full_name(), sha256(wasm));
        Ok(())
    }

    /// Writes the file, without modules that are no longer there.
    pub fn write(&mut self, root: &Path, there: &[Source]) -> Result<()> {
        let names: Vec<_> = there.iter().map(Source::full_name).collect();
        self.hashes.retain(|name, _| names.contains(name));
        let note = "# Written by `wasmeter compat pin`.\n\n";
        let file = path(root);
        std::fs::write(&file, format!("{note}{}", toml::to_string(self)?))
            .with_context(|| format!("{}", file.display()))
    }
}

fn path(root: &Path) -> PathBuf {
    root.join("probes/probes.lock")
}

/// Where a probe's pinned module is kept.
pub fn pinned_module(root: &Path, source: &Source) -> PathBuf {
    let folder = root.join("probes/pinned").join(&source.group);
    folder.join(format!("{}.wasm", source.name))
}

#[cfg(test)]
mod tests {
    use super::ProbeLock;
    use crate::probe::pinned;
    use std::path::Path;

    #[test]
    fn every_pinned_module_is_as_it_was_pinned_and_no_other_is_named() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let lock = ProbeLock::read(root).unwrap();
        let all = pinned(root).unwrap();
        for source in &all {
            lock.module(root, source).unwrap();
        }
        assert_eq!(lock.hashes.len(), all.len());
    }
}
