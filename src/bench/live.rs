//! A guest that is kept and called again and again, for those who choose the calls themselves:
//! calibration and benchmarks.

use super::steady::{find_steps, verified};
use crate::bench::steps::start;
use crate::bench::subject::{Subject, Work};
use crate::results::machine::Machine;
use crate::results::outcome::{End, Outcome};
use crate::results::schema::{Plan, Startup};
use crate::worker::{Limits, Worker, copy_folder};
use anyhow::Result;
use std::time::Duration;
use wasmeter_worker::protocol::Call;

/// A worker with an instance.
pub struct Live {
    worker: Worker,
    instance: usize,
    digest: u64,
    /// The phases of its start.
    pub startup: Startup,
}

/// The times of calls.
pub struct Calls {
    /// Wall time of each, in nanoseconds.
    pub samples_ns: Vec<u64>,
    /// CPU time of the whole process during all of them.
    pub cpu_ns: u64,
}

impl Live {
    /// Starts a fresh worker, up to the end of the first call, `bench(0)`. Commands and one-shot
    /// runtimes keep no instance.
    pub fn start(subject: &Subject, limits: Limits) -> Result<Result<Self, End>> {
        let unsupported = |why| Ok(Err(End::new(Outcome::Unsupported, why)));
        let Work::Bench { digest } = subject.work else {
            return unsupported("a command has no calls that could be made longer");
        };
        if subject.one_shot {
            return unsupported("each of its steps is a process of its own");
        }
        let worker = Worker::start(&subject.program, subject.stdin.as_deref(), limits)?;
        if let (Ok(worker), Some(files)) = (&worker, &subject.files) {
            copy_folder(files, &worker.guest_dir())?;
        }
        Ok(worker.and_then(|mut worker| {
            let mut startup = Startup::default();
            let (instance, _) = start(&mut worker, subject, digest, &mut startup)?;
            Ok(Live {
                worker,
                instance,
                digest,
                startup,
            })
        }))
    }

    /// Makes up to `samples` calls of `steps` steps, and no further one once the time is over.
    pub fn calls(&mut self, steps: u32, samples: u32, budget: Duration) -> Result<Calls, End> {
        let call = Call {
            samples,
            budget_ns: u64::try_from(budget.as_nanos()).unwrap_or(u64::MAX),
            ..Call::once(self.instance, "bench", steps)
        };
        let reply = verified(&mut self.worker, call, self.digest)?;
        Ok(Calls {
            samples_ns: reply.samples_ns,
            cpu_ns: reply.cpu_ns,
        })
    }

    /// Finds how many steps a call must have to be as long as planned, `least` at the least. The
    /// first step prepares.
    pub fn steps(&mut self, plan: &Plan, least: u32) -> Result<u32, End> {
        let call = |n| Call::once(self.instance, "bench", n);
        verified(&mut self.worker, call(1), self.digest)?;
        let found = find_steps(plan, 1, |n| {
            verified(&mut self.worker, call(n), self.digest)
        })?;
        // Once more, warm: the first calls may have been slow.
        let from = found.steps.max(least);
        let found = find_steps(plan, from, |n| {
            verified(&mut self.worker, call(n), self.digest)
        })?;
        Ok(found.steps)
    }
}

/// A plan for processes that make `calls` timed calls within a time, and are ended after ten
/// minutes.
pub fn plan(budget: Duration, calls: u32) -> Plan {
    let budget_ns = budget.as_nanos() as u64;
    Plan {
        seed: 0,
        rounds: 1,
        budget_ns,
        sample_ns: budget_ns / u64::from(calls.max(1)),
        samples: calls,
        limit_ns: None,
        precision: None,
        timeout_ns: 600_000_000_000,
        memory_limit_bytes: Machine::here().memory_limit_bytes(),
        inputs: Vec::new(),
    }
}
