//! The difference of two things that were measured several times, without assuming how the noise is
//! distributed.

use super::quantiles::normal_quantile;
use super::student::Mean;
use crate::stats::null_distribution::Null;
use crate::stats::null_distribution::Statistic;

/// A difference on the scale of the values that it was made from: of logarithms, it is the
/// logarithm of a ratio.
///
/// Its centre is Hodges and Lehmann's (1963) but of means, its interval is the one that inverts
/// Wilcoxon's or Mann and Whitney's test, so that an interval holds zero exactly if the test finds
/// nothing. Of pairs whose order was drawn at random it holds whatever the noise is like:
/// exchanging the members of a pair changes only the sign of its difference.
///
/// Mann and Whitney's test takes for granted that independent values are spread alike on both
/// sides. So of these, Yuen's test, which does not, has to find the difference too, and the
/// interval reaches as far as either one's.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Ascending; of pairs, their differences, and `others` is empty.
    values: Vec<f64>,
    others: Vec<f64>,
    statistic: Statistic,
    null: Null,
    /// The test of the mean, which has to find a difference as well; `None` for pairs.
    middle: Option<Mean>,
}

impl Difference {
    /// The difference in pairs: the first of each minus the second. `None` if there are none, or
    /// one is not finite.
    pub fn paired(pairs: &[(f64, f64)]) -> Option<Self> {
        let differences: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
        let values = finite(&differences)?;
        let statistic = Statistic::SignedRank(values.len());
        Some(Difference {
            values,
            others: Vec::new(),
            null: statistic.null(),
            statistic,
            middle: None,
        })
    }

    /// The difference of independent values: how far `a` lies above `b`. `None` if one is empty, or
    /// a value is not finite; a side with a single value never gives a reported difference.
    pub fn unpaired(a: &[f64], b: &[f64]) -> Option<Self> {
        let (values, others) = (finite(a)?, finite(b)?);
        let statistic = Statistic::RankSum(values.len(), others.len());
        Some(Difference {
            middle: Some(Mean::yuen(&values, &others).unwrap_or(Mean::UNKNOWN)),
            values,
            others,
            null: statistic.null(),
            statistic,
        })
    }

    /// The mean of differences that are means of unlike things: Student's test, which asks for the
    /// mean, has to find one too, so that many small ones do not outvote a large one. `None` of
    /// fewer than two, or if one is not finite.
    pub fn of_means(differences: &[f64]) -> Option<Self> {
        let pairs: Vec<_> = differences.iter().map(|d| (*d, 0.0)).collect();
        Some(Difference {
            middle: Some(Mean::of(differences)?),
            ..Difference::paired(&pairs)?
        })
    }

    /// Returns the number of differences, or of the first of two sets of independent values.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The centre: of means, their mean; else the median of the mean of every two differences of
    /// pairs, or of every difference of two values.
    pub fn centre(&self) -> f64 {
        if let (Some(mean), []) = (&self.middle, self.others.as_slice()) {
            return mean.centre;
        }
        let total = self.statistic.total();
        f64::midpoint(self.ranked(total.div_ceil(2)), self.ranked(total / 2 + 1))
    }

    /// The least rate of false positives, from 0 to 1, at which it is distinguishable from zero
    /// (both sides).
    pub fn p(&self) -> f64 {
        let above = self.null.cumulative(self.at_most(0.0));
        let below = self.null.cumulative(self.at_least(0.0));
        let (too_above, too_below) = self.middle.map_or((0.0, 0.0), |middle| middle.sides());
        (2.0 * above.max(too_above).min(below.max(too_below))).min(1.0)
    }

    /// The interval that misses the truth at this rate at the most. `None`: there are too few
    /// values for one.
    pub fn interval(&self, rate: f64) -> Option<(f64, f64)> {
        let rank = self.null.tail(rate / 2.0);
        (rank > 0 && self.is_known()).then(|| {
            let last = self.statistic.total() + 1 - rank;
            let (low, high) = (self.ranked(rank), self.ranked(last));
            match self.middle.map(|middle| middle.interval(rate)) {
                Some((lower, higher)) => (low.min(lower), high.max(higher)),
                None => (low, high),
            }
        })
    }

    /// The difference from zero that is found in values as noisy as these with a power of 90%, at
    /// this rate of false positives. `None`: however large, there are too few values. Derived from
    /// the width of the interval, as that of a normal estimate would be.
    pub fn detectable(&self, rate: f64) -> Option<f64> {
        let (low, high) = self.interval(rate)?;
        let found = -normal_quantile(rate / 2.0);
        Some((high - low) / 2.0 * (found + normal_quantile(POWER)) / found)
    }

    /// The least rate of false positives that a test of this many values can have.
    pub fn least_rate(&self) -> f64 {
        match self.is_known() {
            true => (2.0 * self.null.cumulative(0)).min(1.0),
            false => 1.0,
        }
    }

    fn is_known(&self) -> bool {
        self.middle.is_none_or(|middle| middle.is_known())
    }

    /// Returns the number of averages or differences that are at most `x`.
    fn at_most(&self, x: f64) -> u64 {
        count_at_most(&self.values, &self.others, x)
    }

    /// Returns the number of those that are at least `x`.
    fn at_least(&self, x: f64) -> u64 {
        let negated = |values: &[f64]| values.iter().rev().map(|v| -v).collect::<Vec<_>>();
        count_at_most(&negated(&self.values), &negated(&self.others), -x)
    }

