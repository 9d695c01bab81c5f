//! The command line: one file a subcommand.

mod bench;
mod calibrate;
mod claims;
mod compare;
mod compat;
mod completions;
mod effort;
mod exec;
mod files;
mod given;
mod guests;
mod heading;
mod landscape;
mod lifetime;
mod man;
mod matrix;
mod next;
mod options;
mod outdated;
mod rank;
mod report;
mod results;
mod runtimes;
mod shown;
mod voice;

use crate::build::built::COMMAND_WORKER;
use crate::catalog::runtime::Runtime;
use crate::cli_adapter;
use crate::out;
use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};
use lifetime::Lifetime;
use options::{Global, Listing};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

/// A barometer for server-side WebAssembly runtimes.
///
/// Compiles guest programs to WebAssembly/WASI, runs the same bytes on every runtime, verifies what
/// they compute, and reports startup, throughput and memory as ratios to the native build of the
/// same source.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  wasmeter matrix --quick               build missing parts, measure, print, save: about five \
  minutes once built
  wasmeter bench -r 'RUNTIME/*' -g GUEST
  wasmeter compare before.json after.json    what got faster or slower, and what certainly
  wasmeter compat                       what each configuration supports, by trying it
  wasmeter exec program.wasm arg1       one module on every configuration
  wasmeter runtimes doctor              missing parts here, and the line that fixes each

Exit codes: 0 done, 1 a check or comparison failed, 2 usage or bad input.";

#[derive(Subcommand)]
enum Command {
    /// Build missing parts, measure everything, print, save, and write the pages
    Matrix(matrix::Args),
    /// Measure startup, throughput and memory of chosen cells, or of your own module
    Bench(bench::Args),
    /// Compare two results files, or two configurations of one
    Compare(compare::Args),
    /// Find out which differences can be trusted on this machine: false positives, and the smallest
    /// slowdown that is found
    Calibrate(calibrate::Args),
    /// Rank configurations; statistically indistinguishable ones share a rank
    Rank(rank::Args),
    /// Find out what each configuration supports, by trying it: WASI, proposals, the sandbox
    Compat(compat::Args),
    /// Run one module on every configuration: outputs, exit codes and times side by side
    Exec(exec::Args),
    /// Manage runtimes: list (default), build, doctor, check, outdated
    Runtimes {
        #[command(flatten)]
        list: Listing,
        #[command(subcommand)]
        command: Option<runtimes::Command>,
    },
    /// Manage guests: list (default), build, verify
    Guests {
        #[command(flatten)]
        list: Listing,
        #[command(subcommand)]
        command: Option<guests::Command>,
    },
    /// Manage results files: merge, compact, withhold
    #[command(subcommand)]
    Results(results::Command),
    /// Print tables of a results file, or write the pages of a folder
    Report(report::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Print a manual page
    Man(man::Args),
    /// The command with which wasmeter starts itself to drive a runtime through its command line
    #[command(name = COMMAND_WORKER, hide = true)]
    DriveCommandLine {
        dir: PathBuf,
        #[arg(last = true, required = true)]
        program: Vec<OsString>,
    },
}

impl Command {
    /// Global options that change nothing about what it does.
    fn idle(&self) -> &'static [&'static str] {
        match self {
            Command::Compare(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Results(results::Command::Merge(_)) => {
                &["--root", "--runtime-dir", "--emulated"]
            }
            Command::Results(_) => &["--runtime-dir", "--emulated"],
            // A file that is named is of whatever machine it is.
            Command::Rank(args) if args.names_file() => &["--root", "--runtime-dir", "--emulated"],
            Command::Report(args) if args.names_files() => &["--runtime-dir", "--emulated"],
            Command::Rank(_) | Command::Report(_) => &["--runtime-dir"],
            Command::Runtimes { command, .. } if runtimes::is_outdated(command.as_ref()) => {
                &["--emulated"]
            }
            Command::Guests { command, .. } if guests::is_list(command.as_ref()) => {
                &["--runtime-dir", "--emulated"]
            }
            _ => &[],
        }
    }
}

/// Parses the command line, does what it says, and gives the exit code.
pub fn main() -> ExitCode {
    let (words, note) = compat::old::rewritten(std::env::args_os().collect());
    voice::obey_unparsed(&words);
    let cli = Cli::parse_from(words);
    voice::obey(&cli.global);
    if let Some(note) = note {
        hint!("{note}");
    }
    let result = run(&cli.global, &cli.command);
    // A reader that has seen enough (`| head`) is no failure of ours.
    let unwritten = out::failed().filter(|error| error.kind() != ErrorKind::BrokenPipe);
    let unwritten = unwritten.map(|error| anyhow::anyhow!("standard output: {error}"));
    match (result, unwritten) {
        (Ok(code), None) => code,
        (Err(error), _) | (Ok(_), Some(error)) => {
            eprintln!("wasmeter: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(global: &Global, command: &Command) -> Result<ExitCode> {
    global.refuse(command.idle())?;
    let _lifetime = match command {
        // A worker, whose folder and end are a worker's.
        Command::DriveCommandLine { .. } => None,
        _ => Some(Lifetime::begin()?),
    };
    match command {
        Command::Matrix(args) => matrix::run(global, args),
        Command::Bench(args) => bench::run(global, args),
        Command::Compare(args) => compare::run(global, args),
        Command::Calibrate(args) => calibrate::run(global, args),
        Command::Rank(args) => rank::run(global, args),
        Command::Compat(args) => compat::run(global, args),
        Command::Exec(args) => exec::run(global, args),
        Command::Runtimes { list, command } => runtimes::run(global, *list, command.as_ref()),
        Command::Guests { list, command } => guests::run(global, *list, command.as_ref()),
        Command::Results(command) => results::run(global, command),
        Command::Report(args) => report::run(global, args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
        Command::DriveCommandLine { dir, program } => {
            cli_adapter::drive(Runtime::read(dir)?, program.clone())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
