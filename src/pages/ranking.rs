//! Who is better at what: of each runtime its best configuration, compared with those of the
//! others.

use crate::analysis::metric::{Metric, SAMPLED, Unit};
use crate::analysis::number;
use crate::compare::rank::{Question, Ranked, rank};
use crate::compare::values::Values;
use crate::filter::Filter;
use crate::pages::inputs::runtime_of;
use crate::results::runtime::Execution;
use crate::results::schema::{Configuration, Results};
use crate::stats::Estimate;
use std::collections::BTreeSet;
use wasmeter_worker::Artifact;

/// False positives among all pairs of a standing.
const RATE: f64 = 0.01;

/// The order of runtimes by one metric in one run, best first.
#[derive(Debug, Clone)]
pub struct Standing {
    pub metric: Metric,
    /// The configuration that the figures are ratios to.
    pub reference: Option<String>,
    pub places: Vec<Place>,
}

/// A runtime's best configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub configuration: String,
    /// The numbers of others that are certainly better and certainly worse.
    pub better: usize,
    pub worse: usize,
    pub mean: Estimate,
}

impl Standing {
    /// The place of a runtime.
    pub fn of(&self, runtime: &str) -> Option<&Place> {
        self.places
            .iter()
            .find(|place| runtime_of(&place.configuration) == runtime)
    }

    /// A figure as tables show it.
    pub fn figure(&self, place: &Place) -> String {
        match self.reference {
            Some(_) => format!("{} × native", number::ratio(&place.mean).0),
            None => number::amount(self.metric, &place.mean).0,
        }
    }
}

/// The order by a metric, among configurations that execute in one of these ways (none: in any).
/// `None`: fewer than two runtimes have it.
pub fn standing(results: &Results, metric: Metric, among: &[Execution]) -> Option<Standing> {
    let races = |c: &&Configuration| {
        let executes = c
            .execution
            .is_some_and(|execution| among.contains(&execution));
        c.artifact != Artifact::Native && c.unavailable.is_none() && (among.is_empty() || executes)
    };
    let names: Vec<&str> = results
        .header
        .configurations
        .iter()
        .filter(races)
        .map(|c| c.name.as_str())
        .collect();
    if SAMPLED.contains(&metric) {
        sampled(results, metric, &names)
    } else {
        found_once(results, metric, &names)
    }
}

fn sampled(results: &Results, metric: Metric, names: &[&str]) -> Option<Standing> {
    let values = Values::of(results);
    let reference = match metric.unit() {
        Unit::Ns if metric == Metric::TimePerUnit => Some(native(results)?),
        _ => None,
    };
    let ranked = |names: &[&str]| {
        let patterns: Vec<String> = names.iter().map(|name| globset::escape(name)).collect();
        // No pattern would stand for all.
        let question = Question {
            inputs: Filter::default(),
            configurations: Filter::new(&patterns).ok().filter(|f| !f.is_empty())?,
            metric,
            rate: RATE,
            reference: reference.clone(),
        };
        rank(&values, &question).ok()
    };
    // What comes first of each runtime is its best.
    let mut seen = BTreeSet::new();
    let best: Vec<String> = ranked(names)?
        .list
        .into_iter()
        .map(|ranked| ranked.configuration)
        .filter(|name| seen.insert(runtime_of(name).to_string()))
        .collect();
    let best: Vec<&str> = best.iter().map(String::as_str).collect();
    let ranking = ranked(&best)?;
    let place = |ranked: &Ranked| Place {
        configuration: ranked.configuration.clone(),
        better: ranked.better,
        worse: ranked.worse,
        mean: ranked.estimate(),
    };
    Some(Standing {
        metric,
        reference,
        places: ranking.list.iter().map(place).collect(),
    })
}

fn native(results: &Results) -> Option<String> {
    let mut configurations = results.header.configurations.iter();
    let native = configurations.find(|c| c.artifact == Artifact::Native && c.unavailable.is_none());
    native.map(|c| c.name.clone())
}

/// Sizes of programs, which have no noise: a smaller one is certainly smaller.
fn found_once(results: &Results, metric: Metric, names: &[&str]) -> Option<Standing> {
    let size = |c: &Configuration| match metric {
        Metric::WorkerSize => c.worker_bytes,
        Metric::MappedSize => c.mapped_bytes,
        _ => None,
    };
    let configurations = results.header.configurations.iter();
    let mut sizes: Vec<(u64, &str)> = configurations
        .filter(|c| names.contains(&c.name.as_str()))
        .filter_map(|c| Some((size(c)?, c.name.as_str())))
        .collect();
    sizes.sort_unstable();
    let mut seen = BTreeSet::new();
    sizes.retain(|(_, name)| seen.insert(runtime_of(name)));
    let count = |is: &dyn Fn(u64) -> bool| sizes.iter().filter(|(size, _)| is(*size)).count();
    let place = |(size, name): &(u64, &str)| {
        let value = *size as f64;
        Place {
            configuration: name.to_string(),
            better: count(&|other| other < *size),
            worse: count(&|other| other > *size),
            mean: Estimate {
                value,
                low: value,
                high: value,
                n: 1,
            },
        }
    };
    (sizes.len() > 1).then(|| Standing {
        metric,
        reference: None,
        places: sizes.iter().map(place).collect(),
    })
}
