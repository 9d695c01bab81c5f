//! Configurations in the order of their geometric means; what the data do not tell apart shares a rank.

use super::values::{Series, Values, mean, relative};
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
    let of = |configuration: &str| -> Series {
        let series = |input: &str| {
            let own = values.series(configuration, input, question.metric);
            let theirs = reference.and_then(|r| values.series(r, input, question.metric));
            let own = own.unwrap_or_default();
            theirs.map_or(own.clone(), |theirs| relative(&own, &theirs))
        };
        let cells: Vec<_> = common.iter().map(|input| (*input, series(input))).collect();
        mean(
            &cells
                .iter()
                .map(|(input, series)| (*input, series))
                .collect::<Vec<_>>(),
        )
    };
    let mut list: Vec<(&str, Series, Difference)> = Vec::new();
    for name in ranked {
        let series = of(name);
        let pairs: Vec<_> = series.values().map(|value| (*value, 0.0)).collect();
        let Some(centre) = Difference::paired(&pairs) else {
            bail!("{name}: no round has all the inputs\nchoose fewer with -g");
        };
        list.push((name, series, centre));
    }
    list.sort_by(|a, b| a.2.centre().total_cmp(&b.2.centre()));
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

/// Compares every two within rounds. `told[i][j]`: the i-th of the list is certainly better than the j-th.
fn tell_apart(list: &[(&str, Series, Difference)], rate: f64) -> (f64, Vec<Vec<bool>>) {
    let difference = |a: &Series, b: &Series| {
        let pair = |(round, value): (&u32, &f64)| Some((*value, *b.get(round)?));
        Difference::paired(&a.iter().filter_map(pair).collect::<Vec<_>>())
    };
    let mut ps = Vec::new();
    let mut found = Vec::new();
    for (i, a) in list.iter().enumerate() {
        for (j, b) in list.iter().enumerate().skip(i + 1) {
            if let Some(difference) = difference(&a.1, &b.1) {
                ps.push(difference.p());
                found.push((i, j, difference.centre()));
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
fn places(list: &[(&str, Series, Difference)], told: &[Vec<bool>]) -> Vec<Ranked> {
    let cut = |at: usize| (0..at).all(|i| (at..list.len()).all(|j| told[i][j]));
    let mut start = 0;
    let mut starts = Vec::new();
    for at in 0..list.len() {
        if at > 0 && cut(at) {
            start = at;
        }
        starts.push(start);
    }
    let place = |(at, (name, series, centre)): (usize, &(&str, Series, Difference))| Ranked {
        configuration: name.to_string(),
        rank: starts[at] + 1,
        tied: starts.iter().filter(|start| **start == starts[at]).count() > 1,
        better: told.iter().filter(|row| row[at]).count(),
        worse: told[at].iter().filter(|worse| **worse).count(),
        mean: centre.centre().exp(),
        interval: centre
            .interval(0.05)
            .map(|(low, high)| [low.exp(), high.exp()]),
        n: series.len(),
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
