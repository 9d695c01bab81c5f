//! Programs lie in memory as they were read from disk, and not as they were left there.
//!
//! The kernel keeps a file in pieces of many sizes, by how it was written and what was taken from
//! memory since. Larger pieces are mapped with fewer page faults. The very same program started 1.7
//! times as slowly, and loaded code 2.5 times as slowly, until it was read again: see
//! METHODOLOGY.md.

use nix::fcntl::{PosixFadviseAdvice, posix_fadvise};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Lets go of a file's pages, where no process has them mapped, and reads it from disk again. What
/// cannot be read so stays as it is.
pub fn settle(file: &Path) {
    if file.is_file() {
        // A file system may refuse it; then the file is cached as it was.
        let _ = read_again(file);
    }
}

fn read_again(path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    // Pages that are not on the disk yet cannot be dropped.
    file.sync_all()?;
    posix_fadvise(&file, 0, 0, PosixFadviseAdvice::POSIX_FADV_DONTNEED)?;
    let mut buffer = vec![0; 1 << 20];
    while file.read(&mut buffer)? > 0 {}
    Ok(())
}
