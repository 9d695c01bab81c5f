//! A runtime's mode on one machine: one configuration, with all that the views show of it.

use super::peers::Peers;
use super::price::Price;
use super::run::Run;
use super::safety::Safety;
use super::why::{Reason, reasons};
use crate::analysis::across;
use crate::analysis::cells::Cells;
use crate::analysis::metric::Metric;
use crate::pages::counts::WASI;
use crate::pages::entry::Column;
use crate::pages::inputs::Material;
use crate::pages::kind::Kind;
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use crate::results::schema::Process;
use crate::results::support::Record;
use crate::results::support::verdict::Verdict;
use crate::stats::Estimate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A mode.
#[derive(Debug, Serialize)]
pub struct Mode {
    /// `runtime/mode`
    pub name: String,
    /// The run that its figures are of; empty where only support was tried.
    pub run: String,
    pub kind: Option<Kind>,
    /// The architecture that it was timed on; empty where only support was tried.
    pub timed_on: String,
    /// Architectures on which it ran under emulation, where instructions are counted.
    pub counted_on: Vec<String>,
    /// Inputs that went well, of all.
    pub ok: Option<[usize; 2]>,
    /// Which settings were chosen, and why.
    pub chosen: String,
    /// Geometric mean over guests, in nanoseconds.
    pub start: Option<Estimate>,
    pub cold_start: Option<Estimate>,
    /// Time for a unit of work as a multiple of native's, geometric mean over guests.
    pub speed: Option<Estimate>,
    /// The same ratio for calls to the host and work on files.
    pub host: Option<Estimate>,
    /// Peak memory, geometric mean over guests, in bytes.
    pub peak: Option<Estimate>,
    /// The largest peak of any input.
    pub worst_peak: Option<Worst>,
    /// The memory of each extra idle instance, median over guests, in bytes.
    pub instance: Option<Estimate>,
    /// The program with all libraries that it maps, in bytes.
    pub program: Option<u64>,
    /// Probes that passed, of those that were run: WASI 0.1, 0.2, 0.3.
    pub wasi: [Option<[usize; 2]>; WASI.len()],
    /// True if guests with wasi-threads ran. `None`: not tried.
    pub threads: Option<bool>,
    /// Languages whose guests went well.
    pub languages: Vec<String>,
    pub safety: Option<Safety>,
    /// What it costs to be able to end a guest, by means; empty where that was not measured.
    pub prices: Vec<Price>,
    pub why: Vec<Reason>,
    pub peers: Peers,
}

/// The largest figure of any input.
#[derive(Debug, Serialize)]
pub struct Worst {
    pub value: f64,
    pub input: String,
}

/// The probe of wasi-threads.
const THREADS: &str = "wasi-proposals/threads";

impl Mode {
    /// `limits`: the cells of runs of `bench --deadlines`.
    pub fn of(material: &Material, runs: &[Run], limits: &[Cells], column: &Column) -> Self {
        let name = column.configuration.as_str();
        let run = runs.iter().find(|run| run.name == column.run);
        let row = run.and_then(|run| run.row(name));
        let arch = run.map(|run| run.cells.results.header.machine.arch.as_str());
        let records = material.support.iter().map(|record| &record.what);
        let mut records = records.filter(|r| arch.is_none_or(|arch| r.machine.arch == arch));
        let record = records.find(|r| r.configurations.iter().any(|c| c.name == name));
        let passed = |at: usize| column.support[at].map(|tally| [tally.yes, tally.of]);
        Mode {
            name: name.to_string(),
            run: column.run.clone(),
            kind: row.and_then(|row| Kind::of(row.configuration)),
            timed_on: arch.unwrap_or_default().to_string(),
            counted_on: counted_on(material, name),
            ok: column.ok.map(|(ok, of)| [ok, of]),
            chosen: row.map_or_else(String::new, |row| row.configuration.why.clone()),
            start: column.start,
            cold_start: column.cold_start,
            speed: column.throughput,
            host: row.and_then(|row| row.host),
            peak: column.memory,
            worst_peak: run.and_then(|run| worst(run.cells, name)),
            instance: run.and_then(|run| {
                let inputs = run.cells.inputs();
                across::median(run.cells, Metric::InstanceMemory, &inputs, name)
            }),
            program: column.mapped_bytes,
            wasi: std::array::from_fn(passed),
            threads: record.and_then(|record| has(record, name, THREADS)),
            languages: run.map_or_else(Vec::new, |run| languages(run.cells, name)),
            safety: record.and_then(|record| Safety::of(record, name)),
            prices: prices(limits, arch, name),
            why: run.map_or_else(Vec::new, |run| reasons(run, name)),
            peers: run.map_or_else(Peers::default, |run| Peers::of(run, name)),
        }
    }
}

/// Architectures of runs under emulation in which anything of it went well.
fn counted_on(material: &Material, name: &str) -> Vec<String> {
    let ran = |process: &&Process| process.configuration == name && process.outcome == Outcome::Ok;
    let runs = material.emulated.iter().map(|run| &run.what);
    let runs = runs.filter(|run| run.processes.iter().any(|process| ran(&process)));
    let all: BTreeSet<String> = runs.map(|run| run.header.machine.arch.clone()).collect();
    all.into_iter().collect()
}

/// From the runs on the same architecture.
fn prices(limits: &[Cells], arch: Option<&str>, name: &str) -> Vec<Price> {
    let is_here = |cells: &&Cells| arch == Some(cells.results.header.machine.arch.as_str());
    let runs = limits.iter().filter(is_here);
    runs.flat_map(|cells| Price::all(cells, name)).collect()
}

fn worst(cells: &Cells, name: &str) -> Option<Worst> {
    let peaks = cells.inputs().into_iter().filter_map(|input| {
        let peak = cells.get(name, input.name, Metric::PeakMemory)?.estimate?;
        Some(Worst {
            value: peak.value,
            input: input.name.to_string(),
        })
    });
    peaks.max_by(|a, b| a.value.total_cmp(&b.value))
}

/// Languages whose guests of the common task all went well.
fn languages(cells: &Cells, name: &str) -> Vec<String> {
    let ran = |input: &str| {
        let end = cells.end(name, input);
        end.is_some_and(|end| end.outcome == Outcome::Ok)
    };
    let inputs = cells.inputs().into_iter();
    let inputs = inputs.filter(|input| input.counts_in() == CountsIn::Language && ran(input.name));
    let mut all: Vec<String> = inputs
        .filter_map(|input| Some(input.guest?.language.clone()))
        .collect();
    all.sort();
    all.dedup();
    all
}

fn has(record: &Record, configuration: &str, probe: &str) -> Option<bool> {
    let tried = record.tried(configuration, probe)?;
    match tried.verdict {
        Verdict::NotShown => None,
        verdict => Some(verdict == Verdict::Yes),
    }
}
