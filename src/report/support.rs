//! What configurations support: a matrix of verdicts for each group of probes, and below it what failed.

use super::model::{Field, Mark, Section, Table};
use crate::compat::probe::SANDBOX;
use crate::compat::record::{CaseEnd, CaseResult, Record, Tried};
use crate::compat::verdict::Verdict;
use std::collections::BTreeMap;

/// A section for each group of probes, and one of failures.
pub fn sections(record: &Record) -> Vec<Section> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for probe in &record.probes {
        let (group, name) = probe.name.split_once('/').unwrap_or(("", &probe.name));
        groups.entry(group).or_default().push(name);
    }
    let here: Vec<&str> = record
        .configurations
        .iter()
        .filter(|c| c.unavailable.is_none())
        .map(|c| c.name.as_str())
        .collect();
    let mut sections: Vec<Section> = groups
        .into_iter()
        .map(|(group, names)| Section {
            title: group.to_string(),
            note: match group {
                SANDBOX => {
                    "What held names the runtime's means, where it has several or was told to."
                }
                _ => "Passed cases of all, where some failed.",
            }
            .to_string(),
            tables: vec![matrix(record, &here, group, &names)],
        })
        .collect();
    let failures = failures(record);
    if !failures.rows.is_empty() {
        sections.push(Section {
            title: "What failed".to_string(),
            note: "Each case with what it came to instead, and where.".to_string(),
            tables: vec![failures],
        });
    }
    sections
}

fn matrix(record: &Record, configurations: &[&str], group: &str, names: &[&str]) -> Table {
    let mut cells: BTreeMap<(&str, &str), &Tried> = BTreeMap::new();
    for tried in &record.results {
        cells.insert((&tried.configuration, &tried.probe), tried);
    }
    let row = |name: &&str| {
        let probe = format!("{group}/{name}");
        let field = |configuration: &&str| match cells.get(&(*configuration, probe.as_str())) {
            Some(tried) => verdict(tried),
            None => Field::text("–"),
        };
        std::iter::once(Field::text(*name))
            .chain(configurations.iter().map(field))
            .collect()
    };
    let header = configurations.iter().map(|name| name.replace('/', "\n"));
    Table {
        title: String::new(),
        header: std::iter::once(String::new()).chain(header).collect(),
        rows: names.iter().map(row).collect(),
        keys: 1,
    }
}

fn verdict(tried: &Tried) -> Field {
    let passed = tried
        .cases
        .iter()
        .filter(|case| case.end == CaseEnd::Passed)
        .count();
    let text = match tried.verdict {
        Verdict::Partly => format!("{passed}/{}", tried.cases.len()),
        Verdict::Held => [vec![Verdict::Held.word()], means(tried)]
            .concat()
            .join(" "),
        verdict => verdict.word().to_string(),
    };
    let good = [Verdict::Yes, Verdict::Held].contains(&tried.verdict);
    Field {
        mark: if good { Mark::None } else { Mark::Bad },
        ..Field::text(text)
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

/// Cases that failed in the same way are one row.
fn failures(record: &Record) -> Table {
    let mut same: BTreeMap<(&str, &str, String), Vec<&str>> = BTreeMap::new();
    for tried in &record.results {
        for case in tried
            .cases
            .iter()
            .filter(|case| case.end != CaseEnd::Passed)
        {
            let name = match case.end {
                CaseEnd::NoMeans => "every case",
                _ => &case.case,
            };
            let key = (tried.probe.as_str(), name, what(case));
            let on = same.entry(key).or_default();
            if !on.contains(&tried.configuration.as_str()) {
                on.push(&tried.configuration);
            }
        }
    }
    let row = |((probe, case, what), on): ((&str, &str, String), Vec<&str>)| {
        let fields = [probe.to_string(), case.to_string(), what, on.join(" ")];
        fields.map(Field::text).to_vec()
    };
    Table {
        title: String::new(),
        header: ["probe", "case", "what happened", "on"]
            .map(str::to_string)
            .to_vec(),
        rows: same.into_iter().map(row).collect(),
        keys: 4,
    }
}

fn what(case: &CaseResult) -> String {
    let evidence = case.evidence.as_deref().unwrap_or_default();
    match (case.end, &case.got) {
        (CaseEnd::Failed | CaseEnd::Nosys, Some(got)) => format!("{evidence}: got {got}"),
        (CaseEnd::Failed | CaseEnd::Nosys, None) => evidence.to_string(),
        (CaseEnd::Unsupported, _) => format!("unsupported: {evidence}"),
        (CaseEnd::Trap, _) => format!("trap: {evidence}"),
        (CaseEnd::Timeout, _) => format!("timeout: {evidence}"),
        (CaseEnd::Crashed, _) => format!("crashed: {evidence}"),
        (CaseEnd::Limit | CaseEnd::NoMeans | CaseEnd::Passed, _) => evidence.to_string(),
    }
}
