//! `guests.lock` pins each guest's module: its hash, size, toolchain, and the digests of its
//! inputs. The pinned modules themselves are kept in `guests/pinned/`, so that a machine without a
//! language's toolchain measures the very same bytes.

use crate::hash::sha256_file;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The contents of `guests/guests.lock`, by guest.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lock {
    pub guests: BTreeMap<String, Pin>,
}

/// A pinned module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    pub sha256: String,
    pub bytes: u64,
    /// The compiler that made it.
    pub toolchain: String,
    /// The digest of one step by input, in hexadecimal; from the native build.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub digests: BTreeMap<String, String>,
}

impl Pin {
    /// The digest of an input.
    pub fn digest(&self, input: &str) -> Option<u64> {
        u64::from_str_radix(self.digests.get(input)?, 16).ok()
    }

    /// The pinned module, whose bytes are still those that were pinned.
    pub fn check(&self, root: &Path, guest: &str) -> Result<PathBuf> {
        let module = pinned_module(root, guest);
        let sha256 = sha256_file(&module)?;
        if sha256 != self.sha256 {
            bail!(
                "{}: it is not the module that guests.lock pins: its SHA-256 is {sha256}, \
                 the pinned one's {}\n\
                 it was changed after it was pinned: get it back (git checkout -- {0}), or pin \
                 what you compiled (wasmeter guests build {guest} --pin)",
                module.display(),
                self.sha256
            );
        }
        Ok(module)
    }
}

/// A digest as the lock writes it.
pub fn hex_digest(digest: u64) -> String {
    format!("{digest:016x}")
}

impl Lock {
    /// Reads the lock; there may be none yet.
    pub fn read(root: &Path) -> Result<Self> {
        let file = path(root);
        if !file.is_file() {
            return Ok(Lock::default());
        }
        let text = std::fs::read_to_string(&file)?;
        toml::from_str(&text).with_context(|| format!("{}", file.display()))
    }

    /// Writes the lock.
    pub fn write(&self, root: &Path) -> Result<()> {
        let note = "# Written by `wasmeter guests build --pin`.\n\n";
        let file = path(root);
        std::fs::write(&file, format!("{note}{}", toml::to_string(self)?))
            .with_context(|| format!("{}", file.display()))
    }
}

/// Where a guest's pinned module is kept.
pub fn pinned_module(root: &Path, guest: &str) -> PathBuf {
    root.join("guests/pinned").join(format!("{guest}.wasm"))
}

fn path(root: &Path) -> PathBuf {
    root.join("guests/guests.lock")
}
