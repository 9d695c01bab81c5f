//! The figures of the charts, as JSON within the page. What is drawn of them is in `charts.js`.

use super::view::View;
use crate::analysis::across;
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row, headline};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::task::{Cost, Task};
use crate::pages::kind::Kind;
use crate::report::tables::startup;
use crate::stats::{self, Estimate, FEW, RATE, student_quantile};
use serde::Serialize;
use std::collections::BTreeMap;

/// Value, lower and upper end of the interval. Times are nanoseconds, sizes bytes, with six
/// significant digits.
type Figure = Option<[f64; 3]>;

/// The figures of one results file.
#[derive(Serialize)]
pub struct Charted<'a> {
    run: &'a str,
    native: Option<&'a str>,
    /// What intervals are.
    interval: &'static str,
    rounds: u32,
    /// Differences smaller than this fraction are below the machine's noise.
    floor: f64,
    /// By the number of values: how many standard errors the 95% interval of their mean reaches.
    student: BTreeMap<u32, f64>,
    /// What starts are called, and the phases of one.
    start: &'static str,
    phases: [&'static str; 5],
    /// All configurations, also those that are not here.
    names: Vec<&'a str>,
    /// In the order of the overview.
    configurations: Vec<Summary<'a>>,
    starts: Vec<Start<'a>>,
    timed: Vec<Timed<'a>>,
    languages: Vec<Language>,
    /// The group of each guest.
    groups: BTreeMap<&'a str, &'a str>,
    /// What measures an input, or what belongs to a guest, again on `CONFIGURATION`.
    commands: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Summary<'a> {
    name: &'a str,
    /// How it executes; none of native.
    kind: Option<&'static str>,
    /// As a ratio to native.
    throughput: Figure,
    start: Figure,
    start_peak: Figure,
    peak: Figure,
    instance: Figure,
}

/// Starts with one module.
#[derive(Serialize)]
struct Start<'a> {
    input: &'a str,
    rows: Vec<StartRow<'a>>,
}

#[derive(Serialize)]
struct StartRow<'a> {
    name: &'a str,
    start: Figure,
    /// Boot (with what the system took, if that is not known), engine, load, instantiate, first
    /// call: medians, each by itself.
    phases: [f64; 5],
}

/// Time for a unit of work of one input.
#[derive(Serialize)]
struct Timed<'a> {
    input: &'a str,
    group: &'a str,
    unit: &'a str,
    /// Whether it counts in the mean of throughputs.
    computes: bool,
    /// Whether figures are ratios to native, or nanoseconds.
    as_ratio: bool,
    rows: Vec<TimedRow<'a>>,
}

#[derive(Serialize)]
struct TimedRow<'a> {
    name: &'a str,
    figure: Figure,
    /// The same of each process; empty of native, whose ratio to itself is 1.
    processes: Vec<f64>,
}

/// What one language's time is on each configuration.
#[derive(Serialize)]
struct Language {
    name: String,
    overall: Figure,
    rows: BTreeMap<String, f64>,
}

pub fn charted<'a>(view: &'a View<'a>) -> Charted<'a> {
    let cells = view.cells;
    let plan = &cells.results.header.plan;
    let inputs = plan.inputs.iter().map(String::as_str);
    let guests = cells.results.header.guests.iter().map(|g| g.name.as_str());
    let grouped = cells.results.header.guests.iter();
    let grouped = grouped.map(|guest| (guest.name.as_str(), guest.group.name.as_str()));
    let command = |subject: &'a str| (subject, cells.command("CONFIGURATION", subject));
    Charted {
        run: &view.name,
        native: cells.native,
        interval: match plan.rounds as usize {
            1 => "one value",
            rounds if rounds < FEW => "range",
            _ => "95% interval",
        },
        rounds: plan.rounds,
        floor: short(cells.noise_floor(Unit::Ns)),
        student: (FEW as u32..=plan.rounds)
            .map(|n| (n, short(student_quantile(RATE, f64::from(n - 1)))))
            .collect(),
        start: cells.start().start_words(),
        phases: [boot(cells).0, "engine", "load", "instantiate", "first call"],
        names: cells
            .results
            .header
            .configurations
            .iter()
            .map(|c| c.name.as_str())
            .collect(),
        configurations: summaries(view),
        starts: starts(view),
        timed: timed(view),
        languages: languages(view),
        groups: grouped.collect(),
        commands: inputs.chain(guests).map(command).collect(),
    }
}

