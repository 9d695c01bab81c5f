//! The lifetime of wasmeter: one folder for all that is temporary, and no process or file that
//! outlives it, also not when it is interrupted.

use crate::worker::{adopt_orphans, end_all, remove_folder};
use anyhow::{Context, Result};
use nix::sys::signal::{SigSet, Signal, raise};
use std::path::Path;
use tempfile::TempDir;

/// A run of wasmeter, until it is dropped.
pub struct Lifetime {
    folder: TempDir,
}

impl Lifetime {
    /// Begins it; comes before any thread is made.
    pub fn begin() -> Result<Self> {
        adopt_orphans().context("becoming the parent of orphans (PR_SET_CHILD_SUBREAPER)")?;
        let folder = TempDir::with_prefix("wasmeter-")
            .context("making a temporary folder: name a writable one with TMPDIR")?;
        let path = folder.path().to_path_buf();
        // Fails only if there is one already, which then is as good.
        let _ = tempfile::env::override_temp_dir(&path);
        let signals = interrupts();
        signals.thread_block()?;
        std::thread::spawn(move || {
            if let Ok(signal) = signals.wait() {
                end(&path);
                let _ = signals.thread_unblock();
                let _ = raise(signal);
            }
        });
        Ok(Lifetime { folder })
    }
}

impl Drop for Lifetime {
    fn drop(&mut self) {
        end(self.folder.path());
    }
}

fn end(folder: &Path) {
    end_all();
    remove_folder(folder);
}

/// The signals that end wasmeter, without those that whoever started it has it ignore.
fn interrupts() -> SigSet {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let is_ignored = |signal: &Signal| ignored.unwrap_or(0) >> (*signal as i32 - 1) & 1 == 1;
    let signals = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];
    signals
        .into_iter()
        .filter(|signal| !is_ignored(signal))
        .collect()
}
