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
/// take part: it would leave too little for the others. Where several together do that, those with the
/// fewest inputs do not take part either.
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
    let inputs: Vec<Vec<bool>> = configurations
        .iter()
        .map(|c| asked.iter().map(|input| has(c, input)).collect())
        .collect();
    let kept = enough_together(&inputs);
    let mut keep = kept.iter();
    configurations.retain(|_| keep.next().is_some_and(|kept| *kept));
    let all_have = |input: &Input| configurations.iter().all(|c| has(c, input));
    Common {
        metric,
        as_ratio,
        inputs: asked.iter().copied().filter(all_have).collect(),
        of: asked.len(),
        configurations,
    }
}

/// Which configurations take part, each given by which inputs it has. Those with the fewest are left
/// out, all that have as few alike, until half of the inputs are common to the others: a configuration
/// that fails somewhere costs its own place, and not the others' figures.
pub fn enough_together(has: &[Vec<bool>]) -> Vec<bool> {
    let count = |inputs: &[bool]| inputs.iter().filter(|has| **has).count();
    let mut kept = vec![true; has.len()];
    loop {
        let left: Vec<&Vec<bool>> = kept_of(has, &kept);
        let all = left.first().map_or(0, |inputs| inputs.len());
        let common = (0..all).filter(|at| left.iter().all(|inputs| inputs[*at]));
        let counts = left.iter().map(|inputs| count(inputs));
        let (Some(fewest), Some(most)) = (counts.clone().min(), counts.max()) else {
            return kept;
        };
        if 2 * common.count() >= all || fewest == most {
            return kept;
        }
        for (kept, inputs) in kept.iter_mut().zip(has) {
            *kept &= count(inputs) > fewest;
        }
    }
}

fn kept_of<'a>(has: &'a [Vec<bool>], kept: &[bool]) -> Vec<&'a Vec<bool>> {
    let both = has.iter().zip(kept);
    both.filter_map(|(inputs, kept)| kept.then_some(inputs))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::enough_together;

    fn inputs(rows: &[&str]) -> Vec<Vec<bool>> {
        let row = |text: &&str| text.chars().map(|has| has == '1').collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn broken_configurations_that_lack_different_inputs_empty_nothing() {
        let kept = |rows: &[&str]| enough_together(&inputs(rows));
        assert_eq!(
            kept(&["1111", "1111", "1100", "0011"]),
            [true, true, false, false]
        );
        assert_eq!(
            kept(&["1111", "1110", "1011", "0011"]),
            [true, true, true, false]
        );
        // Half is enough, and nobody is left out for nothing.
        assert_eq!(kept(&["1111", "1100"]), [true, true]);
        assert_eq!(kept(&["1111", "1110", "1110"]), [true; 3]);
        // Nobody is better than the others.
        assert_eq!(kept(&["10", "01"]), [true, true]);
        assert_eq!(kept(&[]), Vec::<bool>::new());
    }
}
