//! The difference of two means over guests: tested over the rounds or over the guests, whichever
//! has more power.

use super::values::{Series, guest_name, mean};
use crate::stats::Difference;

/// A difference of means, tested in two ways.
///
/// If the two things compared were the same, the sign of each guest's difference were as much by
/// chance as that of each round's: rounds draw the order of all their processes anew. So both are
/// fair tests. The better one counts, at half the rate; the guests are not asked where they are too
/// few to find more than the rounds could.
pub(super) struct Means {
    rounds: Difference,
    guests: Option<Difference>,
}

/// The values of an input on either side.
pub(super) type Cell<'a> = (&'a str, &'a Series, &'a Series);

impl Means {
    /// `rounds`: how far the means over guests of b lie above those of a. `cells`: what they are
    /// the means of, inputs of a guest side by side.
    pub fn new(rounds: Difference, cells: &[Cell], paired: bool) -> Self {
        let same_guest = |x: &Cell, y: &Cell| guest_name(x.0) == guest_name(y.0);
        let guests: Option<Vec<f64>> = cells
            .chunk_by(same_guest)
            .map(|cells| of_guest(cells, paired))
            .collect();
        let guests = guests.filter(|guests| guests.len() > 1);
        let guests = guests.and_then(|guests| Difference::of_means(&guests));
        let finer = |guests: &Difference| guests.least_rate() < rounds.least_rate();
        Means {
            guests: guests.filter(finer),
            rounds,
        }
    }

    /// The least rate of false positives at which it is distinguishable from zero.
    pub fn p(&self) -> f64 {
        let share = if self.guests.is_some() { 2.0 } else { 1.0 };
        (share * self.better().p()).min(1.0)
    }

    /// The least rate that they can be asked for.
    pub fn least_rate(&self) -> f64 {
        match &self.guests {
            Some(guests) => (2.0 * guests.least_rate()).min(1.0),
            None => self.rounds.least_rate(),
        }
    }

    pub fn centre(&self) -> f64 {
        self.better().centre()
    }

    /// Returns the number of guests that it is tested over; `None`: it is tested over rounds.
    pub fn guests(&self) -> Option<usize> {
        self.over_guests().map(Difference::count)
    }

    pub fn interval(&self, rate: f64) -> Option<(f64, f64)> {
        self.better().interval(self.rate_of_each(rate))
    }

    pub fn detectable(&self, rate: f64) -> Option<f64> {
        self.better().detectable(self.rate_of_each(rate))
    }

    fn rate_of_each(&self, rate: f64) -> f64 {
        if self.guests.is_some() {
            rate / 2.0
        } else {
            rate
        }
    }

    fn better(&self) -> &Difference {
        self.over_guests().unwrap_or(&self.rounds)
    }

    /// Returns `None` where the two point to different sides, or where the rounds have more power.
    fn over_guests(&self) -> Option<&Difference> {
        let guests = self.guests.as_ref()?;
        let agree = guests.centre() * self.rounds.centre() > 0.0;
        (agree && guests.p() < self.rounds.p()).then_some(guests)
    }
}

/// The means over guests on either side, round by round.
pub(super) fn sides(cells: &[Cell]) -> (Series, Series) {
    let a: Vec<_> = cells.iter().map(|(input, a, _)| (*input, *a)).collect();
    let b: Vec<_> = cells.iter().map(|(input, _, b)| (*input, *b)).collect();
    (mean(&a), mean(&b))
}

/// Returns how far b lies above a on a guest, over its inputs and rounds. `None`: no round has all.
fn of_guest(cells: &[Cell], paired: bool) -> Option<f64> {
    let (mut a, mut b) = sides(cells);
    if paired {
        a.retain(|round, _| b.contains_key(round));
        b.retain(|round, _| a.contains_key(round));
    }
    let average = |series: &Series| {
        (!series.is_empty()).then(|| series.values().sum::<f64>() / series.len() as f64)
    };
    Some(average(&b)? - average(&a)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    /// Three rounds of `guests` guests, b slower than a by this factor on each, with about 1% of
    /// noise.
    fn simulated(random: &mut ChaCha8Rng, guests: usize, factor: impl Fn(usize) -> f64) -> Means {
        let mut noise = || {
            (0..12)
                .map(|_| random.random_range(-0.005..0.005))
                .sum::<f64>()
        };
        let names: Vec<String> = (0..guests).map(|guest| format!("g{guest}/only")).collect();
        let series: Vec<(Series, Series)> = (0..guests)
            .map(|guest| {
                let mut side = |factor: f64| -> Series {
                    let value = |round| (round, guest as f64 + factor.ln() + noise());
                    (0..3).map(value).collect()
                };
                (side(1.0), side(factor(guest)))
            })
            .collect();
        let cells: Vec<Cell> = names
            .iter()
            .zip(&series)
            .map(|(name, (a, b))| (name.as_str(), a, b))
            .collect();
        let (a, b) = sides(&cells);
        let of_rounds: Vec<_> = b.values().copied().zip(a.values().copied()).collect();
        Means::new(Difference::paired(&of_rounds).unwrap(), &cells, true)
    }

    #[test]
    fn guests_that_agree_distinguish_what_few_rounds_do_not() {
        let random = &mut ChaCha8Rng::seed_from_u64(1);
        let twelve = simulated(random, 12, |_| 1.5);
        assert!(twelve.p() < 0.001 && twelve.guests() == Some(12));
        let (low, high) = twelve.interval(0.01).unwrap();
        assert!(
            low < 1.5_f64.ln() && 1.5_f64.ln() < high && low > 0.3,
            "{low} {high}"
        );
        let three = simulated(random, 3, |_| 1.5);
        assert!(three.p() > 0.2 && three.guests().is_none());
    }

    #[test]
    fn an_interval_without_zero_is_a_difference() {
        let random = &mut ChaCha8Rng::seed_from_u64(2);
        for percent in -5..5 {
            let means = simulated(random, 11, |guest| {
                1.0 + f64::from(percent) / 100.0 + guest as f64 / 200.0
            });
            for rate in [0.05, 0.01] {
                let (low, high) = means.interval(rate).unwrap_or((-1.0, 1.0));
                assert_eq!(low > 0.0 || high < 0.0, means.p() <= rate, "{percent}");
            }
        }
    }

    /// Most guests are a little faster and one is much slower: the geometric mean is the same,
    /// whatever most guests are.
    #[test]
    fn many_guests_do_not_outvote_one() {
        let random = &mut ChaCha8Rng::seed_from_u64(3);
        let factor = |guest: usize| {
            if guest == 0 {
                (0.05_f64 * 19.0).exp()
            } else {
                (-0.05_f64).exp()
            }
        };
        let found = (0..200)
            .filter(|_| simulated(random, 20, factor).p() <= 0.01)
            .count();
        assert_eq!(found, 0);
    }
}
