//! Quantiles and probabilities of distributions.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The value below which a standard normal variable lies with this probability, which is above 0
/// and below 1.
pub fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// The probability that a standard normal variable is below `x`.
pub fn normal_below(x: f64) -> f64 {
    Normal::standard().cdf(x)
}

/// Returns the value that the size of Student's t exceeds with this probability (both sides), which
/// is above 0 and below 1. `freedom` is above 0.
pub fn student_quantile(probability: f64, freedom: f64) -> f64 {
    let t = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are above 0");
    t.inverse_cdf(1.0 - probability / 2.0)
}

/// The probability that Student's t is below `t`. `freedom` is above 0.
pub fn student_below(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom)
        .expect("degrees of freedom are above 0")
        .cdf(t)
}

#[cfg(test)]
mod tests {
    use super::{normal_quantile, student_below, student_quantile};

    #[test]
    fn normal_quantiles() {
        for (probability, quantile) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_545),
            (0.975, 1.959_963_984_540),
            (0.005, -2.575_829_303_549),
            (1e-6, -4.753_424_308_823),
        ] {
            assert!(
                (normal_quantile(probability) - quantile).abs() < 1e-7,
                "{probability}"
            );
        }
    }

    #[test]
    fn tabled_student_quantiles() {
        for (probability, freedom, quantile) in [
            (0.05, 5.0, 2.570_582),
            (0.05, 9.0, 2.262_157),
            (0.05, 24.0, 2.063_899),
            (0.01, 9.0, 3.249_836),
            (0.001, 5.0, 6.868_827),
            (0.05, 1000.0, 1.962_339),
        ] {
            let found = student_quantile(probability, freedom);
            assert!(
                (found - quantile).abs() < 2e-4 * quantile,
                "{probability} {freedom}: {found}"
            );
        }
    }

    #[test]
    fn probabilities_and_quantiles_agree_far_out() {
        for freedom in [1.0, 3.7, 12.0] {
            for rate in [0.05, 1e-3, 1e-6] {
                let below = student_below(-student_quantile(rate, freedom), freedom);
                assert!(
                    (2.0 * below / rate - 1.0).abs() < 1e-3,
                    "{freedom} {rate}: {below}"
                );
            }
        }
    }
}
