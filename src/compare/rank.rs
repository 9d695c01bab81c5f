//! Configurations in the order of their geometric means; what the data do not tell apart shares a rank.

use super::means::{Cell, Means};
use super::values::{Series, Values, has_zero, mean, plain, relative};
use crate::catalog::filter::Filter;
use crate::report::across::enough_together;
use crate::report::metric::{Metric, Unit};
use crate::report::tables::HOST_CALLS;
use crate::report::task::LANGUAGES;
use crate::stats::{self, Difference, Estimate};
use crate::worker::Outcome;
use anyhow::{Result, bail};
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// Means that differ by less than this fraction are not told apart on this machine; left out if it was not calibrated, and
    /// of sizes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise_floor: Option<f64>,
    /// Best first.
    pub list: Vec<Ranked>,
    /// Configurations that went well on fewer than half of the inputs.
    pub left_out: Vec<String>,
    /// Those that went well, but have no such value on half of the inputs.
    pub without_value: Vec<String>,
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
            && (!question.metric.is_throughput()
                || !question.inputs.is_empty()
                || ![HOST_CALLS, LANGUAGES].contains(&group))
    };
    let wanted = |name: &&str| question.configurations.matches(name) && Some(*name) != reference;
    let candidates: Vec<&str> = measured.iter().copied().filter(wanted).collect();
    let inputs = values.results.header.plan.inputs.iter().map(String::as_str);
    let mut found: BTreeMap<(&str, &str), Series> = BTreeMap::new();
    for name in candidates.iter().copied().chain(reference) {
        for input in inputs.clone().filter(|input| counts(input)) {
            let series = values.series(name, input, question.metric);
            found.extend(series.map(|series| ((name, input), series)));
        }
    }
    if let Some(name) = reference {
        let zero = |input: &&str| {
            let its = found.get(&(name, *input));
            its.is_some_and(|series| has_zero(question.metric, series))
        };
        if let Some(input) = inputs.clone().find(zero) {
            bail!(
                "{name} has 0 on {input}, and nothing is a ratio to that\nrank the values with --reference none"
            );
        }
    }
    let ok = |configuration: &str, input: &str| {
        let theirs = reference.is_none_or(|r| values.outcome(r, input) == Some(Outcome::Ok));
        theirs && found.contains_key(&(configuration, input))
    };
    let asked: Vec<&str> = inputs
        .filter(|input| counts(input) && candidates.iter().any(|c| ok(c, input)))
        .collect();
    let enough =
        |name: &&str| 2 * asked.iter().filter(|input| ok(name, input)).count() >= asked.len();
    let (ranked, left_out): (Vec<&str>, Vec<&str>) = candidates.into_iter().partition(enough);
    let went_well = |name: &&str| {
        let outcomes = asked.iter().map(|input| values.outcome(name, input));
        2 * outcomes.filter(|end| *end == Some(Outcome::Ok)).count() >= asked.len()
    };
    let (without_value, mut left_out): (Vec<&str>, Vec<&str>) =
        left_out.into_iter().partition(went_well);
    let has = |name: &&str| asked.iter().map(|input| ok(name, input)).collect();
    let kept = enough_together(&ranked.iter().map(has).collect::<Vec<Vec<bool>>>());
    let (ranked, others): (Vec<_>, Vec<_>) = ranked.into_iter().zip(kept).partition(|(_, k)| *k);
    left_out.extend(others.into_iter().map(|(name, _)| name));
    let ranked: Vec<&str> = ranked.into_iter().map(|(name, _)| name).collect();
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
            let own = found
                .get(&(configuration, input))
                .cloned()
                .unwrap_or_default();
            match reference.and_then(|reference| found.get(&(reference, input))) {
                Some(theirs) => relative(&own, theirs),
                None => own,
            }
        };
        common.iter().map(|input| (*input, series(input))).collect()
    };
    let mut list = Vec::new();
    for name in ranked {
        let Some(candidate) = Candidate::of(name, cells_of(name)) else {
            bail!("{name}: no round has all the inputs\nchoose fewer with -g");
        };
        list.push(candidate);
    }
    list.sort_by(|a, b| a.centre.centre().total_cmp(&b.centre.centre()));
    let noise_floor = values.results.header.machine.noise_floor();
    let noise_floor = noise_floor.filter(|_| question.metric.unit() == Unit::Ns);
    let (level, told) = tell_apart(&list, question.rate, noise_floor.unwrap_or(0.0));
    Ok(Ranking {
        metric: question.metric,
        reference: question.reference.clone(),
        inputs: common.iter().map(ToString::to_string).collect(),
        of: asked.len(),
        level,
        noise_floor,
        list: places(&list, &told, &|logarithm| match reference {
            Some(_) => logarithm.exp(),
            None => plain(question.metric, logarithm),
        }),
        left_out: left_out.iter().map(ToString::to_string).collect(),
        without_value: without_value.iter().map(ToString::to_string).collect(),
    })
}

