//! The normal distribution.

/// The value below which a standard normal variable lies with this probability, which is above 0 and below 1.
/// Its relative error is below 1.2e-9 (P. J. Acklam's rational approximation, 2003).
pub fn normal_quantile(probability: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.38357751867269e2,
        -3.066479806614716e1,
        2.506628277459239,
    ];
    const B: [f64; 6] = [
        -5.447609879822406e1,
        1.615858368580409e2,
        -1.556989798598866e2,
        6.680131188771972e1,
        -1.328068155288572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    ];
    const D: [f64; 5] = [
        7.784695709041462e-3,
        3.224671290700398e-1,
        2.445134137142996,
        3.754408661907416,
        1.0,
    ];
    const TAIL: f64 = 0.02425;
    let polynomial =
        |factors: &[f64], x: f64| factors.iter().fold(0.0, |sum, factor| sum * x + factor);
    if probability > 0.5 {
        return -normal_quantile(1.0 - probability);
    }
    if probability < TAIL {
        let q = (-2.0 * probability.ln()).sqrt();
        return polynomial(&C, q) / polynomial(&D, q);
    }
    let q = probability - 0.5;
    q * polynomial(&A, q * q) / polynomial(&B, q * q)
}

#[cfg(test)]
mod tests {
    use super::normal_quantile;

    #[test]
    fn quantiles() {
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
}
