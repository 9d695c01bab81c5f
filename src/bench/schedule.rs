//! The order of a run: rounds that visit all the cells, each in a fresh random order.
//!
//! Random order within rounds spreads whatever drifts (frequency, neighbours, caches) evenly over
//! the configurations, so that the processes of one round can be compared as pairs.

use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use std::time::{SystemTime, UNIX_EPOCH};

/// Which process samples to take, in which order: `(round, index of the cell)`.
///
/// The same seed gives the same order, which is how an interrupted run finds its place.
pub fn rounds(cells: usize, rounds: u32, seed: u64) -> Vec<(u32, usize)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut order = Vec::with_capacity(cells * rounds as usize);
    for round in 0..rounds {
        let mut indices: Vec<usize> = (0..cells).collect();
        indices.shuffle(&mut random);
        order.extend(indices.into_iter().map(|index| (round, index)));
    }
    order
}

/// A seed that nobody chose, short enough to type.
pub fn fresh_seed() -> u64 {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    let clock = clock.map_or(0, |since| since.as_nanos() as u64);
    ChaCha8Rng::seed_from_u64(clock).next_u64() % 1_000_000
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn every_round_visits_every_cell_once() {
        let order = rounds(7, 5, 1);
        for round in 0..5 {
            let mut visited: Vec<_> = order
                .iter()
                .filter(|(r, _)| *r == round)
                .map(|o| o.1)
                .collect();
            assert_ne!(
                visited,
                (0..7).collect::<Vec<_>>(),
                "round {round} is not shuffled"
            );
            visited.sort();
            assert_eq!(visited, (0..7).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_seed_decides_the_order() {
        assert_eq!(rounds(20, 3, 7), rounds(20, 3, 7));
        assert_ne!(rounds(20, 3, 7), rounds(20, 3, 8));
    }
}
