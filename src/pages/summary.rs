//! Five answers to the question which runtime to take, from measurements. None is the winner;
//! indistinguishable ones are named together.

use crate::analysis::across::Across;
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::number;
use crate::pages::counts::Tally;
use crate::pages::counts::WASI;
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::report::model::{ENOUGH, best};
use crate::report::names::fold;
use crate::results::support::Record;
use crate::stats::Estimate;
use crate::stats::across::RowMean;
use std::collections::BTreeSet;
use wasmeter_worker::Artifact;

/// The most modes that are named; of more, their number is given.
const NAMED: usize = 5;

/// Why there is no figure to answer by.
const LACKING: &str =
    "not known: no configuration was ok on enough inputs; the table Failures says why";

const PROBES: &str = "not known: its probes were not run; wasmeter compat --save gives it";
const SUPPORT: &str = "not known: there is no file of compat --save here; \
    wasmeter compat --save results/support.json gives it";

/// The number of rounds that is enough for every answer.
pub const ANSWERING: u32 = 5;

/// The answers.
#[derive(Debug)]
pub struct Summary(Vec<Line>);

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub question: String,
    pub answer: String,
}

impl Summary {
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let width = self
            .0
            .iter()
            .map(|line| line.question.chars().count())
            .max()
            .unwrap_or(0);
        let line = |line: &Line| format!("{:width$}  {}\n", line.question, line.answer);
        let lines: String = self.0.iter().map(line).collect();
        format!("Which one for me? Each line is one measure, and no line is the winner.\n{lines}")
    }
}

/// Returns the answers of all runs; where there are several, each answer is given for each.
pub fn summary(material: &Material) -> Summary {
    summary_of(material, &material.cells())
}

/// Returns the answers, with the cells of the runs at hand.
pub(crate) fn summary_of(material: &Material, cells: &[Cells]) -> Summary {
    let runs = material.runs.iter().zip(cells);
    let runs: Vec<(String, Four)> = runs
        .map(|(run, cells)| (run.name.clone(), Four::of(cells)))
        .collect();
    let of_each = |answer: fn(&Four) -> &String| match runs.as_slice() {
        [] => "not known: nothing was timed; wasmeter matrix --quick gives it".to_string(),
        [(_, only)] => answer(only).clone(),
        several => {
            let each = several
                .iter()
                .map(|(name, four)| format!("{name}: {}", answer(four)));
            each.collect::<Vec<_>>().join("; ")
        }
    };
    let line = |question: &str, answer: String| Line {
        question: question.to_string(),
        answer,
    };
    Summary(vec![
        line("fastest start", of_each(|four| &four.start)),
        line("fastest once warmed up", of_each(|four| &four.steady)),
        line("smallest", of_each(|four| &four.small)),
        line("most complete WASI", wasi(material)),
        line("both start and speed", of_each(|four| &four.both)),
    ])
}

/// The answers that timings give.
struct Four {
    start: String,
    steady: String,
    small: String,
    both: String,
}

impl Four {
    fn of(cells: &Cells) -> Self {
        let mut figures = Figures::of(cells);
        figures
            .rows
            .retain(|row| row.configuration.artifact != Artifact::Native);
        let rows = &figures.rows;
        let time = |e: &Estimate| number::quantity(Unit::Ns, e).0;
        let ratio = |e: &Estimate| format!("{} × native", number::ratio(e).0);
        let memory = |e: &Estimate| format!("{} of memory", number::quantity(Unit::Bytes, e).0);
        let floor = cells.noise_floor(Unit::Ns);
        let memory = first(rows, |row| row.memory, memory, 0.0);
        let fastest = first(rows, |row| row.start, time, floor);
        Four {
            start: match cells.start() {
                Metric::Start => fastest,
                _ => format!(
                    "{fastest}, by cold start: the run did not record the system's part of it"
                ),
            },
            steady: first(rows, |row| row.throughput, ratio, floor),
            small: format!("{memory}; {}", program(rows)),
            both: both(&figures, floor),
        }
    }
}

