//! Pairs of processes, one right after the other and in random order: the unit of `wasmeter
//! calibrate`. Both do the same work, or one of them a known number of steps more.

use super::live::Live;
use super::sample::{Subject, limits};
use crate::results::schema::Plan;
use crate::stats;
use crate::worker::End;
use anyhow::Result;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::time::{Duration, Instant};

/// What a pair measured.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Median time of a timed call, in nanoseconds, of the process with the extra steps, and of the
    /// other.
    pub ns: (f64, f64),
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
    let live = Live::start(subject, limits(plan))?;
    Ok(live.and_then(|mut live| {
        let budget = Duration::from_nanos(plan.budget_ns);
        // The first step prepares.
        live.calls(1, 1, Duration::ZERO)?;
        live.calls(steps, plan.samples, budget / 4)?;
        let timed = live.calls(steps, plan.samples, budget)?;
        let times: Vec<f64> = timed.iter().map(|ns| (*ns).max(1) as f64).collect();
        Ok(stats::median(&times).unwrap_or(f64::NAN))
    }))
}
