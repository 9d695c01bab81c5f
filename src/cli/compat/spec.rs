//! `wasmeter compat spec`: the official tests of the WebAssembly specification.

use super::common::Common;
use crate::cli::heading;
use crate::cli::options::{Global, ListFormat};
use crate::pipeline::spec;
use crate::report;
use anyhow::Result;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat spec                  all scripts on every configuration
  wasmeter compat spec 'simd/*' core-3.0/linking -r RUNTIME
  wasmeter compat spec simd/simd_lane:123 -r RUNTIME/a   one line of a script

The scripts are in folders: core-1.0, core-2.0, core-3.0, and each proposal.
Passed and failed are directives: assertions, modules that are to be accepted,
actions. Tests of the text format are skipped. Of a trap it is checked that
there is one, not its text.")]
pub struct Args {
    /// Scripts, as globs of FOLDER/FILE, or FILE:LINE [default: all]
    #[arg(value_name = "SCRIPT")]
    scripts: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Table, help_heading = heading::OUTPUT)]
    format: ListFormat,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    args.common.check()?;
    let project = global.project()?;
    let columns = args.common.columns(&project)?;
    let record = spec::run(&project, &columns, &args.scripts)?;
    let mut public = record.clone();
    if !args.common.private {
        public.withhold();
    }
    args.common.save(&project, &public)?;
    match args.format {
        ListFormat::Table => print!("{}", report::spec(&record)),
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&public)?),
    }
    Ok(ExitCode::SUCCESS)
}
