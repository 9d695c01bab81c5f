//! One process sample: a fresh worker goes through the phases of a start, then through timed calls.

use super::{counted, one_shot, steady};
use crate::catalog::command::{Pattern, without};
use crate::graft;
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use crate::results::schema::{Instructions, Memory, Plan, Startup, Throughput};
use crate::stats::growth;
use crate::worker::Limits;
use crate::worker::Program;
use crate::worker::With;
use crate::worker::Worker;
use crate::worker::copy_folder;
use crate::worker::exit_status;
use crate::worker::start_ns;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Reply, Request, WasiArguments};

/// A cell's column and row, made ready: everything a process sample needs.
#[derive(Debug, Clone)]
pub struct Subject {
    pub program: Program,
    /// Each step that runs the guest is a process of its own: nothing is warm, and nothing can be
    /// added to it.
    pub one_shot: bool,
    /// The configuration's name within its runtime.
    pub configuration: String,
    /// What its guests are held to.
    pub limits: Option<wasmeter_worker::Limits>,
    pub artifact: Artifact,
    /// The file of that artifact.
    pub module: PathBuf,
    pub stdin: Option<PathBuf>,
    pub args: Vec<String>,
    pub needs_files: bool,
    /// A folder whose copy it gets, if it needs files.
    pub files: Option<PathBuf>,
    /// Its whole environment.
    pub env: BTreeMap<String, String>,
    /// Lines of its output that may differ.
    pub ignored: Vec<Pattern>,
    /// Whether it tells the time of a section.
    pub section: bool,
    pub work: Work,
}

/// What the guest is asked to do, and what must come of it.
#[derive(Debug, Clone)]
pub enum Work {
    /// `bench(n)` must return `n` times the digest, modulo 2^64.
    Bench { digest: u64 },
    /// `_start` must print this and end so.
    Command { stdout: Vec<u8>, exit_code: i32 },
}

/// What one process measured.
#[derive(Debug, Default)]
pub struct Sample {
    pub startup: Startup,
    pub throughput: Option<Throughput>,
    pub memory: Option<Memory>,
    /// Of each run, if the module marks a section.
    pub section_ns: Vec<u64>,
    /// Under emulation, instead of all the above.
    pub instructions: Option<Instructions>,
    /// `None`: all went well.
    pub end: Option<End>,
}

/// How many instances are added at the most to see what one costs ...
const EXTRA_INSTANCES: usize = 16;
/// ... and at the least, if they grow together to so many bytes.
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
        _ if subject.program.is_emulated() => counted::take(&mut worker, subject, &mut sample),
        (work, true) => one_shot::take(&mut worker, subject, plan, work, &mut sample),
        (Work::Bench { digest }, false) => bench(&mut worker, subject, plan, *digest, &mut sample),
        (Work::Command { stdout, exit_code }, false) => {
            command(&mut worker, subject, stdout, *exit_code, &mut sample)
        }
    });
    sample.end = result.err();
    Ok(sample)
}

/// What a process of this plan may use.
pub fn limits(plan: &Plan) -> Limits {
    Limits {
        time: Duration::from_nanos(plan.timeout_ns),
        memory_bytes: plan.memory_limit_bytes,
        output_bytes: 64 << 20,
        time_option: Some("--timeout"),
        memory_option: Some("--memory"),
    }
}

pub(super) fn engine_and_load(
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

pub(super) fn wasi(worker: &Worker, subject: &Subject) -> WasiArguments {
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
pub(super) fn start(
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

fn bench(
    worker: &mut Worker,
    subject: &Subject,
    plan: &Plan,
    digest: u64,
    sample: &mut Sample,
) -> Result<(), End> {
    let (instance, first) = start(worker, subject, digest, &mut sample.startup)?;

    // The first step reads the input and prepares: it tells nothing about the speed.
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

/// Runs the command and verifies what it prints and how it ends; takes the time of its section.
pub(super) fn run_and_verify(
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
        match graft::section_ns(&mut worker.stderr().split_off(told_before)) {
            Ok(ns) => sample.section_ns.push(ns),
            Err(broken) => return wrong(broken),
        }
    }
    Ok(reply)
}
