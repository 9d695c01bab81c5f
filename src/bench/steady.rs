//! The steady state: how long calls take that do the same work again and again.

use super::warm_up::WarmUp;
use crate::results::counts::Counts;
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use crate::results::schema::{Plan, Throughput, Warming};
use crate::worker::Worker;
use wasmeter_worker::protocol::{Call, Reply, Request};

/// The share of a process's budget that goes into warm-up.
const WARM_UP_SHARE: f64 = 0.25;

/// Finds how many steps a call must have to be long enough, warms up, and takes the timed calls of
/// a prepared instance. Gives the peak memory so far as well.
pub fn state(
    worker: &mut Worker,
    instance: usize,
    plan: &Plan,
    digest: u64,
) -> Result<(Throughput, u64), End> {
    let call = |n| Call::once(instance, "bench", n);
    let chunk = |n| Call {
        samples: plan.samples,
        budget_ns: warm_up_ns(plan),
        ..call(n)
    };
    let mut warm_up = WarmUp::default();
    let mut counts = None;
    let mut untimed = |call: Call| {
        let steps = call.n;
        let (reply, counted) = counted(worker, call, digest)?;
        counts = counted;
        warm_up.saw(steps, &reply);
        Ok((reply, warm_up.wants_more()))
    };
    let mut found = find_steps(plan, 1, |n| Ok(untimed(call(n))?.0))?;
    if found.spent.is_none() {
        while untimed(chunk(found.steps))?.1 {}
        // If code was replaced meanwhile, calls are shorter now.
        found = find_steps(plan, found.steps, |n| Ok(untimed(call(n))?.0))?;
    }
    let (calls, warming) = (warm_up.calls(), warm_up.warming);
    if let Some(last) = found.spent {
        return Ok(measured(found.steps, calls, warming, last, counts));
    }
    let timed = Call {
        budget_ns: plan.budget_ns,
        ..chunk(found.steps)
    };
    let (timed, counts) = counted(worker, timed, digest)?;
    // The preparing call was another one.
    Ok(measured(found.steps, calls + 1, warming, timed, counts))
}

/// Measures the steady state of a one-shot runtime: each process prepares and warms up for itself.
pub fn prepared_state(
    worker: &mut Worker,
    instance: usize,
    plan: &Plan,
    digest: u64,
) -> Result<(Throughput, u64), End> {
    let call = |n| Call {
        prepare: Some(1),
        ..Call::once(instance, "bench", n)
    };
    let mut calls = 0;
    let found = find_steps(plan, 1, |n| {
        calls += 1;
        verified(worker, call(n), digest)
    })?;
    if let Some(last) = found.spent {
        return Ok(measured_by_process(found.steps, calls, last));
    }
    let timed = Call {
        warm_up_ns: warm_up_ns(plan),
        samples: plan.samples,
        budget_ns: plan.budget_ns,
        ..call(found.steps)
    };
    let timed = verified(worker, timed, digest)?;
    let calls = timed.untimed_results.len() as u32;
    Ok(measured_by_process(found.steps, calls, timed))
}

/// CPU time is that of a whole process then, and not of its timed calls.
fn measured_by_process(steps: u32, warm_up: u32, timed: Reply) -> (Throughput, u64) {
    let (mut throughput, peak_bytes) = measured(steps, warm_up, Vec::new(), timed, None);
    throughput.cpu_ns = None;
    (throughput, peak_bytes)
}

fn warm_up_ns(plan: &Plan) -> u64 {
    (plan.budget_ns as f64 * WARM_UP_SHARE) as u64
}

fn measured(
    steps: u32,
    warm_up: u32,
    warming: Vec<Warming>,
    timed: Reply,
    counts: Option<Counts>,
) -> (Throughput, u64) {
    let throughput = Throughput {
        steps,
        warm_up,
        warming,
        samples_ns: timed.samples_ns,
        cpu_ns: Some(timed.cpu_ns),
        counts,
    };
    (throughput, timed.peak_bytes)
}

/// The results of calls of different lengths.
pub(super) struct Found {
    pub steps: u32,
    /// The only sample, with the peak memory, if one call spends the whole budget.
    spent: Option<Reply>,
}

/// From `steps` upwards.
pub(super) fn find_steps(
    plan: &Plan,
    mut steps: u32,
    mut call: impl FnMut(u32) -> Result<Reply, End>,
) -> Result<Found, End> {
    loop {
        let reply = call(steps)?;
        if reply.ns >= plan.budget_ns {
            // It is the sample, or a slow interpreter would take minutes.
            return Ok(Found {
                steps,
                spent: Some(reply),
            });
        }
        let took = reply.ns.max(1) as f64;
        let wanted = plan.sample_ns as f64 / took;
        if wanted <= 1.2 {
            break;
        }
        // In leaps of 16 at the most, since the first estimates are cold.
        let next = f64::from(steps) * wanted.min(16.0);
        steps = next.ceil().min(f64::from(u32::MAX / 2)) as u32;
        // A call whose time does not depend on its steps never becomes long enough.
        if wanted <= 16.0 || steps == u32::MAX / 2 {
            break;
        }
    }
    Ok(Found { steps, spent: None })
}

/// Verified calls, and what the processor counted meanwhile.
fn counted(worker: &mut Worker, call: Call, digest: u64) -> Result<(Reply, Option<Counts>), End> {
    let before = worker.counted();
    let reply = verified(worker, call, digest)?;
    let after = worker.counted();
    let counts = after.zip(before).map(|(after, before)| after.since(before));
    Ok((reply, counts))
}

/// Makes calls of `bench`, and verifies every result.
pub fn verified(worker: &mut Worker, call: Call, digest: u64) -> Result<Reply, End> {
    let (n, prepare) = (call.n, call.prepare);
    let reply = worker.step(&Request::Call(call))?;
    if prepare.is_some() && reply.untimed_results.is_empty() {
        let message = "a malformed reply: no result of the untimed call that was asked for";
        return Err(End::new(Outcome::Crashed, message));
    }
    let untimed = reply.untimed_results.iter().enumerate();
    let untimed = untimed.map(|(at, result)| (prepare.filter(|_| at == 0).unwrap_or(n), result));
    let timed = reply.results.iter().map(|result| (n, result));
    for (n, result) in untimed.chain(timed) {
        let expected = digest.wrapping_mul(u64::from(n)).to_string();
        if *result != expected {
            return Err(End::new(
                Outcome::WrongOutput,
                format!("bench({n}) returned {result}, expected {expected}"),
            ));
        }
    }
    Ok(reply)
}
