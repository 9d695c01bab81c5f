//! The distribution of a rank statistic if there is no difference.

use super::quantiles::{normal_below, normal_quantile};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Up to this many values or pairs, or this product of two numbers of values, the distribution is
/// exact.
const EXACT_SIGNS: usize = 200;
const EXACT_PAIRS: usize = 50;
const EXACT_PRODUCT: usize = 400;

/// Which statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// The number of values above their median: as often as a coin falls on one side.
    Sign(usize),
    /// The sum of the ranks of the positive differences (Wilcoxon 1945).
    SignedRank(usize),
    /// The number of pairs in which a value of the one set is above a value of the other (Mann,
    /// Whitney 1947).
    RankSum(usize, usize),
}

/// The distribution of a statistic, which is symmetric and takes whole numbers from 0 to `total`.
#[derive(Debug, Clone)]
pub enum Null {
    /// The probability of each value or a smaller one.
    Exact(Arc<[f64]>),
    /// The normal approximation, with its mean and standard deviation.
    Normal(f64, f64),
}

impl Statistic {
    /// Its largest value, which is also the number of Walsh averages, or of differences of two
    /// values.
    pub fn total(self) -> u64 {
        match self {
            Statistic::Sign(n) => n as u64,
            Statistic::SignedRank(n) => n as u64 * (n as u64 + 1) / 2,
            Statistic::RankSum(n, m) => n as u64 * m as u64,
        }
    }

    /// Its distribution if there is no difference. Exact ones are computed once.
    pub fn null(self) -> Null {
        static KNOWN: Mutex<BTreeMap<Statistic, Arc<[f64]>>> = Mutex::new(BTreeMap::new());
        let (exact, variance) = match self {
            Statistic::Sign(n) => (n <= EXACT_SIGNS, n as f64 / 4.0),
            Statistic::SignedRank(n) => {
                let size = n as f64;
                (
                    n <= EXACT_PAIRS,
                    size * (size + 1.0) * (2.0 * size + 1.0) / 24.0,
                )
            }
            Statistic::RankSum(n, m) => {
                let (a, b) = (n as f64, m as f64);
                (n * m <= EXACT_PRODUCT, a * b * (a + b + 1.0) / 12.0)
            }
        };
        if !exact {
            return Null::Normal(self.total() as f64 / 2.0, variance.sqrt());
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        Null::Exact(known.entry(self).or_insert_with(|| cumulated(self)).clone())
    }
}

impl Null {
    /// The probability of `value` or less.
    pub fn cumulative(&self, value: u64) -> f64 {
        match self {
            Null::Exact(cumulative) => {
                let last = cumulative.len() - 1;
                cumulative[usize::try_from(value).map_or(last, |value| value.min(last))]
            }
            Null::Normal(mean, deviation) => normal_below((value as f64 + 0.5 - mean) / deviation),
        }
    }

    /// Returns the number of values, from 0 upwards, that have this probability together at the
    /// most.
    pub fn tail(&self, probability: f64) -> u64 {
        match self {
            Null::Exact(cumulative) => cumulative.partition_point(|p| *p <= probability) as u64,
            Null::Normal(mean, deviation) => {
                (mean + deviation * normal_quantile(probability) + 0.5).max(0.0) as u64
            }
        }
    }
}

fn cumulated(statistic: Statistic) -> Arc<[f64]> {
    let probabilities = match statistic {
        Statistic::Sign(n) => signs(n),
        Statistic::SignedRank(n) => signed_rank(n),
        Statistic::RankSum(n, m) => rank_sum(n, m),
    };
    let sum = |sum: &mut f64, probability: f64| {
        *sum += probability;
        Some(*sum)
    };
    probabilities.into_iter().scan(0.0, sum).collect()
}

/// Each value is counted or not, with equal chance.
fn signs(n: usize) -> Vec<f64> {
    let mut chances = vec![1.0];
    for _ in 0..n {
        let half = |at: Option<&f64>| at.copied().unwrap_or(0.0) / 2.0;
        let next = |count: usize| {
            half(chances.get(count)) + half(count.checked_sub(1).and_then(|one| chances.get(one)))
        };
        chances = (0..=chances.len()).map(next).collect();
    }
    chances
}

/// Each rank is in the sum or not, with equal chance.
fn signed_rank(n: usize) -> Vec<f64> {
    let mut chances = vec![1.0];
    for rank in 1..=n {
        let before = std::mem::take(&mut chances);
        chances = vec![0.0; before.len() + rank];
        for (sum, chance) in before.iter().enumerate() {
            chances[sum] += chance / 2.0;
            chances[sum + rank] += chance / 2.0;
        }
    }
    chances
}

/// The largest of all values is one of the `n` with chance n/(n+m), and is then above all of the
/// `m`.
fn rank_sum(n: usize, m: usize) -> Vec<f64> {
    let mut row: Vec<Vec<f64>> = vec![vec![1.0]; m + 1];
    for i in 1..=n {
        let mut next: Vec<Vec<f64>> = vec![vec![1.0]];
        for j in 1..=m {
            let mut chances = vec![0.0; i * j + 1];
            let share = i as f64 / (i + j) as f64;
            for (value, chance) in row[j].iter().enumerate() {
                chances[value + j] += share * chance;
            }
            for (value, chance) in next[j - 1].iter().enumerate() {
                chances[value] += (1.0 - share) * chance;
            }
            next.push(chances);
        }
        row = next;
    }
    row.swap_remove(m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabled_critical_values() {
        // Two-sided 5% of the sign test: none for 5, 0 for 6, 1 for 10, 5 for 20.
        for (n, below) in [(5, 0), (6, 1), (10, 2), (20, 6)] {
            assert_eq!(Statistic::Sign(n).null().tail(0.025), below, "{n}");
        }
        // Two-sided 5% of the signed-rank test: no value for 5, 0 for 6, 8 for 10, 52 for 20.
        for (n, below) in [(5, 0), (6, 1), (10, 9), (20, 53)] {
            assert_eq!(Statistic::SignedRank(n).null().tail(0.025), below, "{n}");
        }
        // Of Mann and Whitney's: 2 for 5 and 5, 23 for 10 and 10, 8 for 5 and 10.
        for ((n, m), below) in [((5, 5), 3), ((10, 10), 24), ((5, 10), 9), ((10, 5), 9)] {
            assert_eq!(
                Statistic::RankSum(n, m).null().tail(0.025),
                below,
                "{n} {m}"
            );
        }
    }

    #[test]
    fn approximations_continue_the_exact_ones() {
        for statistic in [
            Statistic::Sign(200),
            Statistic::SignedRank(50),
            Statistic::RankSum(20, 20),
        ] {
            let exact = statistic.null();
            let mean = statistic.total() as f64 / 2.0;
            let variance: f64 = match statistic {
                Statistic::Sign(_) => 50.0,
                Statistic::SignedRank(_) => 50.0 * 51.0 * 101.0 / 24.0,
                Statistic::RankSum(..) => 400.0 * 41.0 / 12.0,
            };
            let normal = Null::Normal(mean, variance.sqrt());
            for probability in [0.005, 0.025] {
                let value = exact.tail(probability);
                let (a, b) = (exact.cumulative(value), normal.cumulative(value));
                assert!((0.95..1.15).contains(&(b / a)), "{statistic:?}: {a} {b}");
                assert!(exact.tail(probability).abs_diff(normal.tail(probability)) <= 4);
            }
        }
    }
}
