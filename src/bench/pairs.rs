//! Pairs of processes, one right after the other and in random order: the unit of `wasmeter
//! calibrate`. Both do the same work, or one of them a known number of steps more.

use super::live::Live;
use crate::bench::steps::limits;
use crate::bench::subject::Subject;
use crate::results::outcome::End;
use crate::results::schema::Plan;
use crate::stats;
use anyhow::Result;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::time::{Duration, Instant};

/// The results of a pair.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Median time of a timed call, in nanoseconds, of the process with the extra steps, and of the
    /// other.
    pub ns: (f64, f64),
    /// The mean CPU time of a call, of each. Not finite where a worker reports none.
    pub cpu_ns: (f64, f64),
    /// From before the first process to the end of the second.
    pub took: Duration,
}

/// Finds how many steps a timed call must have to be as long as planned, and to be divided into at
/// least `parts`.
pub fn steps(subject: &Subject, plan: &Plan, parts: u32) -> Result<Result<u32, End>> {
    let live = Live::start(subject, limits(plan))?;
    Ok(live.and_then(|mut live| live.steps(plan, parts)))
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
    let mut times = [(0.0, 0.0); 2];
    for (times, steps) in times.iter_mut().zip(order) {
        match process(subject, plan, steps)? {
            Ok(found) => *times = found,
            Err(end) => return Ok(Err(end)),
        }
    }
    if !slowed_first {
        times.reverse();
    }
    let [(ns, cpu_ns), (other_ns, other_cpu_ns)] = times;
    Ok(Ok(Pair {
        ns: (ns, other_ns),
        cpu_ns: (cpu_ns, other_cpu_ns),
        took: began.elapsed(),
    }))
}

/// The median wall time and the mean CPU time of a call.
fn process(subject: &Subject, plan: &Plan, steps: u32) -> Result<Result<(f64, f64), End>> {
    let live = Live::start(subject, limits(plan))?;
    Ok(live.and_then(|mut live| {
        let budget = Duration::from_nanos(plan.budget_ns);
        // The first step prepares.
        live.calls(1, 1, Duration::ZERO)?;
        live.calls(steps, plan.samples, budget / 4)?;
        let timed = live.calls(steps, plan.samples, budget)?;
        let times = timed.samples_ns.iter().map(|ns| (*ns).max(1) as f64);
        let times: Vec<f64> = times.collect();
        let cpu_ns = timed.cpu_ns as f64 / times.len() as f64;
        Ok((stats::median(&times).unwrap_or(f64::NAN), cpu_ns))
    }))
}
