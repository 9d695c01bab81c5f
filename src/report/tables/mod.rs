//! The tables of a report, one file a question that they answer.

pub(crate) mod configurations;
pub(crate) mod emulated;
pub(crate) mod failures;
pub(crate) mod guests;
pub(crate) mod languages;
pub(crate) mod memory;
pub(crate) mod outliers;
pub(crate) mod overview;
pub(crate) mod precompiled;
pub(crate) mod provenance;
pub(crate) mod section;
pub(crate) mod startup;
pub(crate) mod throughput;

use super::cells::{Cells, Input};
use super::groups;
use super::metric::{Metric, Unit};
use super::model::{Field, Section, Table, best, grey_ones, mark_best};
use crate::results::noise::BUSY;
use crate::results::schema::Configuration;
use crate::stats::Estimate;
use wasmeter_worker::Artifact;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What fits on screens.
    Short,
    Whole,
}

/// The sections of a report. One without a table is not there.
pub fn sections(cells: &Cells, extent: Extent) -> Vec<Section> {
    let mut sections = match cells.results.header.machine.emulator {
        Some(_) => vec![emulated::section(cells), throughput::section(cells)],
        None => timed(cells, extent),
    };
    sections.push(failures::section(cells, extent));
    if extent == Extent::Whole {
        sections.push(provenance::section(cells));
        sections.push(configurations::section(cells));
        sections.push(guests::section(cells));
    }
    sections.retain(|section| !section.tables.is_empty());
    sections
}

/// What has times and memory.
fn timed(cells: &Cells, extent: Extent) -> Vec<Section> {
    let mut sections = vec![
        overview::section(cells),
        throughput::section(cells),
        section::section(cells),
        languages::section(cells, extent),
        startup::phases(cells),
        throughput::host_calls(cells),
        memory::in_short(cells),
    ];
    if extent == Extent::Whole {
        sections.insert(5, startup::by_size(cells));
        sections.insert(2, throughput::warm_up(cells));
        sections.push(throughput::cost(cells));
        sections.push(outliers::section(cells));
        sections.push(memory::by_input(cells));
        sections.push(precompiled::section(cells));
    }
    sections
}

/// Whether an input counts where throughput is told and averaged.
fn is_throughput(input: &Input) -> bool {
    groups::computes(input.group())
}

/// The inputs that a metric was measured of.
fn that_have<'a>(cells: &Cells<'a>, metric: Metric) -> impl Iterator<Item = Input<'a>> {
    let alive = cells.alive();
    let has = |input: &Input| {
        let cell = |c: &&Configuration| cells.get(&c.name, input.name, metric);
        alive.iter().any(|c| cell(c).is_some())
    };
    let mut inputs = cells.inputs();
    inputs.retain(has);
    inputs.into_iter()
}

/// A table of inputs times configurations. The best of a row is marked; native is not in that race.
fn matrix(
    cells: &Cells,
    configurations: &[&Configuration],
    rows: impl IntoIterator<Item = (String, String)>,
    metric: Metric,
    as_ratio: bool,
) -> Table {
    let row = |(label, subject): (String, String)| {
        let of = |c: &&Configuration| cells.get(&c.name, &subject, metric);
        let found: Vec<_> = configurations.iter().map(of).collect();
        let show = if as_ratio { Field::ratio } else { Field::value };
        let mut fields: Vec<_> = found.iter().map(|cell| show(*cell)).collect();
        let floor = cells.noise_floor(metric.unit());
        if as_ratio {
            for (field, cell) in fields.iter_mut().zip(&found) {
                grey_ones(field, cell.and_then(|cell| cell.ratio.as_ref()), floor);
            }
        }
        let racing = found.iter().map(|cell| {
            let cell = (*cell)?;
            let figure = if as_ratio { cell.ratio } else { cell.estimate };
            race(cells, &cell.configuration, figure)
        });
        let racing = resolved(metric, racing.collect());
        mark_best(&mut fields, &best(&racing, floor));
        fields.insert(0, Field::text(label));
        fields
    };
    let mut header = vec!["guest/input".to_string()];
    header.extend(configurations.iter().map(|c| c.name.clone()));
    Table {
        title: String::new(),
        header,
        rows: rows.into_iter().map(row).collect(),
        keys: 1,
    }
}

/// Why a run shows no starts but cold ones.
const UNSPLIT: &str = " What the system took of it to make the process was not measured in this \
run, so a runtime's own start is not known.";

/// What is different where a runtime is driven through its command line. Empty if none is.
fn one_shot_note(cells: &Cells) -> String {
    let alive = cells.alive().into_iter().filter(|c| c.one_shot);
    let names: Vec<_> = alive.map(|c| c.name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        " Driven through a command line: {}. There each step is a process of its own: a start is \
        all of it, to its end, calls are timed by the guest's own clock, and nothing is ever warm.",
        names.join(", ")
    )
}

/// Marks the best field of a column. `racing` are the rows' figures, in order; `floor` is the noise
/// of such figures.
fn mark_column(table: &mut Table, column: usize, racing: &[Option<Estimate>], floor: f64) {
    mark_best(
        table.rows.iter_mut().map(|row| &mut row[column]),
        &best(racing, floor),
    );
}

/// What is made of the machine's noise, and of other work on it.
fn noise_note(cells: &Cells) -> String {
    let machine = &cells.results.header.machine;
    let busy = match machine.load > BUSY {
        true => format!(
            " The machine had other work to do when the run began: its load was {:.1}.",
            machine.load
        ),
        false => String::new(),
    };
    let noise = match cells.noise_floor(Unit::Ns) {
        floor if floor > 0.0 => format!(
            " Differences of times below {:.1}% are below this machine's noise, as `wasmeter \
            calibrate` found it: none makes one better than another, and a ratio as near to 1 \
            (grey) is no difference from native.",
            100.0 * floor
        ),
        _ => " The machine was not calibrated, so nothing tells which differences its noise makes."
            .to_string(),
    };
    noise + &busy
}

/// Native is what others are measured by, and not in the race with them.
fn race(cells: &Cells, configuration: &str, figure: Option<Estimate>) -> Option<Estimate> {
    let mut configurations = cells.results.header.configurations.iter();
    let native = configurations.any(|c| c.name == configuration && c.artifact == Artifact::Native);
    figure.filter(|_| !native)
}

/// Nobody races where somebody's figure cannot be told from nothing: what is the least is not known
/// then.
fn resolved(metric: Metric, racing: Vec<Option<Estimate>>) -> Vec<Option<Estimate>> {
    let is_told = |estimate: &Estimate| estimate.value >= metric.resolution();
    if racing.iter().flatten().all(is_told) {
        return racing;
    }
    vec![None; racing.len()]
}

/// A row's label and its subject, where they are the same.
fn same(input: &Input) -> (String, String) {
    (input.name.to_string(), input.name.to_string())
}
