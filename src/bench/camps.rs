//! Groups of configurations that agree: where nothing else gives the right answer, the majority
//! does.

/// Groups equal answers, by their places; the largest group first, and of equal ones the earliest.
pub fn camps<T: PartialEq>(answers: &[T]) -> Vec<Vec<usize>> {
    let mut camps: Vec<Vec<usize>> = Vec::new();
    for (place, answer) in answers.iter().enumerate() {
        match camps.iter_mut().find(|camp| answers[camp[0]] == *answer) {
            Some(camp) => camp.push(place),
            None => camps.push(vec![place]),
        }
    }
    camps.sort_by_key(|camp| std::cmp::Reverse(camp.len()));
    camps
}

/// True if the first camp is larger than every other.
pub fn has_majority(camps: &[Vec<usize>]) -> bool {
    camps
        .get(1)
        .is_none_or(|second| camps[0].len() > second.len())
}

#[cfg(test)]
mod tests {
    use super::{camps, has_majority};

    #[test]
    fn the_largest_camp_comes_first_and_a_tie_is_no_majority() {
        let three = camps(&["wrong", "right", "right"]);
        assert_eq!(three, [vec![1, 2], vec![0]]);
        assert!(has_majority(&three) && has_majority(&camps(&[1])));
        assert!(!has_majority(&camps(&[1, 2])));
    }
}
