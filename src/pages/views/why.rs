//! Explanations of a mode's place, by rules. A rule says something only where the data of its run
//! carry it; METHODOLOGY states each rule with its limits.

use super::run::Run;
use crate::analysis::cells::Cells;
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::number;
use crate::pages::inputs::runtime_of;
use crate::pages::kind::Kind;
use crate::report::tables::startup;
use crate::results::outcome::Outcome;
use crate::stats::Estimate;
use serde::Serialize;

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The subject of it.
    pub about: &'static str,
    pub says: String,
}

/// A phase of a start is named if it takes at least this share of it, on average.
const QUARTER: f64 = 0.25;
/// Ratios to native that differ by less than this factor explain each other.
const ALIKE: f64 = 1.15;
/// Host calls are named if their ratio to native differs from that of computing by this factor.
const APART: f64 = 2.0;
/// An input's memory is named if it is this many times the mean.
const MUCH: f64 = 3.0;
/// A compiler's memory is named if the mode without it takes this many times less.
const COMPILER: f64 = 1.5;

/// The phases of a start.
const PHASES: [(Metric, &str); 5] = [
    (Metric::Boot, "starting its program"),
    (Metric::Engine, "making the engine"),
    (Metric::Load, "compiling or loading the module"),
    (Metric::Instantiate, "making the instance"),
    (Metric::FirstCall, "the first call"),
];

