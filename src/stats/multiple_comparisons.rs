//! Many comparisons at once.

/// The rate at which each of many comparisons is to be asked, so that of all differences told,
/// false ones are this share at the most on average, and none is told with this probability if
/// there is none (Benjamini, Hochberg 1995).
///
/// A comparison is told if its p is at most what this gives. Its interval at the same rate then
/// leaves out zero, the others' hold it, and of the intervals told that share misses the truth
/// (Benjamini, Yekutieli 2005).
pub fn common_level(ps: &[f64], rate: f64) -> f64 {
    let sorted = super::order::sorted(ps);
    let all = sorted.len().max(1) as f64;
    let allowed = |told: usize| told as f64 * rate / all;
    let told = (1..=sorted.len())
        .rev()
        .find(|told| sorted[told - 1] <= allowed(*told));
    allowed(told.unwrap_or(0).max(1))
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
