//! Configurations in the order of their geometric means; what the data do not tell apart shares a rank.

use super::values::{Series, Values, guest_name, mean, relative};
use crate::catalog::filter::Filter;
use crate::report::metric::Metric;
use crate::report::tables::HOST_CALLS;
use crate::report::task::LANGUAGES;
use crate::stats::{self, Difference, Estimate};
use crate::worker::Outcome;
use anyhow::{Result, bail};
use serde::Serialize;

/// What is ranked.
pub struct Question {
    pub inputs: Filter,
    pub configurations: Filter,
    pub metric: Metric,
    /// Of false alarms over all pairs of configurations.
    pub rate: f64,
    /// What the means are ratios to; not ranked itself.
    pub reference: Option<String>,
}

/// The order.
#[derive(Debug, Serialize)]
pub struct Ranking {
    pub metric: Metric,
    pub reference: Option<String>,
    /// The inputs that count: all configurations in the list went well on them.
    pub inputs: Vec<String>,
    /// How many there are in all.
    pub of: usize,
    /// Rate at which every two were compared.
    pub level: f64,
    /// Best first.
    pub list: Vec<Ranked>,
    /// Configurations that went well on fewer than half of the inputs.
    pub left_out: Vec<String>,
}

/// A configuration's place.
#[derive(Debug, Serialize)]
pub struct Ranked {
    pub configuration: String,
    /// From 1; those that are not told apart, directly or through others between them, share it.
    pub rank: usize,
    /// Whether others have the same.
    pub tied: bool,
    /// How many are certainly better and how many certainly worse, each compared with it directly.
    pub better: usize,
    pub worse: usize,
    /// Geometric mean, over guests, of ratios to the reference, or of values; with its 95% interval over rounds, or
    /// without one if there are too few.
    pub mean: f64,
    pub interval: Option<[f64; 2]>,
    /// Rounds.
    pub n: usize,
}

/// Ranks. Fails if nothing is common to two configurations.
pub fn rank(values: &Values, question: &Question) -> Result<Ranking> {
    let measured = values.configurations();
    question
        .configurations
        .check("configuration", measured.iter().copied())?;
    let reference = question.reference.as_deref();
    let counts = |input: &str| {
        let group = values.guest(input).map_or("", |guest| guest.group.as_str());
        question.inputs.matches(input)
            && (question.metric != Metric::TimePerUnit
                || !question.inputs.is_empty()
                || ![HOST_CALLS, LANGUAGES].contains(&group))
    };
    let ok = |configuration: &str, input: &str| {
        let own = values.series(configuration, input, question.metric);
        let theirs = reference.is_none_or(|r| values.outcome(r, input) == Some(Outcome::Ok));
        own.is_some() && theirs
    };
    let wanted = |name: &&str| question.configurations.matches(name) && Some(*name) != reference;
    let candidates: Vec<&str> = measured.iter().copied().filter(wanted).collect();
    let inputs = values.results.header.plan.inputs.iter().map(String::as_str);
    let asked: Vec<&str> = inputs
        .filter(|input| counts(input) && candidates.iter().any(|c| ok(c, input)))
        .collect();
    let enough =
        |name: &&str| 2 * asked.iter().filter(|input| ok(name, input)).count() >= asked.len();
    let (ranked, left_out): (Vec<&str>, Vec<&str>) = candidates.into_iter().partition(enough);
    let common: Vec<&str> = asked
        .iter()
        .copied()
        .filter(|input| ranked.iter().all(|c| ok(c, input)))
        .collect();
    if ranked.len() < 2 || common.is_empty() {
        bail!(
            "there is nothing to rank: two configurations must have gone well on the same inputs\n\
             see what went well by `wasmeter report`, and choose with -r and -g"
        );
    }
    let cells_of = |configuration: &str| -> Vec<(&str, Series)> {
        let series = |input: &str| {
            let own = values.series(configuration, input, question.metric);
            let theirs = reference.and_then(|r| values.series(r, input, question.metric));
            let own = own.unwrap_or_default();
            theirs.map_or(own.clone(), |theirs| relative(&own, &theirs))
        };
        common.iter().map(|input| (*input, series(input))).collect()
    };
    let mut list = Vec::new();
    for name in ranked {
        let Some(candidate) = Candidate::of(name, &cells_of(name)) else {
            bail!("{name}: no round has all the inputs\nchoose fewer with -g");
        };
        list.push(candidate);
    }
    list.sort_by(|a, b| a.centre.centre().total_cmp(&b.centre.centre()));
    let (level, told) = tell_apart(&list, question.rate);
    Ok(Ranking {
        metric: question.metric,
        reference: question.reference.clone(),
        inputs: common.iter().map(ToString::to_string).collect(),
        of: asked.len(),
        level,
        list: places(&list, &told),
        left_out: left_out.iter().map(ToString::to_string).collect(),
    })
}

/// A configuration that is ranked.
struct Candidate<'a> {
    name: &'a str,
    /// Of each round, the mean over guests.
    rounds: Series,
    /// Of each guest, the mean over rounds.
    guests: Vec<f64>,
    centre: Difference,
}