/// Returns those with the least, and those that are not distinguishable from it, by the data or for
/// the machine's noise.
fn first(
    rows: &[Row],
    figure: impl Fn(&Row) -> Option<Estimate>,
    show: impl Fn(&Estimate) -> String,
    floor: f64,
) -> String {
    let estimates: Vec<_> = rows.iter().map(&figure).collect();
    let measured: Vec<(&Row, Estimate)> = rows
        .iter()
        .zip(&estimates)
        .filter_map(|(row, e)| Some((row, (*e)?)))
        .collect();
    match measured.as_slice() {
        [] => return LACKING.to_string(),
        [(row, e)] => {
            return format!(
                "{} ({}), with nothing to compare",
                row.configuration.name,
                show(e)
            );
        }
        _ => {}
    }
    if measured.iter().all(|(_, e)| e.n < ENOUGH) {
        return format!(
            "not answered: fewer than {ENOUGH} rounds; wasmeter matrix --rounds {ANSWERING} \
            gives it"
        );
    }
    let marked = best(&estimates, floor);
    let mut named: Vec<(&Row, Estimate)> = rows
        .iter()
        .zip(&estimates)
        .zip(&marked)
        .filter_map(|((row, e), is_best)| is_best.then_some((row, (*e)?)))
        .collect();
    if named.is_empty() {
        return format!(
            "all {} modes are statistically indistinguishable; more rounds \
            (wasmeter matrix --rounds) may separate them",
            measured.len()
        );
    }
    named.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let all = measured
        .iter()
        .map(|(row, _)| row.configuration.name.as_str());
    names(with_figures(&named, &all.collect(), show).into_iter())
}

/// The named ones with their figures, best first; a runtime whose modes are all among them in one
/// item, with its least and its largest.
fn with_figures(
    named: &[(&Row, Estimate)],
    all: &BTreeSet<&str>,
    show: impl Fn(&Estimate) -> String,
) -> Vec<String> {
    let some: BTreeSet<&str> = named.iter().map(mode).collect();
    let mut folded = BTreeSet::new();
    let mut items = Vec::new();
    for one in named {
        let runtime = runtime(mode(one));
        let siblings = all.iter().filter(|other| self::runtime(other) == runtime);
        let is_whole = siblings.clone().count() > 1 && siblings.clone().all(|s| some.contains(s));
        if !is_whole {
            items.push(format!("{} ({})", mode(one), show(&one.1)));
        } else if folded.insert(runtime) {
            let last = named
                .iter()
                .rfind(|other| self::runtime(mode(other)) == runtime);
            let (least, most) = (show(&one.1), show(&last.unwrap_or(one).1));
            let range = if least == most {
                least
            } else {
                format!("{least} to {most}")
            };
            items.push(format!("{runtime} ({range})"));
        }
    }
    items
}

/// The name of a mode that has a figure.
fn mode<'r>((row, _): &(&Row<'r>, Estimate)) -> &'r str {
    &row.configuration.name
}

