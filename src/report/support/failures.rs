//! The evidence: each case that failed, with what happened, by probe.

use super::super::model::{Field, Section, Table};
use super::super::names::fold;
use crate::results::support::{CaseEnd, CaseResult, ProbeNotes, Record};
use std::collections::{BTreeMap, BTreeSet};

/// A switch (empty: as it is by default), and what happened with it.
type Event<'a> = (&'a str, String);
/// By case, where it happened.
type Where<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Nothing if nothing failed.
pub fn section(record: &Record) -> Option<Section> {
    let all: BTreeSet<&str> = record.here().map(|c| c.name.as_str()).collect();
    let tables = record.probes.iter().filter_map(|probe| {
        let events = events(record, probe);
        (!events.is_empty()).then(|| table(probe, events, &all))
    });
    let tables: Vec<_> = tables.collect();
    (!tables.is_empty()).then(|| Section {
        title: "What failed".to_string(),
        note: "Cases with what they came to instead, and where; below that what came of them with \
        a switch on."
            .to_string(),
        tables,
    })
}

fn events<'a>(record: &'a Record, probe: &ProbeNotes) -> BTreeMap<Event<'a>, Where<'a>> {
    let mut events: BTreeMap<Event, Where> = BTreeMap::new();
    for tried in record.results.iter().filter(|t| t.probe == probe.name) {
        let by_default = tried.cases.iter().map(|case| ("", case));
        let by_default = by_default.filter(|(_, case)| case.end != CaseEnd::Passed);
        // What passes with a switch on is evidence too.
        let switched = tried.with_switch.iter();
        let switched = switched.flat_map(|on| on.cases.iter().map(|case| (on.how.as_str(), case)));
        for (how, case) in by_default.chain(switched) {
            let on = events.entry((how, what(case))).or_default();
            let on = on.entry(&case.case).or_default();
            on.insert(&tried.configuration);
        }
    }
    events
}

fn table(probe: &ProbeNotes, events: BTreeMap<Event, Where>, all: &BTreeSet<&str>) -> Table {
    let switched = events.keys().any(|(how, _)| !how.is_empty());
    let mut header = vec!["case", "what happened", "on"];
    header.extend(switched.then_some("switched on"));
    let mut rows = Vec::new();
    for ((how, what), cases) in events {
        // Cases to which the same happened at the same places are one row.
        let mut alike: BTreeMap<BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
        for (case, on) in cases {
            alike.entry(on).or_default().push(case);
        }
        for (on, cases) in alike {
            let names = match cases.len() {
                1 => cases[0].to_string(),
                n if n == probe.cases.len() => format!("all {n}"),
                _ => cases.join("; "),
            };
            let mut fields = vec![names, what.clone(), fold(&on, all)];
            fields.extend(switched.then(|| how.to_string()));
            rows.push(fields.into_iter().map(Field::text).collect());
        }
    }
    Table {
        title: probe.name.clone(),
        keys: header.len(),
        header: header.into_iter().map(str::to_string).collect(),
        rows,
    }
}

/// Returns the end of a case, in words.
pub(crate) fn what(case: &CaseResult) -> String {
    let evidence = case.evidence.as_deref().unwrap_or_default();
    match (case.end, &case.got) {
        (CaseEnd::Passed, _) => "passed".to_string(),
        (CaseEnd::Failed | CaseEnd::Escaped | CaseEnd::Nosys, Some(got)) => {
            format!("{evidence}: got {got}")
        }
        (
            CaseEnd::Failed | CaseEnd::Escaped | CaseEnd::Nosys | CaseEnd::Limit | CaseEnd::NoMeans,
            _,
        ) => evidence.to_string(),
        (CaseEnd::Unsupported, _) => format!("unsupported: {evidence}"),
        (CaseEnd::NotShown, _) => format!("not shown: {evidence}"),
        (CaseEnd::Trap, _) => format!("trap: {evidence}"),
        (CaseEnd::Timeout, _) => format!("timeout: {evidence}"),
        (CaseEnd::Crashed, _) => format!("crashed: {evidence}"),
        (CaseEnd::Misreported, _) => format!("misreported: {evidence}"),
    }
}