impl<'a> Candidate<'a> {
    /// From the values of the inputs that count, in their order. `None`: no round has them all.
    fn of(name: &'a str, cells: &[(&str, Series)]) -> Option<Self> {
        let cells: Vec<_> = cells
            .iter()
            .map(|(input, values)| (*input, values))
            .collect();
        let rounds = mean(&cells);
        let pairs: Vec<_> = rounds.values().map(|value| (*value, 0.0)).collect();
        let of_guest = |cells: &[(&str, &Series)]| {
            let of_rounds = mean(cells);
            of_rounds.values().sum::<f64>() / of_rounds.len() as f64
        };
        let same_guest =
            |a: &(&str, &Series), b: &(&str, &Series)| guest_name(a.0) == guest_name(b.0);
        Some(Candidate {
            name,
            centre: Difference::paired(&pairs)?,
            guests: cells.chunk_by(same_guest).map(of_guest).collect(),
            rounds,
        })
    }

    /// How far it lies from another, and the least rate at which they are told apart: over rounds, or over guests.
    ///
    /// If they were the same, each guest's difference could as well have the other sign, as each round's could: both are
    /// fair tests, of which the better one counts, twice. Three rounds alone tell nothing; thirteen guests that all
    /// agree do.
    fn against(&self, other: &Candidate) -> Option<(f64, f64)> {
        let pair = |(round, value): (&u32, &f64)| Some((*value, *other.rounds.get(round)?));
        let rounds: Vec<_> = self.rounds.iter().filter_map(pair).collect();
        let guests: Vec<_> = self
            .guests
            .iter()
            .copied()
            .zip(other.guests.iter().copied())
            .collect();
        let (rounds, guests) = (Difference::paired(&rounds)?, Difference::paired(&guests)?);
        let agree = rounds.centre() * guests.centre() > 0.0;
        let p = match agree {
            true => rounds.p().min(guests.p()),
            false => rounds.p(),
        };
        Some((rounds.centre(), (2.0 * p).min(1.0)))
    }
}

/// Compares every two. `told[i][j]`: the i-th of the list is certainly better than the j-th.
fn tell_apart(list: &[Candidate], rate: f64) -> (f64, Vec<Vec<bool>>) {
    let mut ps = Vec::new();
    let mut found = Vec::new();
    for (i, a) in list.iter().enumerate() {
        for (j, b) in list.iter().enumerate().skip(i + 1) {
            if let Some((centre, p)) = a.against(b) {
                ps.push(p);
                found.push((i, j, centre));
            }
        }
    }
    let level = stats::common_level(&ps, rate);
    let mut told = vec![vec![false; list.len()]; list.len()];
    for ((i, j, centre), p) in found.into_iter().zip(ps) {
        let (better, worse) = if centre <= 0.0 { (i, j) } else { (j, i) };
        told[better][worse] = p <= level;
    }
    (level, told)
}

/// A rank ends where everybody so far is certainly better than everybody after.
fn places(list: &[Candidate], told: &[Vec<bool>]) -> Vec<Ranked> {
    let cut = |at: usize| (0..at).all(|i| (at..list.len()).all(|j| told[i][j]));
    let mut start = 0;
    let mut starts = Vec::new();
    for at in 0..list.len() {
        if at > 0 && cut(at) {
            start = at;
        }
        starts.push(start);
    }
    let place = |(at, candidate): (usize, &Candidate)| Ranked {
        configuration: candidate.name.to_string(),
        rank: starts[at] + 1,
        tied: starts.iter().filter(|start| **start == starts[at]).count() > 1,
        better: told.iter().filter(|row| row[at]).count(),
        worse: told[at].iter().filter(|worse| **worse).count(),
        mean: candidate.centre.centre().exp(),
        interval: candidate
            .centre
            .interval(0.05)
            .map(|(low, high)| [low.exp(), high.exp()]),
        n: candidate.rounds.len(),
    };
    list.iter().enumerate().map(place).collect()
}

impl Ranked {
    /// The mean as reports show figures.
    pub fn estimate(&self) -> Estimate {
        let [low, high] = self.interval.unwrap_or([self.mean; 2]);
        Estimate {
            value: self.mean,
            low,
            high,
            n: if self.interval.is_some() { self.n } else { 1 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Three rounds of `guests` guests that all are slower by a factor, with about 1% of noise.
    fn simulated(random: &mut ChaCha8Rng, guests: usize, factor: f64) -> Vec<(String, Series)> {
        let mut noise = || {
            (0..12)
                .map(|_| random.random_range(-0.005..0.005))
                .sum::<f64>()
        };
        let mut value = |guest: usize| guest as f64 + factor.ln() + noise();
        let mut one = |guest| {
            let rounds = (0..3).map(|round| (round, value(guest))).collect();
            (format!("g{guest}/only"), rounds)
        };
        (0..guests).map(&mut one).collect()
    }

    fn p(random: &mut ChaCha8Rng, guests: usize, factor: f64) -> f64 {
        let a = simulated(random, guests, 1.0);
        let b = simulated(random, guests, factor);
        let named = |cells: &[(String, Series)], name| {
            let cells: Vec<_> = cells.iter().map(|(i, s)| (i.as_str(), s.clone())).collect();
            Candidate::of(name, &cells).unwrap()
        };
        let (_, p) = named(&a, "a").against(&named(&b, "b")).unwrap();
        p
    }

    #[test]
    fn guests_that_agree_tell_apart_what_few_rounds_do_not() {
        let random = &mut ChaCha8Rng::seed_from_u64(1);
        assert!(p(random, 12, 1.5) < 0.001);
        assert!(p(random, 3, 1.5) > 0.2);
    }
}
