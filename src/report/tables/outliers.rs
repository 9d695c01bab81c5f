//! Outliers: they are in every figure, and shown here.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::{Cells, Input};
use crate::analysis::metric::Metric;
use crate::results::outcome::Outcome;
use crate::results::schema::{Configuration, Process};
use crate::stats::median;
use crate::stats::outliers;

pub fn section(cells: &Cells) -> Section {
    let start = format!("{}:\nfar out", cells.start().start_words());
    let header = [
        "mode",
        "throughput:\nfar out",
        "farthest",
        &start,
        "farthest",
        "slowest call,\nusually",
        "at the most",
    ];
    let inputs = cells.inputs();
    let table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows: cells
            .alive()
            .iter()
            .map(|c| row(cells, &inputs, c))
            .collect(),
        keys: 1,
    };
    Section {
        title: "Outliers".to_string(),
        note: "Nothing is left out of any figure: medians are hardly moved by this, means of \
            ratios are. Far out: process \
        samples that lie beyond a quartile of their cell's by more than three times the distance \
        between the quartiles, where a cell has six or more; farthest: as a multiple of that \
        cell's median. Slowest call: the longest timed call of a process, as a multiple of its \
        median call, of the median process and of the worst: collections of garbage, compilers at \
        work, and neighbours."
            .to_string(),
        tables: if table.rows.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

fn row(cells: &Cells, inputs: &[Input], c: &Configuration) -> Vec<Field> {
    let mut fields = vec![Field::text(&c.name)];
    for metric in [cells.throughput(), cells.start()] {
        fields.extend(processes(cells, inputs, &c.name, metric));
    }
    fields.extend(calls(cells, &c.name));
    fields
}

/// Returns the number of a metric's process samples that lie far out, and the farthest.
fn processes(cells: &Cells, inputs: &[Input], configuration: &str, metric: Metric) -> [Field; 2] {
    let (mut far, mut all) = (Vec::new(), 0);
    for input in inputs {
        let Some(cell) = cells.get(configuration, input.name, metric) else {
            continue;
        };
        let values: Vec<f64> = cell.rounds.values().copied().collect();
        let Some(usual) = median(&values) else {
            continue;
        };
        all += values.len();
        let factor = |at: usize| (values[at] / usual, input.name);
        far.extend(outliers(&values).into_iter().map(factor));
    }
    let farthest = far
        .iter()
        .max_by(|a, b| a.0.ln().abs().total_cmp(&b.0.ln().abs()).then(b.1.cmp(a.1)));
    [
        Field::text(match all {
            0 => "–".to_string(),
            _ => format!("{} of {all}", far.len()),
        }),
        Field::text(farthest.map_or("–".to_string(), |far| times(*far))),
    ]
}

/// The slowest call of its processes.
fn calls(cells: &Cells, configuration: &str) -> [Field; 2] {
    let slowest = |process: &Process| {
        let timed = process.throughput.as_ref()?;
        let most = *timed.samples_ns.iter().max()? as f64;
        Some(most / (timed.step_ns()? * f64::from(timed.steps)))
    };
    let mine = |p: &&Process| p.configuration == configuration && p.outcome == Outcome::Ok;
    let processes = cells.results.processes.iter().filter(mine);
    let factors: Vec<(f64, &str)> = processes
        .filter_map(|p| Some((slowest(p)?, p.input.as_str())))
        .collect();
    let usual = median(
        &factors
            .iter()
            .map(|(factor, _)| *factor)
            .collect::<Vec<_>>(),
    );
    // Of those that are alike, always the same one.
    let worst = factors
        .iter()
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    [
        Field::text(usual.map_or("–".to_string(), |usual| format!("×{usual:.2}"))),
        Field::text(worst.map_or("–".to_string(), |worst| times(*worst))),
    ]
}

fn times((factor, input): (f64, &str)) -> String {
    format!("×{factor:.2} ({input})")
}
