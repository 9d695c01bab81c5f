//! Reports: what a results file says, for people and for programs. Cells are derived from process
//! samples, tables from cells, and each format is a form of these.

mod claims;
pub mod compare;
mod csv;
mod json;
pub(crate) mod markdown;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod spec;
mod suite;
pub(crate) mod support;
pub(crate) mod tables;
pub(crate) mod terminal;
#[cfg(test)]
pub(crate) mod tests;

use crate::analysis::cells::Cells;
use crate::results::schema::Results;
use crate::results::suite::TestResult;
use crate::results::support::differences::Differences;
use crate::results::support::{CaseEnd, Record};
use anyhow::{Result, bail};
use clap::ValueEnum;
use tables::parts::Extent;
use tables::sections;
use terminal::Look;

/// The formats in which results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The main tables, as wide as the terminal
    Terminal,
    /// A page of all tables, with intervals
    Markdown,
    /// One row a cell
    Csv,
    /// The cells, and where they come from; of support, all evidence; of a folder, runtimes and
    /// their modes as the page shows them
    Json,
    /// One page with charts, of all files that are named
    Html,
    /// Support in the form of webassembly.org's features.json
    Features,
    /// Items of a folder for a landscape's data file
    Landscape,
}

impl Format {
    /// Those of one run's results.
    pub const OF_A_RUN: [Format; 4] = [
        Format::Terminal,
        Format::Markdown,
        Format::Csv,
        Format::Json,
    ];
}

/// Results in one of the formats. The same results give the same text, but for the terminal's width
/// and colours.
pub fn render(results: &Results, format: Format) -> Result<String> {
    match format {
        Format::Terminal => Ok(terminal(results)),
        Format::Markdown => Ok(markdown(results)),
        Format::Csv => csv_of(&Cells::derive(results)),
        Format::Json => json::render(&Cells::derive(results)),
        Format::Features => bail!("--format features is for what compat --save wrote"),
        Format::Html => bail!("--format html is for `wasmeter report`"),
        Format::Landscape => {
            bail!("--format landscape is for `wasmeter report`, and a folder of results")
        }
    }
}

/// JSON Schema of cells, as `--format json` prints them.
pub fn cells_schema() -> Result<String> {
    json::schema()
}

/// Renders the support of configurations in one of the formats.
pub fn render_support(record: &Record, format: Format) -> Result<String> {
    match format {
        Format::Terminal => Ok(support(record)),
        Format::Markdown => Ok(support_page(record)),
        Format::Csv => support::csv(record),
        Format::Json => Ok(serde_json::to_string_pretty(record)? + "\n"),
        Format::Features => support::features(record),
        Format::Html => bail!("--format html is for `wasmeter report`"),
        Format::Landscape => {
            bail!("--format landscape is for `wasmeter report`, and a folder of results")
        }
    }
}

/// The main tables, for standard output as it is.
pub fn terminal(results: &Results) -> String {
    let cells = Cells::derive(results);
    terminal::render(&sections(&cells, Extent::Short), Look::of_stdout())
}

/// Renders the support of configurations for standard output as it is.
pub fn support(record: &Record) -> String {
    terminal::bare(&support::sections(record, Extent::Short), Look::of_stdout())
}

/// Renders support as a page, with the evidence.
pub fn support_page(record: &Record) -> String {
    support::page(record)
}

/// Returns the end of a probe's case, in a few words.
pub fn outcome_word(probe: &str, outcome: CaseEnd) -> &'static str {
    support::withheld::word(probe, outcome)
}

/// Claims versus measurements, for standard output as it is.
pub fn claims(found: &Differences, record: &Record) -> String {
    terminal::bare(&claims::sections(found, record), Look::of_stdout())
}

/// Renders the results of the official tests for standard output as it is.
pub fn spec(record: &crate::results::spec::Record) -> String {
    terminal::bare(&spec::sections(record), Look::of_stdout())
}

/// Renders the results of the official tests as a page.
pub fn spec_page(record: &crate::results::spec::Record) -> String {
    let machine = &record.machine;
    format!(
        "# Official tests of the specification, run on {}\n\n{}, {}; wasmeter {}.\n{}",
        markdown::escaped(&machine.arch),
        markdown::paragraph(&machine.cpu),
        markdown::escaped(&record.started),
        markdown::escaped(&record.wasmeter),
        markdown::body(&spec::sections(record))
    )
}

/// Renders the results of wasi-testsuite for standard output as it is.
pub fn suite(results: &[TestResult]) -> String {
    terminal::bare(&suite::sections(results), Look::of_stdout())
}

/// Renders the results of wasi-testsuite as JUnit's XML.
pub fn junit(results: &[TestResult]) -> Result<String> {
    suite::junit(results)
}

/// A page of all tables.
pub fn markdown(results: &Results) -> String {
    markdown_of(&Cells::derive(results))
}

/// Renders Markdown, with the cells at hand.
pub(crate) fn markdown_of(cells: &Cells) -> String {
    markdown::render(cells, &sections(cells, Extent::Whole))
}

/// Cells, one a row.
pub(crate) fn csv_of(cells: &Cells) -> Result<String> {
    csv::render(cells)
}

/// A listing of text, as wide as the terminal; without a newline at its end.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let fields = |row: &Vec<String>| row.iter().map(model::Field::text).collect();
    let table = model::Table {
        title: String::new(),
        header: header.iter().map(ToString::to_string).collect(),
        rows: rows.iter().map(fields).collect(),
        keys: header.len(),
    };
    terminal::table(&table, Look::of_stdout())
        .trim_end()
        .to_string()
}
