//! One row a runtime: its best start, speed and memory on a machine, and what its probes came to.

use super::counts::{SHOWN, Tally, WASI, escaped_on, escapes};
use super::entry::{Column, Entry, least};
use super::inputs::{Material, mode_of, runtime_of};
use crate::analysis::cells::Cells;
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::number;
use crate::report::markdown::{anchor, escaped};
use crate::results::support::{Record, SANDBOX};
use crate::stats::Estimate;

/// The legend of the table.
pub const LEGEND: &str = "\
Start, time ÷ native and peak memory are geometric means over guests, each of the mode that has \
the least, which is named below it. Start: from the runtime's first instruction to the end of the \
guest's first call; cold start: from making the process. Time ÷ native: time for a unit of work as \
a multiple of the same source compiled natively. WASI and sandbox: probes that passed, of those \
that were run, in the mode that passes most. Not limited: the runtime has no such limit. Escaped: \
cases in which a guest got out of the sandbox, in any mode; they are withheld, and in no other \
count. `–`: not measured. Between machines compare ratios, never times; and even ratios move.";

/// The targets of links on the names of runtimes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Sections,
    None,
}

/// Where and when all was measured, and by which wasmeter.
pub fn measured(material: &Material) -> String {
    let runs = material.runs.iter().map(|run| {
        let header = &run.what.header;
        let machine = &header.machine;
        format!(
            "Measured on {} ({}, {} cores) on {} by wasmeter {}.",
            escaped(&machine.arch),
            escaped(&machine.cpu),
            machine.cores,
            day(&header.started),
            escaped(&header.wasmeter)
        )
    });
    let records = material.support.iter().map(|record| {
        let record = &record.what;
        format!(
            "Probes of support run on {} on {} by wasmeter {}.",
            escaped(&record.machine.place()),
            day(&record.started),
            escaped(&record.wasmeter)
        )
    });
    let lines: Vec<String> = runs.chain(records).collect();
    if lines.is_empty() {
        return "Nothing was measured.".to_string();
    }
    lines.join(" ")
}

fn day(moment: &str) -> String {
    escaped(moment.split('T').next().unwrap_or_default())
}

/// A machine that runtimes were timed on.
struct Place<'a> {
    /// Empty if nothing was timed anywhere.
    run: &'a str,
    arch: Option<&'a str>,
    start: Metric,
}

/// The table of each run. Where nothing was timed there is one of support alone.
pub fn tables(material: &Material, cells: &[Cells], entries: &[Entry], links: Links) -> String {
    let timed = material.runs.iter().zip(cells).map(|(run, cells)| Place {
        run: &run.name,
        arch: Some(run.what.header.machine.arch.as_str()),
        start: cells.start(),
    });
    let mut places: Vec<Place> = timed.collect();
    if places.is_empty() {
        places.push(Place {
            run: "",
            arch: None,
            start: Metric::Start,
        });
    }
    let several = places.len() > 1;
    let mut tables = Vec::new();
    for place in &places {
        let row = |entry| row(material, place, entry, links);
        let rows: String = entries.iter().filter_map(row).collect();
        if rows.is_empty() {
            continue;
        }
        let title = if several {
            format!("{}:\n\n", escaped(place.run))
        } else {
            String::new()
        };
        tables.push(format!("{title}{}{rows}", head(place)));
    }
    tables.join("\n")
}

fn head(place: &Place) -> String {
    let wasi: String = WASI.map(|(_, title)| format!(" {title} |")).concat();
    format!(
        "| runtime | {} | time ÷ native | peak memory |{wasi} sandbox |\n\
         |---|---:|---:|---:|{}---|\n",
        place.start.start_words(),
        "---:|".repeat(WASI.len())
    )
}

/// `None`: nothing was measured of it there.
fn row(material: &Material, place: &Place, entry: &Entry, links: Links) -> Option<String> {
    let here = |column: &&Column| column.run == place.run || column.run.is_empty();
    let columns: Vec<&Column> = entry.columns.iter().filter(here).collect();
    if columns.is_empty() {
        return None;
    }
    let title = escaped(entry.notes.title());
    let name = match links {
        Links::Sections => format!("[{title}](#{})", anchor(entry.notes.title())),
        Links::None => title,
    };
    let start = |column: &Column| {
        if place.start == Metric::Start {
            column.start
        } else {
            column.cold_start
        }
    };
    let mut fields = vec![
        below(&name, &entry.version()),
        best(&columns, start, |e| number::quantity(Unit::Ns, e).0),
        best(&columns, |c| c.throughput, |e| number::ratio(e).0),
        best(
            &columns,
            |c| c.memory,
            |e| number::quantity(Unit::Bytes, e).0,
        ),
    ];
    for (group, _) in WASI {
        let passed = most(&columns, group).map(|tally| format!("{}/{}", tally.yes, tally.of));
        fields.push(passed.unwrap_or_else(not_measured));
    }
    let sandbox = most(&columns, SANDBOX);
    let sandbox = sandbox.map(|tally| self::sandbox(material, place, entry, tally));
    fields.push(sandbox.unwrap_or_else(not_measured));
    Some(format!("| {} |\n", fields.join(" | ")))
}

/// The least of a figure, and the mode that has it.
fn best(
    columns: &[&Column],
    figure: impl Fn(&Column) -> Option<Estimate>,
    show: impl Fn(&Estimate) -> String,
) -> String {
    match least(columns.iter().copied(), figure) {
        Some((column, estimate)) => below(&show(&estimate), mode_of(&column.configuration)),
        None => not_measured(),
    }
}

/// Returns the share of a group of probes in the mode that has most.
fn most(columns: &[&Column], group: &str) -> Option<Tally> {
    let at = SHOWN.iter().position(|(shown, _)| *shown == group)?;
    let tallies = columns.iter().filter_map(|column| column.support[at]);
    tallies.max_by_key(|tally| tally.yes)
}

fn sandbox(material: &Material, place: &Place, entry: &Entry, tally: Tally) -> String {
    let records = material.support.iter().map(|record| &record.what);
    let records = records.filter(|r| place.arch.is_none_or(|arch| r.machine.arch == arch));
    let records: Vec<&Record> = records.collect();
    let its = |configuration: &str| runtime_of(configuration) == entry.notes.name;
    let versions: Vec<String> = escaped_on(&records, its).into_iter().collect();
    let on = match versions.as_slice() {
        [] => String::new(),
        versions => format!(" on {}", versions.join(", ")),
    };
    below(
        &format!("{}/{} blocked", tally.yes, tally.of),
        &format!(
            "{} not limited, {} escaped{on}",
            tally.unlimited,
            escapes(records, its)
        ),
    )
}

/// Markdown, and text in small letters below it.
fn below(markdown: &str, text: &str) -> String {
    format!("{markdown}<br><sub>{}</sub>", escaped(text))
}

fn not_measured() -> String {
    "–".to_string()
}
