//! Cells: what the process samples of one (configuration, guest's input, metric) say together.

use crate::analysis::metric::{Metric, SAMPLED, Unit};
use crate::command_line::{self, quoted};
use crate::results::group::CountsIn;
use crate::results::outcome::Outcome;
use crate::results::schema::{Configuration, Guest, Process, Results};
use crate::stats::{self, Estimate};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use wasmeter_worker::Artifact;

/// Modules of the user's own are of this group.
const OWN: &str = "own";

/// One cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Cell {
    pub configuration: String,
    /// `None` for what a configuration has whatever it runs.
    pub guest: Option<String>,
    /// `guest/input`; `None` for what does not depend on an input.
    pub input: Option<String>,
    pub metric: Metric,
    pub unit: Unit,
    /// The unit of work, for metrics of throughput.
    pub per: Option<String>,
    /// The worst of its processes'.
    pub outcome: Outcome,
    /// There is one only if the outcome is `ok`.
    pub estimate: Option<Estimate>,
    /// To the native configuration, paired by round.
    pub ratio: Option<Estimate>,
    /// Process samples.
    pub processes: usize,
    pub message: Option<String>,
    /// The command that measures it again.
    pub command: String,
    /// Value by round.
    #[serde(skip)]
    pub rounds: BTreeMap<u32, f64>,
}

/// All cells of a results file.
pub struct Cells<'a> {
    pub results: &'a Results,
    /// The configuration that every ratio is taken to.
    pub native: Option<&'a str>,
    /// The metric that gives the cost of a start.
    start: Metric,
    /// By configuration, input and metric.
    pub list: Vec<Cell>,
    /// By configuration, subject and metric.
    places: BTreeMap<String, BTreeMap<String, BTreeMap<Metric, usize>>>,
}

/// A row of most tables: `guest/input`, and the guest if it could be built.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub name: &'a str,
    pub guest: Option<&'a Guest>,
}

impl<'a> Input<'a> {
    pub fn guest_name(&self) -> &'a str {
        self.name.split('/').next().unwrap_or(self.name)
    }

    pub fn group(&self) -> &'a str {
        self.guest.map_or("not built", |guest| &guest.group.name)
    }

    /// What its figures count in.
    pub fn counts_in(&self) -> CountsIn {
        let guest = self.guest.map(|guest| guest.group.counts_in);
        guest.unwrap_or_default()
    }

    fn short_name(&self) -> &'a str {
        self.name.split_once('/').map_or("", |(_, input)| input)
    }

    /// True if it counts in no mean: a host may do it without asking the system.
    pub fn is_apart(&self) -> bool {
        let is_it = |name: &String| name == self.short_name();
        self.guest
            .is_some_and(|guest| guest.apart.iter().any(is_it))
    }

    /// The number of units of work in one step of this input.
    pub fn units(&self) -> f64 {
        let name = self.short_name();
        let units = self.guest.and_then(|guest| guest.units.get(name));
        units.copied().unwrap_or(1.0)
    }

    fn has(&self, metric: Metric) -> bool {
        if metric == Metric::Section {
            return self.guest.is_some_and(|guest| guest.section);
        }
        metric.of_commands() || self.guest.is_some_and(|guest| !guest.unit.is_empty())
    }
}

impl<'a> Cells<'a> {
    pub fn derive(results: &'a Results) -> Self {
        let mut configurations = results.header.configurations.iter();
        let native = configurations.find(|c| c.artifact == Artifact::Native);
        let mut cells = Cells {
            results,
            native: native.map(|c| c.name.as_str()),
            start: Metric::start_of(results),
            list: Vec::new(),
            places: BTreeMap::new(),
        };
        cells.sampled();
        cells.compiled();
        cells.sizes();
        cells
    }

    /// `subject` is an input's, a guest's or no name, as the metric wants.
    pub fn get(&self, configuration: &str, subject: &str, metric: Metric) -> Option<&Cell> {
        let places = self.places.get(configuration)?.get(subject)?;
        Some(&self.list[*places.get(&metric)?])
    }

