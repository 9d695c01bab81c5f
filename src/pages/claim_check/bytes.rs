//! Statements about the same bytes on several machines.

use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::inputs::Material;
use crate::pages::inputs::runtime_of;
use crate::results::outcome::Outcome;
use crate::results::schema::Results;
use std::collections::{BTreeMap, BTreeSet};

/// Finds whether modules of the same hash went well on a runtime on this many architectures and
/// systems.
pub fn portable(
    material: &Material,
    runtime: &str,
    architectures: usize,
    systems: usize,
) -> Finding {
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    // An emulated run is of another processor's build all the same.
    let runs = || material.runs.iter().chain(&material.emulated);
    for run in runs() {
        for hash in good(&run.what, runtime) {
            places
                .entry(hash)
                .or_default()
                .insert(&run.what.header.machine.arch);
        }
    }
    let all: BTreeSet<&str> = places.values().flatten().copied().collect();
    let names: Vec<_> = all.iter().copied().collect();
    if all.len() < 2 {
        return Finding::none(match names.as_slice() {
            [] => "it was not measured".to_string(),
            names => format!("measured on {}, Linux, and nowhere else", names.join(", ")),
        });
    }
    let everywhere = places.values().filter(|on| on.len() == all.len()).count();
    let runs = runs().map(|run| run.name.as_str());
    let shown = everywhere > 0 && all.len() >= architectures;
    Finding {
        // Wasmeter itself is a program for Linux.
        verdict: match (shown, systems) {
            (true, ..=1) => Verdict::Shown,
            (true, _) => Verdict::Partly,
            (false, _) if everywhere > 0 => Verdict::Partly,
            (false, _) => Verdict::NotShown,
        },
        says: format!(
            "{everywhere} modules of {} went well on {}, with the same bytes and the same results; \
            on Linux, and no other system was measured ({})",
            places.len(),
            names.join(" and on "),
            runs.collect::<Vec<_>>().join(", ")
        ),
        cells: None,
    }
}

/// Hashes of the modules of which an input went well on a configuration of the runtime, whenever it
/// was tried.
fn good<'a>(results: &'a Results, runtime: &str) -> BTreeSet<&'a str> {
    let mut outcomes: BTreeMap<(&str, &str), Outcome> = BTreeMap::new();
    for process in &results.processes {
        if runtime_of(&process.configuration) == runtime {
            let guest = process.input.split('/').next().unwrap_or_default();
            let worst = outcomes
                .entry((&process.configuration, guest))
                .or_insert(process.outcome);
            *worst = (*worst).max(process.outcome);
        }
    }
    let ok: BTreeSet<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| **outcome == Outcome::Ok)
        .map(|((_, guest), _)| *guest)
        .collect();
    let guests = results.header.guests.iter();
    guests
        .filter(|guest| ok.contains(guest.name.as_str()))
        .map(|guest| guest.sha256.as_str())
        .collect()
}
