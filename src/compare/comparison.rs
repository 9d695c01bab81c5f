//! Comparisons and their verdicts, as plain data.

use crate::analysis::metric::{Metric, Unit};
use crate::results::outcome::Outcome;
use serde::{Deserialize, Serialize};

/// Everything that was compared.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The rate at which each comparison was asked, so that all of them together keep the one that
    /// was wanted; their intervals are of that rate.
    pub level: f64,
    /// The noise of this machine, as a fraction: a smaller difference means nothing. Left out if
    /// the machine was not calibrated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noise_floor: Option<f64>,
    pub comparisons: Vec<Comparison>,
    /// Cells that ended in another outcome.
    pub outcomes: Vec<Ended>,
}

/// One comparison.
#[derive(Debug, Serialize, Deserialize)]
pub struct Comparison {
    pub scope: Scope,
    pub a: String,
    pub b: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `guest/input`, of cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    pub metric: Metric,
    pub unit: Unit,
    /// The configuration that the values are divided by before they are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Median over processes, of cells, and of all between machines; a ratio where there is a
    /// `reference`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_a: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_b: Option<f64>,
    /// The number of inputs in it.
    pub inputs: usize,
    /// Process samples of each side; of pairs, how many.
    pub n: [usize; 2],
    /// The number of guests that it is tested over, where it is not tested over the rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<usize>,
    /// The factor by which b is larger than a.
    pub ratio: f64,
    /// Its interval; `null`: too few values for one.
    pub interval: Option<[f64; 2]>,
    pub p: f64,
    pub verdict: Verdict,
    /// The smallest difference that would be found with 90% power, as a fraction; `null`: none
    /// would, with so few values.
    pub detectable: Option<f64>,
    /// True for a reported difference that is smaller than the machine's noise.
    pub below_noise: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Overall,
    Group,
    Cell,
}

/// The verdict on b, compared with a.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Faster,
    Slower,
    Less,
    More,
    NoDifference,
}

/// A cell that did not end as it did.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ended {
    pub a: String,
    pub b: String,
    pub input: String,
    pub outcome_a: Outcome,
    pub outcome_b: Outcome,
}

impl Verdict {
    pub(super) fn of(unit: Unit, interval: Option<(f64, f64)>) -> Self {
        let more = match interval {
            Some((low, _)) if low > 0.0 => true,
            Some((_, high)) if high < 0.0 => false,
            _ => return Verdict::NoDifference,
        };
        match (unit, more) {
            (Unit::Ns, true) => Verdict::Slower,
            (Unit::Ns, false) => Verdict::Faster,
            (_, true) => Verdict::More,
            (_, false) => Verdict::Less,
        }
    }

    pub fn is_worse(self) -> bool {
        matches!(self, Verdict::Slower | Verdict::More)
    }
}

impl Comparison {
    /// True if b is certainly worse, by more than this fraction.
    pub fn is_worse_by(&self, fraction: f64) -> bool {
        let beyond = self.interval.is_some_and(|[low, _]| low > 1.0 + fraction);
        self.verdict.is_worse() && beyond && !self.below_noise
    }
}

impl Ended {
    pub fn is_worse(&self) -> bool {
        self.outcome_a == Outcome::Ok
    }
}
