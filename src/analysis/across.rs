//! Figures across several inputs. Who fails at the heavy ones must not look the better for it, and
//! must not change what others show: see [`crate::stats::across`].

use crate::analysis::cells::{Cell, Cells, Input};
use crate::analysis::metric::Metric;
use crate::analysis::number;
use crate::results::schema::Configuration;
use crate::stats::across::{Rounds, RowMean, Table, decisive};
use crate::stats::{self, Estimate};
use std::collections::BTreeMap;

/// Means over inputs, of all configurations that have enough of these.
pub struct Across<'a> {
    /// The inputs that anybody has. Those of a guest stand side by side.
    pub inputs: Vec<Input<'a>>,
    means: BTreeMap<&'a str, RowMean>,
    /// The guest that decides a mean, if one does.
    decided: BTreeMap<&'a str, Decided<'a>>,
}

/// One guest moves a configuration's mean by a tenth and more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decided<'a> {
    pub guest: &'a str,
    /// Its own figure, and the mean of the other guests.
    pub own: f64,
    pub without: f64,
}

/// A guest is named that moves a mean by more than this factor.
const DECIDES: f64 = 1.1;

/// Takes the means of values, or of ratios to native. Values are above 0.
pub fn across<'a>(
    cells: &Cells<'a>,
    metric: Metric,
    as_ratio: bool,
    inputs: &[Input<'a>],
) -> Across<'a> {
    let has = |configuration: &str, input: &Input| {
        let figure = |cell: &Cell| if as_ratio { cell.ratio } else { cell.estimate };
        let cell = cells.get(configuration, input.name, metric);
        cell.filter(|cell| figure(cell).is_some())
    };
    let alive = cells.alive();
    // What nobody has, such as the throughput of a command, is nobody's failure.
    let anybody = |input: &&Input<'a>| alive.iter().any(|c| has(&c.name, input).is_some());
    let mut inputs: Vec<Input> = inputs.iter().filter(anybody).copied().collect();
    inputs.sort_by_key(|input| input.guest_name());
    let series = |configuration: &str, input: &Input| -> Option<Rounds> {
        let own = &has(configuration, input)?.rounds;
        let native = match cells.native {
            Some(native) if as_ratio => Some(&has(native, input)?.rounds),
            _ => None,
        };
        let value = |(round, own): (&u32, &f64)| {
            let value = match native {
                Some(native) => own / native.get(round)?,
                None => *own,
            };
            // A worker may tell 0, such as of memory that it does not count: that has no logarithm.
            (value > 0.0).then(|| (*round, value.ln()))
        };
        let rounds: Rounds = own.iter().filter_map(value).collect();
        (!rounds.is_empty()).then_some(rounds)
    };
    let row = |configuration: &str| -> Vec<Option<Rounds>> {
        inputs
            .iter()
            .map(|input| series(configuration, input))
            .collect()
    };
    // What all are taken to says nothing of the inputs.
    let fitted = |name: &&str| !as_ratio || Some(*name) != cells.native;
    let names: Vec<&str> = alive
        .iter()
        .map(|c| c.name.as_str())
        .filter(fitted)
        .collect();
    let groups = groups(inputs.iter().map(Input::guest_name));
    let table = |rows| Table {
        groups: groups.clone(),
        rows,
    };
    let cells_of: Vec<_> = names.iter().map(|name| row(name)).collect();
    let mut decided = BTreeMap::new();
    for (name, row) in names.iter().zip(&cells_of) {
        if let Some(one) = decisive(&groups, row, DECIDES) {
            let at = groups.iter().position(|group| *group == one.group);
            let guest = at.map_or("", |at| inputs[at].guest_name());
            let (own, without) = (one.own.exp(), one.without.exp());
            decided.insert(
                *name,
                Decided {
                    guest,
                    own,
                    without,
                },
            );
        }
    }
    let mut rows: Vec<_> = table(cells_of).means();
    let mut names = names;
    if let Some(native) = cells.native.filter(|native| !fitted(native)) {
        rows.extend(table(vec![row(native)]).means());
        names.push(native);
    }
    let means = names.into_iter().zip(rows);
    Across {
        means: means
            .filter_map(|(name, mean)| Some((name, mean?)))
            .collect(),
        decided,
        inputs,
    }
}

