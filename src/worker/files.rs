//! The files that a guest is given.

use anyhow::{Context, Result};
use std::os::unix::fs::symlink;
use std::path::Path;

/// Copies what is in a folder into another one, which is empty.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.with_context(|| format!("{}", from.display()))?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            std::fs::create_dir(&target)?;
        } else if entry.file_type().is_symlink() {
            symlink(std::fs::read_link(entry.path())?, &target)?;
        } else if entry.file_type().is_file() {
            std::fs::copy(entry.path(), &target)
                .with_context(|| format!("{}", entry.path().display()))?;
        }
    }
    Ok(())
}
