//! The rows of a comparison that are shown, and a note on the others.

use super::words::plain;
use crate::compare::comparison::{Answer, Comparison, Scope, Verdict};
use crate::stats::median;

/// The rows of a table.
pub(super) struct Rows<'a> {
    pub all: Vec<&'a Comparison>,
    pub shown: Vec<&'a Comparison>,
}

impl<'a> Rows<'a> {
    /// Those of some scopes, equal ones shown only if all are; `None`: there are none.
    pub fn of(answer: &'a Answer, all: bool, wanted: impl Fn(Scope) -> bool) -> Option<Self> {
        let rows = answer.comparisons.iter().filter(|c| wanted(c.scope));
        let shown = rows.clone().filter(|c| all || !is_equal(c)).collect();
        let all: Vec<_> = rows.collect();
        (!all.is_empty()).then_some(Rows { all, shown })
    }

    /// Hides all but the largest differences, which keep their order.
    pub fn keep_largest(&mut self, most: usize) {
        let size = |c: &Comparison| c.ratio.ln().abs();
        let mut sizes: Vec<f64> = self.shown.iter().map(|c| size(c)).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes.get(most.saturating_sub(1)).copied().unwrap_or(0.0);
        self.shown.retain(|c| size(c) >= least);
        self.shown.truncate(most);
    }

    /// Returns a note on the hidden rows: how many they are, and which differences were detectable.
    /// Empty if no row is hidden.
    pub fn hidden(&self) -> String {
        let hidden = self.all.len() - self.shown.len();
        let rows = if hidden == 1 { "row" } else { "rows" };
        let detectable = match self.are_the_same() {
            true => String::new(),
            false => self.detectable(),
        };
        match hidden {
            0 => String::new(),
            _ => format!("{hidden} equal {rows} hidden{detectable}; --all shows them."),
        }
    }

    /// True if no row differs at all, as if a file were compared with itself.
    pub fn are_the_same(&self) -> bool {
        self.all.iter().all(|c| c.ratio == 1.0 && c.p >= 1.0)
    }

    /// Returns the differences that were detectable in the equal rows.
    fn detectable(&self) -> String {
        let equal = self.all.iter().filter(|c| is_equal(c));
        let detectable: Option<Vec<f64>> = equal.map(|c| c.detectable).collect();
        let least = |d: Vec<f64>| Some((median(&d)?, d.into_iter().fold(0.0, f64::max)));
        match detectable.and_then(least) {
            Some((half, all)) => format!(
                " (detectable: {} in half of them, {} in all)",
                plain(half),
                plain(all)
            ),
            None => " (in some, no difference was detectable)".to_string(),
        }
    }
}

/// True if no difference is reported.
fn is_equal(c: &Comparison) -> bool {
    c.verdict == Verdict::NoDifference || c.below_noise
}
