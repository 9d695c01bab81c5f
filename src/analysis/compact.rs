//! A results file that is small enough to be kept for every kind of machine.

use crate::results::group::CountsIn;
use crate::results::schema::{Process, Results, Startup};
use crate::stats::median;
use std::collections::BTreeSet;

/// Keeps what is compared between machines: throughput, as one figure for each process, the median
/// of its timed calls to the nanosecond, which reports take too. All else is left out, and so are
/// guests that do one task in every language. `sha256` is the digest of the whole file.
pub fn compact(mut whole: Results, sha256: String) -> Results {
    let header = &mut whole.header;
    header.compact_of = Some(sha256);
    header.precompiled.clear();
    header
        .guests
        .retain(|guest| guest.group.counts_in != CountsIn::Language);
    let guests: BTreeSet<&str> = header.guests.iter().map(|g| g.name.as_str()).collect();
    let kept = |process: &Process| {
        let guest = process.input.split('/').next().unwrap_or_default();
        process.throughput.is_some() && guests.contains(guest)
    };
    whole.processes.retain(kept);
    whole.processes.iter_mut().for_each(shorten);
    let inputs: BTreeSet<&str> = whole.processes.iter().map(|p| p.input.as_str()).collect();
    header
        .plan
        .inputs
        .retain(|input| inputs.contains(input.as_str()));
    whole
}

fn shorten(process: &mut Process) {
    process.startup = Startup::default();
    process.memory = None;
    process.section_ns.clear();
    if let Some(throughput) = &mut process.throughput {
        let samples: Vec<f64> = throughput.samples_ns.iter().map(|ns| *ns as f64).collect();
        let middle = median(&samples).map(|ns| ns.round() as u64);
        throughput.samples_ns = middle.into_iter().collect();
        throughput.warming.clear();
        throughput.cpu_ns = None;
        throughput.counts = None;
    }
}
