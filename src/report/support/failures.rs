//! The evidence: each case that failed, with what happened, by probe.

use super::super::model::{Field, Section, Table};
use super::super::names::fold;
use crate::compat::record::{CaseEnd, CaseResult, Record};
use std::collections::{BTreeMap, BTreeSet};

/// What failed, and with which switch; those on which it did so.
type Alike<'a> = BTreeMap<(&'a str, String, &'a str), BTreeSet<&'a str>>;

/// Nothing if nothing failed.
pub fn section(record: &Record) -> Option<Section> {
    let all: BTreeSet<&str> = record.here().map(|c| c.name.as_str()).collect();
    let mut probes: BTreeMap<&str, Alike> = BTreeMap::new();
    for tried in &record.results {
        let with = tried.with_switch.iter();
        let with = with.map(|on| (on.how.as_str(), &on.cases));
        for (how, cases) in std::iter::once(("", &tried.cases)).chain(with) {
            // That all passed with a switch on has to be told too.
            if !how.is_empty() && cases.iter().all(|case| case.end == CaseEnd::Passed) {
                let key = ("all", "passed".to_string(), how);
                let alike = probes.entry(&tried.probe).or_default();
                alike.entry(key).or_default().insert(&tried.configuration);
            }
            let failed = cases.iter().filter(|case| case.end != CaseEnd::Passed);
            for case in failed {
                let key = (case.case.as_str(), what(case), how);
                let alike = probes.entry(&tried.probe).or_default();
                alike.entry(key).or_default().insert(&tried.configuration);
            }
        }
    }
    if probes.is_empty() {
        return None;
    }
    let tables = probes
        .into_iter()
        .map(|(probe, alike)| table(probe, alike, &all));
    Some(Section {
        title: "What failed".to_string(),
        note: "Each case with what it came to instead, and where; then the same with what was switched on.".to_string(),
        tables: tables.collect(),
    })
}

fn table(probe: &str, alike: Alike, all: &BTreeSet<&str>) -> Table {
    let switched = alike.keys().any(|(_, _, how)| !how.is_empty());
    let mut header = vec!["case", "what happened", "on"];
    header.extend(switched.then_some("switched on"));
    // First as it is, then with switches.
    let mut rows: Vec<_> = alike.into_iter().collect();
    rows.sort_by_key(|((_, _, how), _)| *how);
    let row = |((case, what, how), on): ((&str, String, &str), BTreeSet<&str>)| {
        let mut fields = vec![case.to_string(), what, fold(&on, all)];
        fields.extend(switched.then(|| how.to_string()));
        fields.into_iter().map(Field::text).collect()
    };
    Table {
        title: probe.to_string(),
        keys: header.len(),
        header: header.into_iter().map(str::to_string).collect(),
        rows: rows.into_iter().map(row).collect(),
    }
}

/// What a case came to, in words.
pub fn what(case: &CaseResult) -> String {
    let evidence = case.evidence.as_deref().unwrap_or_default();
    match (case.end, &case.got) {
        (CaseEnd::Failed | CaseEnd::Nosys, Some(got)) => format!("{evidence}: got {got}"),
        (CaseEnd::Failed | CaseEnd::Nosys, None) => evidence.to_string(),
        (CaseEnd::Unsupported, _) => format!("unsupported: {evidence}"),
        (CaseEnd::Trap, _) => format!("trap: {evidence}"),
        (CaseEnd::Timeout, _) => format!("timeout: {evidence}"),
        (CaseEnd::Crashed, _) => format!("crashed: {evidence}"),
        (CaseEnd::Limit, _) | (CaseEnd::Passed, _) => evidence.to_string(),
    }
}
