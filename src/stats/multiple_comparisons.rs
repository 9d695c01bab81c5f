//! Many comparisons at once.

/// The rate at which each of many comparisons is tested, so that this share of all reported
/// differences is false at the most on average, and a difference is reported with this probability
/// at the most if there is none (Benjamini, Hochberg 1995).
///
/// A difference is reported if its p is at most this rate. Its interval at the same rate then
/// excludes zero, the others' include it, and this share of the reported intervals misses the truth
/// (Benjamini, Yekutieli 2005).
pub fn common_level(ps: &[f64], rate: f64) -> f64 {
    let sorted = super::order::sorted(ps);
    let all = sorted.len().max(1) as f64;
    let allowed = |count: usize| count as f64 * rate / all;
    let reported = (1..=sorted.len())
        .rev()
        .find(|count| sorted[count - 1] <= allowed(*count));
    allowed(reported.unwrap_or(0).max(1))
}

#[cfg(test)]
mod tests {
    use super::common_level;

    #[test]
    fn one_comparison_keeps_its_rate() {
        assert_eq!(common_level(&[0.5], 0.01), 0.01);
        assert_eq!(common_level(&[], 0.01), 0.01);
    }

    #[test]
    fn each_is_asked_for_more_unless_many_differ() {
        // Alone among ten, 0.002 is not enough.
        let mut ps = vec![0.9; 10];
        ps[3] = 0.002;
        assert!(common_level(&ps, 0.01) < 0.002);
        // Two of ten are.
        ps[4] = 0.002;
        assert!(common_level(&ps, 0.01) >= 0.002);
        assert_eq!(common_level(&[0.001; 10], 0.01), 0.01);
    }
}
