//! The part of the conformance test that runs modules on one configuration.

use super::attempts::{
    call, has_data, independent, instantiate, keeps_budget, plausible, prepares, prints, returns,
    runs_both, runs_command, without_environment, writes_file,
};
use super::limits::check_limits;
use crate::build::built::BuiltWorker;
use crate::catalog::command::Lack;
use crate::catalog::runtime::{Manifest, StartAndInitialize};
use crate::protocol_check::bench::Bench;
use crate::protocol_check::bench::INPUT;
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Checks;
use crate::protocol_check::checks::expect;
use crate::worker::Worker;
use anyhow::Result;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Request, Status};
use wasmeter_worker::{Artifact, Configuration};

const COMMAND: &str = include_str!("command.wat");
const REACTOR: &str = include_str!("reactor.wat");
const MISSING_IMPORT: &str =
    "(module (import \"nowhere\" \"f\" (func)) (memory (export \"memory\") 1)
    (func (export \"bench\") (param i32) (result i64) call 0 i64.const 0))";
/// A module that can be run and called: its `bench` returns whether `_start` was called.
const BOTH: &str =
    "(module (memory (export \"memory\") 1) (global $started (mut i64) (i64.const 0))
    (func (export \"_start\") (global.set $started (i64.const 1)))
    (func (export \"bench\") (param i32) (result i64)
        (i64.sub (i64.extend_i32_u (local.get 0)) (global.get $started))))";
/// The result of the reactor's `bench(1)`: no double can hold it.
const DIGEST: u64 = 0x9E37_79B9_7F4A_7C15;

/// Tries everything that takes a module, and that a command line lacks what its manifest says.
pub fn check_modules(
    checks: &mut Checks,
    built: &BuiltWorker,
    configuration: &Configuration,
    manifest: &Manifest,
) -> Result<()> {
    let lacks = manifest
        .command
        .as_ref()
        .map_or(&[][..], |line| &line.lacks);
    let bench = Bench {
        built,
        configuration,
        files: TempDir::with_prefix("wasmeter-")?,
        limits: None,
    };
    let name = Some(configuration.name.as_str());
    let mut check = |what, wasm: &[u8], attempt: &dyn Fn(&mut Worker) -> Attempt| -> Result<()> {
        checks.try_on(name, what, || bench.session(wasm, attempt))
    };
    let (command, reactor) = (wat::parse_str(COMMAND)?, wat::parse_str(REACTOR)?);
    let reports_codes = !lacks.contains(&Lack::ExitCodes);
    check(
        if reports_codes {
            "a command sees its arguments and environment, and its exit code is reported"
        } else {
            "a command sees its arguments and environment, and its exit code is not reported"
        },
        &command,
        &|worker| runs_command(worker, built.one_shot, reports_codes),
    )?;
    check(
        "commands print to the worker's own standard output",
        &command,
        &|worker| prints(worker, reports_codes),
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
    let keeps_files = !lacks.contains(&Lack::WrittenFiles);
    check(
        match keeps_files {
            true => "a guest writes files in the folder that is preopened",
            false => "what a guest writes does not reach the folder that is preopened",
        },
        &reactor,
        &|worker| writes_file(worker, keeps_files),
    )?;
    check("instances do not share their state", &reactor, &|worker| {
        independent(worker, built.one_shot)
    })?;
    check(
        "every instance has its data segments",
        &reactor,
        &|worker| has_data(worker),
    )?;
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
    check("a trap is reported as a trap", &reactor, &|worker| {
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
    let (what, called) = of_both(manifest.start_and_initialize);
    check(
        what,
        &wat::parse_str(include_str!("both.wat"))?,
        &|worker| runs_both(worker, called),
    )?;
    // A file that was compiled ahead of time for a command line is one or the other.
    if !built.one_shot || configuration.artifact == Artifact::Wasm {
        check(
            "running a module that has no _start is refused",
            &reactor,
            &|worker| {
                let run = Request::Run(without_environment(worker));
                expect(worker.ask(&run)?, Status::Unsupported)
            },
        )?;
        check(
            "instantiating does not call a _start beside the exports",
            &wat::parse_str(BOTH)?,
            &|worker| returns(worker, "bench", 1, 1),
        )?;
    }
    let missing = wat::parse_str(MISSING_IMPORT)?;
    checks.try_on(name, "an import that is not there is refused", || {
        bench.refuses(&missing)
    })?;
    checks.try_on(name, "bytes that are no module are refused", || {
        bench.refuses(b"not a module")
    })?;
    checks.try_on(name, "no process is left when it has ended", || {
        bench.leaves_nothing(&reactor)
    })?;
    check_limits(checks, &bench, &reactor, DIGEST)
}

/// Returns the rule for a module that exports `_initialize` and `_start`, and what it prints then.
fn of_both(rule: StartAndInitialize) -> (&'static str, Option<&'static str>) {
    match rule {
        StartAndInitialize::Start => (
            "of a module that also has _initialize, running it calls _start alone",
            Some("start"),
        ),
        StartAndInitialize::Both => (
            "of a module that has both, running it calls _initialize, then _start",
            Some("initialize start"),
        ),
        StartAndInitialize::Refused => {
            ("a module that has _initialize and _start is refused", None)
        }
    }
}
