//! The results file, schema `wasmeter-results/1`. Every figure in a report is derived from it.
//!
//! Times are nanoseconds (`_ns`) of `CLOCK_MONOTONIC` unless named `cpu_ns`; sizes are bytes
//! (`_bytes`). `results/SCHEMA.md` explains the fields to people who read the files.

use super::runtime::{Execution, RuntimeNotes};
use super::saved::{self, Saved};
use crate::results::counts::Counts;
use crate::results::group::Group;
use crate::results::machine::Machine;
use crate::results::outcome::Outcome;
use crate::stats::median;
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use wasmeter_worker::{Artifact, WasiSupport};

/// The schema that this wasmeter writes and reads.
pub const SCHEMA: &str = "wasmeter-results/1";

/// A whole results file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Results {
    #[serde(flatten)]
    pub header: Header,
    /// When the last process sample was taken, RFC 3339.
    pub finished: String,
    /// Every process sample, in the order in which they were taken.
    pub processes: Vec<Process>,
}

/// The plan and the parts of a run; the first line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`SCHEMA`].
    pub schema: String,
    /// wasmeter's own version.
    pub wasmeter: String,
    /// RFC 3339.
    pub started: String,
    pub plan: Plan,
    /// SHA-256 of the file that this is an extract of, by `wasmeter results compact`; left out of
    /// whole ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compact_of: Option<String>,
    /// The options --root and --runtime-dir as they were given, paths whole; empty if neither was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folders: Vec<String>,
    pub machine: Machine,
    /// The notes about the runtimes; none in files of a wasmeter that did not record them.
    #[serde(default)]
    pub runtimes: Vec<RuntimeNotes>,
    pub configurations: Vec<Configuration>,
    pub guests: Vec<Guest>,
    /// The modules compiled ahead of time for the configurations that execute such.
    pub precompiled: Vec<Precompiled>,
}

/// The plan of a measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Seed of the random orders.
    pub seed: u64,
    /// The number of visits to every cell.
    pub rounds: u32,
    /// Wall time a process may spend on timed calls, in nanoseconds.
    pub budget_ns: u64,
    /// A timed call takes at least about this long, in nanoseconds.
    pub sample_ns: u64,
    /// Timed calls of one process, at the most.
    pub samples: u32,
    /// Wall time within which all rounds should end, in nanoseconds: no round was begun that would
    /// not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_ns: Option<u64>,
    /// The largest distance of the 95% interval of a cell up and down, as a fraction: after
    /// `rounds`, only cells with a wider one were visited again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Wall time after which a process is ended, in nanoseconds.
    pub timeout_ns: u64,
    /// Resident memory above which a process is ended, in bytes.
    pub memory_limit_bytes: u64,
    /// `guest/input`, in order of their names.
    pub inputs: Vec<String>,
}

/// A column: a runtime with one way of executing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// `runtime/configuration`.
    pub name: String,
    /// As the worker reports it; `None` if there is no worker.
    pub version: Option<String>,
    /// One line that describes it. Empty in files of a wasmeter that did not record it.
    #[serde(default)]
    pub description: String,
    /// The way in which it executes; `None` for native code, and where `runtime.toml` does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution: Option<Execution>,
    pub artifact: Artifact,
    pub wasi: Option<WasiSupport>,
    /// Each step that runs a guest is a process of its own: it is driven through its command line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_shot: bool,
    /// Which settings were chosen, and why.
    pub why: String,
    /// An explanation of figures that look absurd; left out where none is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// SHA-256 of the worker's program; of a one-shot runtime, its own program.
    pub worker_sha256: Option<String>,
    /// Size of the worker's program.
    pub worker_bytes: Option<u64>,
    /// Size of the program and of every library that it has mapped once the engine is made.
    pub mapped_bytes: Option<u64>,
    /// Why there is no such configuration on this machine, and the fix.
    pub unavailable: Option<String>,
}

/// The module of a guest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guest {
    pub name: String,
    /// `group`, and `counts_in`: what its figures count in.
    #[serde(flatten)]
    pub group: Group,
    pub language: String,
    /// The interpreter of its program within the module; left out if that is compiled to
    /// WebAssembly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<String>,
    /// The guest that does the same work, and whose digests are this one's; left out if there is
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    pub description: String,
    /// The unit of work; empty for commands.
    pub unit: String,
    pub sha256: String,
    pub bytes: u64,
    /// The compiler that made it.
    pub toolchain: String,
    /// True if these are the bytes that `guests.lock` pins.
    pub pinned: bool,
    /// SHA-256 of the native build.
    pub native_sha256: Option<String>,
    /// The compiler of the native build, and of that by the system's compiler; left out where there
    /// is none, and of runs that did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native_toolchain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_toolchain: Option<String>,
    /// True if it marks a section by calls of `bench.start` and `bench.end`; these are then
    /// replaced by functions that take the guest's clock, so the module is not quite the one that
    /// was given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub section: bool,
    /// The arguments that gave a module of the user's own, paths whole; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// Inputs that count in no mean; left out if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// Units of work in one step, by input.
    pub units: BTreeMap<String, f64>,
    /// The digest that every step must give, by input: from the native build, its own or that of
    /// `same_as`.
    pub digests: BTreeMap<String, u64>,
}

