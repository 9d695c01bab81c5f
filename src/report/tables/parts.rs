//! Parts of several tables.

use crate::analysis::cells::{Cells, Input};
use crate::analysis::metric::{Metric, Unit};
use crate::report::model::{Field, Table, best, grey_ones, mark_best};
use crate::results::noise::BUSY;
use crate::results::schema::Configuration;
use crate::stats::Estimate;
use wasmeter_worker::Artifact;

/// The amount of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The part that fits on screens.
    Short,
    Whole,
}

/// True if an input counts where throughput is shown and averaged.
pub fn is_throughput(input: &Input) -> bool {
    input.counts_in().is_throughput()
}

/// The inputs that a metric was measured of.
pub fn that_have<'a>(cells: &Cells<'a>, metric: Metric) -> impl Iterator<Item = Input<'a>> {
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
pub fn matrix(
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

/// The reason why a run shows only cold starts.
pub const UNSPLIT: &str = " The system's part of it, to make the process, was not measured in this \
run, so a runtime's own start is not known.";

/// Returns a note on runtimes driven through their command line. Empty if none is.
pub fn one_shot_note(cells: &Cells) -> String {
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
pub fn mark_column(table: &mut Table, column: usize, racing: &[Option<Estimate>], floor: f64) {
    mark_best(
        table.rows.iter_mut().map(|row| &mut row[column]),
        &best(racing, floor),
    );
}

/// Returns a note on the machine's noise, and on other work on it.
pub fn noise_note(cells: &Cells) -> String {
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
        _ => " The machine was not calibrated, so it is not known which differences are its noise."
            .to_string(),
    };
    noise + &busy
}

/// Native is what others are measured by, and not in the race with them.
pub fn race(cells: &Cells, configuration: &str, figure: Option<Estimate>) -> Option<Estimate> {
    let mut configurations = cells.results.header.configurations.iter();
    let native = configurations.any(|c| c.name == configuration && c.artifact == Artifact::Native);
    figure.filter(|_| !native)
}

/// Returns nothing where somebody's figure is not distinguishable from zero: then the least is not
/// known.
pub fn resolved(metric: Metric, racing: Vec<Option<Estimate>>) -> Vec<Option<Estimate>> {
    let is_known = |estimate: &Estimate| estimate.value >= metric.resolution();
    if racing.iter().flatten().all(is_known) {
        return racing;
    }
    vec![None; racing.len()]
}

/// A row's label and its subject, where they are the same.
pub fn same(input: &Input) -> (String, String) {
    (input.name.to_string(), input.name.to_string())
}
