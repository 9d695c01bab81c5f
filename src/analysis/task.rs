//! The task that several guests do, each in its language, and what it costs on each configuration.

use crate::analysis::cells::{Cells, Input};
use crate::analysis::metric::Metric;
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use crate::results::schema::{Configuration, Guest};
use crate::stats;
use std::collections::{BTreeMap, BTreeSet};
use wasmeter_worker::Artifact;

/// Figures by round.
pub type Rounds = BTreeMap<u32, f64>;

/// The cost of a language on a configuration.
#[derive(Debug, Clone, Copy)]
pub enum Cost {
    /// Nanoseconds of a start, as far as the run recorded it: to the end of the first call, and for
    /// a command to the begin of its run.
    Start,
    /// The time for a unit of work: as a multiple of the baseline's native build's, or without one
    /// in nanoseconds.
    Time,
}

/// A guest of the task.
pub struct Language<'a> {
    pub guest: &'a Guest,
    /// Those that all languages have, by name.
    inputs: BTreeMap<&'a str, Input<'a>>,
}

impl Language<'_> {
    /// For a table.
    pub fn name(&self) -> String {
        match &self.guest.interpreter {
            Some(interpreter) => format!("{} ({interpreter})", self.guest.language),
            None => self.guest.language.clone(),
        }
    }
}

/// A task that several languages do, and their results.
pub struct Task<'a> {
    pub cells: &'a Cells<'a>,
    pub languages: Vec<Language<'a>>,
    /// The configurations that anything went well on, without native and those driven through
    /// command lines.
    pub configurations: Vec<&'a str>,
    /// Those of them that run every language that at least half of them run.
    pub shared: Vec<&'a str>,
    /// The place of the language whose native build times are ratios to.
    baseline: Option<usize>,
}

impl<'a> Task<'a> {
    /// The task of a run; without languages if it is not in it.
    pub fn find(cells: &'a Cells<'a>) -> Self {
        let mut all = cells.inputs();
        all.retain(|input| input.counts_in() == CountsIn::Language);
        let mut languages: BTreeMap<&str, Language> = BTreeMap::new();
        for input in all {
            let Some(guest) = input.guest else { continue };
            let language = languages.entry(&guest.name).or_insert(Language {
                guest,
                inputs: BTreeMap::new(),
            });
            let own_name = input.name.split_once('/').map_or("", |(_, name)| name);
            language.inputs.insert(own_name, input);
        }
        let names = |l: &Language<'a>| l.inputs.keys().copied().collect::<BTreeSet<_>>();
        let common = languages.values().map(names).reduce(|a, b| &a & &b);
        let common = common.unwrap_or_default();
        for language in languages.values_mut() {
            language.inputs.retain(|name, _| common.contains(name));
        }
        languages.retain(|_, language| !language.inputs.is_empty());
        // Where a process is all of a start and a run, the two cannot be separated.
        let computing = |c: &&Configuration| c.artifact != Artifact::Native && !c.one_shot;
        let configurations = cells.alive().into_iter().filter(computing);
        let mut task = Task {
            cells,
            languages: languages.into_values().collect(),
            configurations: configurations.map(|c| c.name.as_str()).collect(),
            shared: Vec::new(),
            baseline: None,
        };
        task.baseline = task.languages.iter().position(|language| {
            let measured = |native| !task.cost(Cost::Time, native, language).is_empty();
            language.guest.same_as.is_none() && cells.native.is_some_and(measured)
        });
        task.shared = task.shared();
        task
    }