fn summaries<'a>(view: &'a View<'a>) -> Vec<Summary<'a>> {
    let cells = view.cells;
    let inputs = cells.inputs();
    let start_peak = headline(cells, Metric::StartupPeakMemory);
    let summary = |row: Row<'a>| {
        let name = row.configuration.name.as_str();
        Summary {
            name,
            kind: Kind::of(row.configuration).map(Kind::word),
            throughput: figure(row.throughput),
            start: figure(row.start),
            start_peak: figure(start_peak.mean(name)),
            peak: figure(row.memory),
            instance: figure(across::median(cells, Metric::InstanceMemory, &inputs, name)),
        }
    };
    Figures::of(cells).rows.into_iter().map(summary).collect()
}

/// The first phase of a start.
fn boot(cells: &Cells) -> (&'static str, Metric) {
    match cells.start() {
        Metric::Start => ("boot", Metric::Boot),
        _ => ("spawn", Metric::Spawn),
    }
}

fn starts<'a>(view: &'a View<'a>) -> Vec<Start<'a>> {
    let cells = view.cells;
    let phases = [
        boot(cells).1,
        Metric::Engine,
        Metric::Load,
        Metric::Instantiate,
        Metric::FirstCall,
    ];
    let row = |name: &'a str, input: &str| {
        let of = |metric| cells.get(name, input, metric)?.estimate;
        Some(StartRow {
            name,
            start: figure(Some(of(cells.start())?)),
            // Of a one-shot configuration, all is in the first call.
            phases: phases.map(|metric| of(metric).map_or(0.0, |e| short(e.value))),
        })
    };
    let start = |input: &str| {
        let alive = cells.alive().into_iter();
        alive.filter_map(|c| row(&c.name, input)).collect()
    };
    let inputs = startup::inputs(cells).into_iter();
    inputs
        .map(|input| Start {
            input: input.name,
            rows: start(input.name),
        })
        .collect()
}

fn timed<'a>(view: &'a View<'a>) -> Vec<Timed<'a>> {
    let cells = view.cells;
    let rounds = |name: &str, input: &str| {
        let cell = cells.get(name, input, Metric::TimePerUnit);
        cell.map_or(BTreeMap::new(), |cell| cell.rounds.clone())
    };
    let input = |input: crate::analysis::cells::Input<'a>| {
        let native = cells.native.map(|native| rounds(native, input.name));
        let native = native.filter(|rounds| !rounds.is_empty());
        let row = |name: &'a str| {
            let cell = cells.get(name, input.name, Metric::TimePerUnit)?;
            let shown = if native.is_some() {
                cell.ratio
            } else {
                cell.estimate
            };
            let process = |(round, own): (&u32, &f64)| match &native {
                Some(native) => Some(shorter(own / native.get(round)?)),
                None => Some(shorter(*own)),
            };
            Some(TimedRow {
                name,
                figure: figure(Some(shown?)),
                processes: if native.is_some() && cells.native == Some(name) {
                    Vec::new()
                } else {
                    cell.rounds.iter().filter_map(process).collect()
                },
            })
        };
        let alive = cells.alive().into_iter();
        Timed {
            input: input.name,
            group: input.group(),
            computes: input.counts_in().is_throughput(),
            unit: input.guest.map_or("", |guest| &guest.unit),
            as_ratio: native.is_some(),
            rows: alive.filter_map(|c| row(&c.name)).collect(),
        }
    };
    let mut timed: Vec<_> = cells.inputs().into_iter().map(input).collect();
    timed.retain(|input| !input.rows.is_empty());
    timed
}

fn languages(view: &View) -> Vec<Language> {
    let task = Task::find(view.cells);
    let estimate = |rounds: &BTreeMap<u32, f64>| {
        stats::geometric_mean_estimate(&rounds.values().copied().collect::<Vec<_>>())
    };
    let language = |language| {
        let row = |name: &&str| {
            let cost = estimate(&task.cost(Cost::Time, name, language))?;
            Some((name.to_string(), short(cost.value)))
        };
        Language {
            name: language.name(),
            overall: figure(estimate(&task.over_shared(Cost::Time, language))),
            rows: task.configurations.iter().filter_map(row).collect(),
        }
    };
    // Without native there is no common measure.
    let with_native = task.baseline().is_some();
    let languages = task.languages.iter().filter(|_| with_native);
    languages.map(language).collect()
}

fn figure(estimate: Option<Estimate>) -> Figure {
    estimate.map(|e| [e.value, e.low, e.high].map(short))
}

/// Rounded again to three digits, it shows what the tables do.
fn short(value: f64) -> f64 {
    rounded(value, 6)
}

/// Of single processes, four digits are more than a chart shows.
fn shorter(value: f64) -> f64 {
    rounded(value, 4)
}

fn rounded(value: f64, digits: usize) -> f64 {
    let text = format!("{value:.0$e}", digits - 1);
    text.parse().unwrap_or(value)
}
