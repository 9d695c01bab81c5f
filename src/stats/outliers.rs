//! Values that lie far from the others.

use super::estimate::FEW;
use statrs::statistics::{Data, OrderStatistics};

/// Which of positive values lie far out: on logarithms, beyond a quartile by more than three times
/// the distance between the quartiles (Tukey 1977). None of fewer than six values: too few to know
/// the usual spread.
pub fn outliers(values: &[f64]) -> Vec<usize> {
    if values.len() < FEW {
        return Vec::new();
    }
    let logarithms: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    let mut data = Data::new(logarithms.clone());
    let (lower, upper) = (data.lower_quartile(), data.upper_quartile());
    let fence = 3.0 * (upper - lower);
    let inside = (lower - fence)..=(upper + fence);
    let all = logarithms.iter().enumerate();
    all.filter(|(_, value)| !inside.contains(value))
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::outliers;

    #[test]
    fn what_was_planted_is_found_and_nothing_else() {
        let values = [100.0, 103.0, 99.0, 101.0, 98.0, 102.0, 100.5];
        assert!(outliers(&values).is_empty());
        for planted in [60.0, 160.0] {
            let mut with = values;
            with[3] = planted;
            assert_eq!(outliers(&with), [3]);
            assert!(outliers(&with[..5]).is_empty(), "too few to know");
        }
        assert_eq!(outliers(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.1]), [6]);
    }
}
