//! The price of being able to end a guest: time with a means of enforcing a deadline, as a multiple
//! of time without.

use crate::analysis::cells::Cells;
use crate::analysis::metric::Metric;
use crate::stats::{Estimate, geometric_mean_estimate};
use serde::Serialize;
use std::collections::BTreeMap;

/// The price of one means.
#[derive(Debug, Serialize)]
pub struct Price {
    /// The runtime's name of the means, such as `fuel`.
    pub by: String,
    /// Time for a unit of work with it, as a multiple of time without: the geometric mean over
    /// inputs, paired by round.
    pub ratio: Estimate,
    /// The inputs that it was measured on.
    pub inputs: Vec<String>,
}

impl Price {
    /// The prices of a mode's means, from a run of `bench --deadlines`.
    pub fn all(cells: &Cells, mode: &str) -> Vec<Self> {
        let configurations = cells.results.header.configurations.iter();
        configurations
            .filter_map(|c| Some((c.name.as_str(), c.name.split_once('+')?)))
            .filter(|(_, (plain, _))| *plain == mode)
            .filter_map(|(with, (plain, by))| Price::of(cells, with, plain, by))
            .collect()
    }

    fn of(cells: &Cells, with: &str, plain: &str, by: &str) -> Option<Self> {
        let mut inputs = Vec::new();
        let mut logs: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for input in cells.inputs() {
            let rounds = |name| Some(&cells.get(name, input.name, Metric::TimePerUnit)?.rounds);
            let (Some(with), Some(plain)) = (rounds(with), rounds(plain)) else {
                continue;
            };
            for (round, with) in with {
                if let Some(plain) = plain.get(round) {
                    logs.entry(*round).or_default().push((with / plain).ln());
                }
            }
            inputs.push(input.name.to_string());
        }
        // A round without all inputs would say something else.
        let whole = logs.values().filter(|logs| logs.len() == inputs.len());
        let means = whole.map(|logs| (logs.iter().sum::<f64>() / logs.len() as f64).exp());
        Some(Price {
            by: by.to_string(),
            ratio: geometric_mean_estimate(&means.collect::<Vec<_>>())?,
            inputs,
        })
    }
}
