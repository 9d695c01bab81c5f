//! The part of the conformance test that runs modules on one configuration.

use super::{Attempt, Checks, LIMITS, NativeProbes, expect};
use crate::build::built::BuiltWorker;
use crate::worker::{End, Worker};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Call, Reply, Request, Status, WasiArguments};
use wasmeter_worker::{Artifact, Configuration};

const COMMAND: &str = include_str!("command.wat");
const REACTOR: &str = include_str!("reactor.wat");
const MISSING_IMPORT: &str =
    "(module (import \"nowhere\" \"f\" (func)) (memory (export \"memory\") 1)
    (func (export \"bench\") (param i32) (result i64) call 0 i64.const 0))";
/// What the reactor's `bench(1)` returns: no double holds it.
const DIGEST: u64 = 0x9E37_79B9_7F4A_7C15;
const INPUT: &[u8; 8] = b"8 bytes!";

/// One configuration of a worker, with the probes as files.
struct Bench<'a> {
    built: &'a BuiltWorker,
    configuration: &'a Configuration,
    files: TempDir,
}

/// Tries everything that takes a module.
pub fn check_modules(
    checks: &mut Checks,
    built: &BuiltWorker,
    configuration: &Configuration,
) -> Result<()> {
    let bench = Bench {
        built,
        configuration,
        files: TempDir::with_prefix("wasmeter-")?,
    };
    let name = Some(configuration.name.as_str());
    let mut check = |what, wasm: &[u8], attempt: &dyn Fn(&mut Worker) -> Attempt| -> Result<()> {
        checks.try_on(name, what, || bench.session(wasm, attempt))
    };
    let (command, reactor) = (wat::parse_str(COMMAND)?, wat::parse_str(REACTOR)?);
    check(
        "a command sees its arguments and environment, and its exit code is told",
        &command,
        &|worker| runs_command(worker, built.one_shot),
    )?;
    check(
        "commands print to the worker's own standard output",
        &command,
        &prints,
    )?;
    check(
        "instantiating runs _initialize; results are exact 64-bit integers",
        &reactor,
        &|worker| returns(worker, "bench", 3, DIGEST.wrapping_mul(3)),
    )?;
    check(
        "a guest reads the worker's own standard input",
        &reactor,
        &|worker| returns(worker, "read", 0, u64::from_le_bytes(*INPUT)),
    )?;
    check(
        "a guest writes files in the folder that is preopened",
        &reactor,
        &writes_file,
    )?;
    check("instances do not share their state", &reactor, &|worker| {
        independent(worker, built.one_shot)
    })?;
    if built.one_shot {
        check(
            "untimed calls come before the timed ones, in the same process",
            &reactor,
            &prepares,
        )?;
    }
    check(
        "the number of samples and the budget are kept",
        &reactor,
        &keeps_budget,
    )?;
    check("times and memory are plausible", &reactor, &|worker| {
        plausible(worker, built.one_shot)
    })?;
    check("a trap is told as a trap", &reactor, &|worker| {
        instantiate(worker)?;
        expect(call(worker, 0, "trap", 1, 1, u64::MAX)?, Status::Trap)
    })?;
    check(
        "an export that is not there is refused",
        &reactor,
        &|worker| {
            instantiate(worker)?;
            expect(
                call(worker, 0, "no_such_export", 1, 1, u64::MAX)?,
                Status::Unsupported,
            )
        },
    )?;
    let missing = wat::parse_str(MISSING_IMPORT)?;
    checks.try_on(name, "an import that is not there is refused", || {
        bench.refuses(&missing)
    })?;
    checks.try_on(name, "what is no module is refused", || {
        bench.refuses(b"not a module")
    })
}

impl Bench<'_> {
    /// A fresh worker that has loaded a module.
    fn session(
        &self,
        wasm: &[u8],
        attempt: &dyn Fn(&mut Worker) -> Attempt,
    ) -> Result<Option<String>> {
        let (mut worker, stdin) = (None, self.files.path().join("stdin"));
        std::fs::write(&stdin, INPUT)?;
        let started = Worker::start(&self.built.program, Some(&stdin), LIMITS)?;
        let result = started.and_then(|started| {
            let worker = worker.insert(started);
            match self.load(worker, wasm)? {
                Reply {
                    outcome: Status::Ok,
                    ..
                } => attempt(worker),
                reply => expect(reply, Status::Ok),
            }
        });
        Ok(result.unwrap_or_else(|end| Some(end.to_string())))
    }

    /// Loads a module; compiles it ahead of time first if the configuration wants that.
    fn load(&self, worker: &mut Worker, wasm: &[u8]) -> Result<Reply, End> {
        let (file, compiled) = (
            self.files.path().join("m.wasm"),
            self.files.path().join("m.bin"),
        );
        std::fs::write(&file, wasm).expect("a temporary folder is writable");
        worker.step(&Request::Engine {
            configuration: self.configuration.name.clone(),
        })?;
        let artifact = self.configuration.artifact;
        if artifact == Artifact::Wasm {
            return worker.ask(&Request::Load { file, artifact });
        }
        let to = compiled.clone();
        match worker.ask(&Request::Precompile { file, to })? {
            Reply {
                outcome: Status::Ok,
                ..
            } => worker.ask(&Request::Load {
                file: compiled,
                artifact,
            }),
            refusal => Ok(refusal),
        }
    }

    /// Some runtimes refuse a module when loading, others when instantiating it, or at the first call.
    fn refuses(&self, wasm: &[u8]) -> Result<Option<String>> {
        let started = Worker::start(&self.built.program, None, LIMITS)?;
        let result = started.and_then(|mut worker| {
            let mut reply = self.load(&mut worker, wasm)?;
            if reply.outcome == Status::Ok {
                reply = worker.ask(&Request::Instantiate(without_environment(&worker)))?;
            }
            if reply.outcome == Status::Ok {
                reply = call(&mut worker, 0, "bench", 1, 1, u64::MAX)?;
            }
            let message_missing = reply.outcome == Status::Unsupported && reply.message.is_none();
            if message_missing {
                return Ok(Some("it gives no message".to_string()));
            }
            expect(reply, Status::Unsupported)
        });
        Ok(result.unwrap_or_else(|end| Some(end.to_string())))
    }
}

