//! The verdict on each comparison, all at one rate of false positives.

use super::comparison::{Answer, Comparison, Ended, Scope, Verdict};
use super::means::{Cell, Means, sides};
use super::question::{Contrast, Question};
use super::values::{Series, has_zero, plain, relative};
use crate::analysis::groups;
use crate::analysis::metric::{Metric, Unit};
use crate::results::group::CountsIn;
use crate::stats::{self, Difference};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// A comparison before the rate that it is asked at is known.
struct Asked {
    comparison: Comparison,
    difference: Means,
}

/// Compares. Fails if there is no cell that both sides have.
pub fn answer(contrasts: &[Contrast], question: &Question) -> Result<Answer> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut outcomes = Vec::new();
    for contrast in contrasts {
        let inputs = shared_inputs(contrast, question);
        for input in &inputs {
            outcomes.extend(ended(contrast, input));
        }
        for metric in &question.metrics {
            of_metric(contrast, *metric, &inputs, &mut asked);
        }
    }
    if asked.is_empty() && outcomes.is_empty() {
        bail!(
            "there is no cell to compare: no input and metric went well on both sides, in two \
            rounds of each run\n\
             see what each file has by `wasmeter report`, and measure the same inputs (-g) in both"
        );
    }
    // A comparison with too few values to report any difference cannot be a false positive either.
    let can_report = |asked: &&Asked| asked.difference.least_rate() <= question.rate;
    let able = asked.iter().filter(can_report);
    let ps: Vec<f64> = able.map(|asked| asked.difference.p()).collect();
    let level = stats::common_level(&ps, question.rate);
    let floors = contrasts.iter().flat_map(|c| [c.a.values, c.b.values]);
    let floors = floors.filter_map(|v| v.results.header.machine.noise_floor());
    let noise_floor = floors.reduce(f64::max);
    let mut comparisons: Vec<_> = asked
        .into_iter()
        .map(|asked| decided(asked, level, noise_floor))
        .collect();
    comparisons.sort_by(|x, y| {
        let place = |c: &Comparison| {
            let mut metrics = question.metrics.iter();
            let metric = metrics.position(|metric| *metric == c.metric);
            (c.a.clone(), c.b.clone(), metric, c.scope, c.group.clone())
        };
        place(x).cmp(&place(y)).then(x.input.cmp(&y.input))
    });
    Ok(Answer {
        level,
        noise_floor,
        comparisons,
        outcomes,
    })
}

fn decided(asked: Asked, level: f64, noise_floor: Option<f64>) -> Comparison {
    let Asked {
        mut comparison,
        difference,
    } = asked;
    let interval = difference.interval(level);
    comparison.interval = interval.map(|(low, high)| [low.exp(), high.exp()]);
    comparison.verdict = Verdict::of(comparison.unit, interval);
    comparison.detectable = difference.detectable(level).map(|d| d.exp_m1());
    let small = noise_floor.is_some_and(|floor| difference.centre().abs() < floor.ln_1p());
    comparison.below_noise =
        small && comparison.unit == Unit::Ns && comparison.verdict != Verdict::NoDifference;
    comparison
}

/// The inputs that both sides measured and that were asked for.
fn shared_inputs<'a>(contrast: &Contrast<'a>, question: &Question) -> Vec<&'a str> {
    let ours = contrast.a.values.inputs(contrast.a.configuration);
    let theirs = contrast.b.values.inputs(contrast.b.configuration);
    let shared = ours.intersection(&theirs).copied();
    shared
        .filter(|input| question.inputs.matches(input))
        .collect()
}

fn ended(contrast: &Contrast, input: &str) -> Option<Ended> {
    let (a, b) = (&contrast.a, &contrast.b);
    let outcome_a = a.values.outcome(a.configuration, input)?;
    let outcome_b = b.values.outcome(b.configuration, input)?;
    (outcome_a != outcome_b).then(|| Ended {
        a: a.configuration.to_string(),
        b: b.configuration.to_string(),
        input: input.to_string(),
        outcome_a,
        outcome_b,
    })
}

