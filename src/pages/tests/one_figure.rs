//! One figure for one thing: overview, the page's charts, rank, answers and claims show the same,
//! and tables of starts the cells that it is made of.

use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::{groups, number};
use crate::compare::rank::{Question, rank};
use crate::compare::values::Values;
use crate::filter::Filter;
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::pages::ranking::standing;
use crate::pages::summary::summary;
use crate::report::model::Section;
use crate::report::tables;
use crate::results::schema::Results;
use crate::stats::Estimate;
use std::path::Path;
use wasmeter_worker::Artifact;

type Figure = fn(&Row) -> Option<Estimate>;

/// A run of many configurations, as it was measured before starts were split.
fn unsplit() -> Results {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/x86_64.json");
    let mut results = Results::read(&file).unwrap();
    for process in &mut results.processes {
        process.startup.empty_ns.clear();
    }
    results
}

/// The same with empty programs before each process.
fn split() -> Results {
    let mut results = unsplit();
    for (at, process) in results.processes.iter_mut().enumerate() {
        process.startup.empty_ns = [0, 7, 19]
            .map(|more| 300_000 + 1000 * ((at as u64 + more) % 40))
            .into();
    }
    results
}

#[test]
fn all_pages_show_the_same_figure() {
    let (before, now) = (unsplit(), split());
    same_everywhere(&before, Metric::ColdStart);
    same_everywhere(&now, Metric::Start);
    // Both beside each other, and not the same. Where an input is lacking, each mean is predicted
    // by itself.
    let cells = Cells::derive(&now);
    let figures = Figures::of(&cells);
    let has_all = |row: &&Row| {
        let mean = figures.start.row(&row.configuration.name);
        mean.is_some_and(|mean| mean.lacks.is_none())
    };
    let apart = |row: &Row| Some(row.start?.value < row.cold_start?.value);
    let rows = figures.rows.iter().filter(has_all);
    let apart: Vec<bool> = rows.filter_map(apart).collect();
    assert!(apart.len() > 20 && apart.iter().all(|apart| *apart));
}

fn same_everywhere(results: &Results, start: Metric) {
    let cells = Cells::derive(results);
    let figures = Figures::of(&cells);
    let headlines: [(Metric, Figure); 3] = [
        (Metric::TimePerUnit, |row| row.throughput),
        (start, |row| row.start),
        (Metric::PeakMemory, |row| row.memory),
    ];
    for (metric, figure) in headlines {
        let native = cells.native.map(str::to_string);
        let question = Question {
            inputs: Filter::default(),
            configurations: Filter::default(),
            metric,
            rate: 0.01,
            reference: native.filter(|_| groups::is_ratio(metric)),
        };
        let ranking = rank(&Values::of(results), &question).unwrap();
        let claimed = standing(results, metric, &[]).unwrap();
        let mut seen = 0;
        for row in &figures.rows {
            let name = &row.configuration.name;
            let mut list = ranking.list.iter();
            let Some(ranked) = list.find(|ranked| ranked.configuration == *name) else {
                assert!(
                    figure(row).is_none() || ranking.reference.as_ref() == Some(name),
                    "{name}"
                );
                continue;
            };
            let shown = figure(row).unwrap();
            let same = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
            let [low, high] = ranked.interval.unwrap();
            assert!(
                same(ranked.mean, shown.value) && same(low, shown.low) && same(high, shown.high),
                "{metric:?} of {name}: {ranked:?} and {shown:?}"
            );
            if let Some(place) = claimed
                .places
                .iter()
                .find(|place| place.configuration == *name)
            {
                assert!(
                    same(place.mean.value, shown.value),
                    "{metric:?} of {name}: {place:?}"
                );
                seen += 1;
            }
        }
        assert!(seen > 3, "{metric:?}: {seen}");
    }
    starts_in_tables(&cells, &figures, start);
    starts_in_answers(results, &figures);
}

/// The overview's column of starts holds these figures, and the tables of phases the cells that
/// they are means of.
fn starts_in_tables(cells: &Cells, figures: &Figures, start: Metric) {
    let overview = tables::overview::section(cells);
    let words = start.start_words();
    for row in figures.rows.iter().filter(|row| row.start.is_some()) {
        let name = &row.configuration.name;
        assert_eq!(
            field(&overview, 0, name, words),
            text(&row.start.unwrap()),
            "{name}"
        );
    }
    let phases = tables::startup::phases(cells);
    for (at, input) in tables::startup::inputs(cells).iter().enumerate() {
        for c in cells.alive() {
            let cell = cells.get(&c.name, input.name, start).unwrap();
            if let Some(estimate) = cell.estimate {
                assert_eq!(
                    field(&phases, at, &c.name, words),
                    text(&estimate),
                    "{} {}",
                    c.name,
                    input.name
                );
            }
        }
    }
}

/// The answer names the first of the overview's figures, and what starts it is about.
fn starts_in_answers(results: &Results, figures: &Figures) {
    let material = Material {
        runs: vec![Named {
            name: "run".to_string(),
            what: results.clone(),
        }],
        ..Material::default()
    };
    let summary = summary(&material);
    let answer = &summary.lines()[0].answer;
    let timed = figures
        .rows
        .iter()
        .filter(|row| row.configuration.artifact != Artifact::Native);
    let first = timed.filter_map(|row| Some((row.start?, &row.configuration.name)));
    let (least, name) = first
        .min_by(|a, b| a.0.value.total_cmp(&b.0.value))
        .unwrap();
    assert!(
        answer.starts_with(&format!("{name} ({})", text(&least))),
        "{answer}"
    );
    assert_eq!(
        answer.contains("by cold start"),
        !results.splits_starts(),
        "{answer}"
    );
}

fn text(estimate: &Estimate) -> String {
    number::quantity(Unit::Ns, estimate).0
}

/// What a section's table shows of a configuration in a column.
fn field(section: &Section, table: usize, name: &str, column: &str) -> String {
    let table = &section.tables[table];
    let mut header = table.header.iter();
    let at = header
        .position(|title| title.replace('\n', " ") == column)
        .unwrap();
    let row = table.rows.iter().find(|row| row[0].text == name).unwrap();
    row[at].text.clone()
}
