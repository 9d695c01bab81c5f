//! Files that somebody named.

use anyhow::{Context, Result, bail};
use std::io::ErrorKind;
use std::path::Path;

/// Reads a file.
///
/// # Errors
/// Names the file and the cause; where there is no such file, also `next`: what to do.
pub fn read(file: &Path, next: &str) -> Result<Vec<u8>> {
    match std::fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{}: there is no such file\n{next}", file.display())
        }
        read => read.with_context(|| file.display().to_string()),
    }
}

/// Reads a file of text, likewise.
pub fn read_text(file: &Path, next: &str) -> Result<String> {
    let bytes = read(file, next)?;
    String::from_utf8(bytes).with_context(|| format!("{}: not text in UTF-8", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{read, read_text};

    #[test]
    fn a_missing_file_is_said_to_be_missing() {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("none.json");
        for error in [
            read(&file, "make one").unwrap_err(),
            read_text(&file, "make one").unwrap_err(),
        ] {
            let message = format!("{error:#}");
            assert!(
                message.ends_with("none.json: there is no such file\nmake one"),
                "{message}"
            );
        }
        let folder = read(dir.path(), "make one").unwrap_err();
        assert!(!format!("{folder:#}").contains("make one"), "{folder:#}");
    }
}
