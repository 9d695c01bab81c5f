//! The metrics, and how each is read from a process sample.

use crate::results::counts::Counts;
use crate::results::machine::Machine;
use crate::results::schema::{Counted, Process, Results};
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that is measured. Its serialised name is the one in reports.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ValueEnum,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// The system's own part of a start: to make an empty program's process.
    Process,
    /// From before the process is made to the worker's ready line.
    Spawn,
    /// The same, without the system's own part.
    Boot,
    Engine,
    Load,
    LoadCpu,
    Instantiate,
    FirstCall,
    /// From the runtime's first instruction to the end of the first call.
    Start,
    /// From before the process is made to the end of the first call.
    ColdStart,
    /// A further instance of the same module, to the end of its first call.
    WarmStart,
    TimePerUnit,
    /// The section that a module marks by calls of `bench.start` and `bench.end`, in its first run.
    Section,
    StartupPeakMemory,
    PeakMemory,
    InstanceMemory,
    /// CPU time, of all threads.
    CpuPerUnit,
    /// The time for which a guest is called before it runs as fast as in the steady state.
    WarmUp,
    /// Instructions for a unit of work, where the processor can count them.
    InstructionsPerUnit,
    /// The processor's cycles for a unit of work, where they can be counted.
    CyclesPerUnit,
    /// Under emulation, all of a process to the end of its first call.
    StartInstructions,
    /// CPU time; belongs to a module, not to an input.
    Precompile,
    CompiledSize,
    /// Belongs to a configuration alone.
    WorkerSize,
    MappedSize,
}

/// The kind of a metric's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Ns,
    Bytes,
    Instructions,
    Cycles,
}

/// The metrics that process samples give.
pub const SAMPLED: [Metric; 21] = [
    Metric::Process,
    Metric::Spawn,
    Metric::Boot,
    Metric::Engine,
    Metric::Load,
    Metric::LoadCpu,
    Metric::Instantiate,
    Metric::FirstCall,
    Metric::Start,
    Metric::ColdStart,
    Metric::WarmStart,
    Metric::TimePerUnit,
    Metric::CpuPerUnit,
    Metric::WarmUp,
    Metric::Section,
    Metric::StartupPeakMemory,
    Metric::PeakMemory,
    Metric::InstanceMemory,
    Metric::InstructionsPerUnit,
    Metric::CyclesPerUnit,
    Metric::StartInstructions,
];

impl Metric {
    pub fn unit(self) -> Unit {
        match self {
            Metric::StartupPeakMemory
            | Metric::PeakMemory
            | Metric::InstanceMemory
            | Metric::CompiledSize
            | Metric::WorkerSize
            | Metric::MappedSize => Unit::Bytes,
            Metric::InstructionsPerUnit | Metric::StartInstructions => Unit::Instructions,
            Metric::CyclesPerUnit => Unit::Cycles,
            _ => Unit::Ns,
        }
    }

    /// True if a command has it too, and not only a guest that exports `bench`.
    pub fn of_commands(self) -> bool {
        !self.is_throughput() && ![Metric::WarmUp, Metric::InstanceMemory].contains(&self)
    }

    /// Returns the metric that gives the cost of a unit of work on a machine: time, or instructions
    /// where it is emulated.
    pub fn throughput_of(machine: &Machine) -> Metric {
        match machine.emulator {
            None => Metric::TimePerUnit,
            Some(_) => Metric::InstructionsPerUnit,
        }
    }

    /// Returns the metric that gives the cost of a start in a run: the runtime's own, if the
    /// system's part of it is known, else the cold start of a process. Instructions where it is
    /// emulated.
    pub fn start_of(results: &Results) -> Metric {
        match (&results.header.machine.emulator, results.splits_starts()) {
            (Some(_), _) => Metric::StartInstructions,
            (None, true) => Metric::Start,
            (None, false) => Metric::ColdStart,
        }
    }

