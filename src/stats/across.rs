//! Means over several inputs where some configurations lack some.
//!
//! On logarithms, a value is taken for the sum of what its row and its input have to it: y = a + b.
//! The model is fitted to all cells that are there, by least squares (the two-way layout with empty
//! cells; Yates 1933). The effects of inputs cancel out of each row that lacks nothing: its mean is
//! the plain one, whatever others lack. A row that lacks some gets its mean from those that it has,
//! less how much dearer or cheaper these are than all, and its interval is wider.

use super::estimate::{Estimate, RATE, geometric_mean_estimate};
use super::quantiles::student_quantile;
use std::collections::BTreeMap;

/// Logarithms of values, by round.
pub type Rounds = BTreeMap<u32, f64>;

/// A table of rows times inputs.
pub struct Table {
    /// Which inputs belong together, side by side: they share a weight, and are lacked together.
    pub groups: Vec<usize>,
    /// The values of each row, for each input.
    pub rows: Vec<Vec<Option<Rounds>>>,
}

/// A row's mean over all inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct RowMean {
    /// Logarithms, of the rounds that have all that the row has.
    pub rounds: Rounds,
    /// The number of inputs that it has.
    pub inputs: usize,
    pub lacks: Option<Lacks>,
}

/// The uncertainty of a mean that does not contain all inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lacks {
    /// Standard error, on logarithms.
    pub error: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
}

impl Lacks {
    /// Half of the interval that misses the truth at this rate.
    pub fn half(&self, rate: f64) -> f64 {
        self.error * student_quantile(rate, self.freedom)
    }
}

impl RowMean {
    /// The geometric mean over rounds, with its 95% interval: that of the rounds, and that of what
    /// is lacking.
    pub fn estimate(&self) -> Option<Estimate> {
        let values: Vec<f64> = self.rounds.values().map(|log| log.exp()).collect();
        let plain = geometric_mean_estimate(&values)?;
        let Some(lacks) = &self.lacks else {
            return Some(plain);
        };
        let (low, high) = (plain.value / plain.low, plain.high / plain.value);
        let wider = |ratio: f64| ratio.ln().hypot(lacks.half(RATE)).exp();
        Some(Estimate {
            low: plain.value / wider(low),
            high: plain.value * wider(high),
            ..plain
        })
    }
}

