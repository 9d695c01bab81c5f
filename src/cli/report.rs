//! `wasmeter report`: tables from a results file.

use super::Global;
use crate::catalog::find_root;
use crate::report::{self, Format};
use crate::results::schema::Results;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter report                                  results of this architecture, as tables
  wasmeter report --format markdown mine.json
  wasmeter report --format csv > cells.csv")]
pub struct Args {
    /// Results file [default: results/ARCHITECTURE.json in wasmeter's folder]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let file = match &args.file {
        Some(file) => file.clone(),
        None => {
            let name = format!("results/{}.json", std::env::consts::ARCH);
            find_root(global.root.as_deref())?.join(name)
        }
    };
    print!("{}", report::render(&Results::read(&file)?, args.format)?);
    Ok(ExitCode::SUCCESS)
}
