//! What configurations support: a matrix of verdicts for each group of probes, and below it what failed.

mod csv;
mod failures;
mod features;
mod page;

pub use csv::render as csv;
pub use features::render as features;
pub use page::render as page;

use super::model::{Field, Mark, Section, Table};
use crate::compat::features::Feature;
use crate::compat::probe::{FEATURES, SANDBOX};
use crate::compat::record::{Record, Tried, passed};
use crate::compat::verdict::Verdict;
use std::collections::BTreeMap;

/// A section for each group of probes, and one of failures.
pub fn sections(record: &Record) -> Vec<Section> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for probe in &record.probes {
        let (group, name) = probe.name.split_once('/').unwrap_or(("", &probe.name));
        groups.entry(group).or_default().push(name);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(group, _)| (order(group), *group));
    let mut sections: Vec<Section> = groups
        .into_iter()
        .map(|(group, names)| Section {
            title: title(group).to_string(),
            note: note(group).to_string(),
            tables: vec![match group {
                FEATURES => matrix(record, feature_rows(record, &names)),
                _ => {
                    let row = |name: &&str| (Field::text(*name), format!("{group}/{name}"));
                    matrix(record, names.iter().map(row).collect())
                }
            }],
        })
        .collect();
    sections.extend(failures::section(record));
    sections
}

/// Where a group stands on the page.
fn order(group: &str) -> usize {
    let known = ["wasi-p1", SANDBOX, FEATURES];
    known
        .iter()
        .position(|g| *g == group)
        .unwrap_or(known.len())
}

fn title(group: &str) -> &str {
    match group {
        "wasi-p1" => "WASI preview 1",
        SANDBOX => "The sandbox",
        FEATURES => "WebAssembly",
        group => group,
    }
}

fn note(group: &str) -> &'static str {
    match group {
        SANDBOX => {
            "`held`: nothing came through; `escaped`: something did; `no limit`: only wasmeter's own limit ended it; \
             `crash`: the runtime's process died."
        }
        FEATURES => {
            "As each configuration has it by default. `flag`: off by default, and all cases pass with a switch on; with figures: \
             so many of them do. Figures alone: passed cases of all, where some failed."
        }
        _ => "Passed cases of all, where some failed.",
    }
}

/// Probes of features in the order of tables, and what no probe can show.
fn feature_rows(record: &Record, names: &[&str]) -> Vec<(Field, String)> {
    let tried = |feature: &&Feature| names.contains(&feature.key.as_str());
    let hidden = |feature: &&Feature| feature.not_observable.is_some();
    let known = record.features.iter();
    let mut rows: Vec<_> = known
        .filter(|f| tried(f) || hidden(f))
        .map(|feature| {
            let link = Some(feature.url.clone());
            let name = Field {
                link,
                ..Field::text(&feature.title)
            };
            (name, feature.probe())
        })
        .collect();
    let unknown = |name: &&&str| !record.features.iter().any(|f| f.key == **name);
    let more = names.iter().filter(unknown);
    rows.extend(more.map(|name| (Field::text(*name), format!("{FEATURES}/{name}"))));
    rows
}

fn matrix(record: &Record, rows: Vec<(Field, String)>) -> Table {
    let row = |(name, probe): (Field, String)| {
        let of = |c: &crate::compat::record::Configuration| match record.tried(&c.name, &probe) {
            Some(tried) => verdict(tried),
            None => Field::text(unseen(record, &probe)),
        };
        std::iter::once(name).chain(record.here().map(of)).collect()
    };
    let header = record.here().map(|c| c.name.replace('/', "\n"));
    Table {
        title: String::new(),
        header: std::iter::once(String::new()).chain(header).collect(),
        rows: rows.into_iter().map(row).collect(),
        keys: 1,
    }
}

/// What stands where nothing was tried.
fn unseen(record: &Record, probe: &str) -> &'static str {
    let mut hidden = record
        .features
        .iter()
        .filter(|f| f.not_observable.is_some());
    match hidden.any(|feature| feature.probe() == probe) {
        true => "not observable",
        false => "–",
    }
}

fn verdict(tried: &Tried) -> Field {
    let good = [Verdict::Yes, Verdict::Held].contains(&tried.verdict);
    if good {
        return Field::text(tried.verdict.word());
    }
    Field {
        mark: Mark::Bad,
        link: Some(tried.probe.clone()),
        ..Field::text(words(tried))
    }
}

/// A verdict in a word, or the cases that passed.
pub fn words(tried: &Tried) -> String {
    let of = |verdict: Verdict, cases| match verdict {
        Verdict::Partly => format!("{}/{}", passed(cases), cases.len()),
        verdict => verdict.word().to_string(),
    };
    match tried.helped() {
        Some(on) if on.verdict == Verdict::Yes => "flag".to_string(),
        Some(on) => format!("flag {}", of(on.verdict, &on.cases)),
        None => of(tried.verdict, &tried.cases),
    }
}
