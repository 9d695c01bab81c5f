//! The values of a results file, by round, on the scale of logarithms: differences there are
//! ratios.

use crate::analysis::metric::Metric;
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use crate::results::schema::{Guest, Process, Results};
use std::collections::{BTreeMap, BTreeSet};

/// Logarithms of values by round.
pub type Series = BTreeMap<u32, f64>;

/// Process samples, found by configuration and input.
pub struct Values<'a> {
    pub results: &'a Results,
    processes: BTreeMap<(&'a str, &'a str), Vec<&'a Process>>,
}

impl<'a> Values<'a> {
    pub fn of(results: &'a Results) -> Self {
        let mut processes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for process in &results.processes {
            let place = (process.configuration.as_str(), process.input.as_str());
            processes.entry(place).or_default().push(process);
        }
        Values { results, processes }
    }

    /// The names of the configurations that were measured, sorted.
    pub fn configurations(&self) -> BTreeSet<&'a str> {
        self.processes.keys().map(|(name, _)| *name).collect()
    }

    /// The inputs that were measured on a configuration, sorted.
    pub fn inputs(&self, configuration: &str) -> BTreeSet<&'a str> {
        let of = self
            .processes
            .keys()
            .filter(|(name, _)| *name == configuration);
        of.map(|(_, input)| *input).collect()
    }

    /// The guest of an input, if it could be built.
    pub fn guest(&self, input: &str) -> Option<&'a Guest> {
        let name = guest_name(input);
        let mut guests = self.results.header.guests.iter();
        guests.find(|guest| guest.name == name)
    }

    /// The name of an input's group.
    pub fn group(&self, input: &str) -> &'a str {
        let guest = self.guest(input);
        guest.map_or("not built", |guest| guest.group.name.as_str())
    }

    /// What an input's figures count in.
    pub fn counts_in(&self, input: &str) -> CountsIn {
        let guest = self.guest(input).map(|guest| guest.group.counts_in);
        guest.unwrap_or_default()
    }

    /// The worst outcome of a cell's processes. `None`: it was not measured.
    pub fn outcome(&self, configuration: &str, input: &str) -> Option<Outcome> {
        let processes = self.processes.get(&(configuration, input))?;
        processes.iter().map(|process| process.outcome).max()
    }

    /// The values of a cell whose processes are all `ok`. Zero has no logarithm: it counts as the
    /// least that is not zero, and so does a value that is not distinguishable from zero.
    pub fn series(&self, configuration: &str, input: &str, metric: Metric) -> Option<Series> {
        if self.outcome(configuration, input)? != Outcome::Ok {
            return None;
        }
        let (_, name) = input.split_once('/').unwrap_or((input, ""));
        let units = self.guest(input).and_then(|guest| guest.units.get(name));
        let units = units.copied().unwrap_or(1.0);
        let processes = self.processes.get(&(configuration, input))?;
        let value = |process: &&Process| {
            let value = metric.of(process, units)?;
            let least = metric.least(process, units);
            let known = value > 0.0 && value >= metric.resolution();
            Some((process.round, if known { value } else { least }.ln()))
        };
        let series: Series = processes.iter().filter_map(value).collect();
        let whole = !series.is_empty() && series.values().all(|value| value.is_finite());
        whole.then_some(series)
    }
}

/// True if a series has a zero: of whole numbers, whose least is 1.
pub fn has_zero(metric: Metric, series: &Series) -> bool {
    !metric.is_throughput() && series.values().any(|value| *value == 0.0)
}

/// The value of a logarithm that is no ratio.
pub fn plain(metric: Metric, logarithm: f64) -> f64 {
    if !metric.is_throughput() && logarithm == 0.0 {
        return 0.0;
    }
    logarithm.exp()
}

/// The part of `guest/input` that names the guest.
pub fn guest_name(input: &str) -> &str {
    input.split('/').next().unwrap_or(input)
}

/// Returns `ours` relative to `theirs` within each round that both have.
pub fn relative(ours: &Series, theirs: &Series) -> Series {
    let ratio = |(round, value): (&u32, &f64)| Some((*round, value - theirs.get(round)?));
    ours.iter().filter_map(ratio).collect()
}

/// The mean over guests, each the mean over its inputs, of every round that all of them have: of
/// logarithms, it is that of a geometric mean. What drifts from round to round so meets all the
/// inputs together.
pub fn mean(series: &[(&str, &Series)]) -> Series {
    let mut guests: BTreeMap<&str, Vec<&Series>> = BTreeMap::new();
    for (input, values) in series {
        guests.entry(guest_name(input)).or_default().push(values);
    }
    let Some((_, first)) = series.first() else {
        return Series::new();
    };
    let of_round = |round: &u32| {
        let mut sum = 0.0;
        for inputs in guests.values() {
            let mut of_guest = 0.0;
            for values in inputs {
                of_guest += values.get(round)?;
            }
            sum += of_guest / inputs.len() as f64;
        }
        Some((*round, sum / guests.len() as f64))
    };
    first.keys().filter_map(of_round).collect()
}