impl Table {
    /// The means of the rows, in their order. `None`: the row has fewer than half of the inputs by
    /// weight, or lacks some and has fewer than three groups; it takes no part in the fit either.
    pub fn means(&self) -> Vec<Option<RowMean>> {
        let weights = self.weights();
        let share = |row: &[Option<Rounds>]| -> f64 {
            let has = row.iter().zip(&weights).filter(|(cell, _)| cell.is_some());
            has.map(|(_, weight)| weight).sum()
        };
        let of_groups = |row: &[Option<Rounds>]| {
            let has = row
                .iter()
                .zip(&self.groups)
                .filter(|(cell, _)| cell.is_some());
            let mut groups: Vec<usize> = has.map(|(_, group)| *group).collect();
            groups.dedup();
            groups.len()
        };
        let whole = |row: &[Option<Rounds>]| row.iter().all(Option::is_some);
        let takes_part: Vec<bool> = self
            .rows
            .iter()
            .map(|row| {
                !row.is_empty()
                    && (whole(row) || share(row) >= HALF && of_groups(row) >= FEW_GROUPS)
            })
            .collect();
        let rows: Vec<&Vec<Option<Rounds>>> = self
            .rows
            .iter()
            .zip(&takes_part)
            .filter_map(|(row, part)| part.then_some(row))
            .collect();
        let mut rounds: Vec<u32> = rows
            .iter()
            .flat_map(|row| row.iter().flatten().flat_map(|cell| cell.keys().copied()))
            .collect();
        rounds.sort_unstable();
        rounds.dedup();
        let mut means: Vec<Rounds> = vec![Rounds::new(); rows.len()];
        for round in rounds {
            let cell = |cell: &Option<Rounds>| cell.as_ref()?.get(&round).copied();
            let values: Vec<Vec<Option<f64>>> = rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect();
            let fitted = fit(&values, &weights);
            for ((row, values), (mean, fitted)) in rows
                .iter()
                .zip(&values)
                .zip(means.iter_mut().zip(&fitted.rows))
            {
                let all = row
                    .iter()
                    .zip(values)
                    .all(|(of_row, of_round)| of_row.is_some() == of_round.is_some());
                if all {
                    mean.insert(round, *fitted);
                }
            }
        }
        let averages: Vec<Vec<Option<f64>>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| average(cell.as_ref()?)).collect())
            .collect();
        let fitted = fit(&averages, &weights);
        let rows_in = rows.len() as f64;
        let mut plain = rows
            .iter()
            .zip(means)
            .zip(averages.iter().zip(&fitted.rows));
        takes_part
            .iter()
            .map(|part| {
                if !part {
                    return None;
                }
                let ((row, rounds), (values, mean)) = plain.next()?;
                let off = |(value, input): (&Option<f64>, &f64)| Some((*value)? - mean - input);
                let off: Vec<Option<f64>> = values.iter().zip(&fitted.inputs).map(off).collect();
                Some(RowMean {
                    rounds,
                    inputs: row.iter().flatten().count(),
                    // The effects of inputs come from few rows, and this row is one of them.
                    lacks: self.lacks(&off).map(|lacks| Lacks {
                        error: lacks.error * ((rows_in + 1.0) / (rows_in - 1.0).max(1.0)).sqrt(),
                        ..lacks
                    }),
                })
            })
            .collect()
    }

    /// Returns the uncertainty of a mean whose cells lie this far from the expected ones: as that
    /// of a sample, drawn without putting back, of groups (Cochran 1977). `None`: none is lacking.
    pub fn lacks(&self, off: &[Option<f64>]) -> Option<Lacks> {
        if off.iter().all(Option::is_some) {
            return None;
        }
        let weights = self.weights();
        let (mut share, mut groups) = (0.0, BTreeMap::new());
        for ((off, weight), group) in off.iter().zip(&weights).zip(&self.groups) {
            if let Some(off) = off {
                share += weight;
                *groups.entry(*group).or_insert(0.0) += weight * off;
            }
        }
        let n = groups.len() as f64;
        let squares: f64 = groups.values().map(|of_group| of_group * of_group).sum();
        Some(Lacks {
            error: (squares * n / (n - 1.0) * (1.0 - share)).sqrt() / share,
            freedom: n - 1.0,
        })
    }

    /// Every group weighs the same, and within a group every input; together they are 1.
    fn weights(&self) -> Vec<f64> {
        let size = |group: usize| self.groups.iter().filter(|g| **g == group).count() as f64;
        let mut groups = self.groups.clone();
        groups.dedup();
        let count = groups.len() as f64;
        self.groups
            .iter()
            .map(|group| 1.0 / (count * size(*group)))
            .collect()
    }
}

/// A group that alone moves the mean of a row by a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decisive {
    /// The group's number, and the logarithm of its own mean.
    pub group: usize,
    pub own: f64,
    /// The logarithm of the mean without it.
    pub without: f64,
}

/// The group without which the plain mean of a row is most another, if that is by more than
/// `factor`. `None` also of fewer than three groups.
pub fn decisive(groups: &[usize], row: &[Option<Rounds>], factor: f64) -> Option<Decisive> {
    let mut means: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (group, cell) in groups.iter().zip(row) {
        if let Some(value) = cell.as_ref().and_then(average) {
            means.entry(*group).or_default().push(value);
        }
    }
    let means: Vec<(usize, f64)> = means
        .into_iter()
        .map(|(group, values)| (group, values.iter().sum::<f64>() / values.len() as f64))
        .collect();
    let (sum, count) = (
        means.iter().map(|(_, own)| own).sum::<f64>(),
        means.len() as f64,
    );
    let without = |(group, own): &(usize, f64)| Decisive {
        group: *group,
        own: *own,
        without: (sum - own) / (count - 1.0),
    };
    let moved = |one: &Decisive| (sum / count - one.without).abs();
    let all = means.iter().filter(|_| count >= 3.0).map(without);
    let most = all.max_by(|a, b| moved(a).total_cmp(&moved(b)));
    most.filter(|one| moved(one) > factor.ln())
}

/// A row takes part if what it has weighs at least so much (a half, up to rounding).
const HALF: f64 = 0.5 - 1e-9;
/// And if it has so many groups, or lacks nothing: of two, the interval would be a thousandfold.
const FEW_GROUPS: usize = 3;

/// The effects of rows and inputs on the values; inputs' weighted mean is 0.
struct Fitted {
    rows: Vec<f64>,
    inputs: Vec<f64>,
}

