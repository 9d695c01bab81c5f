//! The growth of a whole by each further one of many parts.

/// The mean growth over the second half of a series of totals, one before the first was added and
/// one after each. The first half is left out, since the first additions may take memory that was
/// freed before. A whole that shrinks grows by 0. `None` if fewer than two were added.
pub fn growth(totals: &[u64]) -> Option<u64> {
    let added = totals.len().checked_sub(1).filter(|added| *added >= 2)?;
    let half = added / 2;
    let whole = totals[added].saturating_sub(totals[half]);
    Some(whole / (added - half) as u64)
}

#[cfg(test)]
mod tests {
    use super::growth;

    const PAGE: u64 = 4096;

    /// Totals in whole pages where each further one takes `each` bytes, and `freed` bytes lie about
    /// to be used first.
    fn totals(each: u64, freed: u64, added: u64) -> Vec<u64> {
        let total = |n: u64| (50 << 20) + (n * each).saturating_sub(freed).div_ceil(PAGE) * PAGE;
        (0..=added).map(total).collect()
    }

    #[test]
    fn what_was_freed_before_hides_nothing() {
        let (each, added) = (279 << 10, 16);
        for freed in [0, each / 2, 3 * each, 8 * each] {
            let found = growth(&totals(each, freed, added)).unwrap();
            assert!(found.abs_diff(each) <= PAGE, "{found} with {freed} freed");
        }
        // The mean over all would show half of it.
        let all = totals(each, 8 * each, added);
        assert!((all[16] - all[0]) / added < each * 6 / 10);
    }

    #[test]
    fn less_than_a_page_is_found_as_less_than_a_page() {
        assert!(growth(&totals(700, 0, 16)).unwrap() < PAGE);
        assert_eq!(growth(&totals(0, 0, 16)), Some(0));
    }

    #[test]
    fn a_whole_that_shrinks_grows_by_nothing() {
        assert_eq!(growth(&[9, 9, 9, 5, 4]), Some(0));
    }

    #[test]
    fn one_shows_no_growth() {
        assert_eq!(growth(&[]), None);
        assert_eq!(growth(&[1, 2]), None);
        assert_eq!(growth(&[1, 2, 4]), Some(2));
    }
}