    /// The average or difference of this rank, from 1: found by halving the numbers that it may be,
    /// so that it takes no more room than the values, and time in proportion to them.
    fn ranked(&self, rank: u64) -> f64 {
        let (mut low, mut high) = (ordered(f64::MIN), ordered(f64::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.at_most(number(middle)) >= rank {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        number(low)
    }
}

/// The probability of finding a detectable difference.
const POWER: f64 = 0.9;

fn finite(values: &[f64]) -> Option<Vec<f64>> {
    let all = !values.is_empty() && values.iter().all(|value| value.is_finite());
    all.then(|| super::order::sorted(values))
}

/// Counts averages or differences that are at most `x`. `others` is empty for pairs.
fn count_at_most(values: &[f64], others: &[f64], x: f64) -> u64 {
    match others {
        [] => walsh_at_most(values, x),
        others => pairs_at_most(values, others, x),
    }
}

/// Counts the means of every two of these ascending values, and of each with itself, that are at
/// most `x`.
fn walsh_at_most(values: &[f64], x: f64) -> u64 {
    let mut count = 0;
    let mut end = values.len();
    for (start, value) in values.iter().enumerate() {
        while end > start && f64::midpoint(*value, values[end - 1]) > x {
            end -= 1;
        }
        if end <= start {
            break;
        }
        count += (end - start) as u64;
    }
    count
}

/// Counts the differences of every one of `values` and every one of `others`, both ascending, that
/// are at most `x`.
fn pairs_at_most(values: &[f64], others: &[f64], x: f64) -> u64 {
    let mut start = 0;
    let count = |value: &f64| {
        while start < others.len() && value - others[start] > x {
            start += 1;
        }
        (others.len() - start) as u64
    };
    values.iter().map(count).sum()
}

/// A whole number in the same order as the numbers.
fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

fn number(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 {
        ordered & !(1 << 63)
    } else {
        !ordered
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(differences: &[f64]) -> Vec<(f64, f64)> {
        differences.iter().map(|d| (7.0 + d, 7.0)).collect()
    }

    #[test]
    fn ranks_are_those_of_all_the_averages() {
        let values = [-3.0, -0.5, 0.25, 0.25, 2.0, 5.0, 11.0];
        let paired = Difference::paired(&pairs(&values)).unwrap();
        let mut averages = Vec::new();
        for (i, a) in values.iter().enumerate() {
            averages.extend(values[i..].iter().map(|b| (a + b) / 2.0));
        }
        let unpaired = Difference::unpaired(&values, &values[1..4]).unwrap();
        let mut differences = Vec::new();
        for a in &values {
            differences.extend(values[1..4].iter().map(|b| a - b));
        }
        for (difference, mut all) in [(paired, averages), (unpaired, differences)] {
            all.sort_by(f64::total_cmp);
            for (rank, expected) in all.iter().enumerate() {
                assert_eq!(difference.ranked(rank as u64 + 1), *expected);
            }
            assert_eq!(difference.centre(), crate::stats::median(&all).unwrap());
        }
    }

    #[test]
    fn an_interval_without_zero_is_a_difference() {
        let values: Vec<f64> = (0..12).map(|i| f64::from(i * 37 % 23) - 4.5).collect();
        for shift in -8..8 {
            let shifted: Vec<_> = values.iter().map(|v| v + f64::from(shift)).collect();
            let zeros = [0.0; 9];
            for difference in [
                Difference::paired(&pairs(&shifted)).unwrap(),
                Difference::unpaired(&shifted, &zeros).unwrap(),
            ] {
                for rate in [0.2, 0.05, 0.01] {
                    let (low, high) = difference.interval(rate).unwrap();
                    let found = low > 0.0 || high < 0.0;
                    assert_eq!(found, difference.p() <= rate, "{shift} {rate}");
                }
            }
        }
    }

    #[test]
    fn the_centre_of_means_is_their_mean() {
        let values = [0.0, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4, 3.6];
        let means = Difference::of_means(&values).unwrap();
        assert!((means.centre() - 0.625).abs() < 1e-12);
        let (low, high) = means.interval(0.05).unwrap();
        assert!(low < 0.2 && 1.6 < high, "{low} {high}");
    }

    #[test]
    fn few_values_are_never_significant() {
        let five = Difference::paired(&pairs(&[1.0; 5])).unwrap();
        assert_eq!((five.interval(0.05), five.detectable(0.05)), (None, None));
        assert!(five.p() > 0.05);
        let six = Difference::paired(&pairs(&[1.0; 6])).unwrap();
        assert_eq!(six.interval(0.05), Some((1.0, 1.0)));
        assert!(six.p() < 0.05);
        assert!(Difference::paired(&[]).is_none());
        assert!(Difference::unpaired(&[1.0, 1.0], &[1.0, f64::NAN]).is_none());
        assert!(Difference::unpaired(&[], &[1.0]).is_none());
        let one = Difference::unpaired(&[1.0], &[2.0; 300]).unwrap();
        assert_eq!(
            (one.p(), one.interval(0.01), one.least_rate()),
            (1.0, None, 1.0)
        );
    }

    #[test]
    fn what_is_equal_is_no_difference() {
        let equal = Difference::paired(&pairs(&[0.0; 20])).unwrap();
        assert_eq!((equal.p(), equal.centre()), (1.0, 0.0));
        assert_eq!(equal.interval(0.01), Some((0.0, 0.0)));
    }
}