/// Fits by turns, rows to inputs and inputs to rows, which ends in the least squares.
fn fit(values: &[Vec<Option<f64>>], weights: &[f64]) -> Fitted {
    let mut fitted = Fitted {
        rows: vec![0.0; values.len()],
        inputs: vec![0.0; weights.len()],
    };
    for _ in 0..TURNS {
        let mut moved: f64 = 0.0;
        for (mean, row) in fitted.rows.iter_mut().zip(values) {
            let (mut sum, mut share) = (0.0, 0.0);
            for ((value, input), weight) in row.iter().zip(&fitted.inputs).zip(weights) {
                if let Some(value) = value {
                    sum += weight * (value - input);
                    share += weight;
                }
            }
            let now = if share > 0.0 { sum / share } else { 0.0 };
            moved = moved.max((now - *mean).abs());
            *mean = now;
        }
        for (at, input) in fitted.inputs.iter_mut().enumerate() {
            let off = values
                .iter()
                .zip(&fitted.rows)
                .filter_map(|(row, mean)| Some(row[at]? - mean));
            let off: Vec<f64> = off.collect();
            if !off.is_empty() {
                *input = off.iter().sum::<f64>() / off.len() as f64;
            }
        }
        let middle: f64 = fitted
            .inputs
            .iter()
            .zip(weights)
            .map(|(input, weight)| input * weight)
            .sum();
        fitted.inputs.iter_mut().for_each(|input| *input -= middle);
        if moved < CLOSE {
            break;
        }
    }
    fitted
}

const TURNS: usize = 10_000;
const CLOSE: f64 = 1e-12;