/// All that the rules say of a mode.
pub fn reasons(run: &Run, name: &str) -> Vec<Reason> {
    let rules = [
        ("start", phase(run.cells, name)),
        ("one guest", deciding_guest(run, name)),
        ("guests", guests(run, name)),
        ("instructions", instructions(run, name)),
        ("host calls", host(run, name)),
        ("memory", memory(run, name)),
        ("compiler", compiler(run, name)),
        ("failures", failures(run.cells, name)),
    ];
    let reason =
        |(about, says): (&'static str, Option<String>)| Some(Reason { about, says: says? });
    rules.into_iter().filter_map(reason).collect()
}

/// The phases that take most of a start, each a mean over the programs whose starts count.
fn phase(cells: &Cells, name: &str) -> Option<String> {
    if cells.start() != Metric::Start {
        return None;
    }
    let mut shares = [0.0; PHASES.len()];
    let mut programs = 0.0;
    for input in startup::inputs(cells) {
        let value = |metric| Some(cells.get(name, input.name, metric)?.estimate?.value);
        let phases = PHASES.map(|(metric, _)| value(metric).unwrap_or(0.0));
        let whole: f64 = phases.iter().sum();
        if whole > 0.0 {
            (0..shares.len()).for_each(|at| shares[at] += phases[at] / whole);
            programs += 1.0;
        }
    }
    let mut largest: Vec<(f64, &str)> = shares
        .iter()
        .zip(PHASES)
        .map(|(share, (_, words))| (share / programs, words))
        .filter(|(share, _)| *share >= QUARTER)
        .collect();
    largest.sort_by(|a, b| b.0.total_cmp(&a.0));
    let list: Vec<String> = largest
        .iter()
        .map(|(share, words)| format!("{words} {:.0}%", 100.0 * share))
        .collect();
    (!list.is_empty()).then(|| format!("Where its start goes: {}.", list.join(", ")))
}

/// The guest that moves the mean by a tenth and more.
fn deciding_guest(run: &Run, name: &str) -> Option<String> {
    let throughput = &run.figures.throughput;
    let decided = throughput.decided(name)?;
    let mean = throughput.mean(name)?;
    Some(format!(
        "One test program decides its mean: {} at {} × native. With it the mean is {}, without it {}.",
        decided.guest,
        number::significant(decided.own),
        number::significant(mean.value),
        number::significant(decided.without)
    ))
}

/// The guests nearest to native and farthest from it, if they are distinguishable.
fn guests(run: &Run, name: &str) -> Option<String> {
    let cells = run.cells;
    let metric = cells.throughput();
    let inputs = run.figures.throughput.inputs.iter();
    let ratios = inputs.filter_map(|input| {
        let ratio = cells.get(name, input.name, metric)?.ratio?;
        Some((input.name, ratio))
    });
    let mut ratios: Vec<(&str, Estimate)> = ratios.collect();
    ratios.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let ((near, least), (far, most)) = (ratios.first()?, ratios.last()?);
    (least.high < most.low).then(|| {
        format!(
            "Nearest to native is {near} ({} ×), farthest {far} ({} ×).",
            number::ratio(least).0,
            number::ratio(most).0
        )
    })
}

/// Says whether the number of instructions explains the time.
fn instructions(run: &Run, name: &str) -> Option<String> {
    let counted = run.counted.as_ref()?;
    let executed = counted.throughput.mean(name)?.value;
    let time = run.figures.throughput.mean(name)?.value;
    let what = format!(
        "It executes {} × native's instructions and takes {} × its time",
        number::significant(executed),
        number::significant(time)
    );
    let of_each = time / executed;
    Some(if of_each > ALIKE {
        format!("{what}: the number of instructions does not explain all of it.")
    } else if of_each < 1.0 / ALIKE {
        format!("{what}: each of its instructions takes less time than one of native's.")
    } else {
        format!("{what}: the number of instructions explains it.")
    })
}

/// Says whether calls to the host and work on files cost more or less than computing does.
fn host(run: &Run, name: &str) -> Option<String> {
    let row = run.row(name)?;
    let (host, own) = (row.host?, row.throughput?);
    let figures = format!(
        "{} × native's, computing {} ×",
        number::ratio(&host).0,
        number::ratio(&own).0
    );
    if host.low > APART * own.high {
        Some(format!(
            "Calls to the host and work on files are its weak side: {figures}."
        ))
    } else if APART * host.high < own.low {
        Some(format!(
            "Calls to the host and work on files cost it less than computing: {figures}."
        ))
    } else {
        None
    }
}

/// The input that takes far more memory than the mean.
fn memory(run: &Run, name: &str) -> Option<String> {
    let cells = run.cells;
    let mean = run.figures.memory.mean(name)?;
    let peaks = cells.inputs().into_iter().filter_map(|input| {
        let peak = cells.get(name, input.name, Metric::PeakMemory)?.estimate?;
        Some((input.name, peak))
    });
    let (input, peak) = peaks.max_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
    (peak.low >= MUCH * mean.value).then(|| {
        format!(
            "It takes most memory with {input}: {}, where its mean is {}.",
            number::quantity(Unit::Bytes, &peak).0,
            number::quantity(Unit::Bytes, &mean).0
        )
    })
}

/// Returns the memory of the compiler: the same runtime's mode of code compiled ahead of time takes
/// less.
fn compiler(run: &Run, name: &str) -> Option<String> {
    let own = run.row(name)?;
    if Kind::of(own.configuration)? == Kind::AheadOfTime {
        return None;
    }
    let rows = run.figures.rows.iter();
    let ahead = rows.filter(|row| {
        runtime_of(&row.configuration.name) == runtime_of(name)
            && Kind::of(row.configuration) == Some(Kind::AheadOfTime)
    });
    let (other, without) = ahead
        .filter_map(|row| Some((row.configuration.name.as_str(), row.memory?)))
        .min_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
    let with = own.memory?;
    (with.low > COMPILER * without.high).then(|| {
        format!(
            "Its compiler takes memory too: {} with it, {} as {other}, which compiles beforehand.",
            number::quantity(Unit::Bytes, &with).0,
            number::quantity(Unit::Bytes, &without).0
        )
    })
}

/// Inputs that did not go well.
fn failures(cells: &Cells, name: &str) -> Option<String> {
    let plan = &cells.results.header.plan;
    let failed = plan.inputs.iter().filter_map(|input| {
        let end = cells.end(name, input)?;
        (end.outcome != Outcome::Ok).then(|| format!("{input} ({})", end.outcome))
    });
    let failed: Vec<String> = failed.collect();
    (!failed.is_empty()).then(|| format!("Did not go well: {}.", failed.join(", ")))
}