/// The runtime of a mode.
fn runtime(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// Names of modes; a runtime whose modes are all among them is named alone.
fn folded(some: &BTreeSet<&str>, all: &BTreeSet<&str>) -> String {
    if some == all && all.len() > NAMED {
        return format!("all {} modes", all.len());
    }
    // One that is not among them, so that not all of them are one name.
    let all: BTreeSet<&str> = all.iter().copied().chain([""]).collect();
    let text = fold(some, &all);
    let short = text
        .split(", ")
        .map(|name| name.trim_end_matches("/*").to_string());
    names(short.collect::<Vec<_>>().into_iter())
}

/// Some names, and how many more.
fn names(all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<_> = all.take(NAMED).collect();
    match more {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The smallest program with its libraries. Sizes have no noise.
fn program(rows: &[Row]) -> String {
    let sizes = rows.iter().filter_map(|row| {
        let size = row.configuration.mapped_bytes?;
        row.configuration
            .unavailable
            .is_none()
            .then_some((size, row.configuration.name.as_str()))
    });
    let mut sizes: Vec<_> = sizes.collect();
    sizes.sort_unstable();
    let Some((least, _)) = sizes.first().copied() else {
        return "sizes of programs are not known".to_string();
    };
    let all = sizes.iter().map(|(_, name)| *name).collect();
    let smallest = sizes.iter().filter(|(size, _)| *size == least);
    let named = folded(&smallest.map(|(_, name)| *name).collect(), &all);
    format!(
        "{named} ({} of program and libraries)",
        number::bytes(least)
    )
}

/// Who is nearest to the best in both: the larger of the two distances counts.
fn both(figures: &Figures, floor: f64) -> String {
    let rows = &figures.rows;
    let best = |figure: fn(&Row) -> Option<Estimate>, of: &Across| {
        let measured = rows
            .iter()
            .filter_map(|row| Some((figure(row)?.value, row)));
        let (_, row) = measured.min_by(|a, b| a.0.total_cmp(&b.0))?;
        of.row(&row.configuration.name).cloned()
    };
    let (Some(first_start), Some(fastest)) = (
        best(|row| row.start, &figures.start),
        best(|row| row.throughput, &figures.throughput),
    ) else {
        return LACKING.to_string();
    };
    // Within each round, so that what drifts from one to the next meets all.
    let distance = |row: &Row| {
        let name = &row.configuration.name;
        let (start, speed) = (figures.start.row(name)?, figures.throughput.row(name)?);
        let of_round = |(round, start): (&u32, &f64)| {
            let start = start - first_start.rounds.get(round)?;
            let speed = speed.rounds.get(round)? - fastest.rounds.get(round)?;
            Some((*round, start.max(speed)))
        };
        let mean = RowMean {
            rounds: start.rounds.iter().filter_map(of_round).collect(),
            lacks: speed.lacks.or(start.lacks),
            inputs: speed.inputs,
        };
        mean.estimate()
    };
    let show = |e: &Estimate| format!("within {} × of the best in each", number::ratio(e).0);
    first(rows, distance, show, floor)
}

/// Who passes most probes of each version of WASI.
fn wasi(material: &Material) -> String {
    if material.support.is_empty() {
        return SUPPORT.to_string();
    }
    let of = |record: &Named<Record>| {
        let answers = WASI.iter().filter_map(|(group, title)| {
            let (names, tally) = most(&record.what, group)?;
            Some(format!(
                "{names} ({} of {} probes of {title})",
                tally.yes, tally.of
            ))
        });
        let answers: Vec<_> = answers.collect();
        let answer = match answers.as_slice() {
            [] => PROBES.to_string(),
            answers => answers.join("; "),
        };
        let answer = match record.what.withheld.is_empty() {
            true => answer,
            false => format!("{answer}; cases that broke a runtime are withheld and not counted"),
        };
        match material.support.len() {
            1 => answer,
            _ => format!("{}: {answer}", record.name),
        }
    };
    material
        .support
        .iter()
        .map(of)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Who passes most probes of a group, of those that were asked all of it. `None`: nobody passes
/// any.
fn most(record: &Record, group: &str) -> Option<(String, Tally)> {
    let tallies = record
        .here()
        .filter_map(|c| Some((&c.name, Tally::of(record, &c.name, group)?)));
    let tallies: Vec<_> = tallies.collect();
    let best = tallies
        .iter()
        .map(|(_, tally)| (tally.of, tally.yes))
        .max()?;
    let first: Vec<_> = tallies
        .iter()
        .filter(|(_, tally)| (tally.of, tally.yes) == best)
        .collect();
    let tally = first.first().map(|(_, tally)| *tally)?;
    let all = tallies.iter().map(|(name, _)| name.as_str()).collect();
    let names = folded(&first.iter().map(|(name, _)| name.as_str()).collect(), &all);
    (tally.yes > 0).then_some((names, tally))
}

#[cfg(test)]
mod tests {
    use super::folded;
    use std::collections::BTreeSet;

    #[test]
    fn a_runtime_with_all_its_modes_is_named_alone() {
        let all = BTreeSet::from(["a/x", "a/y", "b/x", "b/y", "b/z", "c/x"]);
        let of = |some: &[&'static str]| folded(&some.iter().copied().collect(), &all);
        assert_eq!(of(&["a/x", "a/y", "b/x", "c/x"]), "a, b/x, c/x");
        assert_eq!(of(&["b/x", "b/y", "b/z"]), "b");
        let every: Vec<_> = all.iter().copied().collect();
        assert_eq!(of(&every), "all 6 modes");
        let two = BTreeSet::from(["a/x", "b/x"]);
        assert_eq!(folded(&two, &two), "a/x, b/x");
    }
}
