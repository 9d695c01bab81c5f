//! `wasmeter results`: what is done with results files.

use crate::results::merge::merge;
use crate::results::schema::Results;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub enum Command {
    /// One file of the parts of a matrix that was split by --shard
    Merge(Merge),
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter matrix --shard 1/2 --out one      on one machine
  wasmeter matrix --shard 2/2 --out two      on another of its kind
  wasmeter results merge one/x86_64.json two/x86_64.json --to results/x86_64.json

Each shard measures other guests, each on all configurations and natively: every ratio is of one machine. Parts of other
versions, plans, architectures or bytes are refused.")]
pub struct Merge {
    /// Results files
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

pub fn run(command: &Command) -> Result<ExitCode> {
    let Command::Merge(args) = command;
    super::matrix::check_file(&args.to, "--to")?;
    let parts = args
        .files
        .iter()
        .map(|file| Ok((file.clone(), Results::read(file)?)));
    let whole = merge(parts.collect::<Result<_>>()?)?;
    whole.write(&args.to)?;
    let header = &whole.header;
    eprintln!(
        "wrote {}: {} inputs on {} configurations, {} process samples",
        args.to.display(),
        header.plan.inputs.len(),
        header.configurations.len(),
        whole.processes.len()
    );
    Ok(ExitCode::SUCCESS)
}
