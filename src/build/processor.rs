//! Builds for another processor, and the emulator that they run under here. `scripts/target.sh`
//! makes both ready.

use std::ffi::OsString;
use std::path::PathBuf;

/// A processor that is emulated.
#[derive(Debug, Clone)]
pub struct Processor {
    /// As in `uname -m`.
    pub arch: String,
    /// Environment of set-ups and builds. Empty for the machine's own processor, whose builds are
    /// as they are.
    pub env: Vec<(String, String)>,
    /// Runs a program.
    pub emulator: PathBuf,
    /// Runs programs too, and keeps the count of instructions in [`crate::worker::COUNT`].
    pub counter: PathBuf,
    /// Its name and version.
    pub version: String,
}

impl Processor {
    /// True if its builds are the machine's own.
    pub fn is_native(&self) -> bool {
        self.arch == std::env::consts::ARCH
    }

    /// The command line of a program, under the emulator.
    pub fn argv(&self, program: Vec<OsString>) -> Vec<OsString> {
        let emulator = [self.emulator.clone().into_os_string()];
        emulator.into_iter().chain(program).collect()
    }
}
