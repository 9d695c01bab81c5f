//! Statistics: pure functions of slices. Each method names its source; METHODOLOGY.md lists them.

mod difference;
mod many;
mod normal;
mod null;

pub use difference::Difference;
pub use many::common_level;
pub use normal::normal_quantile;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub value: f64,
    /// Lower end of the 95% interval.
    pub low: f64,
    /// Upper end of the 95% interval.
    pub high: f64,
    /// How many independent values it comes from.
    pub n: usize,
}

/// The median; of an even number of values, the mean of the middle two. `None` of none.
pub fn median(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    (!sorted.is_empty()).then(|| middle(&sorted))
}

/// The geometric mean of positive values. `None` of none.
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    let logs: f64 = values.iter().map(|value| value.ln()).sum();
    (!values.is_empty()).then(|| (logs / values.len() as f64).exp())
}

/// The median of independent values, with a percentile-bootstrap interval (Efron 1979).
///
/// Of fewer than six values a bootstrap interval is too narrow; the interval then is their range.
pub fn median_estimate(values: &[f64]) -> Option<Estimate> {
    estimate(values, middle)
}

/// The geometric mean of independent positive values, with an interval as [`median_estimate`] has it.
pub fn geometric_mean_estimate(values: &[f64]) -> Option<Estimate> {
    let logs: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    let mean = estimate(&logs, |logs| logs.iter().sum::<f64>() / logs.len() as f64)?;
    Some(Estimate {
        value: mean.value.exp(),
        low: mean.low.exp(),
        high: mean.high.exp(),
        n: mean.n,
    })
}

/// How many times as large the first of each pair is as the second: the geometric mean of the pairs' ratios.
/// `None` if there is no pair, or one holds a zero.
pub fn paired_ratio_estimate(pairs: &[(f64, f64)]) -> Option<Estimate> {
    if pairs.iter().any(|(a, b)| *a <= 0.0 || *b <= 0.0) {
        return None;
    }
    let ratios: Vec<f64> = pairs.iter().map(|(a, b)| a / b).collect();
    geometric_mean_estimate(&ratios)
}

/// Of fewer values, the interval is their range.
pub const FEW: usize = 6;
const RESAMPLES: usize = 2_000;

/// `statistic` is given values in ascending order.
fn estimate(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> Option<Estimate> {
    let sorted = sorted(values);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let n = sorted.len();
    let (low, high) = if n < FEW {
        (first, last)
    } else {
        let mut resample = vec![0.0; n];
        let mut statistics: Vec<f64> = resamples(n)
            .chunks_exact(n)
            .map(|ranks| {
                for (value, rank) in resample.iter_mut().zip(ranks) {
                    *value = sorted[*rank];
                }
                statistic(&resample)
            })
            .collect();
        let mut at = |share: f64| {
            let rank = ((RESAMPLES - 1) as f64 * share).round() as usize;
            *statistics.select_nth_unstable_by(rank, f64::total_cmp).1
        };
        (at(0.025), at(0.975))
    };
    Some(Estimate {
        value: statistic(&sorted),
        low,
        high,
        n,
    })
}

/// The resamples of `n` sorted values: the ranks that each holds, in ascending order, one resample after
/// another. A report wants the same ones thousands of times, so they are drawn once, with a fixed seed:
/// the same data gives the same report.
fn resamples(n: usize) -> Arc<[usize]> {
    static DRAWN: Mutex<BTreeMap<usize, Arc<[usize]>>> = Mutex::new(BTreeMap::new());
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let draw = || {
        let mut random = ChaCha8Rng::seed_from_u64(n as u64);
        let mut ranks: Vec<usize> = (0..RESAMPLES * n)
            .map(|_| random.random_range(0..n))
            .collect();
        ranks.chunks_exact_mut(n).for_each(<[usize]>::sort_unstable);
        ranks.into()
    };
    drawn.entry(n).or_insert_with(draw).clone()
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The median of sorted values, at least one.
fn middle(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn geometric_means() {
        assert_eq!(geometric_mean(&[]), None);
        let mean = geometric_mean(&[1.0, 4.0, 16.0]).unwrap();
        assert!((mean - 4.0).abs() < 1e-12);
    }

    #[test]
    fn few_values_give_their_range() {
        let estimate = median_estimate(&[5.0, 1.0, 2.0]).unwrap();
        assert_eq!(
            (estimate.low, estimate.value, estimate.high),
            (1.0, 2.0, 5.0)
        );
    }

    #[test]
    fn ratios_are_taken_pair_by_pair() {
        // Both drift by a factor of 100, and the ratio is 2 all the same.
        let pairs: Vec<_> = (0..9)
            .map(|i| 1.8_f64.powi(i))
            .map(|b| (2.0 * b, b))
            .collect();
        let ratio = paired_ratio_estimate(&pairs).unwrap();
        for value in [ratio.value, ratio.low, ratio.high] {
            assert!((value - 2.0).abs() < 1e-12, "{ratio:?}");
        }
        assert_eq!(paired_ratio_estimate(&[]), None);
        assert_eq!(paired_ratio_estimate(&[(1.0, 0.0)]), None);
    }

    /// Of 400 simulated data sets with a known median, the intervals must cover it about as often as they say.
    #[test]
    fn intervals_cover_the_truth() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let covered = (0..400)
            .filter(|_| {
                // A skewed distribution: the exponential of a sum of uniforms; its median is 1.
                let values: Vec<f64> = (0..25)
                    .map(|_| {
                        let sum: f64 = (0..12).map(|_| random.random_range(-0.5..0.5)).sum();
                        sum.exp()
                    })
                    .collect();
                let estimate = median_estimate(&values).unwrap();
                (estimate.low..=estimate.high).contains(&1.0)
            })
            .count();
        assert!((364..=396).contains(&covered), "{covered} of 400");
    }
}
