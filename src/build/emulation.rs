//! Makes ready what builds for another processor, and what emulates it here.

use super::home::Home;
use super::processor::Processor;
use super::shell;
use crate::progress::Progress;
use crate::worker::text;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = "scripts/target.sh";

/// Makes ready what builds for a processor and what emulates it, if it is not there yet.
pub fn set_up(root: &Path, arch: &str, home: &Home, progress: &Progress) -> Result<Processor> {
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
        (Some(emulator), Some(counter), Some(version)) => Ok(Processor {
            arch: arch.to_string(),
            emulator: emulator.into(),
            counter: counter.into(),
            version: text::name(&version),
            env,
        }),
        _ => bail!("{SCRIPT} names no EMULATOR, COUNTER and EMULATOR_VERSION"),
    }
}