fn arguments(worker: &Worker) -> WasiArguments {
    WasiArguments {
        args: vec!["guest".to_string(), "two words".to_string()],
        env: BTreeMap::from([("NAME".to_string(), "a value".to_string())]),
        dir: Some(worker.guest_dir()),
    }
}

fn without_environment(worker: &Worker) -> WasiArguments {
    WasiArguments {
        env: BTreeMap::new(),
        ..arguments(worker)
    }
}

fn instantiate(worker: &mut Worker) -> Result<usize, End> {
    let reply = worker.step(&Request::Instantiate(without_environment(worker)))?;
    Ok(reply.instance.unwrap_or(usize::MAX))
}

fn call(
    worker: &mut Worker,
    instance: usize,
    export: &str,
    n: u32,
    samples: u32,
    budget_ns: u64,
) -> Result<Reply, End> {
    worker.ask(&Request::Call(Call {
        samples,
        budget_ns,
        ..Call::once(instance, export, n)
    }))
}

fn returns(worker: &mut Worker, export: &str, n: u32, wanted: u64) -> Attempt {
    let instance = instantiate(worker)?;
    let reply = call(worker, instance, export, n, 1, u64::MAX)?;
    if reply.outcome != Status::Ok {
        return expect(reply, Status::Ok);
    }
    let wanted = vec![wanted.to_string()];
    Ok((reply.results != wanted)
        .then(|| format!("returned {:?}, wanted {wanted:?}", reply.results)))
}

fn runs_command(worker: &mut Worker, one_shot: bool) -> Attempt {
    let (reply, env) = run_probe(worker)?;
    let printed = String::from_utf8_lossy(&worker.stdout()).into_owned();
    if reply.exit_code != Some(7) {
        return Ok(Some(format!("exit code {:?}, wanted 7", reply.exit_code)));
    }
    let (name, rest) = printed.split_once('\0').unwrap_or_default();
    // Command lines name the guest by its file, each in its own way.
    let named = if one_shot {
        !name.is_empty()
    } else {
        name == "guest"
    };
    let right = named && rest == format!("two words\0{env}");
    Ok((!right).then(|| format!("it printed {printed:?}")))
}

/// Runs the command, and tells what it prints of its environment. A runtime that has none for guests may say so.
fn run_probe(worker: &mut Worker) -> Result<(Reply, &'static str), End> {
    let reply = worker.ask(&Request::Run(arguments(worker)))?;
    if reply.outcome == Status::Unsupported {
        let without = Request::Run(without_environment(worker));
        return Ok((worker.step(&without)?, ""));
    }
    match reply.outcome {
        Status::Ok => Ok((reply, "NAME=a value\0")),
        _ => Err(End {
            outcome: reply.outcome.into(),
            message: reply.message.unwrap_or_default(),
        }),
    }
}

fn prints(worker: &mut Worker) -> Attempt {
    run_probe(worker)?;
    let once = worker.stdout();
    run_probe(worker)?;
    let twice = worker.stdout();
    let appended = !once.is_empty() && twice == [once.clone(), once].concat();
    Ok((!appended).then(|| "a second run did not append the same output".to_string()))
}

fn writes_file(worker: &mut Worker) -> Attempt {
    if let Some(failure) = returns(worker, "file", 0, 0)? {
        return Ok(Some(failure));
    }
    let file = worker.guest_dir().join("probe.txt");
    Ok(match std::fs::read(&file) {
        Ok(content) if content == b"written\n" => None,
        Ok(content) => Some(format!(
            "the file holds {:?}",
            String::from_utf8_lossy(&content)
        )),
        Err(error) => Some(format!("the file is not there: {error}")),
    })
}

