//! The steps that all kinds of samples take.

use crate::bench::steady;
use crate::bench::subject::{Sample, Subject};
use crate::catalog::command::without;
use crate::instrument;
use crate::results::outcome::{End, Outcome};
use crate::results::schema::{Plan, Startup};
use crate::worker::{Limits, Worker, exit_status};
use anyhow::Result;
use std::time::Duration;
use wasmeter_worker::protocol::{Call, Reply, Request, WasiArguments};

/// Returns the limits of a process of this plan.
pub fn limits(plan: &Plan) -> Limits {
    Limits {
        time: Duration::from_nanos(plan.timeout_ns),
        memory_bytes: plan.memory_limit_bytes,
        output_bytes: 64 << 20,
        time_option: Some("--timeout"),
        memory_option: Some("--memory"),
    }
}

pub fn engine_and_load(
    worker: &mut Worker,
    subject: &Subject,
    startup: &mut Startup,
) -> Result<(), End> {
    let engine = worker.step(&Request::Engine {
        configuration: subject.configuration.clone(),
        features: Vec::new(),
        limits: subject.limits.clone(),
    })?;
    startup.engine_ns = Some(engine.ns);
    let load = worker.step(&Request::Load {
        file: subject.module.clone(),
        artifact: subject.artifact,
    })?;
    startup.load_ns = Some(load.ns);
    startup.load_cpu_ns = Some(load.cpu_ns);
    Ok(())
}

pub fn wasi(worker: &Worker, subject: &Subject) -> WasiArguments {
    let mut args = vec!["guest".to_string()];
    args.extend_from_slice(&subject.args);
    WasiArguments {
        args,
        env: subject.env.clone(),
        dir: subject.needs_files.then(|| worker.guest_dir()),
        ..WasiArguments::default()
    }
}

/// Goes through the phases of a start, to the end of the first call of `bench`. Gives the instance,
/// and that call's reply.
pub fn start(
    worker: &mut Worker,
    subject: &Subject,
    digest: u64,
    startup: &mut Startup,
) -> Result<(usize, Reply), End> {
    startup.spawn_ns = Some(worker.spawn_ns);
    engine_and_load(worker, subject, startup)?;
    let cold = worker.step(&Request::Instantiate(wasi(worker, subject)))?;
    startup.instantiate_ns = Some(cold.ns);
    let instance = cold.instance.unwrap_or(0);
    let first = steady::verified(worker, Call::once(instance, "bench", 0), digest)?;
    startup.first_ns = first.samples_ns.first().copied();
    Ok((instance, first))
}

/// Runs the command and verifies what it prints and how it ends; takes the time of its section.
pub fn run_and_verify(
    worker: &mut Worker,
    subject: &Subject,
    stdout: &[u8],
    exit_code: i32,
    sample: &mut Sample,
) -> Result<Reply, End> {
    let (printed_before, told_before) = (worker.stdout().len(), worker.stderr().len());
    let reply = worker.step(&Request::Run(wasi(worker, subject)))?;
    let printed = worker.stdout().split_off(printed_before);
    let wrong = |message| Err(End::new(Outcome::WrongOutput, message));
    if reply.exit_code.map(exit_status) != Some(exit_status(exit_code)) {
        let code = reply
            .exit_code
            .map_or("no code".to_string(), |c| c.to_string());
        return wrong(format!("exit code {code}, expected {exit_code}"));
    }
    if without(&subject.ignored, &printed) != without(&subject.ignored, stdout) {
        let shown =
            |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        return wrong(format!(
            "printed {:?}, expected {:?}",
            shown(&printed),
            shown(stdout)
        ));
    }
    if subject.section {
        match instrument::section_ns(&mut worker.stderr().split_off(told_before)) {
            Ok(ns) => sample.section_ns.push(ns),
            Err(broken) => return wrong(broken),
        }
    }
    Ok(reply)
}
