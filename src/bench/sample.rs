//! One process sample: a fresh worker goes through the phases of a start, then through timed calls.

use super::one_shot;
use super::steady;
use crate::bench::emulated;
use crate::bench::steps::{engine_and_load, limits, run_and_verify, start, wasi};
use crate::bench::subject::{Sample, Subject, Work};
use crate::results::outcome::End;
use crate::results::schema::{Memory, Plan, Startup};
use crate::stats::growth;
use crate::worker::{With, Worker, copy_folder, start_ns};
use anyhow::Result;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Reply, Request};

/// The most instances that are added to measure the cost of one ...
const EXTRA_INSTANCES: usize = 16;
/// ... and the fewest, if they grow together to [`ENOUGH_BYTES`].
const ENOUGH_INSTANCES: usize = 4;
const ENOUGH_BYTES: u64 = 64 << 20;

/// Takes one process sample. Fails only if the harness itself cannot work.
pub fn take(subject: &Subject, plan: &Plan) -> Result<Sample> {
    let mut sample = Sample::default();
    let program = subject.program.counting();
    let with = With {
        counters: !subject.program.is_emulated() && !subject.one_shot,
        ..With::default()
    };
    let stdin = subject.stdin.as_deref();
    let worker = Worker::start_with(&program, stdin, limits(plan), with)?;
    if let (Ok(worker), Some(files)) = (&worker, &subject.files) {
        copy_folder(files, &worker.guest_dir())?;
    }
    let result = worker.and_then(|mut worker| match (&subject.work, subject.one_shot) {
        _ if subject.program.is_emulated() => emulated::take(&mut worker, subject, &mut sample),
        (work, true) => one_shot::take(&mut worker, subject, plan, work, &mut sample),
        (Work::Bench { digest }, false) => bench(&mut worker, subject, plan, *digest, &mut sample),
        (Work::Command { stdout, exit_code }, false) => {
            command(&mut worker, subject, stdout, *exit_code, &mut sample)
        }
    });
    sample.end = result.err();
    Ok(sample)
}

fn bench(
    worker: &mut Worker,
    subject: &Subject,
    plan: &Plan,
    digest: u64,
    sample: &mut Sample,
) -> Result<(), End> {
    let (instance, first) = start(worker, subject, digest, &mut sample.startup)?;

    // The first step reads the input and prepares: it says nothing about the speed.
    steady::verified(worker, Call::once(instance, "bench", 1), digest)?;
    let (throughput, peak_bytes) = steady::state(worker, instance, plan, digest)?;
    sample.throughput = Some(throughput);

    // What comes now would disturb the timed calls, so it comes last.
    let instantiate = Request::Instantiate(wasi(worker, subject));
    let warm = worker.step(&instantiate)?;
    sample.startup.warm_instantiate_ns = Some(warm.ns);
    let call = Call::once(warm.instance.unwrap_or(1), "bench", 0);
    let again = steady::verified(worker, call, digest)?;
    sample.startup.warm_first_ns = again.samples_ns.first().copied();
    let live_bytes = live_bytes(worker, &instantiate, digest, &again)?;
    sample.memory = Some(Memory {
        startup_peak_bytes: first.peak_bytes,
        peak_bytes,
        instance_bytes: growth(&live_bytes),
        live_bytes,
    });
    Ok(())
}

/// Resident memory before further live instances and after each, in bytes. `before` is the last
/// reply.
fn live_bytes(
    worker: &mut Worker,
    instantiate: &Request,
    digest: u64,
    before: &Reply,
) -> Result<Vec<u64>, End> {
    let resident = |worker: &Worker, reply: &Reply| {
        let exact = worker.resident_bytes();
        exact.unwrap_or(reply.resident_bytes)
    };
    let first = resident(worker, before);
    let mut live = vec![first];
    for added in 1..=EXTRA_INSTANCES {
        let extra = worker.step(instantiate)?;
        let call = Call::once(extra.instance.unwrap_or(0), "bench", 0);
        let reply = steady::verified(worker, call, digest)?;
        let now = resident(worker, &reply);
        live.push(now);
        if added >= ENOUGH_INSTANCES && now.saturating_sub(first) >= ENOUGH_BYTES {
            break;
        }
    }
    Ok(live)
}

fn command(
    worker: &mut Worker,
    subject: &Subject,
    stdout: &[u8],
    exit_code: i32,
    sample: &mut Sample,
) -> Result<(), End> {
    sample.startup.spawn_ns = Some(worker.spawn_ns);
    engine_and_load(worker, subject, &mut sample.startup)?;
    let cold = run_and_verify(worker, subject, stdout, exit_code, sample)?;
    let split = |reply: &Reply| Ok((reply.instantiate_ns, Some(start_ns(reply)?)));
    (sample.startup.instantiate_ns, sample.startup.first_ns) = split(&cold)?;
    if subject.artifact == Artifact::Native {
        // It is a process of its own: the worker that makes it, and how that comes up, are no part
        // of its start.
        sample.startup = Startup {
            first_ns: sample.startup.first_ns,
            ..Startup::default()
        };
    }
    let mut peak_bytes = cold.peak_bytes;
    // Standard input is read up by the first run, and some runtimes do not look at it again.
    if subject.stdin.is_none() {
        let warm = run_and_verify(worker, subject, stdout, exit_code, sample)?;
        (
            sample.startup.warm_instantiate_ns,
            sample.startup.warm_first_ns,
        ) = split(&warm)?;
        peak_bytes = warm.peak_bytes;
    }
    sample.memory = Some(Memory {
        startup_peak_bytes: cold.peak_bytes,
        peak_bytes,
        instance_bytes: None,
        live_bytes: Vec::new(),
    });
    Ok(())
}
