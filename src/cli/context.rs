//! What most subcommands begin with: the catalog, what was asked of it, and the building of that.

use super::Global;
use crate::bench::prepare::compile_ahead;
use crate::bench::select::{Column, Row, Workers};
use crate::build::built::BuiltWorker;
use crate::build::emulation;
use crate::build::pairs::two_at_a_time;
use crate::build::{Home, Unavailable, guests, workers};
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::Runtime;
use crate::catalog::{Catalog, find_root};
use crate::filter::Filter;
use crate::progress::Progress;
use crate::results::calibration::Calibration;
use crate::results::machine::Machine;
use crate::results::schema::Plan;
use anyhow::{Result, bail};
use std::time::Duration;
use wasmeter_worker::Artifact;

/// Which cells.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Selection {
    /// Runtimes or configurations, as globs: RUNTIME, 'a*', '*/interpreter'
    #[arg(short, long = "runtime", value_name = "GLOB")]
    pub runtimes: Vec<String>,
    /// Guests or their inputs, as globs: GUEST, 'a*', '*/small'
    #[arg(short, long = "guest", value_name = "GLOB")]
    pub guests: Vec<String>,
    /// Measure the modules that guests.lock pins; set up no toolchain for Wasm
    #[arg(long)]
    pub pinned: bool,
    /// Of the chosen guests, only the Kth of every N: a part of what several machines measure
    /// together
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub shard: Option<Shard>,
}

/// The Kth of N parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/');
    let numbers = parts.and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    match numbers {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err("a part of all is wanted, such as 2/4".to_string()),
    }
}

/// Nobody waits for more rounds, nor for longer than a year of seconds.
const MANY_ROUNDS: i64 = 100_000;
const YEAR: i64 = 31_536_000;

/// Seconds of a time limit.
pub fn seconds() -> impl clap::builder::TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(1..=YEAR as u64)
}

/// A limit of memory.
pub fn mebibytes() -> impl clap::builder::TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(1..=1 << 24)
}

/// Resident memory above which a process is ended, in bytes, by the option --memory in mebibytes.
pub fn memory_limit_bytes(mebibytes: Option<u64>) -> u64 {
    mebibytes.map_or_else(|| Machine::here().memory_limit_bytes(), |limit| limit << 20)
}

/// How to measure.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Effort {
    /// Few rounds of short processes over the default inputs: within about five minutes on two
    /// cores
    #[arg(long)]
    pub quick: bool,
    /// Process samples of every cell [default: 10; 3 with --quick]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MANY_ROUNDS))]
    pub rounds: Option<u32>,
    /// Begin no round that is unlikely to end within so many minutes; one is always made [default:
    /// none; 4 with --quick]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=YEAR / 60))]
    pub minutes: Option<u32>,
    /// Go on after these rounds with the cells whose 95% interval reaches up or down by more than
    /// this, such as 1%; of ratios to native, where there are such. Until --minutes are over, 100
    /// rounds at the most
    #[arg(long, value_name = "PERCENT", value_parser = precision)]
    pub precision: Option<f64>,
    /// Milliseconds of timed calls in a process [default: 200; 50 with --quick]; with another unit
    /// (90s, 10m, 1h) that of all rounds together, as --minutes
    #[arg(long, value_name = "MS", value_parser = budget)]
    pub budget: Option<Budget>,
    /// Seconds after which a process is ended [default: 60; 20 with --quick]
    #[arg(long, value_name = "S", value_parser = seconds())]
    pub timeout: Option<u64>,
    /// Mebibytes of resident memory above which a process is ended [default: 4096, or half of the
    /// machine's if that is less]
    #[arg(long, value_name = "MIB", value_parser = mebibytes())]
    pub memory: Option<u64>,
    /// Seed of the random orders [default: a fresh one, recorded]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

fn precision(text: &str) -> Result<f64, String> {
    match super::compare::percent(text)? {
        precision if precision > 0.0 => Ok(precision),
        _ => Err("a percentage above 0 is wanted, such as 1%".to_string()),
    }
}

/// What may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// Milliseconds of timed calls in a process.
    Process(u64),
    /// Wall time of all rounds.
    Run(Duration),
}

