//! The main figures of each configuration: throughput, start and memory, each over the inputs that all have.

use super::across::{Common, common};
use super::cells::{Cells, Input};
use super::metric::Metric;
use super::tables::{is_throughput, startup};
use crate::results::schema::Configuration;
use crate::stats::Estimate;

/// All configurations of a run, the unavailable ones last, best throughput first.
pub struct Figures<'a> {
    pub rows: Vec<Row<'a>>,
    pub throughput: Common<'a>,
    pub cold_start: Common<'a>,
    /// Whose starts count, in words.
    pub starting: &'static str,
    pub memory: Common<'a>,
}

/// A configuration's.
pub struct Row<'a> {
    pub configuration: &'a Configuration,
    /// Time per unit of work (under emulation, instructions) as a ratio to native, geometric mean over guests.
    pub throughput: Option<Estimate>,
    /// Geometric mean over guests, in nanoseconds (under emulation, instructions).
    pub cold_start: Option<Estimate>,
    /// Peak, median over inputs, in bytes.
    pub memory: Option<Estimate>,
}

impl<'a> Figures<'a> {
    pub fn of(cells: &Cells<'a>) -> Self {
        let inputs = cells.inputs();
        let computing: Vec<Input> = inputs
            .iter()
            .filter(|i| is_throughput(i))
            .copied()
            .collect();
        let throughput = common(cells, cells.throughput(), true, &computing);
        let starting = startup::inputs(cells);
        let (of_start, which) = match starting.as_slice() {
            [] => (inputs.as_slice(), "all guests"),
            some => (some, "the guests shown under Startup"),
        };
        let cold_start = common(cells, cells.start(), false, of_start);
        let memory = common(cells, Metric::PeakMemory, false, &inputs);
        let row = |configuration: &'a Configuration| {
            let name = &configuration.name;
            Row {
                configuration,
                throughput: throughput.geometric_mean(cells, name),
                cold_start: cold_start.geometric_mean(cells, name),
                memory: memory.median(cells, name),
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
                .then(value(a.cold_start).total_cmp(&value(b.cold_start)))
                .then(a.configuration.name.cmp(&b.configuration.name))
        });
        Figures {
            rows,
            throughput,
            cold_start,
            starting: which,
            memory,
        }
    }
}
