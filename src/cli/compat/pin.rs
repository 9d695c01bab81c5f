//! `wasmeter compat pin`: keeps compiled probes.

use super::probes::compiled;
use crate::build::probe_lock::ProbeLock;
use crate::cli::options::Global;
use crate::filter::Filter;
use crate::probe::pinned;
use crate::results::support::withheld::{FILE, Known};
use anyhow::Result;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat pin                   all probes that are written in C
  wasmeter compat pin wasi-p1/fd_read   one, after it was changed

The modules go to probes/pinned/, their hashes to probes/probes.lock. Nothing is
tried.")]
pub struct Args {
    /// Probes, as globs: GROUP, 'GROUP/a*'
    #[arg(value_name = "PROBE")]
    probes: Vec<String>,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let project = global.project()?;
    let root = &project.catalog.root;
    let known = Known::read(&root.join(FILE))?;
    let probes = compiled(&project, &Filter::new(&args.probes)?, &known, false)?;
    let mut lock = ProbeLock::read(root)?;
    for probe in probes.iter().filter(|probe| !probe.source.is_text()) {
        lock.pin(root, &probe.source, &probe.wasm)?;
    }
    lock.write(root, &pinned(root)?)?;
    Ok(ExitCode::SUCCESS)
}