/// Numbers what belongs together, of names that stand side by side.
pub fn groups<'a>(names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let (mut last, mut number) = (None, 0);
    names
        .map(|name| {
            if last.is_some_and(|last| last != name) {
                number += 1;
            }
            last = Some(name);
            number
        })
        .collect()
}

impl Across<'_> {
    /// The mean of a configuration; `None` if it has none.
    pub fn row(&self, configuration: &str) -> Option<&RowMean> {
        self.means.get(configuration)
    }

    /// The geometric mean over guests, each the geometric mean over its inputs.
    pub fn mean(&self, configuration: &str) -> Option<Estimate> {
        self.row(configuration)?.estimate()
    }

    /// The guest that decides a configuration's mean, if one does.
    pub fn decided(&self, configuration: &str) -> Option<&Decided<'_>> {
        self.decided.get(configuration)
    }

    /// Means that one guest decides, with what they are without it. Empty if there are none.
    pub fn decided_note(&self, cells: &Cells) -> String {
        let said = |(name, mean): (&&str, &RowMean)| {
            let Decided {
                guest,
                own,
                without,
            } = self.decided.get(name)?;
            let ratio = |value: &f64| number::significant(*value);
            let whole = ratio(&mean.estimate()?.value);
            Some(format!(
                "{name} {whole}, without {guest} ({}) {}",
                ratio(own),
                ratio(without)
            ))
        };
        match self
            .means
            .iter()
            .filter_map(said)
            .collect::<Vec<_>>()
            .as_slice()
        {
            [] => String::new(),
            some => {
                let configurations = cells.results.header.configurations.iter();
                let caution = |c: &Configuration| {
                    let text = c
                        .caution
                        .as_ref()
                        .filter(|_| self.decided.contains_key(c.name.as_str()))?;
                    Some(format!(" {}: {text}.", c.name))
                };
                let cautions: String = configurations.filter_map(caution).collect();
                format!(
                    " One guest moves a mean by a tenth and more: {}.{cautions}",
                    some.join("; ")
                )
            }
        }
    }

    /// `14 inputs`.
    pub fn share(&self) -> String {
        match self.inputs.len() {
            0 => "none here".to_string(),
            1 => "1 input".to_string(),
            all => format!("{all} inputs"),
        }
    }

    /// The configurations that lack some inputs, and how that is made up for. Empty if there are
    /// none.
    pub fn lacking_note(&self) -> String {
        let has = self.means.iter().map(|(name, mean)| (*name, mean.inputs));
        lacking_note(has, self.inputs.len())
    }
}

/// The same note for configurations with the number of `all` inputs that each has.
pub fn lacking_note<'a>(has: impl Iterator<Item = (&'a str, usize)>, all: usize) -> String {
    let mut by_count: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (name, inputs) in has.filter(|(_, inputs)| *inputs < all) {
        by_count.entry(inputs).or_default().push(name);
    }
    let lacking: Vec<String> = by_count
        .iter()
        .rev()
        .map(|(inputs, names)| format!("{} ({inputs} of {all})", names.join(", ")))
        .collect();
    match lacking.as_slice() {
        [] => String::new(),
        some => format!(
            "; estimated from fewer, with a wider interval: {}",
            some.join("; ")
        ),
    }
}

/// The median over the inputs that a configuration has, by round. `None`: it has fewer than half of
/// those that anybody has.
pub fn median(
    cells: &Cells,
    metric: Metric,
    inputs: &[Input],
    configuration: &str,
) -> Option<Estimate> {
    let cell = |name: &str, input: &Input| {
        let cell = cells.get(name, input.name, metric)?;
        cell.estimate.and(Some(cell))
    };
    let alive = cells.alive();
    let anybody = |input: &&Input| alive.iter().any(|c| cell(&c.name, input).is_some());
    let of = inputs.iter().filter(anybody).count();
    let own: Vec<&Cell> = inputs
        .iter()
        .filter_map(|input| cell(configuration, input))
        .collect();
    if own.is_empty() || 2 * own.len() < of {
        return None;
    }
    let of_round = |round: u32| {
        let values: Option<Vec<f64>> = own
            .iter()
            .map(|cell| cell.rounds.get(&round).copied())
            .collect();
        stats::median(&values?)
    };
    let rounds: Vec<f64> = (0..cells.results.header.plan.rounds)
        .filter_map(of_round)
        .collect();
    stats::median_estimate(&rounds)
}
