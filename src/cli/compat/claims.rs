//! `wasmeter compat claims`: a table of features beside what probes find now.

use super::common::Common;
use super::probes::{Chosen, check, try_probes};
use crate::cli::claims::print_differences;
use crate::cli::heading;
use crate::cli::options::{Global, ListFormat};
use crate::results::support::FEATURES;
use crate::results::support::claims::Table;
use crate::results::support::feature::COMPONENT_GROUP;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat claims features.json -r RUNTIME
  wasmeter compat claims features.json wasm/tail-call --fail-on-difference
  wasmeter report support.json --against features.json   of what was measured before")]
pub struct Args {
    /// A copy of webassembly.org's features.json
    #[arg(value_name = "FILE")]
    table: PathBuf,
    /// Probes, as globs: GROUP, 'GROUP/a*' [default: those of features]
    #[arg(value_name = "PROBE")]
    probes: Vec<String>,
    /// Take the pinned modules; set up no compiler
    #[arg(long, help_heading = heading::WHAT)]
    pinned: bool,
    /// Exit code 1 if a claim holds on no configuration that was measured
    #[arg(long, help_heading = heading::CLAIMS)]
    fail_on_difference: bool,
    #[command(flatten)]
    common: Common,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Table, help_heading = heading::OUTPUT)]
    format: ListFormat,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    // It is read before anything is measured.
    let table = Table::read(&args.table)?;
    check(&args.common)?;
    let project = global.project()?;
    let probes = if args.probes.is_empty() {
        vec![FEATURES.to_string(), COMPONENT_GROUP.to_string()]
    } else {
        args.probes.clone()
    };
    let chosen = Chosen {
        probes,
        pinned: args.pinned,
    };
    let found = try_probes(&project, &chosen, &args.common)?;
    let json = args.format == ListFormat::Json;
    let differ = print_differences(&table, &found.public, json)?;
    Ok(ExitCode::from(u8::from(args.fail_on_difference && differ)))
}
