//! The main figures of each configuration: throughput, host calls, start and memory.

use crate::analysis::across::{Across, across};
use crate::analysis::cells::{Cells, Input};
use crate::analysis::groups;
use crate::analysis::metric::Metric;
use crate::results::group::CountsIn;
use crate::results::schema::Configuration;
use crate::stats::Estimate;

/// All configurations of a run, the unavailable ones last, best throughput first.
pub struct Figures<'a> {
    pub rows: Vec<Row<'a>>,
    pub throughput: Across<'a>,
    pub host: Across<'a>,
    /// By [`Cells::start`].
    pub start: Across<'a>,
    /// Whose starts count, in words.
    pub starting: &'static str,
    pub memory: Across<'a>,
}

/// A configuration's.
pub struct Row<'a> {
    pub configuration: &'a Configuration,
    /// Time per unit of work (under emulation, instructions) as a ratio to native, geometric mean
    /// over guests.
    pub throughput: Option<Estimate>,
    /// Time of a call to the host or of work on a file, as a ratio to native, geometric mean over
    /// guests.
    pub host: Option<Estimate>,
    /// By [`Cells::start`]: geometric mean over guests, in nanoseconds (under emulation,
    /// instructions).
    pub start: Option<Estimate>,
    /// From making the process, otherwise the same.
    pub cold_start: Option<Estimate>,
    /// Peak, geometric mean over guests, in bytes.
    pub memory: Option<Estimate>,
}

impl<'a> Figures<'a> {
    pub fn of(cells: &Cells<'a>) -> Self {
        let inputs = cells.inputs();
        let throughput = headline(cells, cells.throughput());
        let mut calling = inputs.clone();
        calling.retain(|input| input.counts_in() == CountsIn::Host && !input.is_apart());
        let host = across(cells, cells.throughput(), true, &calling);
        let starting = match inputs.iter().any(|i| i.counts_in() == CountsIn::Start) {
            true => "the guests shown under Startup",
            false => "all guests",
        };
        let start = headline(cells, cells.start());
        let cold_start = headline(cells, Metric::ColdStart);
        let memory = headline(cells, Metric::PeakMemory);
        let row = |configuration: &'a Configuration| {
            let name = &configuration.name;
            Row {
                configuration,
                throughput: throughput.mean(name),
                host: host.mean(name),
                start: start.mean(name),
                cold_start: cold_start.mean(name),
                memory: memory.mean(name),
            }
        };
        let mut rows: Vec<Row> = cells
            .results
            .header
            .configurations
            .iter()
            .map(row)
            .collect();
        let value = |estimate: Option<Estimate>| estimate.map_or(f64::INFINITY, |e| e.value);
        rows.sort_by(|a, b| {
            let unavailable = |row: &Row| row.configuration.unavailable.is_some();
            (unavailable(a).cmp(&unavailable(b)))
                .then(value(a.throughput).total_cmp(&value(b.throughput)))
                .then(value(a.start).total_cmp(&value(b.start)))
                .then(a.configuration.name.cmp(&b.configuration.name))
        });
        Figures {
            rows,
            throughput,
            host,
            start,
            starting,
            memory,
        }
    }
}

/// Returns the means of a metric, over the inputs that count for it.
pub fn headline<'a>(cells: &Cells<'a>, metric: Metric) -> Across<'a> {
    let mut inputs = cells.inputs();
    let all: Vec<CountsIn> = inputs.iter().map(Input::counts_in).collect();
    inputs.retain(|input| groups::counts(metric, input.counts_in(), &all));
    across(cells, metric, groups::is_ratio(metric), &inputs)
}
