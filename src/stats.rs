//! Statistics: pure functions of slices.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

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
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
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
    estimate(values, |sample| median(sample).unwrap_or(f64::NAN))
}

/// The geometric mean of independent positive values, with an interval as [`median_estimate`] has it.
pub fn geometric_mean_estimate(values: &[f64]) -> Option<Estimate> {
    estimate(values, |sample| geometric_mean(sample).unwrap_or(f64::NAN))
}

const RESAMPLES: usize = 2_000;
const FEW: usize = 6;

fn estimate(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> Option<Estimate> {
    if values.is_empty() {
        return None;
    }
    let n = values.len();
    let value = statistic(values);
    let (low, high) = if n < FEW {
        let range = |pick: fn(f64, f64) -> f64, from| values.iter().copied().fold(from, pick);
        (
            range(f64::min, f64::INFINITY),
            range(f64::max, f64::NEG_INFINITY),
        )
    } else {
        // A fixed seed: the same data gives the same report.
        let mut random = ChaCha8Rng::seed_from_u64(n as u64);
        let mut resample = vec![0.0; n];
        let mut statistics: Vec<f64> = (0..RESAMPLES)
            .map(|_| {
                resample.fill_with(|| values[random.random_range(0..n)]);
                statistic(&resample)
            })
            .collect();
        statistics.sort_by(f64::total_cmp);
        let at = |share: f64| statistics[((RESAMPLES - 1) as f64 * share).round() as usize];
        (at(0.025), at(0.975))
    };
    Some(Estimate {
        value,
        low,
        high,
        n,
    })
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