/// A module compiled ahead of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Precompiled {
    pub configuration: String,
    pub guest: String,
    /// Wall time of the compilation, measured inside the worker. One sample; none under emulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ns: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_ns: Option<u64>,
    /// Size of the compiled code's file.
    pub bytes: u64,
}

/// A process sample: what one worker process measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// From 0.
    pub round: u32,
    /// `runtime/configuration`.
    pub configuration: String,
    /// `guest/input`.
    pub input: String,
    pub outcome: Outcome,
    /// Why the outcome is not `ok`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Startup, phase by phase. Phases that were reached are there whatever the outcome.
    #[serde(default, skip_serializing_if = "Startup::is_empty")]
    pub startup: Startup,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<Throughput>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// Time of the section that the module marks, by the guest's clock, in each of its runs: cold,
    /// then warm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub section_ns: Vec<u64>,
    /// Under emulation, instead of times and memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Instructions>,
}

/// Instructions that a process executed, on all its threads; the kernel's are not among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instructions {
    /// From its begin to the end of the first call.
    pub start: u64,
    /// The counts of the steady state; only for a guest that exports `bench`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steady: Option<Counted>,
}

/// Calls in the steady state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Steps in one call.
    pub steps: u32,
    /// Calls before the counted ones.
    pub warm_up: u32,
    /// Instructions of a call of no steps: what it takes to ask and to answer.
    pub empty: u64,
    /// Instructions of each call.
    pub calls: Vec<u64>,
}

impl Counted {
    /// Instructions of a step: the median of calls, less what an empty one takes. `None` without a
    /// counted call.
    pub fn step(&self) -> Option<f64> {
        let calls: Vec<f64> = self.calls.iter().map(|count| *count as f64).collect();
        Some((median(&calls)? - self.empty as f64) / f64::from(self.steps))
    }
}

/// The phases of a start, each wall time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Startup {
    /// The time that the system took to make any process: from before an empty program is made to
    /// its ready line, of some that were started just before this one. None in files of a wasmeter
    /// that started none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub empty_ns: Vec<u64>,
    /// From before the process is made to the worker's ready line. None where the guest's process
    /// is not the worker's: that of a native command, and of a command line.
    pub spawn_ns: Option<u64>,
    pub engine_ns: Option<u64>,
    /// Compile and validate, or load what was compiled ahead of time.
    pub load_ns: Option<u64>,
    /// CPU time of the same step: compilers use several threads.
    pub load_cpu_ns: Option<u64>,
    pub instantiate_ns: Option<u64>,
    /// The first call into the guest: `bench(0)`, or a command's whole `_start`.
    pub first_ns: Option<u64>,
    /// Instantiating once more in the same process.
    pub warm_instantiate_ns: Option<u64>,
    /// The first call into that second instance.
    pub warm_first_ns: Option<u64>,
}

impl Startup {
    fn is_empty(&self) -> bool {
        *self == Startup::default()
    }

    /// Returns the system's part of it, to make a process: the quickest of the empty programs.
    /// Waiting for a processor that others used is no part of it.
    pub fn process_ns(&self) -> Option<u64> {
        self.empty_ns.iter().min().copied()
    }

    /// From the worker's first instruction to its ready line.
    pub fn boot_ns(&self) -> Option<u64> {
        self.spawn_ns?.checked_sub(self.process_ns()?)
    }

    /// From the runtime's first instruction to the end of the first call: a cold start without what
    /// the system took of it. `None` if that is not known, or if even the quickest empty program
    /// was held up for longer than this process took.
    pub fn start_ns(&self) -> Option<u64> {
        // The process is made in the first of the reported phases.
        let making = self.spawn_ns.or(self.first_ns)?;
        let process = self.process_ns()?;
        let whole = self.cold_ns()?;
        (making > process).then(|| whole - process)
    }

    /// Everything from making the process to the end of the first call. Phases that are not
    /// reported are in others.
    pub fn cold_ns(&self) -> Option<u64> {
        let before = [
            self.spawn_ns,
            self.engine_ns,
            self.load_ns,
            self.instantiate_ns,
        ];
        Some(self.first_ns? + before.into_iter().flatten().sum::<u64>())
    }

    /// Returns the cost of a further instance of the same module.
    pub fn warm_ns(&self) -> Option<u64> {
        Some(self.warm_instantiate_ns? + self.warm_first_ns?)
    }
}

/// Timed calls in the steady state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// Steps in one call.
    pub steps: u32,
    /// Calls before the timed ones.
    pub warm_up: u32,
    /// The times of these, by request; none through a command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warming: Vec<Warming>,
    /// Wall time of each call.
    pub samples_ns: Vec<u64>,
    /// CPU time of the process during all of them. `None` through a command line, where a process
    /// does more than these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_ns: Option<u64>,
    /// The processor's counts of the process during all of them, where the machine allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
}

