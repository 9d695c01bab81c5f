//! The first facts about a run under emulation: one row a configuration, no times.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::report::tables::parts::{mark_column, race};
use crate::results::machine::Machine;
use crate::results::outcome::Outcome;
use crate::stats::Estimate;

type Figure = fn(&Row) -> Option<Estimate>;

pub fn section(cells: &Cells) -> Section {
    let figures = Figures::of(cells);
    let rows = &figures.rows;
    let header = [
        "mode",
        "version",
        "ok",
        "instructions ÷\nnative",
        "spread",
        "cold\nstart",
    ];
    let mut table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows: rows.iter().map(|row| fields(cells, row)).collect(),
        keys: 1,
    };
    let columns: [(usize, Figure); 2] = [(3, |row| row.throughput), (5, |row| row.start)];
    for (column, figure) in columns {
        let of = |row: &Row| race(cells, &row.configuration.name, figure(row));
        let racing: Vec<_> = rows.iter().map(of).collect();
        mark_column(&mut table, column, &racing, 0.0);
    }
    Section {
        title: "Overview".to_string(),
        note: format!(
            "{} Sorted by instructions for a unit of work as a multiple of the native build's, \
            geometric mean over guests ({}){}. Cold start: instructions of the whole process to \
            the end of the first call, geometric mean over {} ({}). ok: inputs that ran and gave \
            the right output.",
            scope(&cells.results.header.machine),
            figures.throughput.share(),
            figures.throughput.lacking_note(),
            figures.starting,
            figures.start.share(),
        ),
        tables: if rows.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Explains what such a run shows, and what it does not.
fn scope(machine: &Machine) -> String {
    format!(
        "Builds for {} ran under {}, which counted the instructions that each process executed; \
        not the kernel's. Outcomes and outputs are those of these builds, but for timeout: under \
        emulation all take many times as long. There are no times: a count says how much a \
        compiler makes the processor do, and not how fast a processor does it. Between \
        architectures, only ratios to native can be compared.",
        machine.arch,
        machine.emulator.as_deref().unwrap_or("an emulator"),
    )
}

fn fields(cells: &Cells, row: &Row) -> Vec<Field> {
    let c = row.configuration;
    let inputs = &cells.results.header.plan.inputs;
    let ends = inputs.iter().filter_map(|input| cells.end(&c.name, input));
    let ok = ends.filter(|end| end.outcome == Outcome::Ok).count();
    let ok = Field::text(format!("{ok}/{}", inputs.len()));
    let name = Field::text(&c.name);
    if c.unavailable.is_some() {
        let mut fields = vec![name, Field::outcome(Outcome::Unavailable), ok];
        fields.resize_with(6, || Field::text("–"));
        return fields;
    }
    let mut ratio = Field::estimate(row.throughput.as_ref(), number::ratio, "too few ok");
    let spread = ratio.interval.take().unwrap_or("–".to_string());
    let count = |estimate: &Estimate| number::quantity(Unit::Instructions, estimate);
    vec![
        name,
        Field::text(c.version.as_deref().unwrap_or("–")),
        ok,
        ratio,
        Field::text(spread),
        Field::estimate(row.start.as_ref(), count, "too few ok"),
    ]
}
