//! The guest's folder. The processes of one worker share it, but none may see what another one
//! left: each finds it as it was when the module was loaded.

use crate::worker::copy_folder;
use anyhow::Result;
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// The worker's working folder, and what it held at first.
pub struct Folder {
    initial: PathBuf,
    used: Cell<bool>,
}

impl Folder {
    /// Keeps a copy of what the working folder holds now.
    pub fn keep(copy: PathBuf) -> Result<Self> {
        std::fs::create_dir(&copy)?;
        copy_folder(Path::new("."), &copy)?;
        Ok(Folder {
            initial: copy,
            used: Cell::new(false),
        })
    }

    /// Makes the working folder what it was, unless no process has used it yet.
    pub fn renew(&self) -> Result<()> {
        if !self.used.replace(true) {
            return Ok(());
        }
        for entry in std::fs::read_dir(".")? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => std::fs::remove_dir_all(entry.path())?,
                false => std::fs::remove_file(entry.path())?,
            }
        }
        copy_folder(&self.initial, Path::new("."))
    }
}
