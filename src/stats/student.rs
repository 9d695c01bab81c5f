//! Means whose error is estimated from the values themselves: Student's t.

use super::quantiles::{student_below, student_quantile};

/// A mean, how far it is likely to be off, and how well that is known.
#[derive(Debug, Clone, Copy)]
pub struct Mean {
    pub centre: f64,
    /// Standard error.
    error: f64,
    /// Degrees of freedom of the standard error.
    freedom: f64,
}

impl Mean {
    /// The mean of too few values: nothing is known.
    pub const UNKNOWN: Mean = Mean {
        centre: 0.0,
        error: f64::INFINITY,
        freedom: 1.0,
    };

    /// True if it is known at all.
    pub fn is_known(&self) -> bool {
        self.error.is_finite()
    }

    /// The mean of independent values (Student 1908). `None` for fewer than two.
    pub fn of(values: &[f64]) -> Option<Self> {
        let part = Part::of(values, 0)?;
        Some(Mean {
            centre: part.mean,
            error: part.square.sqrt(),
            freedom: part.freedom,
        })
    }

    /// The distance of the mean of `a` above that of `b`, which may be spread more or less (Welch
    /// 1947). `None`: one has too few values.
    pub fn welch(a: &[f64], b: &[f64]) -> Option<Self> {
        Some(Mean::apart(Part::of(a, 0)?, Part::of(b, 0)?))
    }

    /// The distance of trimmed means, which outliers do not move (Yuen 1974).
    pub fn yuen(a: &[f64], b: &[f64]) -> Option<Self> {
        let part = |values: &[f64]| Part::of(values, trimmed(values.len()));
        Some(Mean::apart(part(a)?, part(b)?))
    }

    fn apart(a: Part, b: Part) -> Self {
        let square = a.square + b.square;
        let shares = a.square.powi(2) / a.freedom + b.square.powi(2) / b.freedom;
        Mean {
            centre: a.mean - b.mean,
            error: square.sqrt(),
            freedom: if shares > 0.0 {
                square.powi(2) / shares
            } else {
                1.0
            },
        }
    }

    /// The least rate of false positives, from 0 to 1, at which it is reported to be above zero,
    /// and below it; each on one side.
    pub fn sides(&self) -> (f64, f64) {
        // Values that are all the same.
        if self.error <= 0.0 {
            let certain = |is: bool| if is { 0.0 } else { 1.0 };
            return (certain(self.centre > 0.0), certain(self.centre < 0.0));
        }
        let t = self.centre / self.error;
        (
            student_below(-t, self.freedom),
            student_below(t, self.freedom),
        )
    }

    /// The interval that misses the truth at this rate.
    pub fn interval(&self, rate: f64) -> (f64, f64) {
        let half = self.error * student_quantile(rate, self.freedom);
        (self.centre - half, self.centre + half)
    }
}

/// Returns the number of values that are left out at either end: a fifth. All of few values count,
/// for the rest would be too few.
fn trimmed(n: usize) -> usize {
    if n < 10 { 0 } else { n / 5 }
}

struct Part {
    mean: f64,
    /// Squared standard error.
    square: f64,
    freedom: f64,
}

impl Part {
    /// Without `trim` values at either end; for the error, they count as those next to them do.
    fn of(values: &[f64], trim: usize) -> Option<Self> {
        let sorted = super::order::sorted(values);
        let n = sorted.len();
        let middle = sorted.get(trim..n.checked_sub(trim)?)?;
        let kept = middle.len() as f64;
        let (least, most) = (*middle.first()?, *middle.last()?);
        if middle.len() < 2 {
            return None;
        }
        let winsorised = || sorted.iter().map(|value| value.clamp(least, most));
        let centre = winsorised().sum::<f64>() / n as f64;
        let squares: f64 = winsorised().map(|value| (value - centre).powi(2)).sum();
        Some(Part {
            mean: middle.iter().sum::<f64>() / kept,
            square: squares / (kept * (kept - 1.0)),
            freedom: kept - 1.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Mean;

    #[test]
    fn a_textbook_mean() {
        // Student's own example, the hours of sleep gained (1908): t = 4.06 with 9 degrees of
        // freedom.
        let gained = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        let mean = Mean::of(&gained).unwrap();
        assert!((mean.centre - 1.58).abs() < 1e-12);
        assert!((mean.centre / mean.error - 4.06).abs() < 0.01);
        let (above, below) = mean.sides();
        assert!((above - 0.0014).abs() < 0.0001 && (below - 0.9986).abs() < 0.0001);
        assert!(Mean::of(&gained[..1]).is_none());
    }

    #[test]
    fn a_difference_with_welchs_degrees_of_freedom() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [6.0, 8.0, 10.0]);
        let found = Mean::welch(&a, &b).unwrap();
        // Squared errors 5/3/4 and 4/3, so 1.75 in all.
        assert!((found.centre + 5.5).abs() < 1e-12);
        assert!((found.error - 1.75_f64.sqrt()).abs() < 1e-12);
        assert!((found.freedom - 3.23).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn outliers_count_as_their_neighbours() {
        let of = |last: f64| {
            let values: Vec<f64> = (0..9).map(f64::from).chain([last]).collect();
            Mean::yuen(&values, &[0.5; 10]).unwrap()
        };
        let (usual, wild) = (of(9.0), of(1e6));
        assert_eq!((usual.centre, usual.error), (wild.centre, wild.error));
        assert!((usual.centre - 4.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_always_the_same_is_certain() {
        let found = Mean::yuen(&[2.0; 5], &[1.0; 5]).unwrap();
        assert_eq!(
            (found.sides(), found.interval(0.01)),
            ((0.0, 1.0), (1.0, 1.0))
        );
        assert_eq!(
            Mean::yuen(&[1.0; 5], &[1.0; 5]).unwrap().sides(),
            (1.0, 1.0)
        );
    }
}