    /// The language whose native build times are ratios to, if it was measured.
    pub fn baseline(&self) -> Option<&Language<'a>> {
        self.baseline.map(|at| &self.languages[at])
    }

    fn shared(&self) -> Vec<&'a str> {
        let runs = |configuration: &str, language: &Language| {
            let costs = [Cost::Start, Cost::Time];
            costs
                .iter()
                .all(|cost| !self.cost(*cost, configuration, language).is_empty())
        };
        let count = |l: &&Language| self.configurations.iter().filter(|c| runs(c, l)).count();
        let counted = self
            .languages
            .iter()
            .filter(|l| count(l) * 2 >= self.configurations.len());
        let counted: Vec<_> = counted.collect();
        let mut shared = self.configurations.clone();
        shared.retain(|c| counted.iter().all(|language| runs(c, language)));
        shared
    }

    /// By round; empty if an input has none.
    pub fn cost(&self, cost: Cost, configuration: &str, language: &Language) -> Rounds {
        let of_input =
            |(name, input): (&&str, &Input)| match (cost, self.baseline(), self.cells.native) {
                (Cost::Start, ..) => self.start_of(configuration, input),
                (Cost::Time, Some(baseline), Some(native)) => {
                    let theirs = self.time_of(native, &baseline.inputs[name]);
                    divided(&self.time_of(configuration, input), &theirs)
                }
                (Cost::Time, ..) => self.time_of(configuration, input),
            };
        mean(&language.inputs.iter().map(of_input).collect::<Vec<_>>())
    }

    /// Returns the metric that gives the cost of a start.
    pub fn start(&self) -> Metric {
        match self.cells.start() {
            Metric::Start => Metric::Start,
            _ => Metric::ColdStart,
        }
    }

    fn start_of(&self, configuration: &str, input: &Input) -> Rounds {
        let mut starts = self.figures(configuration, input, self.start());
        if is_command(input) {
            for (round, ns) in self.figures(configuration, input, Metric::FirstCall) {
                starts.entry(round).and_modify(|start| *start -= ns);
            }
        }
        starts
    }

    /// Returns the time of a step; for a command, the time of its whole first run.
    fn time_of(&self, configuration: &str, input: &Input) -> Rounds {
        if !is_command(input) {
            return self.figures(configuration, input, Metric::TimePerUnit);
        }
        let runs = self.figures(configuration, input, Metric::FirstCall);
        runs.into_iter()
            .map(|(round, ns)| (round, ns / input.units()))
            .collect()
    }

    fn figures(&self, configuration: &str, input: &Input, metric: Metric) -> Rounds {
        let cell = self.cells.get(configuration, input.name, metric);
        cell.map_or(Rounds::new(), |cell| cell.rounds.clone())
    }

    /// A cost over all the shared configurations: empty if one of them lacks it.
    pub fn over_shared(&self, cost: Cost, language: &Language) -> Rounds {
        let parts = self
            .shared
            .iter()
            .map(|configuration| self.cost(cost, configuration, language));
        mean(&parts.collect::<Vec<_>>())
    }

    /// Returns the outcome of a language on a configuration that did not end well.
    pub fn failure(&self, configuration: &str, language: &Language) -> Option<Outcome> {
        let inputs = language.inputs.values();
        let ends = inputs.filter_map(|input| self.cells.end(configuration, input.name));
        ends.map(|end| end.outcome)
            .max()
            .filter(|outcome| *outcome != Outcome::Ok)
    }
}

fn is_command(input: &Input) -> bool {
    input.guest.is_some_and(|guest| guest.unit.is_empty())
}

/// The geometric mean in each round that all parts have.
fn mean(parts: &[Rounds]) -> Rounds {
    let of_round = |round: &u32| {
        let values: Option<Vec<f64>> = parts.iter().map(|part| part.get(round).copied()).collect();
        Some((*round, stats::geometric_mean(&values?)?))
    };
    let first = parts.first().into_iter();
    first.flat_map(Rounds::keys).filter_map(of_round).collect()
}

/// The ratios within rounds.
pub fn divided(ours: &Rounds, theirs: &Rounds) -> Rounds {
    let ratio = |(round, value): (&u32, &f64)| Some((*round, value / theirs.get(round)?));
    ours.iter().filter_map(ratio).collect()
}
