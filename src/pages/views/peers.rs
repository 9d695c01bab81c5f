//! A mode beside its neighbours in speed: the best modes of other runtimes just before and just
//! behind it, and the guests that make the difference.

use super::run::Run;
use crate::analysis::metric::Unit;
use crate::pages::inputs::runtime_of;
use crate::stats::{self, Estimate};
use serde::Serialize;
use std::collections::BTreeSet;
use wasmeter_worker::Artifact;

/// The neighbours of a mode.
#[derive(Debug, Default, Serialize)]
pub struct Peers {
    pub faster: Option<Peer>,
    pub slower: Option<Peer>,
}

/// A neighbour.
#[derive(Debug, Serialize)]
pub struct Peer {
    /// `runtime/mode`
    pub name: String,
    /// Where the mode is faster than its neighbour, the clearest first.
    pub wins: Vec<Difference>,
    /// Where it is slower, likewise.
    pub losses: Vec<Difference>,
}

/// A guest's input on which two modes differ.
#[derive(Debug, Serialize)]
pub struct Difference {
    pub input: String,
    /// The mode's time as a multiple of its neighbour's, paired by round.
    pub ratio: Estimate,
}

/// Differences that are named on either side.
const NAMED: usize = 3;

impl Peers {
    pub fn of(run: &Run, name: &str) -> Self {
        let Some(own) = run.row(name).and_then(|row| row.throughput) else {
            return Peers::default();
        };
        // What comes first of each runtime is its best.
        let mut seen = BTreeSet::new();
        let best: Vec<(&str, f64)> = run
            .figures
            .rows
            .iter()
            .filter(|row| row.configuration.artifact != Artifact::Native)
            .filter_map(|row| Some((row.configuration.name.as_str(), row.throughput?.value)))
            .filter(|(other, _)| seen.insert(runtime_of(other)))
            .filter(|(other, _)| runtime_of(other) != runtime_of(name))
            .collect();
        let before = best.iter().rev().find(|(_, value)| *value <= own.value);
        let behind = best.iter().find(|(_, value)| *value > own.value);
        Peers {
            faster: before.map(|(other, _)| Peer::of(run, name, other)),
            slower: behind.map(|(other, _)| Peer::of(run, name, other)),
        }
    }
}

impl Peer {
    fn of(run: &Run, name: &str, other: &str) -> Self {
        let mut differences: Vec<Difference> = run
            .figures
            .throughput
            .inputs
            .iter()
            .filter_map(|input| {
                Some(Difference {
                    input: input.name.to_string(),
                    ratio: ratio(run, name, other, input.name)?,
                })
            })
            .collect();
        let floor = run.cells.noise_floor(Unit::Ns).ln_1p();
        let clear = |d: &Difference| {
            (d.ratio.high < 1.0 || d.ratio.low > 1.0) && d.ratio.value.ln().abs() > floor
        };
        differences.retain(clear);
        differences.sort_by(|a, b| a.ratio.value.total_cmp(&b.ratio.value));
        let (mut wins, mut losses): (Vec<_>, Vec<_>) =
            differences.into_iter().partition(|d| d.ratio.value < 1.0);
        losses.reverse();
        wins.truncate(NAMED);
        losses.truncate(NAMED);
        Peer {
            name: other.to_string(),
            wins,
            losses,
        }
    }
}

/// One mode's time as a multiple of another's on one input, paired by round. `None`: one of them
/// has no time there, or too few rounds to compare.
fn ratio(run: &Run, name: &str, other: &str, input: &str) -> Option<Estimate> {
    let metric = run.cells.throughput();
    let rounds = |of: &str| {
        let cell = run.cells.get(of, input, metric)?;
        cell.estimate.and(Some(&cell.rounds))
    };
    let (own, theirs) = (rounds(name)?, rounds(other)?);
    let pair = |(round, own): (&u32, &f64)| Some((*own, *theirs.get(round)?));
    let pairs: Vec<(f64, f64)> = own.iter().filter_map(pair).collect();
    let enough = pairs.len() >= stats::FEW;
    stats::paired_ratio_estimate(&pairs).filter(|_| enough)
}
