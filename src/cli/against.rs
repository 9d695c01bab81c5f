//! `--against`: claims versus measurements.

use crate::report;
use crate::results::support::Record;
use crate::results::support::claims::Table;
use crate::results::support::differences::differences;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Against {
    /// List where a copy of webassembly.org's features.json says something else than was measured
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// With --against: exit code 1 if a claim holds on no configuration that was measured
    #[arg(long, requires = "against")]
    fail_on_difference: bool,
}

impl Against {
    pub fn is_given(&self) -> bool {
        self.against.is_some()
    }

    /// The table, if one is given: it is read before anything is measured.
    pub fn table(&self) -> Result<Option<Table>> {
        self.against.as_deref().map(Table::read).transpose()
    }

    /// Prints the differences, and tells the exit code.
    pub fn compare(&self, table: &Table, record: &Record, json: bool) -> Result<ExitCode> {
        let found = differences(record, table);
        match json {
            true => println!("{}", serde_json::to_string_pretty(&found)?),
            false => print!("{}", report::claims(&found, record)),
        }
        let differs = found.differences.iter().any(|d| !d.holds_elsewhere);
        Ok(ExitCode::from(u8::from(self.fail_on_difference && differs)))
    }
}
