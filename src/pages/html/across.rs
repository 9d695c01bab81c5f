//! By architecture: ratios of each machine side by side, since nothing else travels between
//! machines.

use super::view::{Names, View};
use crate::analysis::across::across;
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row, headline};
use crate::analysis::number;
use crate::pages::inputs::Named;
use crate::report::model::{Field, Section, Table};
use crate::results::schema::Results;
use crate::stats::Estimate;
use std::collections::{BTreeMap, BTreeSet};

/// By configuration.
type Ratios<'a> = BTreeMap<&'a str, Estimate>;

pub fn section(views: &[View], emulated: &[Named<Results>]) -> Section {
    let throughput: Vec<_> = views.iter().map(|view| throughputs(view.cells)).collect();
    let starts: Vec<_> = views.iter().map(|view| starts(view.cells)).collect();
    let derived: Vec<_> = emulated
        .iter()
        .map(|run| Cells::derive(&run.what))
        .collect();
    let counted: Vec<_> = derived.iter().map(throughputs).collect();
    let header = |what: &str| {
        let column = |view: &View| format!("{what}\n{}", view.name);
        views.iter().map(column).collect::<Vec<_>>()
    };
    let all = throughput
        .iter()
        .chain(&starts)
        .chain(&counted)
        .flat_map(|ratios| ratios.keys());
    let all: BTreeSet<&str> = all.copied().collect();
    let row = |name: &&str| {
        let ratio = |ratios: &Ratios| Field::estimate(ratios.get(name), number::ratio, "–");
        let figures = throughput.iter().chain(&starts).chain(&counted).map(ratio);
        std::iter::once(Field::text(*name)).chain(figures).collect()
    };
    let mut columns = vec!["mode".to_string()];
    columns.extend(header("time ÷ native,"));
    let start = |view: &View| {
        format!(
            "{} ÷ native,\n{}",
            view.cells.start().start_words(),
            view.name
        )
    };
    columns.extend(views.iter().map(start));
    columns.extend(
        emulated
            .iter()
            .map(|run| format!("instructions ÷ native,\n{}", run.name)),
    );
    Section {
        title: "By architecture".to_string(),
        note: format!(
            "Machines are compared by ratios to their own native builds, never by times. {}",
            match (views.len(), emulated.is_empty()) {
                (0 | 1, true) =>
                    "Only one architecture was measured so far, so there is nothing to hold its \
                    ratios against.",
                (_, true) => "Time is for a unit of work, the geometric mean over guests.",
                (_, false) =>
                    "Time and instructions are for a unit of work, the geometric mean over guests. \
                    Instructions were counted under emulation: they say how much a compiler makes \
                    the processor do, and not how fast it does it.",
            }
        ),
        tables: vec![Table {
            title: String::new(),
            header: columns,
            rows: all.iter().map(row).collect(),
            keys: 1,
        }],
    }
}

fn throughputs<'a>(cells: &Cells<'a>) -> Ratios<'a> {
    let rows = Figures::of(cells).rows.into_iter();
    let with_ratio = |row: Row<'a>| Some((row.configuration.name.as_str(), row.throughput?));
    rows.filter_map(with_ratio).collect()
}

fn starts<'a>(cells: &Cells<'a>) -> Ratios<'a> {
    let across = across(
        cells,
        cells.start(),
        true,
        &headline(cells, cells.start()).inputs,
    );
    let alive = cells.alive().into_iter();
    alive
        .filter_map(|c| Some((c.name.as_str(), across.mean(&c.name)?)))
        .collect()
}

/// The names of all machines' configurations.
pub fn names<'a>(views: &[View<'a>]) -> Names<'a> {
    let alive = views.iter().flat_map(|view| view.cells.alive());
    Names::of_configurations(alive.map(|c| c.name.as_str()))
}
