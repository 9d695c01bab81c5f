//! Pairs of processes, one right after the other and in random order: the unit of `wasmeter calibrate`. Both do the same
//! work, or one of them a known number of steps more.

use super::sample::{Subject, Work, engine_and_load, limits, wasi};
use super::steady::{find_steps, verified};
use crate::results::schema::{Plan, Startup};
use crate::stats;
use crate::worker::{End, Outcome, Worker};
use anyhow::Result;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::time::{Duration, Instant};
use wasmeter_worker::protocol::{Call, Request};

/// What a pair measured.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Median time of a timed call, in nanoseconds, of the process with the extra steps, and of the other.
    pub ns: (f64, f64),
    /// From before the first process to the end of the second.
    pub took: Duration,
}

/// Finds how many steps a timed call must have to be as long as planned, and to be divided into at least `parts`.
pub fn steps(subject: &Subject, plan: &Plan, parts: u32) -> Result<Result<u32, End>> {
    with_instance(subject, plan, |worker, instance, digest| {
        let call = |n| Call::once(instance, "bench", n);
        let found = find_steps(plan, 1, |n| verified(worker, call(n), digest))?;
        let calls = found.steps.max(parts);
        // Once more, warm: the first calls may have been slow.
        let found = find_steps(plan, calls, |n| verified(worker, call(n), digest))?;
        Ok(found.steps)
    })
}

/// Measures a pair; calls of the one have `extra` more steps than the `steps` of the other.
pub fn pair(
    subject: &Subject,
    plan: &Plan,
    steps: u32,
    extra: u32,
    random: &mut ChaCha8Rng,
) -> Result<Result<Pair, End>> {
    let began = Instant::now();
    let slowed_first: bool = random.random();
    let order = if slowed_first {
        [steps + extra, steps]
    } else {
        [steps, steps + extra]
    };
    let mut ns = [0.0; 2];
    for (ns, steps) in ns.iter_mut().zip(order) {
        match process(subject, plan, steps)? {
            Ok(time) => *ns = time,
            Err(end) => return Ok(Err(end)),
        }
    }
    Ok(Ok(Pair {
        ns: if slowed_first {
            (ns[0], ns[1])
        } else {
            (ns[1], ns[0])
        },
        took: began.elapsed(),
    }))
}

fn process(subject: &Subject, plan: &Plan, steps: u32) -> Result<Result<f64, End>> {
    with_instance(subject, plan, |worker, instance, digest| {
        let calls = |budget_ns| Call {
            samples: plan.samples,
            budget_ns,
            ..Call::once(instance, "bench", steps)
        };
        verified(worker, calls(plan.budget_ns / 4), digest)?;
        let timed = verified(worker, calls(plan.budget_ns), digest)?;
        let times: Vec<f64> = timed
            .samples_ns
            .iter()
            .map(|ns| (*ns).max(1) as f64)
            .collect();
        Ok(stats::median(&times).unwrap_or(f64::NAN))
    })
}

/// A fresh process with a prepared instance.
fn with_instance<T>(
    subject: &Subject,
    plan: &Plan,
    work: impl FnOnce(&mut Worker, usize, u64) -> Result<T, End>,
) -> Result<Result<T, End>> {
    let Work::Bench { digest } = subject.work else {
        let why = "a command has no calls that could be made longer";
        return Ok(Err(End::new(Outcome::Unsupported, why)));
    };
    if subject.one_shot {
        let why = "each of its steps is a process of its own";
        return Ok(Err(End::new(Outcome::Unsupported, why)));
    }
    let started = Worker::start(&subject.program, subject.stdin.as_deref(), limits(plan))?;
    Ok(started.and_then(|mut worker| {
        engine_and_load(&mut worker, subject, &mut Startup::default())?;
        let reply = worker.step(&Request::Instantiate(wasi(&worker, subject)))?;
        let instance = reply.instance.unwrap_or(0);
        verified(&mut worker, Call::once(instance, "bench", 1), digest)?;
        work(&mut worker, instance, digest)
    }))
}
