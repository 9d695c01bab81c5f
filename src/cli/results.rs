//! `wasmeter results`: commands that work on results files.

use super::files::{check_file, check_replaced};
use super::heading;
use super::options::Global;
use crate::analysis::compact::compact;
use crate::catalog::{Catalog, find_root};
use crate::compat::withheld::inputs;
use crate::hash::sha256;
use crate::results::merge::merge;
use crate::results::saved::{self, Saved};
use crate::results::schema::Results;
use crate::results::spec;
use crate::results::support::merge::merge as merge_records;
use crate::results::support::withheld::{FILE, Known};
use crate::results::support::{self, Record};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Merge the parts of a matrix that was split by --shard, or several runs of compat --save
    Merge(Merge),
    /// Write a small file for comparing machines: only throughput, one value per process
    Compact(Compact),
    /// Remove cases that broke a runtime from a file of compat, and keep them in words
    Withhold(Withhold),
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter matrix --shard 1/2 --out one      on one machine
  wasmeter matrix --shard 2/2 --out two      on another of its kind
  wasmeter results merge one/x86_64.json two/x86_64.json --to results/x86_64.json
  wasmeter results merge support.json new-probes.json --to support.json

Each shard measures other guests, each on all configurations and natively: every
ratio is of one machine. Parts of other versions, plans, architectures or bytes
are refused. Likewise with what compat saved: each part has tried other probes,
on the same configurations.")]
pub struct Merge {
    /// Results files
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    to: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter results compact results/x86_64.json --to results/machines/intel-xeon.json

Keep one for every kind of machine: `wasmeter report --pages results` shows in
MACHINES.md how far ratios to native move between them. It keeps throughput, of
each process the median of its timed calls, and leaves out guests that do one
task in every language.")]
pub struct Compact {
    /// A results file
    file: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    to: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter results withhold results/support-x86_64.json
  wasmeter results withhold results/*.json --to results/withheld.json

A case is withheld if on some configuration it came out of the sandbox, ended
the runtime's process, or did not come back although nothing in it is endless.
The files lose its name and the evidence, of all configurations; --to gets which
probe had it, and by configuration and version how it ended, and when. Of the
specification's tests, the lines of such directives are left out. Files of other
kinds are left alone.

The exit code is 1 if wasmeter's folder still has the input of a case that is
withheld: it names the file.")]
pub struct Withhold {
    /// Files that compat saved
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file of withheld cases, which is added to [default: results/withheld.json in wasmeter's
    /// folder]
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    to: Option<PathBuf>,
}

pub fn run(global: &Global, command: &Command) -> Result<ExitCode> {
    match command {
        Command::Merge(args) => merge_files(args),
        Command::Compact(args) => compact_file(args),
        Command::Withhold(args) => withhold(global, args),
    }
}

fn withhold(global: &Global, args: &Withhold) -> Result<ExitCode> {
    let root = find_root(global.root.as_deref())?;
    let to = args.to.clone().unwrap_or(root.join(FILE));
    check_file(&to, "--to")?;
    let mut known = Known::read(&to)?;
    let (mut records, mut specs) = (Vec::new(), Vec::new());
    for file in &args.files {
        let saved = Saved::read(file)?;
        // What a link leads to is rewritten, and not the link.
        let file = std::fs::canonicalize(file).with_context(|| format!("{}", file.display()))?;
        if saved.is_of(support::SCHEMA) {
            records.push((Record::of(&saved, &file)?, file));
        } else if saved.is_of(spec::SCHEMA) {
            let record: spec::Record = saved.parse(spec::SCHEMA, &file, "run compat spec again")?;
            specs.push((record, file));
        } else {
            eprintln!("{}: not a file of compat's, left alone", file.display());
        }
    }
    // A case that broke a runtime in one file leaves all of them.
    for (record, _) in &records {
        let mut alone = record.clone();
        alone.withhold(&known);
        known.add(&alone);
    }
    for (record, _) in &mut records {
        record.withhold(&known);
        known.add(record);
    }
    for runtime in Catalog::load(&root, &[])?.runtimes {
        if let Some(security) = &runtime.manifest.security {
            known
                .runtimes
                .insert(runtime.name.clone(), security.clone());
        }
    }
    saved::write_pretty(&to, &known)?;
    hint!("wrote {}: {} cases", to.display(), known.cases.len());
    for (record, file) in &records {
        saved::write(file, record)?;
        let count = record.withheld.len();
        hint!("wrote {}: {count} cases withheld", file.display());
    }
    for (record, file) in &mut specs {
        record.withhold();
        saved::write(file, record)?;
        hint!("wrote {}", file.display());
    }
    let inputs = inputs(&known, &root)?;
    for input in &inputs {
        eprintln!("{input}");
    }
    Ok(ExitCode::from(u8::from(!inputs.is_empty())))
}

fn compact_file(args: &Compact) -> Result<ExitCode> {
    check_replaced(&args.to, "--to")?;
    let saved = Saved::read(&args.file)?;
    let small = compact(Results::of(&saved, &args.file)?, sha256(&saved.text));
    small.write(&args.to)?;
    hint!(
        "wrote {}: {} process samples",
        args.to.display(),
        small.processes.len()
    );
    Ok(ExitCode::SUCCESS)
}

fn merge_files(args: &Merge) -> Result<ExitCode> {
    check_replaced(&args.to, "--to")?;
    let files = args.files.iter();
    let saved = files.map(|file| Ok((file.clone(), Saved::read(file)?)));
    let saved: Vec<(PathBuf, Saved)> = saved.collect::<Result<_>>()?;
    if saved
        .first()
        .is_some_and(|(_, saved)| saved.is_of(support::SCHEMA))
    {
        let parts = saved
            .into_iter()
            .map(|(file, saved)| Ok((file.clone(), Record::of(&saved, &file)?)));
        return merge_support(merge_records(parts.collect::<Result<_>>()?)?, &args.to);
    }
    let parts = saved
        .into_iter()
        .map(|(file, saved)| Ok((file.clone(), Results::of(&saved, &file)?)));
    let whole = merge(parts.collect::<Result<_>>()?)?;
    whole.write(&args.to)?;
    let header = &whole.header;
    hint!(
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
    hint!(
        "wrote {}: {} probes on {} configurations",
        to.display(),
        whole.probes.len(),
        whole.here().count()
    );
    Ok(ExitCode::SUCCESS)
}
