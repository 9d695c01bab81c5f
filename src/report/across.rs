//! Figures across several inputs. They are taken over the same inputs for everybody: who fails at the
//! heavy ones must not look the better for it.

use super::cells::{Cell, Cells, Input};
use super::metric::Metric;
use crate::stats::{self, Estimate};

/// The inputs on which configurations can be compared, and those configurations.
pub struct Common<'a> {
    pub metric: Metric,
    /// Whether values are compared, or ratios to native.
    pub as_ratio: bool,
    pub inputs: Vec<Input<'a>>,
    pub configurations: Vec<&'a str>,
    /// How many inputs there are in all.
    pub of: usize,
}

/// Finds the inputs that all configurations have. A configuration with fewer than half of them does not
/// take part: it would leave too little for the others.
pub fn common<'a>(
    cells: &Cells<'a>,
    metric: Metric,
    as_ratio: bool,
    inputs: &[Input<'a>],
) -> Common<'a> {
    let has = |configuration: &str, input: &Input| {
        let figure = |cell: &Cell| if as_ratio { cell.ratio } else { cell.estimate };
        let cell = cells.get(configuration, input.name, metric);
        cell.and_then(figure).is_some()
    };
    let alive = cells.alive();
    let asked: Vec<Input> = {
        // What nobody has, such as the throughput of a command, is nobody's failure.
        let anybody = |input: &&Input<'a>| alive.iter().any(|c| has(&c.name, input));
        inputs.iter().filter(anybody).copied().collect()
    };
    let mut configurations: Vec<&str> = alive.iter().map(|c| c.name.as_str()).collect();
    configurations.retain(|c| {
        let count = asked.iter().filter(|input| has(c, input)).count();
        count > 0 && count * 2 >= asked.len()
    });
    let all_have = |input: &Input| configurations.iter().all(|c| has(c, input));
    Common {
        metric,
        as_ratio,
        inputs: asked.iter().copied().filter(all_have).collect(),
        of: asked.len(),
        configurations,
    }
}

impl Common<'_> {
    /// The geometric mean over guests, each the geometric mean over its inputs; by round.
    pub fn geometric_mean(&self, cells: &Cells, configuration: &str) -> Option<Estimate> {
        let by_round = self.by_round(cells, configuration, |values| {
            let guests = self
                .inputs
                .chunk_by(|a, b| a.guest_name() == b.guest_name());
            let mut rest = values;
            let mut means = Vec::new();
            for guest in guests {
                let (of_guest, others) = rest.split_at(guest.len());
                means.push(stats::geometric_mean(of_guest)?);
                rest = others;
            }
            stats::geometric_mean(&means)
        });
        if self.as_ratio {
            stats::geometric_mean_estimate(&by_round)
        } else {
            stats::median_estimate(&by_round)
        }
    }

    /// The median over inputs; by round.
    pub fn median(&self, cells: &Cells, configuration: &str) -> Option<Estimate> {
        stats::median_estimate(&self.by_round(cells, configuration, stats::median))
    }

    /// One figure for each round that has all the inputs.
    fn by_round(
        &self,
        cells: &Cells,
        configuration: &str,
        figure: impl Fn(&[f64]) -> Option<f64>,
    ) -> Vec<f64> {
        if !self.configurations.contains(&configuration) {
            return Vec::new();
        }
        let value = |configuration: &str, input: &Input, round: u32| {
            let cell = cells.get(configuration, input.name, self.metric)?;
            cell.rounds.get(&round).copied()
        };
        let of_round = |round: u32| {
            let of_input = |input: &Input| {
                let own = value(configuration, input, round)?;
                match cells.native {
                    Some(native) if self.as_ratio => Some(own / value(native, input, round)?),
                    _ => Some(own),
                }
            };
            let values: Option<Vec<f64>> = self.inputs.iter().map(of_input).collect();
            figure(&values?)
        };
        (0..cells.results.header.plan.rounds)
            .filter_map(of_round)
            .collect()
    }

    /// `3 of 4 inputs`.
    pub fn share(&self) -> String {
        format!("{} of {} inputs", self.inputs.len(), self.of)
    }
}
