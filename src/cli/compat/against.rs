//! `--against`: claims versus measurements.

use crate::compat::claims::Table;
use crate::compat::differences::differences;
use crate::compat::record::Record;
use crate::report;
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

    /// Fails if there is no such table, before anything is measured.
    pub fn check(&self) -> Result<()> {
        self.against
            .as_deref()
            .map_or(Ok(()), |file| Table::read(file).map(drop))
    }

    /// Prints the differences, and tells the exit code. `None` if none are asked for.
    pub fn compare(&self, record: &Record, json: bool) -> Result<Option<ExitCode>> {
        let Some(file) = &self.against else {
            return Ok(None);
        };
        let found = differences(record, &Table::read(file)?);
        match json {
            true => println!("{}", serde_json::to_string_pretty(&found)?),
            false => print!("{}", report::claims(&found, record)),
        }
        let differs = found.differences.iter().any(|d| !d.holds_elsewhere);
        Ok(Some(ExitCode::from(u8::from(
            self.fail_on_difference && differs,
        ))))
    }
}