fn independent(worker: &mut Worker, one_shot: bool) -> Attempt {
    let (first, second) = (instantiate(worker)?, instantiate(worker)?);
    if (first, second) != (0, 1) {
        return Ok(Some(format!(
            "instances are numbered {first} and {second}, not 0 and 1"
        )));
    }
    let mut counts = Vec::new();
    for instance in [first, first, second] {
        counts.extend(call(worker, instance, "count", 0, 1, u64::MAX)?.results);
    }
    // Where each call is made in a process of its own, an instance does not share its state even with itself.
    let wanted = if one_shot {
        ["1", "1", "1"]
    } else {
        ["1", "2", "1"]
    };
    Ok((counts != wanted).then(|| format!("their counters gave {counts:?}, wanted {wanted:?}")))
}

fn prepares(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    let reply = worker.step(&Request::Call(Call {
        prepare: Some(1),
        warm_up_ns: 1,
        ..Call::once(instance, "count", 0)
    }))?;
    let told = (reply.untimed_results, reply.results);
    let wanted = (
        vec!["1".to_string(), "2".to_string()],
        vec!["3".to_string()],
    );
    Ok((told != wanted).then(|| format!("its counter gave {told:?}, wanted {wanted:?}")))
}

fn keeps_budget(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    for (samples, budget_ns, wanted) in [(5, u64::MAX, 5), (1000, 0, 1)] {
        let reply = call(worker, instance, "bench", 1, samples, budget_ns)?;
        let got = (reply.samples_ns.len(), reply.results.len());
        if got != (wanted, wanted) {
            return Ok(Some(format!(
                "asked for {samples} samples within {budget_ns} ns: {} times, {} results, wanted {wanted}",
                got.0, got.1
            )));
        }
    }
    Ok(None)
}

fn plausible(worker: &mut Worker, one_shot: bool) -> Attempt {
    let instance = instantiate(worker)?;
    let begin = Instant::now();
    let reply = call(worker, instance, "bench", 1, 100, u64::MAX)?;
    let wall = begin.elapsed().as_nanos() as u64;
    let inside: u64 = reply.samples_ns.iter().sum();
    let wrong = if reply.ns > wall || inside > wall {
        Some(format!(
            "it claims {} ns, {inside} ns in calls, the whole request took {wall} ns",
            reply.ns
        ))
    // The peak of a one-shot worker is that of the processes it made, its resident memory is its own.
    } else if reply.resident_bytes.min(reply.peak_bytes) == 0
        || !one_shot && reply.peak_bytes < reply.resident_bytes / 2
    {
        Some(format!(
            "resident {} bytes, peak {}",
            reply.resident_bytes, reply.peak_bytes
        ))
    } else {
        None
    };
    Ok(wrong)
}

/// Tries what can be tried with native builds of guests.
pub fn check_native(
    checks: &mut Checks,
    built: &BuiltWorker,
    configuration: &Configuration,
    probes: &NativeProbes,
) -> Result<()> {
    let name = Some(configuration.name.as_str());
    let load = |worker: &mut Worker, file: &Path| {
        worker.step(&Request::Engine {
            configuration: configuration.name.clone(),
        })?;
        worker.ask(&Request::Load {
            file: PathBuf::from(file),
            artifact: Artifact::Native,
        })
    };
    let session = |stdin: Option<&Path>, attempt: &dyn Fn(&mut Worker) -> Attempt| {
        let started = Worker::start(&built.program, stdin, LIMITS)?;
        let result = started.and_then(|mut worker| attempt(&mut worker));
        anyhow::Ok(result.unwrap_or_else(|end| Some(end.to_string())))
    };
    checks.try_on(name, "what is no native build is refused", || {
        session(None, &|worker| {
            expect(load(worker, Path::new("/dev/null"))?, Status::Unsupported)
        })
    })?;
    let (library, stdin) = probes
        .bench
        .as_ref()
        .context("there is no bench guest with a native build")?;
    checks.try_on(name, "a library's bench(n) is n times its bench(1)", || {
        session(stdin.as_deref(), &|worker| {
            expect(load(worker, library)?, Status::Ok)?;
            let instance = instantiate(worker)?;
            let mut bench = |n| call(worker, instance, "bench", n, 1, u64::MAX);
            let (nothing, one, two) = (bench(0)?.results, bench(1)?.results, bench(2)?.results);
            let number = |results: &[String]| results.first().and_then(|r| r.parse::<u64>().ok());
            let twice = number(&one).map(|digest| digest.wrapping_mul(2));
            let holds = nothing == ["0"] && twice.is_some() && number(&two) == twice;
            Ok((!holds)
                .then(|| format!("bench(0), (1), (2) returned {nothing:?}, {one:?}, {two:?}")))
        })
    })?;
    let (program, stdout) = probes
        .command
        .as_ref()
        .context("there is no command guest with a native build")?;
    checks.try_on(
        name,
        "a command prints to the worker's own standard output",
        || {
            session(None, &|worker| {
                expect(load(worker, program)?, Status::Ok)?;
                let reply = worker.step(&Request::Run(arguments(worker)))?;
                let printed = worker.stdout();
                let shown = String::from_utf8_lossy(&printed).into_owned();
                let holds = reply.exit_code == Some(0) && printed == *stdout;
                Ok((!holds)
                    .then(|| format!("exit code {:?}, it printed {shown:?}", reply.exit_code)))
            })
        },
    )
}
