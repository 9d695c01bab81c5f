//! Claims versus measurements.

use crate::report;
use crate::results::support::Record;
use crate::results::support::claims::Table;
use crate::results::support::differences::differences;
use anyhow::Result;

/// Prints where a table of features says something else than was measured. Gives whether a claim
/// holds on no configuration that was.
pub fn print_differences(table: &Table, record: &Record, json: bool) -> Result<bool> {
    let found = differences(record, table);
    if json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        print!("{}", report::claims(&found, record));
    }
    Ok(found.differences.iter().any(|d| !d.holds_elsewhere))
}