    /// The inputs of the run by group, guest, and amount of work.
    pub fn inputs(&self) -> Vec<Input<'a>> {
        let header = &self.results.header;
        let input = |name: &'a String| {
            let guest = name.split('/').next();
            let guest = header
                .guests
                .iter()
                .find(|g| Some(g.name.as_str()) == guest);
            Input { name, guest }
        };
        let mut inputs: Vec<_> = header.plan.inputs.iter().map(input).collect();
        inputs.sort_by(|a, b| {
            let place = |i: &Input<'a>| (i.group(), i.guest_name());
            let by_size = a.units().total_cmp(&b.units());
            place(a)
                .cmp(&place(b))
                .then(by_size)
                .then(a.name.cmp(b.name))
        });
        inputs
    }

    /// Differences smaller than this fraction are below the machine's noise, as far as it was
    /// calibrated; of sizes, none is.
    pub fn noise_floor(&self, unit: Unit) -> f64 {
        match unit {
            Unit::Ns | Unit::Cycles => self.results.header.machine.noise_floor().unwrap_or(0.0),
            Unit::Bytes | Unit::Instructions => 0.0,
        }
    }

    /// Returns the metric that gives the cost of a unit of work in this run.
    pub fn throughput(&self) -> Metric {
        Metric::throughput_of(&self.results.header.machine)
    }

    /// Returns the metric that gives the cost of a start in this run.
    pub fn start(&self) -> Metric {
        self.start
    }

    /// Returns the outcome of an input on a configuration. `None`: it was not tried.
    pub fn end(&self, configuration: &str, input: &str) -> Option<&Cell> {
        // Every process has it that went well.
        let metric = match self.results.header.machine.emulator {
            None => Metric::ColdStart,
            Some(_) => Metric::StartInstructions,
        };
        self.get(configuration, input, metric)
    }

    /// The configurations that anything went well on.
    pub fn alive(&self) -> Vec<&'a Configuration> {
        let header = &self.results.header;
        let ok = |c: &&Configuration| {
            let mut inputs = header.plan.inputs.iter();
            inputs.any(|i| {
                self.end(&c.name, i)
                    .is_some_and(|e| e.outcome == Outcome::Ok)
            })
        };
        header.configurations.iter().filter(ok).collect()
    }

    fn add(&mut self, cell: Cell) {
        let subject = cell.input.as_ref().or(cell.guest.as_ref());
        let subject = subject.cloned().unwrap_or_default();
        let of = self.places.entry(cell.configuration.clone()).or_default();
        let of = of.entry(subject).or_default();
        of.insert(cell.metric, self.list.len());
        self.list.push(cell);
    }

    /// The metrics that any process of this run gives: under emulation there are no times,
    /// elsewhere no instructions of a start. A cell that failed lacks these, and no others.
    fn given(&self) -> Vec<Metric> {
        let always = [self.throughput(), self.start()];
        let processes = &self.results.processes;
        let any = |metric: &Metric| processes.iter().any(|p| metric.of(p, 1.0).is_some());
        let mut metrics = SAMPLED.to_vec();
        metrics.retain(|metric| always.contains(metric) || any(metric));
        metrics
    }

    /// The cells that process samples give.
    fn sampled(&mut self) {
        let results = self.results;
        let mut samples: BTreeMap<(&str, &str), Vec<&Process>> = BTreeMap::new();
        for process in &results.processes {
            let place = (process.configuration.as_str(), process.input.as_str());
            samples.entry(place).or_default().push(process);
        }
        let given = self.given();
        let mut inputs = self.inputs();
        inputs.sort_by_key(|input| input.name);
        // The native cells come first: the others are compared with them.
        let mut configurations: Vec<&str> = names(&results.header.configurations).collect();
        configurations.sort_by_key(|name| (Some(*name) != self.native, *name));
        for configuration in configurations {
            for input in &inputs {
                let Some(processes) = samples.get(&(configuration, input.name)) else {
                    continue;
                };
                for metric in given.iter().copied().filter(|m| input.has(*m)) {
                    if let Some(cell) = self.cell(configuration, *input, metric, processes) {
                        self.add(cell);
                    }
                }
            }
        }
    }

    fn cell(
        &self,
        configuration: &str,
        input: Input,
        metric: Metric,
        processes: &[&Process],
    ) -> Option<Cell> {
        let (outcome, message) = worst(processes);
        let mut cell = Cell {
            configuration: configuration.to_string(),
            guest: Some(input.guest_name().to_string()),
            input: Some(input.name.to_string()),
            metric,
            unit: metric.unit(),
            per: None,
            outcome,
            estimate: None,
            ratio: None,
            processes: processes.len(),
            message,
            command: self.command(configuration, input.name),
            rounds: BTreeMap::new(),
        };
        if metric.is_throughput() {
            cell.per = input.guest.map(|guest| guest.unit.clone());
        }
        if outcome != Outcome::Ok {
            return Some(cell);
        }
        let value = |p: &&Process| Some((p.round, metric.of(p, input.units())?));
        cell.rounds = processes.iter().filter_map(value).collect();
        let values: Vec<f64> = cell.rounds.values().copied().collect();
        // There is no estimate if no process has this metric.
        cell.estimate = Some(stats::median_estimate(&values)?);
        cell.ratio = match self.native {
            Some(native) if native == configuration => ratio(&cell.rounds, &cell.rounds),
            Some(native) => self
                .get(native, input.name, metric)
                .and_then(|native| ratio(&cell.rounds, &native.rounds)),
            None => None,
        };
        Some(cell)
    }

    /// Adds what was compiled ahead of time, or why it was not: each measured once.
    fn compiled(&mut self) {
        let header = &self.results.header;
        let emulated = header.machine.emulator.is_some();
        let mut inputs = self.inputs();
        inputs.sort_by_key(|input| input.name);
        inputs.dedup_by_key(|input| input.guest_name());
        let ahead = |c: &&Configuration| c.artifact == Artifact::Precompiled;
        let mut configurations: Vec<_> =
            names(header.configurations.iter().filter(ahead)).collect();
        configurations.sort();
        for configuration in configurations {
            for input in &inputs {
                let guest = input.guest_name();
                let mut all = header.precompiled.iter();
                let made = all.find(|p| p.configuration == configuration && p.guest == guest);
                let end = self.end(configuration, input.name);
                let (outcome, message) = match (made, end) {
                    (Some(_), _) => (Outcome::Ok, None),
                    (None, Some(end)) if end.outcome != Outcome::Ok => {
                        (end.outcome, end.message.clone())
                    }
                    _ => continue,
                };
                for (metric, value) in [
                    (Metric::Precompile, made.and_then(|p| p.cpu_ns)),
                    (Metric::CompiledSize, made.map(|p| p.bytes)),
                ] {
                    let untimed = emulated && metric == Metric::Precompile;
                    if untimed || outcome == Outcome::Ok && value.is_none() {
                        continue;
                    }
                    self.add(Cell {
                        guest: Some(guest.to_string()),
                        ..self.single(configuration, guest, metric, value, outcome, &message)
                    });
                }
            }
        }
    }

    /// The sizes of the workers.
    fn sizes(&mut self) {
        for c in &self.results.header.configurations {
            for (metric, bytes) in [
                (Metric::WorkerSize, c.worker_bytes),
                (Metric::MappedSize, c.mapped_bytes),
            ] {
                let outcome = match (bytes, &c.unavailable) {
                    (None, None) => continue,
                    (Some(_), None) => Outcome::Ok,
                    (_, Some(_)) => Outcome::Unavailable,
                };
                let cell = self.single(&c.name, "*", metric, bytes, outcome, &c.unavailable);
                self.add(cell);
            }
        }
    }

    /// A cell whose value was found once.
    fn single(
        &self,
        configuration: &str,
        subject: &str,
        metric: Metric,
        value: Option<u64>,
        outcome: Outcome,
        message: &Option<String>,
    ) -> Cell {
        let value = value.filter(|_| outcome == Outcome::Ok);
        Cell {
            configuration: configuration.to_string(),
            guest: None,
            input: None,
            metric,
            unit: metric.unit(),
            per: None,
            outcome,
            estimate: value.and_then(|value| stats::median_estimate(&[value as f64])),
            ratio: None,
            processes: usize::from(value.is_some()),
            message: message.clone(),
            command: self.command(configuration, subject),
            rounds: BTreeMap::new(),
        }
    }

    /// The command that measures a cell again, as this run did.
    pub fn command(&self, configuration: &str, subject: &str) -> String {
        let header = &self.results.header;
        let plan = &header.plan;
        let name = subject.split('/').next();
        // What a configuration has whatever it runs, it has with the first.
        let is_it = |guest: &&Guest| subject == "*" || Some(guest.name.as_str()) == name;
        let guest = header.guests.iter().find(is_it);
        let mut command = match configuration.split_once('+') {
            Some((plain, _)) => format!("wasmeter bench --deadlines -r {}", quoted(plain)),
            None => format!("wasmeter bench -r {}", quoted(configuration)),
        };
        let own = guest.filter(|guest| guest.group.name == OWN);
        if own.is_none() && subject != "*" {
            command += &format!(" -g {}", quoted(subject));
        }
        command += &format!(
            " --rounds {} --budget {} --timeout {} --seed {}",
            plan.rounds,
            plan.budget_ns / 1_000_000,
            plan.timeout_ns / 1_000_000_000,
            plan.seed
        );
        let machine = &header.machine;
        if plan.memory_limit_bytes != machine.memory_limit_bytes() {
            command += &format!(" --memory {}", plan.memory_limit_bytes >> 20);
        }
        if machine.emulator.is_some() {
            command += &format!(" --emulated {}", machine.arch);
        }
        // The very same bytes, whatever toolchain the next machine has.
        if subject != "*" && guest.is_some_and(|guest| guest.pinned) {
            command += " --pinned";
        }
        // All behind a module is the program's.
        command_line::with(&command, own.map_or(&header.folders, |own| &own.given))
    }
}

