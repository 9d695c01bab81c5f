//! The part of the conformance test that runs native builds on one configuration.

use super::attempts::{arguments, call, instantiate};
use crate::build::built::{BuiltWorker, LIMITS};
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Checks;
use crate::protocol_check::checks::came_of;
use crate::protocol_check::checks::expect;
use crate::worker::Worker;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasmeter_worker::protocol::{Request, Status};
use wasmeter_worker::{Artifact, Configuration};

/// Tries what can be tried with native builds of guests.
pub fn check_native(
    checks: &mut Checks,
    built: &BuiltWorker,
    configuration: &Configuration,
    probes: &NativeProbes,
) -> Result<()> {
    let name = Some(configuration.name.as_str());
    let load = |worker: &mut Worker, file: &Path| {
        worker.step(&Request::engine(configuration.name.clone()))?;
        worker.ask(&Request::Load {
            file: PathBuf::from(file),
            artifact: Artifact::Native,
        })
    };
    let session = |stdin: Option<&Path>, attempt: &dyn Fn(&mut Worker) -> Attempt| {
        let started = Worker::start(&built.program, stdin, LIMITS)?;
        let result = started.and_then(|mut worker| attempt(&mut worker));
        anyhow::Ok(came_of(result))
    };
    checks.try_on(name, "a file that is no native build is refused", || {
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

/// Native builds to check a worker of native artifacts with: it cannot run the probes.
#[derive(Debug, Default)]
pub struct NativeProbes {
    /// A `bench` guest's shared library, with its input.
    pub bench: Option<(PathBuf, Option<PathBuf>)>,
    /// A command guest's executable, with what it prints.
    pub command: Option<(PathBuf, Vec<u8>)>,
}