fn budget(text: &str) -> Result<Budget, String> {
    let milliseconds = text.strip_suffix("ms").unwrap_or(text).trim();
    if let Ok(ms @ 1..=86_400_000) = milliseconds.parse() {
        return Ok(Budget::Process(ms));
    }
    match humantime::parse_duration(text) {
        Ok(time)
            if !time.is_zero() && !text.ends_with("ms") && time < Duration::from_secs(1 << 24) =>
        {
            Ok(Budget::Run(time))
        }
        _ => Err(
            "milliseconds of a process such as 200, or a time of all rounds such as 10m"
                .to_string(),
        ),
    }
}

/// Timed calls in a process; each is long enough that so many fill the budget.
const SAMPLES: u32 = 40;

impl Effort {
    /// The plan that this asks for.
    pub fn plan(&self, rows: &[Row]) -> Plan {
        let or = |quick: u64, full: u64| if self.quick { quick } else { full };
        let full = |row: &Row| {
            let name = |input: &Input| format!("{}/{}", row.guest.name, input.name);
            row.inputs.iter().map(name).collect::<Vec<_>>()
        };
        let mut inputs: Vec<_> = rows.iter().flat_map(full).collect();
        inputs.sort();
        let minutes = self.minutes.or(self.quick.then_some(4));
        let minutes = minutes.map(|minutes| u64::from(minutes) * 60_000_000_000);
        let (budget_ms, limit_ns) = match self.budget {
            Some(Budget::Process(ms)) => (ms, minutes),
            Some(Budget::Run(time)) => (or(50, 200), Some(time.as_nanos() as u64)),
            None => (or(50, 200), minutes),
        };
        let budget_ns = budget_ms * 1_000_000;
        Plan {
            seed: self.seed.unwrap_or_else(crate::bench::schedule::fresh_seed),
            rounds: self.rounds.unwrap_or(or(3, 10) as u32),
            budget_ns,
            sample_ns: budget_ns / u64::from(SAMPLES),
            samples: SAMPLES,
            precision: self.precision,
            limit_ns,
            timeout_ns: self.timeout.unwrap_or(or(20, 60)) * 1_000_000_000,
            memory_limit_bytes: memory_limit_bytes(self.memory),
            inputs,
        }
    }
}

/// The catalog and the folder to build in.
pub struct Context {
    pub catalog: Catalog,
    pub home: Home,
    /// The options --root and --runtime-dir as they were given, paths whole: with them the same is
    /// found again.
    pub folders: Vec<String>,
}

impl Context {
    pub fn new(global: &Global) -> Result<Self> {
        let root = find_root(global.root.as_deref())?;
        let home = Home::find()?;
        let home = match &global.emulated {
            None => home,
            Some(arch) => {
                let progress = Progress::new("emulator", 1);
                let _lock = home.lock(arch)?;
                let target = emulation::set_up(&root, arch, &home, &progress)?;
                home.emulating(target)
            }
        };
        Ok(Context {
            catalog: Catalog::load(&root, &global.runtime_dir)?,
            home,
            folders: global.folders()?,
        })
    }

    /// The machine that is measured: this one, or what is emulated on it.
    pub fn machine(&self) -> Machine {
        let mut machine = Machine::here();
        match &self.home.target {
            None => machine.calibration = Calibration::kept(&self.home.dir, &machine),
            Some(target) => {
                machine.arch = target.arch.clone();
                machine.emulator = Some(target.version.clone());
            }
        }
        machine
    }

    /// The columns that were asked for, and always the native one: every ratio is taken to it.
    /// Those of optional runtimes only where they were named.
    pub fn columns(&self, selection: &Selection) -> Result<Vec<Column>> {
        let filter = Filter::new(&selection.runtimes)?;
        let names: Vec<String> = self
            .catalog
            .runtimes
            .iter()
            .flat_map(Runtime::configuration_names)
            .collect();
        filter.check("configuration", names.iter().map(String::as_str))?;
        let reached = |runtime: &&Runtime| {
            let mut names = runtime.configuration_names();
            !runtime.manifest.optional || names.any(|name| filter.names(&name))
        };
        let runtimes = self.catalog.runtimes.iter();
        let globbed = runtimes.clone().filter(|runtime| {
            let mut names = runtime.configuration_names();
            !filter.is_empty() && !reached(runtime) && names.any(|name| filter.matches(&name))
        });
        let globbed: Vec<_> = globbed.map(|runtime| runtime.name.as_str()).collect();
        if !globbed.is_empty() {
            let names = globbed.join(", ");
            eprintln!("note: left out, for only a full name after -r means them: {names}");
        }
        let columns = runtimes.filter(reached).flat_map(|runtime| {
            let column = |manifest| Column {
                runtime: runtime.name.clone(),
                manifest,
                deadline: None,
            };
            runtime.manifest.configurations.iter().cloned().map(column)
        });
        let wanted = |column: &Column| {
            // Ratios are taken to the native build by the module's own compiler.
            let is_reference =
                column.manifest.artifact == Artifact::Native && column.manifest.compiler.is_none();
            filter.matches(&column.name()) || is_reference
        };
        Ok(columns.filter(wanted).collect())
    }

