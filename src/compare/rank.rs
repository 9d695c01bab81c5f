//! Configurations in the order of their geometric means; statistically indistinguishable ones share
//! a rank.

use super::means::{Cell, Means, sides};
use super::question::LISTED;
use super::values::{Series, Values, guest_name, has_zero, plain, relative};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::{across, groups};
use crate::filter::Filter;
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use crate::stats::across::{Lacks, RowMean, Table};
use crate::stats::{self, Difference, Estimate};
use anyhow::{Result, bail};
use serde::Serialize;

/// The question that a ranking answers.
pub struct Question {
    pub inputs: Filter,
    pub configurations: Filter,
    pub metric: Metric,
    /// The rate of false positives over all pairs of configurations.
    pub rate: f64,
    /// The configuration that the means are ratios to; not ranked itself.
    pub reference: Option<String>,
}

/// The order.
#[derive(Debug, Serialize)]
pub struct Ranking {
    pub metric: Metric,
    pub reference: Option<String>,
    /// The inputs that count: those that any configuration has.
    pub inputs: Vec<String>,
    /// Rate at which every two were compared.
    pub level: f64,
    /// Means that differ by less than this fraction are not distinguished on this machine; left out
    /// if it was not calibrated, and of sizes.
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
    /// From 1; indistinguishable ones, directly or through others between them, share it.
    pub rank: usize,
    /// True if others have the same.
    pub tied: bool,
    /// The numbers of those certainly better and certainly worse, each compared with it directly.
    pub better: usize,
    pub worse: usize,
    /// Geometric mean, over guests, of ratios to the reference, or of values; with its 95% interval
    /// (of fewer than six rounds, their range), or without one if there is one round only.
    pub mean: f64,
    pub interval: Option<[f64; 2]>,
    /// Rounds.
    pub n: usize,
    /// The number of inputs that it has.
    pub inputs: usize,
}

/// Ranks. Fails if there are no two to rank.
pub fn rank(values: &Values, question: &Question) -> Result<Ranking> {
    let measured = values.configurations();
    question
        .configurations
        .check("configuration", LISTED, measured.iter().copied())?;
    let metric = question.metric;
    let reference = question.reference.as_deref();
    let mut inputs: Vec<&str> = values
        .results
        .header
        .plan
        .inputs
        .iter()
        .map(String::as_str)
        .collect();
    let all: Vec<CountsIn> = inputs.iter().map(|input| values.counts_in(input)).collect();
    inputs.retain(|input| match question.inputs.is_empty() {
        true => groups::counts(metric, values.counts_in(input), &all),
        false => question.inputs.matches(input),
    });
    // Inputs of a guest stand side by side.
    inputs.sort_by_key(|input| guest_name(input));
    if let Some(name) = reference {
        let zero = |input: &&str| {
            let its = values.series(name, input, metric);
            its.is_some_and(|series| has_zero(metric, &series))
        };
        if let Some(input) = inputs.iter().copied().find(|input| zero(input)) {
            bail!(
                "{name} has 0 on {input}, and nothing is a ratio to that\nrank the values with \
                --reference none"
            );
        }
    }
    let cell = |name: &str, input: &str| -> Option<Series> {
        let own = values.series(name, input, metric)?;
        let Some(reference) = reference else {
            return Some(own);
        };
        let relative = relative(&own, &values.series(reference, input, metric)?);
        (!relative.is_empty()).then_some(relative)
    };
    // All take part in the fit, whoever is asked for: a figure is the same wherever it is shown.
    let candidates: Vec<&str> = measured
        .iter()
        .copied()
        .filter(|name| Some(*name) != reference)
        .collect();
    let mut rows: Vec<Vec<Option<Series>>> = candidates
        .iter()
        .map(|name| inputs.iter().map(|input| cell(name, input)).collect())
        .collect();
    let anybody: Vec<bool> = (0..inputs.len())
        .map(|at| rows.iter().any(|row| row[at].is_some()))
        .collect();
    keep(&mut inputs, &anybody);
    rows.iter_mut().for_each(|row| keep(row, &anybody));
    let table = Table {
        groups: across::groups(inputs.iter().map(|input| guest_name(input))),
        rows,
    };
    let (mut list, mut left_out, mut without_value) = (Vec::new(), Vec::new(), Vec::new());
    for ((name, mean), cells) in candidates.iter().zip(table.means()).zip(&table.rows) {
        if !question.configurations.matches(name) {
            continue;
        }
        let estimate = mean.as_ref().and_then(RowMean::estimate);
        match (mean, estimate) {
            (Some(mean), Some(estimate)) => list.push(Candidate {
                name,
                mean,
                estimate,
                cells,
            }),
            _ => {
                let outcomes = inputs.iter().map(|input| values.outcome(name, input));
                let well = outcomes.filter(|end| *end == Some(Outcome::Ok)).count();
                match 2 * well >= inputs.len() {
                    true => without_value.push(name.to_string()),
                    false => left_out.push(name.to_string()),
                }
            }
        }
    }
    if list.len() < 2 || inputs.is_empty() {
        bail!(
            "there is nothing to rank: two configurations must have gone well on at least half of \
            the inputs\n\
             see what went well by `wasmeter report`, and choose with -r and -g"
        );
    }
    list.sort_by(|a, b| a.estimate.value.total_cmp(&b.estimate.value));
    let noise_floor = values.results.header.machine.noise_floor();
    let noise_floor = noise_floor.filter(|_| metric.unit() == Unit::Ns);
    let pairs = Pairs {
        inputs: &inputs,
        table: &table,
    };
    let (level, better) = pairs.compared(&list, question.rate, noise_floor.unwrap_or(0.0));
    Ok(Ranking {
        metric,
        reference: question.reference.clone(),
        inputs: inputs.iter().map(ToString::to_string).collect(),
        level,
        noise_floor,
        list: places(&list, &better, &|value| match reference {
            Some(_) => value,
            None => plain(metric, value.ln()),
        }),
        left_out,
        without_value,
    })
}

fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().is_some_and(|kept| *kept));
}

/// A configuration that is ranked.
struct Candidate<'a> {
    name: &'a str,
    mean: RowMean,
    estimate: Estimate,
    /// The series of each input.
    cells: &'a [Option<Series>],
}

/// Compares two and two, on the inputs that both have.
struct Pairs<'a> {
    inputs: &'a [&'a str],
    table: &'a Table,
}

impl Pairs<'_> {
    /// Returns how far b lies above a, over rounds or over guests as in `compare`, and the
    /// uncertainty if one of them lacks inputs.
    fn difference(&self, a: &Candidate, b: &Candidate) -> Option<(Means, Option<Lacks>)> {
        let cells = self.inputs.iter().zip(a.cells).zip(b.cells);
        let cells: Vec<Cell> = cells
            .filter_map(|((input, a), b)| Some((*input, a.as_ref()?, b.as_ref()?)))
            .collect();
        let (of_a, of_b) = sides(&cells);
        let pair = |(round, value): (&u32, &f64)| Some((*value, *of_a.get(round)?));
        let rounds: Vec<_> = of_b.iter().filter_map(pair).collect();
        let means = Means::new(Difference::paired(&rounds)?, &cells, true);
        let lacks = if a
            .cells
            .iter()
            .zip(b.cells)
            .all(|(a, b)| a.is_some() == b.is_some())
        {
            // Whatever it is that both lack, it is not what they are compared by.
            None
        } else {
            let average = |series: &Series| series.values().sum::<f64>() / series.len() as f64;
            let centre = means.centre();
            let off = |(a, b): (&Option<Series>, &Option<Series>)| {
                Some(average(b.as_ref()?) - average(a.as_ref()?) - centre)
            };
            self.table
                .lacks(&a.cells.iter().zip(b.cells).map(off).collect::<Vec<_>>())
        };
        Some((means, lacks))
    }

    /// Compares every two. `better[i][j]`: the i-th of the list is certainly better than the j-th.
    fn compared(&self, list: &[Candidate], rate: f64, noise_floor: f64) -> (f64, Vec<Vec<bool>>) {
        let mut ps = Vec::new();
        let mut found = Vec::new();
        for (i, a) in list.iter().enumerate() {
            for (j, b) in list.iter().enumerate().skip(i + 1) {
                if let Some((means, lacks)) = self.difference(a, b) {
                    if means.least_rate() <= rate {
                        ps.push(means.p());
                    }
                    found.push((i, j, means, lacks));
                }
            }
        }
        let level = stats::common_level(&ps, rate);
        let mut better = vec![vec![false; list.len()]; list.len()];
        for (i, j, means, lacks) in found {
            // On the inputs that both have it may be the other way round than in the whole: then
            // nothing is certain.
            let centre = means.centre();
            let open = lacks
                .map_or(0.0, |lacks| lacks.half(level))
                .max(noise_floor.ln_1p());
            better[i][j] = means.p() <= level && centre > 0.0 && centre >= open;
        }
        (level, better)
    }
}

/// A rank ends where everybody so far is certainly better than everybody after.
fn places(list: &[Candidate], better: &[Vec<bool>], value: &dyn Fn(f64) -> f64) -> Vec<Ranked> {
    let cut = |at: usize| (0..at).all(|i| (at..list.len()).all(|j| better[i][j]));
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
        better: better.iter().filter(|row| row[at]).count(),
        worse: better[at].iter().filter(|worse| **worse).count(),
        mean: value(candidate.estimate.value),
        interval: (candidate.estimate.n > 1).then(|| {
            [
                value(candidate.estimate.low),
                value(candidate.estimate.high),
            ]
        }),
        n: candidate.estimate.n,
        inputs: candidate.mean.inputs,
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
