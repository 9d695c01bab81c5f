//! What configurations support: a matrix of verdicts for each group of probes, and below it what failed.

mod csv;
pub(crate) mod failures;
mod features;
mod page;

pub use csv::render as csv;
pub use features::render as features;
pub use page::render as page;

use super::model::{Field, Mark, Section, Table};
use super::tables::Extent;
use crate::compat::features::Feature;
use crate::compat::probe::{CHOICES, FEATURES, SANDBOX};
use crate::compat::record::{CaseResult, Configuration, Record, Tried, passed};
use crate::compat::verdict::Verdict;
use std::collections::BTreeMap;

/// A section for each group of probes, and one of failures.
pub fn sections(record: &Record, extent: Extent) -> Vec<Section> {
    let matrices = matrices(record, extent).into_iter();
    let mut sections: Vec<Section> = matrices.map(|(section, _)| section).collect();
    sections.extend(failures::section(record));
    sections
}

/// A section for each group of probes, with its probes in the order of its table's rows.
pub fn matrices(record: &Record, extent: Extent) -> Vec<(Section, Vec<String>)> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for probe in &record.probes {
        let (group, name) = probe.name.split_once('/').unwrap_or(("", &probe.name));
        groups.entry(group).or_default().push(name);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(group, _)| (order(group), *group));
    let section = |(group, names): (&str, Vec<&str>)| {
        if group == CHOICES {
            return choices(record);
        }
        let rows = match group {
            FEATURES => feature_rows(record, &names, extent),
            _ => {
                let row = |name: &&str| (vec![Field::text(*name)], format!("{group}/{name}"));
                names.iter().map(row).collect()
            }
        };
        let probes = rows.iter().map(|(_, probe)| probe.clone()).collect();
        let section = Section {
            title: title(group).to_string(),
            note: note(group).to_string(),
            tables: vec![matrix(record, rows)],
        };
        (section, probes)
    };
    groups.into_iter().map(section).collect()
}

/// Where a group stands on the page.
fn order(group: &str) -> usize {
    let known = ["wasi-p1", SANDBOX, FEATURES, CHOICES];
    known
        .iter()
        .position(|g| *g == group)
        .unwrap_or(known.len())
}

/// The heading of a group of probes.
pub(crate) fn title(group: &str) -> &str {
    match group {
        "wasi-p1" => "WASI preview 1",
        SANDBOX => "The sandbox",
        FEATURES => "WebAssembly",
        CHOICES => "What WebAssembly leaves open",
        group => group,
    }
}

fn note(group: &str) -> &'static str {
    match group {
        SANDBOX => {
            "`held`: nothing came through, and by which of the runtime's means; `escaped`: something did; `no limit`: the runtime \
             has no such means, or only wasmeter's own limit ended it; \
             `crash`: the runtime's process died."
        }
        FEATURES => {
            "As each configuration has it by default. `flag`: off by default, and all cases pass with a switch on; with figures: \
             so many of them do. Figures alone: passed cases of all, where some failed. `n/o`: not observable by running."
        }
        CHOICES => {
            "Several results are right; these came, in hexadecimal digits. Programs that are to compute the same everywhere must not depend on them."
        }
        _ => "Passed cases of all, where some failed.",
    }
}

/// What was told, case by case.
fn choices(record: &Record) -> (Section, Vec<String>) {
    let probes = record.probes.iter();
    let probes = probes.filter(|probe| probe.name.starts_with(CHOICES));
    let cases = probes.flat_map(|probe| probe.cases.iter().map(move |case| (&probe.name, case)));
    let value = |configuration: &Configuration, probe: &str, case: &str| {
        let Some(tried) = record.tried(&configuration.name, probe) else {
            return Field::text("–");
        };
        let told = tried.cases.iter().find(|result| result.case == case);
        match told.and_then(CaseResult::told) {
            Some(value) => Field::text(value.trim_start_matches("0x")),
            None => Field {
                mark: Mark::Bad,
                link: Some(probe.to_string()),
                ..Field::text(Verdict::No.word())
            },
        }
    };
    let row = |(probe, case): (&String, &String)| {
        let of = |c: &Configuration| value(c, probe, case);
        let name = probe.rsplit('/').next().unwrap_or_default();
        let keys = [name, case.trim_start_matches("tells: ")].map(Field::text);
        let row = keys.into_iter().chain(record.here().map(of)).collect();
        (row, probe.clone())
    };
    let (rows, probes) = cases.map(row).unzip();
    let header = record.here().map(|c| c.name.replace('/', "\n"));
    let section = Section {
        title: title(CHOICES).to_string(),
        note: note(CHOICES).to_string(),
        tables: vec![Table {
            title: String::new(),
            header: ["probe", "of"]
                .map(str::to_string)
                .into_iter()
                .chain(header)
                .collect(),
            rows,
            keys: 2,
        }],
    };
    (section, probes)
}

/// What says what a row is, and the probe.
type Row = (Vec<Field>, String);

/// Probes of features in the order of tables, and what no probe can show; on a page with their titles.
fn feature_rows(record: &Record, names: &[&str], extent: Extent) -> Vec<Row> {
    let row = |feature: &Feature| {
        let mut keys = vec![Field::text(&feature.key)];
        if extent == Extent::Whole {
            let link = Some(feature.url.clone());
            let title = Field::text(&feature.title);
            keys.insert(0, Field { link, ..title });
        }
        (keys, feature.probe())
    };
    let shown = |f: &&Feature| f.not_observable.is_some() || names.contains(&f.key.as_str());
    record.features.iter().filter(shown).map(row).collect()
}

fn matrix(record: &Record, rows: Vec<Row>) -> Table {
    let keys = rows.first().map_or(1, |(keys, _)| keys.len());
    let row = |(keys, probe): Row| {
        let of = |c: &Configuration| match record.tried(&c.name, &probe) {
            Some(tried) => verdict(tried),
            None => Field::text(unseen(record, &probe)),
        };
        keys.into_iter().chain(record.here().map(of)).collect()
    };
    let header = record.here().map(|c| c.name.replace('/', "\n"));
    Table {
        title: String::new(),
        header: std::iter::repeat_n(String::new(), keys)
            .chain(header)
            .collect(),
        rows: rows.into_iter().map(row).collect(),
        keys,
    }
}

/// What stands where nothing was tried.
fn unseen(record: &Record, probe: &str) -> &'static str {
    let mut hidden = record
        .features
        .iter()
        .filter(|f| f.not_observable.is_some());
    match hidden.any(|feature| feature.probe() == probe) {
        true => "n/o",
        false => "–",
    }
}

fn verdict(tried: &Tried) -> Field {
    let good = [Verdict::Yes, Verdict::Held].contains(&tried.verdict);
    if good {
        let words = [vec![tried.verdict.word()], means(tried)].concat();
        return Field::text(words.join(" "));
    }
    Field {
        mark: Mark::Bad,
        link: Some(tried.probe.clone()),
        ..Field::text(words(tried))
    }
}

/// The means of the runtime by which every case was held that was held by any.
fn means(tried: &Tried) -> Vec<&str> {
    let mut named = tried.cases.iter().map(|case| &case.by);
    let first = named.find(|by| !by.is_empty()).into_iter().flatten();
    let everywhere = |by: &&String| {
        let mut named = tried.cases.iter().map(|case| &case.by);
        named.all(|names| names.is_empty() || names.contains(by))
    };
    first.filter(everywhere).map(String::as_str).collect()
}

/// A verdict in a word, or the cases that passed.
pub(crate) fn words(tried: &Tried) -> String {
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