/// The cells, groups and whole of one metric.
fn of_metric(contrast: &Contrast, metric: Metric, inputs: &[&str], asked: &mut Vec<Asked>) {
    let mut found: Vec<(&str, Series, Series)> = Vec::new();
    for input in inputs {
        if let (Some(a), Some(b)) = (
            series(&contrast.a, input, metric),
            series(&contrast.b, input, metric),
        ) {
            found.push((input, a, b));
        }
    }
    let cells: Vec<Cell> = found.iter().map(|(input, a, b)| (*input, a, b)).collect();
    let values = contrast.a.values;
    for cell in &cells {
        let scope = (Scope::Cell, Some(values.group(cell.0)), Some(cell.0));
        asked.extend(ask(contrast, metric, scope, std::slice::from_ref(cell)));
    }
    let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    let mut all = Vec::new();
    for cell in &cells {
        let group = values.group(cell.0);
        groups.entry(group).or_default().push(*cell);
    }
    let measured = cells.iter().map(|cell| values.counts_in(cell.0));
    let measured: Vec<CountsIn> = measured.collect();
    for cell in &cells {
        if groups::counts(metric, values.counts_in(cell.0), &measured) {
            all.push(*cell);
        }
    }
    let several = groups.len() > 1;
    for (group, cells) in &groups {
        if several && cells.len() > 1 {
            asked.extend(ask(
                contrast,
                metric,
                (Scope::Group, Some(group), None),
                cells,
            ));
        }
    }
    if all.len() > 1 {
        asked.extend(ask(contrast, metric, (Scope::Overall, None, None), &all));
    }
}

/// The values of one side's cell, as they are compared.
fn series(side: &super::question::Side, input: &str, metric: Metric) -> Option<Series> {
    let own = side.values.series(side.configuration, input, metric)?;
    let Some(reference) = side.reference_of(metric) else {
        return Some(own);
    };
    let theirs = side.values.series(reference, input, metric)?;
    // Nothing is a ratio to zero.
    if has_zero(metric, &theirs) {
        return None;
    }
    let relative = relative(&own, &theirs);
    (!relative.is_empty()).then_some(relative)
}

fn ask(
    contrast: &Contrast,
    metric: Metric,
    (scope, group, input): (Scope, Option<&str>, Option<&str>),
    cells: &[Cell],
) -> Option<Asked> {
    let (a, b) = sides(cells);
    let values = |series: &Series| series.values().copied().collect::<Vec<_>>();
    let (difference, n) = if contrast.paired {
        let rounds: BTreeSet<_> = a.keys().filter(|round| b.contains_key(round)).collect();
        let pairs: Vec<_> = rounds.iter().map(|round| (b[*round], a[*round])).collect();
        (Difference::paired(&pairs)?, [pairs.len(); 2])
    } else {
        (
            Difference::unpaired(&values(&b), &values(&a))?,
            [a.len(), b.len()],
        )
    };
    let difference = Means::new(difference, cells, contrast.paired);
    let is_ratio = contrast.a.reference_of(metric).is_some();
    let value = |middle: f64| {
        if is_ratio {
            middle.exp()
        } else {
            plain(metric, middle)
        }
    };
    let middle = |series: &Series| stats::median(&values(series)).map(value);
    // Of two machines, means are of ratios, which say something by themselves.
    let shown = scope == Scope::Cell || contrast.a.sizes_too;
    let comparison = Comparison {
        scope,
        a: contrast.a.configuration.to_string(),
        b: contrast.b.configuration.to_string(),
        group: group.map(str::to_string),
        input: input.map(str::to_string),
        metric,
        unit: metric.unit(),
        reference: contrast.a.reference_of(metric).map(str::to_string),
        value_a: middle(&a).filter(|_| shown),
        value_b: middle(&b).filter(|_| shown),
        inputs: cells.len(),
        n,
        guests: difference.guests(),
        ratio: difference.centre().exp(),
        interval: None,
        p: difference.p(),
        verdict: Verdict::NoDifference,
        detectable: None,
        below_noise: false,
    };
    Some(Asked {
        comparison,
        difference,
    })
}
