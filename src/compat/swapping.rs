//! A race with the guest: what it opens is exchanged with a symbolic link that leads out, again and again.

use anyhow::{Context, Result};
use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// What lies in the guest's folder, and the links that take its place.
const PAIRS: [(&str, &str); 2] = [("swapped", "to-above"), ("swapped.txt", "to-secret")];

/// Makes both.
pub fn make(dir: &Path) -> Result<()> {
    std::fs::create_dir(dir.join("swapped"))?;
    std::fs::write(dir.join("swapped/secret.txt"), "inside")?;
    symlink("..", dir.join("to-above"))?;
    std::fs::write(dir.join("swapped.txt"), "inside")?;
    symlink("../secret.txt", dir.join("to-secret"))?;
    Ok(())
}

/// A thread that exchanges them, until it is stopped.
pub struct Swapping {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<u64>>,
}

impl Swapping {
    /// Begins; fails where the file system cannot exchange.
    pub fn begin(dir: &Path) -> Result<Self> {
        let pairs = PAIRS.map(|(inside, link)| (dir.join(inside), dir.join(link)));
        exchange(&pairs).context("exchanging a file with a link")?;
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut times = 1;
            while !seen.load(Ordering::Relaxed) && exchange(&pairs).is_ok() {
                times += 1;
            }
            times
        });
        Ok(Swapping {
            stop,
            thread: Some(thread),
        })
    }

    /// Ends, and tells how often they were exchanged.
    pub fn end(mut self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        let thread = self.thread.take().map(JoinHandle::join);
        thread.and_then(Result::ok).unwrap_or(0)
    }
}

impl Drop for Swapping {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn exchange(pairs: &[(PathBuf, PathBuf)]) -> nix::Result<()> {
    for (inside, link) in pairs {
        let flags = RenameFlags::RENAME_EXCHANGE;
        renameat2(AT_FDCWD, inside, AT_FDCWD, link, flags)?;
    }
    Ok(())
}
