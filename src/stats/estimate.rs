//! Estimates with their intervals.

use super::order::{middle, sorted};
use super::quantiles::student_quantile;
use crate::stats::null_distribution::Statistic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    pub value: f64,
    /// Lower end of the 95% interval.
    pub low: f64,
    /// Upper end of the 95% interval.
    pub high: f64,
    /// The number of independent values that it comes from.
    pub n: usize,
}

/// The geometric mean of positive values. `None` of none.
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    let logs: f64 = values.iter().map(|value| value.ln()).sum();
    (!values.is_empty()).then(|| (logs / values.len() as f64).exp())
}

/// The median of independent values. Its interval is that of the sign test: from one of the values
/// to another, so that it holds the median whatever the distribution is (Thompson 1936).
///
/// Of fewer than six values no such interval holds with 95%; the interval then is their range.
pub fn median_estimate(values: &[f64]) -> Option<Estimate> {
    let sorted = sorted(values);
    let (low, high) = (*sorted.first()?, *sorted.last()?);
    let n = sorted.len();
    let mut estimate = Estimate {
        value: middle(&sorted),
        low,
        high,
        n,
    };
    if n >= FEW {
        let rank = Statistic::Sign(n).null().tail(RATE / 2.0).max(1) as usize;
        (estimate.low, estimate.high) = (sorted[rank - 1], sorted[n - rank]);
    }
    Some(estimate)
}

/// The geometric mean of independent positive values. Its interval is Student's (1908), on
/// logarithms; of fewer than six values it is their range, since their distribution is then
/// unknown.
pub fn geometric_mean_estimate(values: &[f64]) -> Option<Estimate> {
    let logs = sorted(&values.iter().map(|value| value.ln()).collect::<Vec<_>>());
    let (mut low, mut high) = (*logs.first()?, *logs.last()?);
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    if logs.len() >= FEW {
        let squares: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
        let half = (squares / (n - 1.0) / n).sqrt() * student_quantile(RATE, n - 1.0);
        (low, high) = (mean - half, mean + half);
    }
    Some(Estimate {
        value: mean.exp(),
        low: low.exp(),
        high: high.exp(),
        n: logs.len(),
    })
}

/// The factor by which the first of each pair is larger than the second: the geometric mean of the
/// pairs' ratios. `None` if there is no pair, or one holds a zero.
pub fn paired_ratio_estimate(pairs: &[(f64, f64)]) -> Option<Estimate> {
    if pairs.iter().any(|(a, b)| *a <= 0.0 || *b <= 0.0) {
        return None;
    }
    let ratios: Vec<f64> = pairs.iter().map(|(a, b)| a / b).collect();
    geometric_mean_estimate(&ratios)
}

/// Between which shares the truth lies of which `hits` in `of` were seen, with each end missed as
/// often as a standard normal variable exceeds `z` (Wilson 1927).
pub fn share_interval(hits: usize, of: usize, z: f64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let n = of as f64;
    let share = hits as f64 / n;
    let centre = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    (
        ((centre - spread) / whole).max(0.0),
        ((centre + spread) / whole).min(1.0),
    )
}

/// The interval of fewer values is their range.
pub const FEW: usize = 6;

/// The rate at which an interval of a report misses the truth.
pub const RATE: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::median;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

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

    /// In 1000 simulated data sets with a known median and mean, the intervals must cover it about
    /// as often as they say.
    #[test]
    fn intervals_cover_the_truth() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for n in [6, 10, 25] {
            let (mut medians, mut means) = (0, 0);
            for _ in 0..1000 {
                // A skewed distribution: the exponential of a sum of uniforms; its median and
                // geometric mean are 1.
                let mut one = || {
                    (0..12)
                        .map(|_| random.random_range(-0.5..0.5))
                        .sum::<f64>()
                        .exp()
                };
                let values: Vec<f64> = (0..n).map(|_| one()).collect();
                let holds = |e: Option<Estimate>| e.is_some_and(|e| e.low <= 1.0 && 1.0 <= e.high);
                medians += usize::from(holds(median_estimate(&values)));
                means += usize::from(holds(geometric_mean_estimate(&values)));
            }
            assert!(
                (935..=990).contains(&medians),
                "{medians} of 1000 medians of {n}"
            );
            assert!((930..=970).contains(&means), "{means} of 1000 means of {n}");
        }
    }
}