    /// In words that reports use of starts.
    pub fn start_words(self) -> &'static str {
        match self {
            Metric::Start => "start",
            _ => "cold start",
        }
    }

    /// True if only files have it that split starts.
    pub fn is_of_split(self) -> bool {
        matches!(self, Metric::Process | Metric::Boot | Metric::Start)
    }

    /// True if it gives the cost of a unit of work.
    pub fn is_throughput(self) -> bool {
        matches!(
            self,
            Metric::TimePerUnit
                | Metric::CpuPerUnit
                | Metric::InstructionsPerUnit
                | Metric::CyclesPerUnit
        )
    }

    /// True if it gives the cost of a start, or of a part of it.
    pub fn is_of_start(self) -> bool {
        matches!(
            self,
            Metric::Process
                | Metric::Spawn
                | Metric::Boot
                | Metric::Engine
                | Metric::Load
                | Metric::LoadCpu
                | Metric::Instantiate
                | Metric::FirstCall
                | Metric::Start
                | Metric::ColdStart
                | Metric::WarmStart
                | Metric::StartInstructions
        )
    }

    /// The least value that is distinguishable from zero: memory is resident in pages.
    pub fn resolution(self) -> f64 {
        match self {
            Metric::InstanceMemory => 4096.0,
            _ => 0.0,
        }
    }

    /// A nanosecond, byte or count in this process, as its value is made of these: the least that
    /// is not zero.
    pub fn least(self, process: &Process, units: f64) -> f64 {
        let timed = process.throughput.as_ref();
        match timed.and_then(|timed| timed.share_of_step(1)) {
            Some(share) if self.is_throughput() => share / units,
            _ => 1.0,
        }
    }

    /// This process's value. `units` is the work in one step of its input.
    pub fn of(self, process: &Process, units: f64) -> Option<f64> {
        let startup = &process.startup;
        let memory = process.memory.as_ref();
        let whole = match self {
            Metric::Process => startup.process_ns(),
            Metric::Spawn => startup.spawn_ns,
            Metric::Boot => startup.boot_ns(),
            Metric::Engine => startup.engine_ns,
            Metric::Load => startup.load_ns,
            Metric::LoadCpu => startup.load_cpu_ns,
            Metric::Instantiate => startup.instantiate_ns,
            Metric::FirstCall => startup.first_ns,
            Metric::Start => startup.start_ns(),
            Metric::ColdStart => startup.cold_ns(),
            Metric::WarmStart => startup.warm_ns(),
            Metric::Section => process.section_ns.first().copied(),
            Metric::WarmUp => process.throughput.as_ref()?.warm_up_ns(),
            Metric::StartupPeakMemory => memory.map(|m| m.startup_peak_bytes),
            Metric::PeakMemory => memory.map(|m| m.peak_bytes),
            Metric::InstanceMemory => memory.and_then(|m| m.instance_bytes),
            Metric::TimePerUnit => {
                return Some(process.throughput.as_ref()?.step_ns()? / units);
            }
            Metric::CpuPerUnit => {
                let timed = process.throughput.as_ref()?;
                return Some(timed.share_of_step(timed.cpu_ns?)? / units);
            }
            Metric::InstructionsPerUnit => {
                let emulated = process
                    .instructions
                    .as_ref()
                    .and_then(|i| i.steady.as_ref());
                let counted = || counted(process, |counts| counts.instructions);
                let step = emulated.map_or_else(counted, Counted::step);
                return Some(step? / units);
            }
            Metric::CyclesPerUnit => {
                return Some(counted(process, |counts| counts.cycles)? / units);
            }
            Metric::StartInstructions => process.instructions.as_ref().map(|i| i.start),
            Metric::Precompile | Metric::CompiledSize | Metric::WorkerSize | Metric::MappedSize => {
                None
            }
        };
        whole.map(|value| value as f64)
    }
}

/// A step's share of what the processor counted during the timed calls.
fn counted(process: &Process, of: impl Fn(&Counts) -> u64) -> Option<f64> {
    let timed = process.throughput.as_ref()?;
    timed.share_of_step(of(timed.counts.as_ref()?))
}
