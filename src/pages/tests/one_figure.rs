//! One figure for one thing: overview, the page's charts, rank, answers, runtimes and claims show
//! the same, and tables of starts the cells that it is made of.

use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::{groups, number};
use crate::compare::rank::{Question, rank};
use crate::compare::values::Values;
use crate::filter::Filter;
use crate::pages::entry::entries_of;
use crate::pages::inputs::{Material, Named, mode_of, runtime_of};
use crate::pages::kind::Kind;
use crate::pages::ranking::standing;
use crate::pages::statements::Statements;
use crate::pages::summary::summary;
use crate::pages::{claims_section, runtimes};
use crate::report::markdown::escaped;
use crate::report::model::Section;
use crate::report::tables;
use crate::results::schema::Results;
use crate::stats::Estimate;
use std::path::Path;
use wasmeter_worker::Artifact;

type Figure = fn(&Row) -> Option<Estimate>;
type Show = fn(&Estimate) -> String;

/// A run of many configurations, as it was measured before starts were split.
fn unsplit() -> Results {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/x86_64.json");
    let mut results = Results::read(&file).unwrap();
    for process in &mut results.processes {
        process.startup.empty_ns.clear();
    }
    results
}

/// Results with empty programs before each process.
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
    // Both beside each other, and not the same.
    let cells = Cells::derive(&now);
    let figures = Figures::of(&cells);
    let apart = |row: &Row| Some(row.start?.value < row.cold_start?.value);
    let rows = figures.rows.iter();
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
    figures_of_runtimes(results, &figures, start);
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

/// Each mode in its section, the best in the table, and what claims are judged by.
fn figures_of_runtimes(results: &Results, figures: &Figures, start: Metric) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("statements");
    let material = Material {
        runs: vec![Named {
            name: "run".to_string(),
            what: results.clone(),
        }],
        statements: Statements::read_all(&folder).unwrap(),
        ..Material::default()
    };
    let cells = material.cells();
    let entries = entries_of(&material, &cells);
    let page = runtimes::render(&material, &cells, &entries, &[]);
    let claims = claims_section::render(&material, &entries).unwrap();
    let started: Figure = match start {
        Metric::Start => |row| row.start,
        _ => |row| row.cold_start,
    };
    let columns: [(Figure, Show); 3] = [
        (started, text),
        (|row| row.throughput, ratio),
        (|row| row.memory, size),
    ];
    for entry in &entries {
        let title = entry.notes.title();
        let section = page
            .split("\n### ")
            .find(|s| s.starts_with(&format!("{title}\n")));
        let of_it = |row: &&Row| runtime_of(&row.configuration.name) == entry.notes.name;
        let its: Vec<&Row> = figures.rows.iter().filter(of_it).collect();
        for row in its
            .iter()
            .filter(|row| row.configuration.unavailable.is_none())
        {
            let name = escaped(mode_of(&row.configuration.name));
            let way = Kind::of(row.configuration).unwrap().word();
            let shown = |(figure, show): (Figure, Show)| {
                figure(row).map_or("–".to_string(), |estimate| show(&estimate))
            };
            let [start, speed, _] = columns.map(shown);
            let line = format!("{name} ({way}) {start}, {speed}");
            assert!(section.unwrap().contains(&line), "no {line} in {section:?}");
        }
        let mut lines = page.lines();
        let line = lines.find(|line| line.starts_with(&format!("| [{title}](#")));
        for (figure, show) in columns {
            let measured = its.iter().filter_map(|row| Some((figure(row)?, row)));
            let least = measured.min_by(|a, b| a.0.value.total_cmp(&b.0.value));
            let Some((least, row)) = least else { continue };
            let mode = escaped(mode_of(&row.configuration.name));
            let wanted = format!("| {}<br><sub>{mode}</sub> |", show(&least));
            assert!(line.unwrap().contains(&wanted), "no {wanted} in {line:?}");
        }
    }
    let judged: [(&str, Figure, Show); 3] = [
        ("throughput", |row| row.throughput, ratio),
        (start.start_words(), started, text),
        ("peak memory", |row| row.memory, size),
    ];
    for (what, figure, show) in judged {
        let mut seen = 0;
        for row in &figures.rows {
            let head = format!("run: {what} of {}: ", escaped(&row.configuration.name));
            for rest in claims.split(&head).skip(1) {
                assert!(
                    rest.starts_with(&show(&figure(row).unwrap())),
                    "{head}{rest}"
                );
                seen += 1;
            }
        }
        assert!(seen > 0, "no claim of {what}");
    }
}

fn ratio(estimate: &Estimate) -> String {
    number::ratio(estimate).0
}

fn size(estimate: &Estimate) -> String {
    number::quantity(Unit::Bytes, estimate).0
}

fn text(estimate: &Estimate) -> String {
    number::quantity(Unit::Ns, estimate).0
}

/// Returns the field of a configuration in a column of a section's table.
fn field(section: &Section, table: usize, name: &str, column: &str) -> String {
    let table = &section.tables[table];
    let mut header = table.header.iter();
    let at = header
        .position(|title| title.replace('\n', " ") == column)
        .unwrap();
    let row = table.rows.iter().find(|row| row[0].text == name).unwrap();
    row[at].text.clone()
}
