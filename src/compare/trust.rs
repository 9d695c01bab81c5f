//! The trust in differences on a machine, by those that were found between a thing and itself.

use crate::results::calibration::{Detectable, Injected};
use crate::stats::{self, Difference};

/// Pairs of one comparison of a thing with itself.
pub const COMPARISON: usize = 10;
/// Nominal rate of false positives.
pub const RATE: f64 = 0.01;

/// Comparisons of a thing with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Same {
    pub comparisons: usize,
    /// The comparisons that reported a difference.
    pub false_alarms: usize,
    /// The number of 95% intervals that contain the truth, which is no difference.
    pub covered: usize,
}

/// The logarithm of the ratio of each pair.
pub type Logarithms = [f64];

/// Takes every ten pairs as a comparison of their own.
pub fn same(pairs: &Logarithms) -> Same {
    let mut same = Same {
        comparisons: 0,
        false_alarms: 0,
        covered: 0,
    };
    for difference in pairs.chunks_exact(COMPARISON).filter_map(difference) {
        let p = difference.p();
        same.comparisons += 1;
        same.false_alarms += usize::from(p <= RATE);
        same.covered += usize::from(p > 0.05);
    }
    same
}

/// Returns the smallest slowdown that nine in ten of all stretches of `seconds` seconds find.
/// `seconds_a_pair` is the time that a pair took.
///
/// A slowdown is found exactly if it is larger than the end of the stretch's interval. Both ends
/// count, for either process of a pair could have been the slower one.
pub fn detectable(pairs: &Logarithms, seconds: u64, seconds_a_pair: f64) -> Detectable {
    let n = (seconds as f64 / seconds_a_pair) as usize;
    let mut needed = Vec::new();
    if n > 0 && n <= pairs.len() {
        for stretch in pairs.windows(n).step_by(n.div_ceil(4)) {
            if let Some((low, high)) = difference(stretch).and_then(|d| d.interval(RATE)) {
                needed.extend([-low, high]);
            }
        }
    }
    needed.sort_by(f64::total_cmp);
    let at = (needed.len() * 9).div_ceil(10);
    let found = at.checked_sub(1).map(|at| needed[at]);
    Detectable {
        seconds,
        pairs: n,
        fraction: found.map(|d| d.max(0.0).exp_m1()),
    }
}

/// Returns the measured size of a slowdown by `fraction` more operations.
pub fn injected(fraction: f64, pairs: &Logarithms) -> Option<Injected> {
    let all = difference(pairs)?;
    let found: Vec<bool> = pairs
        .chunks_exact(COMPARISON)
        .filter_map(difference)
        .map(|d| d.p() <= RATE && d.centre() > 0.0)
        .collect();
    Some(Injected {
        fraction,
        seen: all.centre().exp_m1(),
        interval: all
            .interval(0.05)
            .map(|(low, high)| [low.exp_m1(), high.exp_m1()]),
        pairs: pairs.len(),
        comparisons: found.len(),
        found: found.iter().filter(|found| **found).count(),
    })
}

/// At the most so large is a share of which `hits` in `of` were seen, with 95% confidence.
pub fn at_most(hits: usize, of: usize) -> f64 {
    stats::share_interval(hits, of, stats::normal_quantile(0.95)).1
}

fn difference(logarithms: &[f64]) -> Option<Difference> {
    let pairs: Vec<_> = logarithms.iter().map(|d| (*d, 0.0)).collect();
    Difference::paired(&pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    /// About 1% of noise.
    fn noise(n: usize, shift: f64) -> Vec<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut one = || (0..12).map(|_| random.random_range(-0.5..0.5)).sum::<f64>();
        (0..n).map(|_| shift + 0.01 * one()).collect()
    }

    #[test]
    fn a_thing_is_seldom_distinguished_from_itself() {
        let same = same(&noise(5_000, 0.0));
        assert_eq!(same.comparisons, 500);
        assert!(same.false_alarms <= 10, "{same:?}");
        assert!((465..=490).contains(&same.covered), "{same:?}");
        assert!(super::same(&noise(500, 0.05)).false_alarms == 50);
    }

    #[test]
    fn longer_stretches_find_less() {
        let pairs = noise(4_000, 0.0);
        let of = |seconds| detectable(&pairs, seconds, 0.1);
        let (one, ten, thirty) = (of(1), of(10), of(30));
        assert_eq!((one.pairs, ten.pairs, thirty.pairs), (10, 100, 300));
        let [one, ten, thirty] = [one, ten, thirty].map(|d| d.fraction.unwrap());
        assert!(
            one > 2.0 * ten && ten > 1.4 * thirty,
            "{one} {ten} {thirty}"
        );
        // The textbook's, for a normal mean: (2.58 + 1.28) / sqrt(100) of the noise.
        assert!((0.0030..0.0052).contains(&ten), "{ten}");
        assert_eq!(of(1_000).fraction, None);
        assert_eq!(detectable(&pairs, 1, 0.5).fraction, None);
    }

    #[test]
    fn extra_operations_are_seen() {
        let seen = injected(0.05, &noise(200, 0.05_f64.ln_1p())).unwrap();
        assert!((seen.seen - 0.05).abs() < 0.003, "{seen:?}");
        assert_eq!((seen.comparisons, seen.found), (20, 20));
        assert!(injected(0.05, &[]).is_none());
    }

    #[test]
    fn a_share_of_few_is_hardly_known() {
        assert!(at_most(0, 10) > 0.2);
        assert!(at_most(0, 1000) < 0.003);
        assert!((at_most(5, 500) - 0.0205).abs() < 0.001);
        assert_eq!(at_most(0, 0), 1.0);
    }
}
