//! `wasmeter compat`: what each configuration supports, by trying it.

mod broken;
mod claims;
mod common;
pub mod old;
mod pin;
mod probes;
mod spec;
mod suite;

use super::options::Global;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  wasmeter compat                       every probe on every configuration
  wasmeter compat wasi-p1               WASI preview 1, function by function
  wasmeter compat 'wasi-p1/fd_*' -r RUNTIME --format json
  wasmeter compat --save support.json   with all evidence; support.md is a page of it
  wasmeter compat spec                  the official tests of the WebAssembly specification
  wasmeter compat suite ../wasi-testsuite
  wasmeter compat claims features.json -r RUNTIME

Without a subcommand, `compat` does what `compat probes` does."
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    probes: probes::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Try probes: WASI function by function, proposals, the sandbox (default)
    Probes(probes::Args),
    /// Run the official tests of the WebAssembly specification
    Spec(spec::Args),
    /// Run the tests of a checkout of wasi-testsuite
    Suite(suite::Args),
    /// List where webassembly.org's table of features differs from what was measured
    Claims(claims::Args),
    /// Compile probes, and keep the modules in probes/pinned/
    Pin(pin::Args),
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    match &args.command {
        None => probes::run(global, &args.probes),
        Some(Command::Probes(args)) => probes::run(global, &args.options),
        Some(Command::Spec(args)) => spec::run(global, args),
        Some(Command::Suite(args)) => suite::run(global, args),
        Some(Command::Claims(args)) => claims::run(global, args),
        Some(Command::Pin(args)) => pin::run(global, args),
    }
}