    /// The guests that were asked for, each with the inputs that were; those on request only where
    /// they were named in full. With `quick` and without a filter, only the default inputs.
    pub fn guests(&self, selection: &Selection, quick: bool) -> Result<Vec<(&Guest, Vec<Input>)>> {
        let filter = Filter::new(&selection.guests)?;
        let names: Vec<String> = self
            .catalog
            .guests
            .iter()
            .flat_map(Guest::input_names)
            .collect();
        filter.check("guest", names.iter().map(String::as_str))?;
        let mut chosen = Vec::new();
        let mut globbed = Vec::new();
        for guest in &self.catalog.guests {
            let mut names = guest.input_names();
            if guest.manifest.on_request && !names.any(|name| filter.names(&name)) {
                let mut names = guest.input_names();
                if !filter.is_empty() && names.any(|name| filter.matches(&name)) {
                    globbed.push(guest.name.as_str());
                }
                continue;
            }
            let wanted = |input: &&Input| {
                let by_default = !quick || input.default || !filter.is_empty();
                by_default && filter.matches(&format!("{}/{}", guest.name, input.name))
            };
            let inputs: Vec<_> = guest
                .manifest
                .inputs
                .iter()
                .filter(wanted)
                .cloned()
                .collect();
            if !inputs.is_empty() {
                chosen.push((guest, inputs));
            }
        }
        if !globbed.is_empty() {
            let names = globbed.join(", ");
            eprintln!(
                "note: left out, for they cost much and only a full name means them: {names}"
            );
        }
        if let Some(Shard { number, of }) = selection.shard {
            let all = chosen.len();
            let mut index = 0..;
            chosen.retain(|_| index.next().is_some_and(|i: usize| i % of == number - 1));
            if chosen.is_empty() {
                bail!("--shard {number}/{of}: there are only {all} guests to share out");
            }
        }
        if chosen.is_empty() {
            if !globbed.is_empty() {
                bail!("no other guest matches; name one in full to have it");
            }
            bail!(
                "there are no guests under {}/guests",
                self.catalog.root.display()
            );
        }
        Ok(chosen)
    }

    /// The runtimes of these columns, the quickest to build first.
    pub fn runtimes(&self, columns: &[Column]) -> Vec<&Runtime> {
        let used = |runtime: &&Runtime| columns.iter().any(|c| c.runtime == runtime.name);
        let mut runtimes: Vec<_> = self.catalog.runtimes.iter().filter(used).collect();
        let cost = |r: &&Runtime| r.manifest.worker.build_cpu_minutes;
        runtimes.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        runtimes
    }

    /// Builds the workers that `workers` lacks.
    pub fn build_workers(&self, runtimes: &[&Runtime], workers: &mut Workers) -> Result<()> {
        self.build_workers_and(runtimes, workers, |_, worker, _| Ok(Ok(worker)))
    }

    /// The same, and those of components where a runtime has one beside that of modules. A runtime
    /// whose one cannot be had is as a whole not there: the other would refuse what the runtime can
    /// do.
    pub fn build_workers_and_for_components(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
    ) -> Result<()> {
        self.build_workers_and(runtimes, workers, |runtime, worker, progress| {
            self.with_components(runtime, worker, progress)
        })
    }

    /// One of the two, as there are `components` to be run or not.
    pub fn build_workers_for(
        &self,
        components: bool,
        runtimes: &[&Runtime],
        workers: &mut Workers,
    ) -> Result<()> {
        match components {
            true => self.build_workers_and_for_components(runtimes, workers),
            false => self.build_workers(runtimes, workers),
        }
    }

    fn with_components(
        &self,
        runtime: &Runtime,
        worker: BuiltWorker,
        progress: &Progress,
    ) -> Result<Result<BuiltWorker, Unavailable>> {
        let components = workers::build_for_components(runtime, &self.home, progress)?;
        Ok(components.transpose().map(|components| match components {
            Some(components) => worker.with_components(&components),
            None => worker,
        }))
    }

