//! `wasmeter bench`: chosen cells, or a module of the user's.

use super::Global;
use super::context::{Context, Effort, Selection};
use super::matrix::{make_ready, measure_unsaved};
use crate::bench::prepare::Workers;
use crate::report::{self, Format};
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter bench -r wasmi -g json                  all inputs of json on wasmi, and natively
  wasmeter bench -r '*/cranelift' -g '*/medium' --rounds 20
  wasmeter bench --quick --save mine.json

The native column is always measured along: every ratio is taken to it.")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    effort: Effort,
    /// Write a results file, for `wasmeter report` and others
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let context = Context::new(global)?;
    let columns = context.columns(&args.selection)?;
    let chosen = context.guests(&args.selection, args.effort.quick)?;
    let rows = context.build_guests(chosen, args.selection.pinned)?;
    let mut workers = Workers::new();
    context.build_workers(&context.runtimes(&columns), &mut workers)?;
    let (header, cells) = make_ready(&context, &columns, &rows, &workers, args.effort.plan(&rows))?;
    let results = measure_unsaved(header, &cells)?;
    if let Some(file) = &args.save {
        results.write(file)?;
    }
    print!("{}", report::render(&results, args.format)?);
    Ok(ExitCode::SUCCESS)
}