impl Throughput {
    /// Median time of a step, in nanoseconds. `None` without a timed call.
    pub fn step_ns(&self) -> Option<f64> {
        let samples: Vec<f64> = self.samples_ns.iter().map(|ns| *ns as f64).collect();
        Some(median(&samples)? / f64::from(self.steps))
    }

    /// Returns the time for which the guest had been called before its steps took no more than
    /// [`WARM`] times what they take in the steady state, in nanoseconds, as far as requests
    /// resolve it. `None` if that is not known.
    pub fn warm_up_ns(&self) -> Option<u64> {
        let most = WARM * self.step_ns()?;
        let warm = |w: &&Warming| w.step_ns() <= most;
        let before = self.warming.iter().take_while(|w| !warm(w));
        let spent = before.map(|Warming(_, _, ns)| ns).sum();
        (!self.warming.is_empty()).then_some(spent)
    }

    /// A step's share of what all timed calls took together. `None` without a timed call.
    pub fn share_of_step(&self, whole: u64) -> Option<f64> {
        let steps = self.samples_ns.len() as f64 * f64::from(self.steps);
        (steps > 0.0).then(|| whole as f64 / steps)
    }
}

/// One request to make calls before the timed ones: the steps of each, how many, and what they took
/// together in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warming(pub u32, pub u32, pub u64);

impl Warming {
    /// Nanoseconds of a step.
    fn step_ns(&self) -> f64 {
        let Warming(steps, calls, ns) = *self;
        ns as f64 / (f64::from(steps) * f64::from(calls)).max(1.0)
    }
}

/// Steps that take no more than this times those of the steady state are warm.
const WARM: f64 = 1.1;

/// Resident memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Peak up to the end of the first call.
    pub startup_peak_bytes: u64,
    /// Peak up to the end of the timed calls.
    pub peak_bytes: u64,
    /// The memory of an additional live instance: the mean over the later ones of several.
    pub instance_bytes: Option<u64>,
    /// The values that it is computed from: resident before the further instances, and after each.
    /// Empty in older files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub live_bytes: Vec<u64>,
}

impl Results {
    /// True if it contains the system's part of a start, to make the process. Files of before
    /// December 2026 do not.
    pub fn splits_starts(&self) -> bool {
        let mut startups = self.processes.iter().map(|process| &process.startup);
        startups.any(|startup| !startup.empty_ns.is_empty())
    }

    /// Reads a results file.
    ///
    /// # Errors
    /// Names the file, what is wrong and what to do.
    ///
    /// ```no_run
    /// use std::path::Path;
    /// use wasmeter::results::schema::Results;
    ///
    /// let results = Results::read(Path::new("results/x86_64.json"))?;
    /// println!("{} process samples", results.processes.len());
    /// # anyhow::Ok(())
    /// ```
    pub fn read(file: &Path) -> Result<Self> {
        Results::of(&Saved::read(file)?, file)
    }

    /// Reads a file's contents.
    ///
    /// # Errors
    /// Names the file, what is wrong and what to do.
    pub fn of(saved: &Saved, file: &Path) -> Result<Self> {
        if !saved.is_of(SCHEMA) {
            bail!(
                "{}: not a results file: it has no \"schema\": \"{SCHEMA}\"",
                file.display()
            );
        }
        saved.parse(SCHEMA, file, "measure again")
    }

    /// Writes the file whole or not at all.
    ///
    /// # Errors
    /// Names the file or folder that cannot be written.
    pub fn write(&self, file: &Path) -> Result<()> {
        saved::write(file, self)
    }
}

#[cfg(test)]
mod tests {
    use super::Startup;

    #[test]
    fn a_start_is_a_cold_one_without_what_the_system_took() {
        let empty_ns = vec![400, 100, 110];
        let embedded = Startup {
            empty_ns: empty_ns.clone(),
            spawn_ns: Some(1000),
            engine_ns: Some(20),
            load_ns: Some(300),
            instantiate_ns: Some(4),
            first_ns: Some(5),
            ..Startup::default()
        };
        assert_eq!(embedded.process_ns(), Some(100));
        assert_eq!(embedded.boot_ns(), Some(900));
        assert_eq!(
            (embedded.start_ns(), embedded.cold_ns()),
            (Some(1229), Some(1329))
        );
        // One that is a process of its own: native, or through a command line, which may report how
        // long it loads.
        let alone = Startup {
            empty_ns: empty_ns.clone(),
            load_ns: Some(30),
            first_ns: Some(700),
            ..Startup::default()
        };
        assert_eq!(
            (alone.boot_ns(), alone.start_ns(), alone.cold_ns()),
            (None, Some(630), Some(730))
        );
        // All of the empty programs were held up: nothing is known, which is no zero.
        let held_up = Startup {
            empty_ns: vec![2000],
            ..embedded.clone()
        };
        assert_eq!((held_up.boot_ns(), held_up.start_ns()), (None, None));
        let before = Startup {
            empty_ns: Vec::new(),
            ..embedded
        };
        assert_eq!(
            (before.process_ns(), before.start_ns(), before.cold_ns()),
            (None, None, Some(1329))
        );
    }
}
