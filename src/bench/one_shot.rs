//! A process sample of a one-shot runtime: each step that runs the guest is a process of its own,
//! from making it to its end. There are no phases but those that its command line prints, no warm
//! start, and no further instance.

use super::steady;
use crate::bench::steps::{engine_and_load, run_and_verify, wasi};
use crate::bench::subject::{Sample, Subject, Work};
use crate::results::outcome::End;
use crate::results::schema::{Memory, Plan, Startup};
use crate::worker::{Worker, start_ns};
use wasmeter_worker::protocol::{Reply, Request};

pub fn take(
    worker: &mut Worker,
    subject: &Subject,
    plan: &Plan,
    work: &Work,
    sample: &mut Sample,
) -> Result<(), End> {
    // The worker is wasmeter's own: its start, and how it makes the module ready, are no times of
    // the runtime.
    engine_and_load(worker, subject, &mut Startup::default())?;
    let started = |reply: &Reply, sample: &mut Sample| {
        let startup = &mut sample.startup;
        (startup.load_ns, startup.instantiate_ns) = (reply.load_ns, reply.instantiate_ns);
        startup.first_ns = Some(start_ns(reply)?);
        Ok(reply.peak_bytes)
    };
    let startup_peak_bytes;
    let peak_bytes;
    match work {
        Work::Command { stdout, exit_code } => {
            let reply = run_and_verify(worker, subject, stdout, *exit_code, sample)?;
            startup_peak_bytes = started(&reply, sample)?;
            peak_bytes = startup_peak_bytes;
        }
        Work::Bench { digest } => {
            let reply = worker.step(&Request::Instantiate(wasi(worker, subject)))?;
            startup_peak_bytes = started(&reply, sample)?;
            let instance = reply.instance.unwrap_or(0);
            let (throughput, peak) = steady::prepared_state(worker, instance, plan, *digest)?;
            sample.throughput = Some(throughput);
            peak_bytes = peak;
        }
    }
    sample.memory = Some(Memory {
        startup_peak_bytes,
        peak_bytes,
        instance_bytes: None,
        live_bytes: Vec::new(),
    });
    Ok(())
}
