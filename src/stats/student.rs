//! Student's t.

use super::normal::normal_quantile;

/// What the size of Student's t exceeds with this probability (both sides), which is above 0 and below 1. `freedom` is at
/// least 3. Accurate to five digits (G. W. Hill, Algorithm 396, *Communications of the ACM* 13(10), 1970).
pub fn student_quantile(probability: f64, freedom: f64) -> f64 {
    let n = freedom;
    let a = 1.0 / (n - 0.5);
    let b = 48.0 / (a * a);
    let mut c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * (a * std::f64::consts::FRAC_PI_2).sqrt() * n;
    let mut y = (d * probability).powf(2.0 / n);
    if y > 0.05 + a {
        // Near the normal distribution: an asymptotic inverse expansion about it.
        let x = normal_quantile(probability / 2.0);
        y = x * x;
        if n < 5.0 {
            c += 0.3 * (n - 4.5) * (x + 0.6);
        }
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b;
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        y = (a * y * y).exp_m1();
    } else {
        let inner =
            1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0) + 0.5 / (n + 4.0);
        y = (inner * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y;
    }
    (n * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::student_quantile;

    #[test]
    fn tabled_quantiles() {
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
}