    /// The workers of these columns and those of components. Says which runtimes have such, where
    /// none of these has.
    pub fn workers_with_components(&self, columns: &[Column]) -> Result<Workers> {
        let mut workers = Workers::new();
        self.build_workers_and_for_components(&self.runtimes(columns), &mut workers)?;
        let all = self.catalog.runtimes.iter();
        let taking: Vec<_> = all.filter(|r| r.manifest.components.is_some()).collect();
        let is_chosen = |runtime: &&Runtime| columns.iter().any(|c| c.runtime == runtime.name);
        if !taking.is_empty() && !taking.iter().any(is_chosen) {
            let names: Vec<_> = taking.iter().map(|r| r.name.as_str()).collect();
            let names = names.join(", ");
            eprintln!(
                "note: runtimes that say that they take components, none of them chosen: {names}"
            );
        }
        Ok(workers)
    }

    /// The same as [`Context::build_workers`], and compiles `rows` ahead of time for those of
    /// `columns` that want it.
    pub fn build_workers_and_compile(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
        columns: &[Column],
        rows: &[Row],
    ) -> Result<()> {
        let components = rows.iter().any(|row| row.guest.manifest.component);
        self.build_workers_and(runtimes, workers, |runtime, worker, progress| {
            let worker = match components {
                true => match self.with_components(runtime, worker, progress)? {
                    Ok(worker) => worker,
                    unavailable => return Ok(unavailable),
                },
                false => worker,
            };
            compile_ahead(&runtime.name, &worker, columns, rows, &self.home, progress)?;
            Ok(Ok(worker))
        })
    }

    /// Does `then` with each as soon as it is built, beside the building of others.
    fn build_workers_and(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
        then: impl Fn(&Runtime, BuiltWorker, &Progress) -> Result<Result<BuiltWorker, Unavailable>>
        + Sync,
    ) -> Result<()> {
        let progress = Progress::new("workers", runtimes.len() as u64);
        let built = two_at_a_time(runtimes, |runtime| -> Result<_> {
            let _lock = self.home.lock(&runtime.name)?;
            progress.message(&runtime.name);
            let built = match workers::build(runtime, &self.home, &progress)? {
                Ok(worker) => then(runtime, worker, &progress)?,
                unavailable => unavailable,
            };
            if let Err(unavailable) = &built {
                progress.note(&format!("{}: unavailable: {unavailable}", runtime.name));
            }
            progress.step();
            Ok(built)
        });
        for (runtime, built) in runtimes.iter().zip(built) {
            workers.insert(runtime.name.clone(), built?);
        }
        Ok(())
    }

    /// Compiles guests for Wasm and for the host.
    pub fn build_guests(
        &self,
        chosen: Vec<(&Guest, Vec<Input>)>,
        pinned: bool,
    ) -> Result<Vec<Row>> {
        let guests: Vec<&Guest> = chosen.iter().map(|(guest, _)| *guest).collect();
        let _lock = self.home.lock("guests")?;
        let progress = Progress::new("guests", 3 * guests.len() as u64);
        let builds = guests::build(&self.catalog, &guests, &self.home, pinned, &progress)?;
        for (guest, build) in guests.iter().zip(&builds) {
            match &build.built {
                Err(unavailable) => {
                    progress.note(&format!("{}: unavailable: {unavailable}", guest.name));
                }
                Ok(built) => {
                    if let (Some(why), false) = (&built.not_compiled, pinned) {
                        progress.note(&format!("{}: the pinned module, since {why}", guest.name));
                    }
                    if let Err(why) = &built.native {
                        progress.note(&format!("{}: no native build: {why}", guest.name));
                    }
                }
            }
        }
        if !guests.is_empty() && builds.iter().all(|build| build.built.is_err()) {
            bail!("there is nothing to measure: no guest can be had here");
        }
        let row =
            |((guest, inputs), build): ((&Guest, Vec<Input>), _)| Row::new(guest, inputs, build);
        Ok(chosen.into_iter().zip(builds).map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, budget};
    use std::time::Duration;

    #[test]
    fn a_budget_is_of_a_process_or_of_the_run() {
        for text in ["200", "200ms"] {
            assert_eq!(budget(text), Ok(Budget::Process(200)), "{text}");
        }
        assert_eq!(budget("10m"), Ok(Budget::Run(Duration::from_secs(600))));
        for text in ["0", "0s", "-1", "much", "5 parsecs", ""] {
            assert!(budget(text).is_err(), "{text}");
        }
    }
}
