//! A matrix of verdicts for each group of probes.

use crate::report::model::{Field, Mark, Section, Table};
use crate::report::tables::parts::Extent;
use crate::results::support::feature::Feature;
use crate::results::support::verdict::Verdict;
use crate::results::support::{
    CHOICES, CaseResult, Configuration, FEATURES, ProbeNotes, ProbeResult, Record, SANDBOX, TELLS,
    passed,
};
use std::collections::{BTreeMap, BTreeSet};

/// A section for each group of probes, with its probes in the order of its table's rows.
pub fn matrices(record: &Record, extent: Extent) -> Vec<(Section, Vec<String>)> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let tried = record.probes.iter().map(|probe| &probe.name);
    for probe in tried.chain(record.withheld.iter().map(|case| &case.probe)) {
        let (group, name) = probe.split_once('/').unwrap_or(("", probe));
        groups.entry(group).or_default().insert(name);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(group, _)| (order(group), *group));
    let section = |(group, names): (&str, BTreeSet<&str>)| {
        let rows = match group {
            FEATURES => feature_rows(record, &names, extent),
            CHOICES => choice_rows(record),
            _ => {
                let row = |name: &&str| Row {
                    keys: vec![Field::text(labelled(
                        record,
                        &format!("{group}/{name}"),
                        name,
                    ))],
                    probe: format!("{group}/{name}"),
                    case: None,
                };
                names.iter().map(row).collect()
            }
        };
        let probes = rows.iter().map(|row| row.probe.clone()).collect();
        let section = Section {
            title: title(group).to_string(),
            note: note(group).to_string(),
            tables: vec![matrix(record, key_titles(group), rows)],
        };
        (section, probes)
    };
    groups.into_iter().map(section).collect()
}

/// Where a group stands on the page.
pub fn order(group: &str) -> usize {
    let known = ["wasi-p1", SANDBOX, FEATURES, CHOICES];
    known
        .iter()
        .position(|g| *g == group)
        .unwrap_or(known.len())
}

/// The heading of a group of probes.
pub fn title(group: &str) -> &str {
    match group {
        "wasi-p1" => "WASI preview 1",
        SANDBOX => "The sandbox",
        FEATURES => "WebAssembly",
        CHOICES => "Allowed differences",
        group => group,
    }
}

pub fn note(group: &str) -> &'static str {
    match group {
        SANDBOX => {
            "`blocked`: nothing came through, and by which of the runtime's means; `escaped`: \
            something did; `not limited`: the runtime has no such means, or only wasmeter's own \
            limit ended it; `crash`: the runtime's process died; `withheld`: not tried, see \
            Withheld; where some cases of a probe are, only the others are shown."
        }
        FEATURES => {
            "As each mode has it by default. `flag`: off by default, and all cases pass \
            with a switch on; with figures: that many of them do. Figures alone: passed cases of \
            all, where some failed. `n/o`: not observable by running."
        }
        CHOICES => {
            "Several results are right; these came, in hexadecimal digits. Programs that are to \
            compute the same everywhere must not depend on them."
        }
        _ => "Passed cases of all, where some failed.",
    }
}

/// Returns the titles of the columns of keys; none where the keys need no title.
pub fn key_titles(group: &str) -> &'static [&'static str] {
    match group {
        CHOICES => &["probe", "of"],
        _ => &[],
    }
}

/// A probe's name in a table: with the number of its cases that are withheld, where some are.
pub fn labelled(record: &Record, probe: &str, name: &str) -> String {
    match record.withheld_of(probe) {
        0 => name.to_string(),
        n => format!("{name} ({n} withheld)"),
    }
}

/// A row: a probe, or one case of it.
pub struct Row {
    /// They say what the row is.
    pub keys: Vec<Field>,
    pub probe: String,
    pub case: Option<String>,
}

/// Returns a row for each case that returns a value.
pub fn choice_rows(record: &Record) -> Vec<Row> {
    let probes = record.probes.iter();
    let probes = probes.filter_map(|probe| match probe.name.split_once('/')? {
        (CHOICES, name) => Some((probe, name)),
        _ => None,
    });
    let row = |(probe, name): (&ProbeNotes, &str), case: &String| {
        let of = case.strip_prefix(TELLS).unwrap_or(case);
        Row {
            keys: [name, of].map(Field::text).to_vec(),
            probe: probe.name.clone(),
            case: Some(case.clone()),
        }
    };
    probes
        .flat_map(|probe| probe.0.cases.iter().map(move |case| row(probe, case)))
        .collect()
}

/// Probes of features in the order of tables, and what no probe can show; on a page with their
/// titles.
pub fn feature_rows(record: &Record, names: &BTreeSet<&str>, extent: Extent) -> Vec<Row> {
    let row = |feature: &Feature| {
        let label = labelled(record, &feature.probe(), &feature.key);
        let mut keys = vec![Field::text(label)];
        if extent == Extent::Whole {
            let link = Some(feature.url.clone());
            let title = Field::text(&feature.title);
            keys.insert(0, Field { link, ..title });
        }
        Row {
            keys,
            probe: feature.probe(),
            case: None,
        }
    };
    let shown = |f: &&Feature| f.not_observable.is_some() || names.contains(f.key.as_str());
    record.features.iter().filter(shown).map(row).collect()
}

pub fn matrix(record: &Record, titles: &[&str], rows: Vec<Row>) -> Table {
    let keys = rows.first().map_or(1, |row| row.keys.len());
    let row = |Row { keys, probe, case }: Row| {
        let of = |c: &Configuration| match (record.tried(&c.name, &probe), &case) {
            (Some(tried), Some(case)) => choice(tried, case),
            (Some(tried), None) => verdict(tried),
            (None, _) => Field::text(unseen(record, &probe)),
        };
        keys.into_iter().chain(record.here().map(of)).collect()
    };
    let titles = titles.iter().chain(std::iter::repeat(&"")).take(keys);
    let header = record.here().map(|c| c.name.replace('/', "\n"));
    Table {
        title: String::new(),
        header: titles.map(ToString::to_string).chain(header).collect(),
        rows: rows.into_iter().map(row).collect(),
        keys,
    }
}

/// Returns the word for a probe that was not tried.
pub fn unseen(record: &Record, probe: &str) -> &'static str {
    let mut hidden = record
        .features
        .iter()
        .filter(|f| f.not_observable.is_some());
    match hidden.any(|feature| feature.probe() == probe) {
        true => "n/o",
        false if record.withheld_of(probe) > 0 => "withheld",
        false => "–",
    }
}

pub fn verdict(tried: &ProbeResult) -> Field {
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

/// Returns the value of a case.
pub fn choice(tried: &ProbeResult, case: &str) -> Field {
    let result = tried.cases.iter().find(|result| result.case == case);
    match result.and_then(CaseResult::told) {
        Some((_, value)) => Field::text(value.trim_start_matches("0x")),
        None => Field {
            mark: Mark::Bad,
            link: Some(tried.probe.clone()),
            ..Field::text(Verdict::No.word())
        },
    }
}

/// The means of the runtime by which every case was blocked that was blocked by any.
pub fn means(tried: &ProbeResult) -> Vec<&str> {
    let mut named = tried.cases.iter().map(|case| &case.by);
    let first = named.find(|by| !by.is_empty()).into_iter().flatten();
    let everywhere = |by: &&String| {
        let mut named = tried.cases.iter().map(|case| &case.by);
        named.all(|names| names.is_empty() || names.contains(by))
    };
    first.filter(everywhere).map(String::as_str).collect()
}

/// A verdict in a word, or the cases that passed.
pub fn words(tried: &ProbeResult) -> String {
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
