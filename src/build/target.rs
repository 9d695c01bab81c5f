//! Builds for another processor, and the emulator that they run under here. `scripts/target.sh`
//! makes both ready.

use super::{Home, shell};
use crate::progress::Progress;
use crate::worker::text;
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = "scripts/target.sh";

/// A processor that is emulated.
#[derive(Debug, Clone)]
pub struct Target {
    /// As in `uname -m`.
    pub arch: String,
    /// Environment of set-ups and builds. Empty for the machine's own processor, whose builds are
    /// as they are.
    pub env: Vec<(String, String)>,
    /// Runs a program.
    pub emulator: PathBuf,
    /// The same, and keeps the count of instructions in [`crate::worker::COUNT`].
    pub counter: PathBuf,
    /// Its name and version.
    pub version: String,
}

impl Target {
    /// Makes ready what builds for a processor and what emulates it, if it is not there yet.
    pub fn set_up(root: &Path, arch: &str, home: &Home, progress: &Progress) -> Result<Self> {
        let mut command = Command::new(root.join(SCRIPT));
        command
            .arg(arch)
            .arg(home.folder("toolchains")?.join("targets").join(arch));
        let log = home.folder("logs")?.join(format!("target-{arch}.log"));
        let output = shell::run(command, &log, &|line| progress.announce(line))?;
        let mut env = match output {
            Ok(text) => shell::variables(&text),
            Err(unavailable) => bail!("--emulated {arch}: {unavailable}"),
        };
        let mut take = |name: &str| {
            let at = env.iter().position(|(known, _)| known == name);
            at.map(|at| env.remove(at).1)
        };
        match (take("EMULATOR"), take("COUNTER"), take("EMULATOR_VERSION")) {
            (Some(emulator), Some(counter), Some(version)) => Ok(Target {
                arch: arch.to_string(),
                emulator: emulator.into(),
                counter: counter.into(),
                version: text::name(&version),
                env,
            }),
            _ => bail!("{SCRIPT} names no EMULATOR, COUNTER and EMULATOR_VERSION"),
        }
    }

    /// Whether its builds are the machine's own.
    pub fn is_native(&self) -> bool {
        self.arch == std::env::consts::ARCH
    }

    /// The command line of a program, under the emulator.
    pub fn argv(&self, program: Vec<OsString>) -> Vec<OsString> {
        let emulator = [self.emulator.clone().into_os_string()];
        emulator.into_iter().chain(program).collect()
    }
}
