//! The cost of a start: phase by phase, and by the size of the module.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::{Cells, Input};
use crate::analysis::metric::Metric;
use crate::analysis::number;
use crate::report::tables::parts::{UNSPLIT, mark_column, matrix, one_shot_note, race};
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use std::cmp::Reverse;

const PHASES: [(&str, Metric); 10] = [
    ("process", Metric::Process),
    ("boot", Metric::Boot),
    ("engine", Metric::Engine),
    ("load", Metric::Load),
    ("load\nCPU", Metric::LoadCpu),
    ("instantiate", Metric::Instantiate),
    ("first\ncall", Metric::FirstCall),
    ("start", Metric::Start),
    ("cold\nstart", Metric::ColdStart),
    ("warm\nstart", Metric::WarmStart),
];
/// The number of inputs whose phases are shown where there are no guests for starts.
const FEW: usize = 3;

/// The inputs whose starts are shown: those made for it; in a run of others, these, if they are
/// few.
pub fn inputs<'a>(cells: &Cells<'a>) -> Vec<Input<'a>> {
    let all = cells.inputs();
    let mut chosen: Vec<_> = all
        .iter()
        .filter(|i| i.counts_in() == CountsIn::Start)
        .copied()
        .collect();
    if chosen.is_empty() && all.len() <= FEW {
        chosen = all;
    }
    chosen.sort_by_key(|input| (input.guest.map(|guest| guest.bytes), input.name));
    chosen
}

/// Returns the phases of a start that the run recorded.
fn phases_of(cells: &Cells) -> Vec<(&'static str, Metric)> {
    let mut shown = PHASES.to_vec();
    if cells.start() != Metric::Start {
        shown.retain(|(_, metric)| !metric.is_of_split());
        shown.insert(0, ("spawn", Metric::Spawn));
    }
    shown
}

/// A table for each guest.
pub fn phases(cells: &Cells) -> Section {
    let configurations = cells.alive();
    let shown = phases_of(cells);
    let table = |input: &Input| {
        let mut rows: Vec<_> = configurations.iter().map(|c| c.name.as_str()).collect();
        let estimate = |name: &str, metric| cells.get(name, input.name, metric)?.estimate;
        rows.sort_by(|a, b| {
            let start = |c: &str| estimate(c, cells.start()).map_or(f64::INFINITY, |e| e.value);
            start(a).total_cmp(&start(b)).then(a.cmp(b))
        });
        let fields = |name: &&str| {
            let phases = shown
                .iter()
                .map(|(_, metric)| Field::value(cells.get(name, input.name, *metric)));
            std::iter::once(Field::text(*name)).chain(phases).collect()
        };
        let size = input
            .guest
            .map_or(String::new(), |g| format!(" ({})", number::bytes(g.bytes)));
        let mut table = Table {
            title: format!("{}{size}", input.name),
            header: vec!["mode".to_string()],
            rows: rows.iter().map(fields).collect(),
            keys: 1,
        };
        for (at, (name, metric)) in shown.iter().copied().enumerate() {
            table.header.push(name.to_string());
            let racing: Vec<_> = rows
                .iter()
                .map(|c| race(cells, c, estimate(c, metric)))
                .collect();
            mark_column(
                &mut table,
                at + 1,
                &racing,
                cells.noise_floor(metric.unit()),
            );
        }
        table
    };
    let inputs = if configurations.is_empty() {
        Vec::new()
    } else {
        inputs(cells)
    };
    let of_start = match cells.start() {
        Metric::Start => {
            "Process: what the system takes to make any process, the quickest of five empty \
            programs just before. Boot: from the worker's first instruction until it is ready. \
            Start is the sum of all phases but the process, cold start of all. A native command is \
            a process of its own, and so all in its first call, to its end."
                .to_string()
        }
        _ => format!("Cold start is the sum of the phases.{UNSPLIT}"),
    };
    Section {
        title: "Startup".to_string(),
        note: format!(
            "A fresh process each. Load compiles and validates, or loads what was compiled ahead \
            of time; load CPU is the CPU time of that step over all threads. {} Warm start: a \
            further instance in the same process, to the end of its first call. Sorted by {}.{}",
            of_start,
            cells.start().start_words(),
            one_shot_note(cells)
        ),
        tables: inputs.iter().map(table).collect(),
    }
}

/// Load by size of the module.
pub fn by_size(cells: &Cells) -> Section {
    let configurations = cells.alive();
    let mut inputs = cells.inputs();
    // One input of each guest: they share the module. The least one that went well wherever it
    // could.
    inputs.sort_by_key(|input| {
        let ends = configurations
            .iter()
            .filter_map(|c| cells.end(&c.name, input.name));
        let ok = ends.filter(|end| end.outcome == Outcome::Ok).count();
        (input.guest_name(), Reverse(ok))
    });
    inputs.dedup_by_key(|input| input.guest_name());
    inputs.retain(|input| input.guest.is_some());
    inputs.sort_by_key(|input| (input.guest.map(|guest| guest.bytes), input.name));
    let label = |input: &Input| {
        let size = input
            .guest
            .map_or(String::new(), |guest| number::bytes(guest.bytes));
        (
            format!("{} ({size})", input.guest_name()),
            input.name.to_string(),
        )
    };
    let mut tables = Vec::new();
    for (title, metric) in [("Wall time", Metric::Load), ("CPU time", Metric::LoadCpu)] {
        let mut table = matrix(
            cells,
            &configurations,
            inputs.iter().map(label),
            metric,
            false,
        );
        table.title = title.to_string();
        table.header[0] = "guest".to_string();
        tables.push(table);
    }
    Section {
        title: "Load by size of the module".to_string(),
        note:
            "Compiling and validating a module, or loading what was compiled ahead of time, from \
        the smallest module to the largest."
                .to_string(),
        tables: if inputs.is_empty() || configurations.is_empty() {
            Vec::new()
        } else {
            tables
        },
    }
}