fn average(values: &Rounds) -> Option<f64> {
    (!values.is_empty()).then(|| values.values().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    const ROUNDS: u32 = 10;

    /// About normal, with a standard deviation of 1.
    fn noise(random: &mut ChaCha8Rng) -> f64 {
        (0..12).map(|_| random.random_range(-0.5..0.5)).sum()
    }

    /// A table whose rows differ, whose inputs differ, and that holds each cell's own deviation;
    /// with the rows' true means.
    fn simulated(random: &mut ChaCha8Rng, rows: usize, groups: &[usize]) -> (Table, Vec<f64>) {
        let inputs: Vec<f64> = groups.iter().map(|_| 0.5 * noise(random)).collect();
        let mut table = Table {
            groups: groups.to_vec(),
            rows: Vec::new(),
        };
        let weights = table.weights();
        let mut truths = Vec::new();
        for _ in 0..rows {
            let row = 2.0 * noise(random);
            let truth: Vec<f64> = inputs
                .iter()
                .map(|input| row + input + 0.3 * noise(random))
                .collect();
            truths.push(
                truth
                    .iter()
                    .zip(&weights)
                    .map(|(value, weight)| value * weight)
                    .sum(),
            );
            let mut cell = |truth: &f64| -> Option<Rounds> {
                Some(
                    (0..ROUNDS)
                        .map(|round| (round, truth + 0.01 * noise(random)))
                        .collect(),
                )
            };
            table.rows.push(truth.iter().map(&mut cell).collect());
        }
        (table, truths)
    }

    fn plain(row: &[Option<Rounds>], weights: &[f64], round: u32) -> f64 {
        let cells = row.iter().zip(weights);
        cells
            .map(|(cell, weight)| cell.as_ref().unwrap()[&round] * weight)
            .sum()
    }

    #[test]
    fn what_one_lacks_moves_nobody_else() {
        let random = &mut ChaCha8Rng::seed_from_u64(1);
        let groups = [0, 1, 1, 2, 3, 4, 5, 5, 5, 6];
        let (mut table, _) = simulated(random, 6, &groups);
        let weights = table.weights();
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for at in [0, 7] {
            table.rows[2][at] = None;
        }
        table.rows[4][3] = None;
        let means = table.means();
        for row in [0, 1, 3, 5] {
            let mean = means[row].as_ref().unwrap();
            assert_eq!(mean.lacks, None);
            for round in 0..ROUNDS {
                let expected = plain(&table.rows[row], &weights, round);
                assert!(
                    (mean.rounds[&round] - expected).abs() < 1e-9,
                    "{row} {round}"
                );
            }
        }
        assert_eq!(means[2].as_ref().unwrap().inputs, 8);
        assert!(means[2].as_ref().unwrap().lacks.is_some());
    }

    #[test]
    fn failing_at_the_heavy_ones_helps_nobody() {
        let cell = |value: f64| Some(Rounds::from([(0, value), (1, value)]));
        let row = |a: f64| [a, a + 0.1, a + 0.2, a + 3.0].map(cell).to_vec();
        let mut table = Table {
            groups: vec![0, 1, 2, 3],
            rows: vec![row(0.0), row(1.0), row(2.0)],
        };
        table.rows[1][3] = None;
        let mean = table.means()[1].clone().unwrap();
        // The rows are parallel, so nothing is lost at all.
        assert!(
            (mean.rounds[&0] - (1.0 + 3.3 / 4.0)).abs() < 1e-9,
            "{mean:?}"
        );
        assert!(mean.lacks.unwrap().error < 1e-9);
    }

    #[test]
    fn one_group_that_decides_a_mean_is_found() {
        let cell = |value: f64| Some(Rounds::from([(0, value), (1, value)]));
        let groups = [0, 1, 2, 2, 3];
        let row = [2.0, 2.1, 1.9, 2.0, 9.0].map(cell);
        let found = decisive(&groups, &row, 1.1).unwrap();
        assert_eq!((found.group, found.own), (3, 9.0));
        assert!(
            (found.without - (2.0 + 2.1 + 1.95) / 3.0).abs() < 1e-9,
            "{found:?}"
        );
        assert_eq!(
            decisive(&groups, &[2.0, 2.1, 1.9, 2.0, 2.2].map(cell), 1.1),
            None
        );
        assert_eq!(decisive(&[0, 1], &[1.0, 9.0].map(cell), 1.1), None);
        assert_eq!(decisive(&groups, &[const { None }; 5], 1.1), None);
    }

    #[test]
    fn who_has_less_than_half_has_no_mean_and_no_say() {
        let cell = |value: f64| Some(Rounds::from([(0, value)]));
        let mut table = Table {
            groups: vec![0, 1, 2, 3],
            rows: vec![
                vec![cell(1.0), cell(2.0), cell(3.0), cell(4.0)],
                vec![cell(9.0), None, None, None],
                vec![cell(2.0), cell(3.0), cell(3.0), None],
                // Two groups of four are a half, and too few to say how far off they are.
                vec![cell(2.0), cell(3.0), None, None],
            ],
        };
        let with = table.means();
        assert_eq!((&with[1], &with[3]), (&None, &None));
        table.rows.remove(3);
        table.rows.remove(1);
        assert_eq!(with[2], table.means()[1]);
        let empty = Table {
            groups: Vec::new(),
            rows: vec![Vec::new()],
        };
        assert_eq!(empty.means(), [None]);
    }

    #[test]
    fn a_round_without_all_that_a_row_has_does_not_count_for_it() {
        let cell = |rounds: &[u32]| Some(rounds.iter().map(|round| (*round, 1.0)).collect());
        let table = Table {
            groups: vec![0, 1],
            rows: vec![
                vec![cell(&[0, 1, 2]), cell(&[0, 2])],
                vec![cell(&[0, 1, 2]); 2],
            ],
        };
        let counts: Vec<_> = table
            .means()
            .into_iter()
            .flatten()
            .map(|mean| mean.rounds.len())
            .collect();
        assert_eq!(counts, [2, 3]);
    }

    /// In tables with known truth, the intervals of rows that lack some inputs contain it about as
    /// often as they say.
    #[test]
    fn intervals_of_rows_that_lack_some_cover_the_truth() {
        let random = &mut ChaCha8Rng::seed_from_u64(2);
        let groups: Vec<usize> = (0..14).collect();
        for lacking in [1, 3, 6] {
            let (mut held, mut of) = (0, 0);
            for _ in 0..200 {
                let (mut table, truths) = simulated(random, 12, &groups);
                for row in table.rows.iter_mut().take(4) {
                    let mut left = lacking;
                    while left > 0 {
                        let at = random.random_range(0..groups.len());
                        left -= usize::from(row[at].take().is_some());
                    }
                }
                for (mean, truth) in table.means().into_iter().zip(truths).take(4) {
                    let estimate = mean.unwrap().estimate().unwrap();
                    of += 1;
                    held += usize::from(estimate.low.ln() <= truth && truth <= estimate.high.ln());
                }
            }
            let share = held as f64 / of as f64;
            assert!(
                (0.925..=0.985).contains(&share),
                "{share} lacking {lacking}"
            );
        }
    }
}
