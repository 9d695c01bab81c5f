//! Statements that probes show.

use crate::filter::Filter;
use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::inputs::Named;
use crate::pages::inputs::runtime_of;
use crate::pages::statements::Want;
use crate::report::names::fold;
use crate::report::support;
use crate::results::support::verdict::Verdict as Found;
use crate::results::support::{Configuration, ProbeNotes, ProbeResult, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Returns what a record says of a runtime. That it has something is shown by the configuration
/// that has most of it; that it lacks something, by all. Where `any` probe is enough, it is the one
/// that shows most.
pub fn finding(
    record: &Named<Record>,
    runtime: &str,
    filter: &Filter,
    want: Want,
    any: bool,
) -> Finding {
    let its: Vec<&Configuration> = record
        .what
        .here()
        .filter(|c| runtime_of(&c.name) == runtime)
        .collect();
    let probes: Vec<&ProbeNotes> = record
        .what
        .probes
        .iter()
        .filter(|probe| filter.matches(&probe.name))
        .collect();
    if its.is_empty() || probes.is_empty() {
        let what = if its.is_empty() { "it" } else { "this" };
        return Finding::none(format!("{}: {what} was not tried", record.name));
    }
    let of = |c: &&Configuration| {
        let each = probes
            .iter()
            .map(|p| one(record.what.tried(&c.name, &p.name), want));
        match any {
            true => Verdict::of_best(each),
            false => Verdict::of_all(each),
        }
    };
    let verdicts = its.iter().map(of);
    Finding {
        verdict: match want {
            Want::Yes => Verdict::of_best(verdicts),
            Want::No => Verdict::of_all(verdicts),
        },
        says: format!("{}: {}", record.name, results(&record.what, &its, &probes)),
        cells: Some((record.name.clone(), heading(&probes))),
    }
}

/// Returns the verdict of one probe on one configuration.
fn one(tried: Option<&ProbeResult>, want: Want) -> Verdict {
    let Some(tried) = tried else {
        return Verdict::NotShown;
    };
    let has = match tried.verdict {
        Found::Yes | Found::Held => Verdict::Shown,
        Found::Escaped | Found::NoLimit => Verdict::Contradicted,
        Found::NotShown => Verdict::NotShown,
        Found::No | Found::Nosys if tried.helped().is_none() => Verdict::Contradicted,
        // With a switch on, or not all of it.
        _ => Verdict::Partly,
    };
    match (want, has) {
        (Want::No, Verdict::Shown) => Verdict::Contradicted,
        (Want::No, Verdict::Contradicted) => Verdict::Shown,
        _ => has,
    }
}

/// Returns the results of probes, and where they were found.
fn results(record: &Record, its: &[&Configuration], probes: &[&ProbeNotes]) -> String {
    let all: BTreeSet<&str> = its.iter().map(|c| c.name.as_str()).collect();
    // Probes with the same results are listed together.
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for probe in probes {
        let mut words: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for c in its {
            let tried = record.tried(&c.name, &probe.name);
            let word = tried.map_or("not tried".to_string(), support::words);
            words.entry(word).or_default().insert(&c.name);
        }
        let on = |(word, on): (&String, &BTreeSet<&str>)| format!("{word} on {}", fold(on, &all));
        let text: Vec<_> = words.iter().map(on).collect();
        alike.entry(text.join(", ")).or_default().push(&probe.name);
    }
    let line = |(what, probes): (&String, &Vec<&str>)| format!("{}: {what}", probes.join(", "));
    alike.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn heading(probes: &[&ProbeNotes]) -> String {
    let group = probes[0].name.split('/').next().unwrap_or_default();
    support::title(group).to_string()
}