/// A configuration that is ranked.
struct Candidate<'a> {
    name: &'a str,
    /// Of each round, the mean over guests.
    rounds: Series,
    /// Of each input that counts, in their order.
    cells: Vec<(&'a str, Series)>,
    centre: Difference,
}

impl<'a> Candidate<'a> {
    /// From the values of the inputs that count, in their order. `None`: no round has them all.
    fn of(name: &'a str, cells: Vec<(&'a str, Series)>) -> Option<Self> {
        let series: Vec<_> = cells
            .iter()
            .map(|(input, values)| (*input, values))
            .collect();
        let rounds = mean(&series);
        let pairs: Vec<_> = rounds.values().map(|value| (*value, 0.0)).collect();
        Some(Candidate {
            name,
            centre: Difference::paired(&pairs)?,
            cells,
            rounds,
        })
    }

    /// How far another lies above it, over rounds or over guests as in `compare`.
    fn against(&self, other: &Candidate) -> Option<Means> {
        let pair = |(round, value): (&u32, &f64)| Some((*other.rounds.get(round)?, *value));
        let rounds: Vec<_> = self.rounds.iter().filter_map(pair).collect();
        let cells = self.cells.iter().zip(&other.cells);
        let cells: Vec<Cell> = cells
            .map(|((input, ours), (_, theirs))| (*input, ours, theirs))
            .collect();
        Some(Means::new(Difference::paired(&rounds)?, &cells, true))
    }
}

/// Compares every two. `told[i][j]`: the i-th of the list is certainly better than the j-th.
fn tell_apart(list: &[Candidate], rate: f64, noise_floor: f64) -> (f64, Vec<Vec<bool>>) {
    let mut ps = Vec::new();
    let mut found = Vec::new();
    for (i, a) in list.iter().enumerate() {
        for (j, b) in list.iter().enumerate().skip(i + 1) {
            if let Some(means) = a.against(b) {
                if means.least_rate() <= rate {
                    ps.push(means.p());
                }
                found.push((i, j, means));
            }
        }
    }
    let level = stats::common_level(&ps, rate);
    let mut told = vec![vec![false; list.len()]; list.len()];
    for (i, j, means) in found {
        let centre = means.centre();
        let (better, worse) = if centre >= 0.0 { (i, j) } else { (j, i) };
        told[better][worse] = means.p() <= level && centre.abs() >= noise_floor.ln_1p();
    }
    (level, told)
}

/// A rank ends where everybody so far is certainly better than everybody after.
fn places(list: &[Candidate], told: &[Vec<bool>], value: &dyn Fn(f64) -> f64) -> Vec<Ranked> {
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
        mean: value(candidate.centre.centre()),
        interval: candidate
            .centre
            .interval(0.05)
            .map(|(low, high)| [value(low), value(high)]),
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