fn names<'a>(
    configurations: impl IntoIterator<Item = &'a Configuration>,
) -> impl Iterator<Item = &'a str> {
    configurations.into_iter().map(|c| c.name.as_str())
}

/// Paired by round: what drifted between rounds has met both.
fn ratio(ours: &BTreeMap<u32, f64>, theirs: &BTreeMap<u32, f64>) -> Option<Estimate> {
    let pair = |(round, value): (&u32, &f64)| Some((*value, *theirs.get(round)?));
    let pairs: Vec<_> = ours.iter().filter_map(pair).collect();
    stats::paired_ratio_estimate(&pairs)
}

/// The worst outcome, and what the processes that ended so say.
fn worst(processes: &[&Process]) -> (Outcome, Option<String>) {
    let outcome = processes.iter().map(|p| p.outcome).max();
    let outcome = outcome.unwrap_or(Outcome::Unavailable);
    let ended_so: Vec<_> = processes.iter().filter(|p| p.outcome == outcome).collect();
    let said = ended_so.iter().find_map(|p| p.message.as_deref());
    let message = match (outcome, ended_so.len(), processes.len()) {
        (Outcome::Ok, ..) => None,
        (_, some, all) if some < all => {
            let said = said.unwrap_or("no message");
            Some(format!("in {some} of {all} processes: {said}"))
        }
        _ => said.map(str::to_string),
    };
    (outcome, message)
}
