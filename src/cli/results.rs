//! `wasmeter results`: what is done with results files.

use crate::compat;
use crate::compat::record::{self, Record};
use crate::results::merge::merge;
use crate::results::saved::{self, Saved};
use crate::results::schema::Results;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub enum Command {
    /// One file of the parts of a matrix that was split by --shard, or of several runs of compat --save
    Merge(Merge),
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter matrix --shard 1/2 --out one      on one machine
  wasmeter matrix --shard 2/2 --out two      on another of its kind
  wasmeter results merge one/x86_64.json two/x86_64.json --to results/x86_64.json
  wasmeter results merge support.json new-probes.json --to support.json

Each shard measures other guests, each on all configurations and natively: every ratio is of one machine. Parts of other
versions, plans, architectures or bytes are refused. Likewise with what compat saved: each part has tried other probes, on the same configurations.")]
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
    let files = args.files.iter();
    let saved = files.map(|file| Ok((file.clone(), Saved::read(file)?)));
    let saved: Vec<(PathBuf, Saved)> = saved.collect::<Result<_>>()?;
    if saved
        .first()
        .is_some_and(|(_, saved)| saved.is_of(record::SCHEMA))
    {
        let parts = saved
            .into_iter()
            .map(|(file, saved)| Ok((file.clone(), Record::of(&saved, &file)?)));
        return merge_support(compat::merge(parts.collect::<Result<_>>()?)?, &args.to);
    }
    let parts = saved
        .into_iter()
        .map(|(file, saved)| Ok((file.clone(), Results::of(&saved, &file)?)));
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

fn merge_support(whole: Record, to: &Path) -> Result<ExitCode> {
    saved::write(to, &whole)?;
    eprintln!(
        "wrote {}: {} probes on {} configurations",
        to.display(),
        whole.probes.len(),
        whole.here().count()
    );
    Ok(ExitCode::SUCCESS)
}
