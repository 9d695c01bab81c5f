//! `wasmeter report`: tables from a results file.

use super::Global;
use super::compat::Against;
use crate::catalog::find_root;
use crate::compat::record::Record;
use crate::report::{self, Format};
use crate::results::saved::Saved;
use crate::results::schema::Results;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter report                                  results of this architecture, as tables
  wasmeter report --format markdown mine.json
  wasmeter report --format csv > cells.csv
  wasmeter report support.json                     what compat --save wrote
  wasmeter report --format features support.json   in the form of webassembly.org's table
  wasmeter report --against features.json support.json")]
pub struct Args {
    /// Results file, of matrix, bench or compat [default: results/ARCHITECTURE.json in wasmeter's folder]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    #[command(flatten)]
    against: Against,
}

/// A results file that was named, or this architecture's in wasmeter's folder.
pub fn results_file(global: &Global, named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(file) => Ok(file.to_path_buf()),
        None => {
            let name = format!("results/{}.json", std::env::consts::ARCH);
            Ok(find_root(global.root.as_deref())?.join(name))
        }
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let file = results_file(global, args.file.as_deref())?;
    let saved = Saved::read(&file)?;
    if Record::is_one(&saved) {
        let record = Record::of(&saved, &file)?;
        if let Some(claims) = args.against.table()? {
            let json = args.format == Format::Json;
            return args.against.compare(&claims, &record, json);
        }
        print!("{}", report::render_support(&record, args.format)?);
        return Ok(ExitCode::SUCCESS);
    }
    if args.against.is_given() {
        bail!(
            "{}: --against wants what compat --save wrote",
            file.display()
        );
    }
    print!(
        "{}",
        report::render(&Results::of(&saved, &file)?, args.format)?
    );
    Ok(ExitCode::SUCCESS)
}
