//! `wasmeter exec`: one module on every configuration, side by side.

mod lacks;
mod show;
mod subject;

use super::effort::{mebibytes, memory_limit_bytes, seconds};
use super::given::Given;
use super::heading;
use super::options::{Global, ListFormat};
use crate::bench::adapted::as_component;
use crate::bench::select::{Workers, for_components};
use crate::bench::user_module;
use crate::hash::sha256_file;
use crate::instrument;
use crate::module;
use crate::progress::Progress;
use crate::results::outcome::{End, Outcome};
use crate::worker::Limits;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use subject::{Run, Subject};
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter exec program.wasm one two
  wasmeter exec program.wasm --version       all behind the file is the program's; ours comes before
  echo input | wasmeter exec --stdin - -r RUNTIME -r 'OTHER/*' program.wasm
  wasmeter exec --dir data --env HOME=/ program.wasm   each configuration gets a copy of data/ as \
  its /
  wasmeter exec --ignore 'took .* ms' program.wasm     lines that may differ
  wasmeter exec -r RUNTIME component.wasm              a component that exports wasi:cli/run
  wasmeter exec -r RUNTIME --as-component program.wasm   a module as a component

Standard input is the program's only with --stdin. Components end with exit code
0 or 1: WASI 0.2 has no others. Exit code 1 if the configurations that ran it
differ in output or exit code (as a shell sees it: modulo 256), if it trapped or
did not end on some, or if none ran it.")]
pub struct Args {
    /// Runtimes or configurations, as globs
    #[arg(short, long = "runtime", value_name = "GLOB", help_heading = heading::WHAT)]
    runtimes: Vec<String>,
    #[command(flatten)]
    given: Given,
    /// Seconds after which a process is ended; compiling ahead of time may take 15 times as long
    #[arg(long, value_name = "S", value_parser = seconds(), default_value_t = 60)]
    #[arg(help_heading = heading::LIMITS)]
    timeout: u64,
    /// Mebibytes of resident memory above which a process is ended [default: 4096, or half of the
    /// machine's if that is less]
    #[arg(long, value_name = "MIB", value_parser = mebibytes(), help_heading = heading::LIMITS)]
    memory: Option<u64>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Table, help_heading = heading::OUTPUT)]
    format: ListFormat,
    /// A module that exports `_start`, or a component that exports `wasi:cli/run`, and its
    /// arguments: everything after the file
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    #[arg(value_names = ["FILE", "ARGS"], num_args = 1..)]
    command: Vec<String>,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let (file, words) = args.command.split_first().expect("clap wants one");
    if file.starts_with('-') {
        bail!("{file}: no option of wasmeter's, see wasmeter exec --help; a file is ./{file}");
    }
    let given = PathBuf::from(file);
    let module = module::inspect(&given)?;
    if !module.command {
        bail!("{file}: it exports no _start, so it is no command");
    }
    args.given.check()?;
    let project = global.project()?;
    let mut columns = project.columns(&args.runtimes)?;
    columns.retain(|column| column.manifest.artifact != Artifact::Native);
    let file = match (args.given.as_component, module.section) {
        (true, _) => as_component(&given, &project.home)?,
        (false, true) => user_module::kept(&given, &project.home, instrument::with_clock)?,
        (false, false) => std::path::absolute(&given)?,
    };
    let mut workers = Workers::new();
    match module.component || args.given.as_component {
        true => workers = for_components(project.workers_with_components(&columns)?),
        false => project.build_workers(&project.runtimes(&columns), &mut workers)?,
    }
    let program = given.file_name().unwrap_or_default().to_string_lossy();
    let subject = Subject {
        given: &args.given,
        args: std::iter::once(program.into_owned())
            .chain(words.iter().cloned())
            .collect(),
        sha256: sha256_file(&file)?,
        file,
        section: module.section,
        stdin: args.given.input(Duration::from_secs(args.timeout))?,
        limits: Limits {
            time: Duration::from_secs(args.timeout),
            memory_bytes: memory_limit_bytes(args.memory),
            output_bytes: 64 << 20,
            time_option: Some("--timeout"),
            memory_option: Some("--memory"),
        },
        emulated: project.home.processor.is_some(),
    };
    let progress = Progress::new("running", columns.len() as u64);
    let mut runs = Vec::new();
    for column in &columns {
        progress.message(&column.name());
        let mut run = Run::new(column.name());
        let end = match column.worker(&workers) {
            Err(unavailable) => Some(End::new(Outcome::Unavailable, unavailable.to_string())),
            Ok(worker) => subject
                .run(&project, worker, column.manifest.artifact, &mut run)?
                .err(),
        };
        if let Some(end) = end {
            (run.outcome, run.message) = (end.outcome, Some(end.message));
        }
        runs.push(run);
        progress.step();
    }
    drop(progress);
    lacks::find(&project, &columns, &workers, &subject.file, &mut runs)?;
    show::show(&runs, &subject, args.format)
}
