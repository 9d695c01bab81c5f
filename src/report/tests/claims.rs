//! Claims of a table about components, which have probes of their own, beside the measured support.

use super::support::{record, tried};
use crate::report::{Format, render_support};
use crate::results::support::CaseEnd::{NotShown, Passed, Unsupported};
use crate::results::support::claims::Table;
use crate::results::support::differences::{Differences, differences};
use crate::results::support::feature::{COMPONENTS, probes_of};
use crate::results::support::{CaseEnd, ProbeNotes, Record};
use serde_json::{Value, json};

/// Where `fast/jit` ends so in each probe of components but one case, and `fast/loop` refuses all.
fn of_components(end: CaseEnd, but: CaseEnd) -> Record {
    let mut record = record();
    for (at, name) in probes_of(&record.features, COMPONENTS)
        .into_iter()
        .enumerate()
    {
        let first = [if at == 0 { but } else { end }, end];
        record.results.push(tried("fast/jit", &name, &first, &[]));
        record
            .results
            .push(tried("fast/loop", &name, &[Unsupported; 2], &[]));
        record.probes.push(ProbeNotes {
            name,
            sha256: "cd".repeat(32),
            given: Vec::new(),
            cases: vec!["case 0".to_string(), "case 1".to_string()],
        });
    }
    record
}

fn against(record: &Record, claim: Value) -> Differences {
    let table = json!({
        "features": { COMPONENTS: {"description": "", "url": "", "phase": 1} },
        "browsers": { "Fast": {"url": "", "category": "Tools", "features": { COMPONENTS: claim }} },
    });
    differences(record, &serde_json::from_value::<Table>(table).unwrap())
}

fn rendered(record: &Record) -> Value {
    let text = render_support(record, Format::Features).unwrap();
    let table: Value = serde_json::from_str(&text).unwrap();
    table["browsers"]["Fast"]["features"][COMPONENTS].clone()
}

#[test]
fn claims_of_components_are_held_against_their_probes() {
    let record = of_components(Passed, Unsupported);
    let part = "partly: 13 of 14 cases";
    let note = format!("1.2: {part}, not: case 0; fast/loop: no");
    assert_eq!(rendered(&record), json!([true, note]));
    let found = against(&record, json!(true));
    assert!(found.not_probed.is_empty(), "{found:?}");
    let seen = found
        .differences
        .iter()
        .map(|d| (d.measured.as_str(), d.holds_elsewhere));
    assert_eq!(seen.collect::<Vec<_>>(), [("no", true)]);
    let found = against(&record, json!(false));
    let seen = found
        .differences
        .iter()
        .map(|d| (d.measured.as_str(), d.holds_elsewhere));
    assert_eq!(seen.collect::<Vec<_>>(), [(part, true)]);
}

#[test]
fn of_components_that_were_not_tried_or_not_shown_nothing_is_said() {
    let mut record = of_components(Passed, Passed);
    record.probes.pop();
    record.results.pop();
    record.results.pop();
    assert!(rendered(&record).is_null());
    assert!(against(&record, json!(true)).differences.is_empty());
    let mut record = of_components(NotShown, NotShown);
    record
        .results
        .retain(|tried| tried.configuration == "fast/jit");
    assert!(rendered(&record).is_null());
}
