//! The part of the conformance test that links modules to each other. A worker that answers no such
//! request passes.

use crate::build::built::BuiltWorker;
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Checks;
use crate::protocol_check::checks::expect;
use crate::protocol_check::checks::session;
use crate::results::outcome::{End, Outcome};
use crate::worker::Worker;
use anyhow::Result;
use wasmeter_worker::protocol::{Request, Status};
use wasmeter_worker::{Configuration, Value};

const GIVES: &str = "(module (global $count (mut i64) (i64.const 40))
    (global (export \"constant\") i64 (i64.const -1))
    (func (export \"next\") (result i64)
        (global.set $count (i64.add (global.get $count) (i64.const 1))) (global.get $count))
    (func (export \"trap\") unreachable))";
const TAKES: &str = "(module (import \"giver\" \"next\" (func $next (result i64)))
    (func (export \"twice\") (param i64) (result i64)
        (i64.add (i64.add (call $next) (call $next)) (local.get 0))))";
/// Bytes that are no module at all: a runtime may validate a function when it is first called, but
/// must refuse these at once.
const NO_MODULE: &[u8] = b"no module";

/// Tries to link modules.
pub fn check_linked(
    checks: &mut Checks,
    built: &BuiltWorker,
    configuration: &Configuration,
) -> Result<()> {
    if built.passes.is_empty() {
        return Ok(());
    }
    let mut check = |what, attempt: &dyn Fn(&mut Worker) -> Attempt| {
        checks.try_on(Some(&configuration.name), what, || {
            session(built, |worker| {
                worker.step(&Request::engine(&configuration.name))?;
                attempt(worker)
            })
        })
    };
    check(
        "modules are linked by registered names and share their state, or it is refused",
        &shares,
    )?;
    check("an exported global is read", &|worker| {
        made(worker, GIVES)?;
        let reply = worker.step(&Request::Get {
            instance: 0,
            export: "constant".to_string(),
        })?;
        is(&reply.values, u64::MAX)
    })?;
    check(
        "a trap in a linked module is reported as a trap",
        &|worker| {
            made(worker, GIVES)?;
            expect(worker.ask(&invoke(0, "trap", vec![]))?, Status::Trap)
        },
    )?;
    check("bytes that are no module are not defined", &|worker| {
        let wasm = NO_MODULE.to_vec();
        expect(worker.ask(&Request::Define { wasm })?, Status::Unsupported)
    })?;
    check(
        "an import from an instance that is not registered is refused, at the latest when it is \
        called",
        &|worker| {
            worker.step(&define(TAKES))?;
            let mut reply = worker.ask(&Request::Link { module: 0 })?;
            if reply.outcome == Status::Ok {
                reply = worker.ask(&invoke(0, "twice", vec![Value::I64 { bits: 0 }]))?;
            }
            expect(reply, Status::Unsupported)
        },
    )?;
    check(
        "an instance that there is not is answered with bad-request",
        &|worker| expect(worker.ask(&invoke(0, "f", vec![]))?, Status::BadRequest),
    )
}

/// There are runtimes that link a module to no other one, and find it out when they come to the
/// call.
fn shares(worker: &mut Worker) -> Attempt {
    made(worker, GIVES)?;
    worker.step(&Request::Register {
        instance: 0,
        name: "giver".to_string(),
    })?;
    worker.step(&invoke(0, "next", vec![]))?;
    let attempt = made(worker, TAKES)
        .and_then(|()| worker.step(&invoke(1, "twice", vec![Value::I64 { bits: 1 << 63 }])));
    match attempt {
        Ok(reply) => is(&reply.values, (1 << 63) + 42 + 43),
        Err(end) if end.outcome == Outcome::Unsupported => Ok(None),
        Err(end) => Err(end),
    }
}

fn define(text: &str) -> Request {
    Request::Define {
        wasm: wat::parse_str(text).expect("it is our own text"),
    }
}

/// Makes the next instance, of the next module.
fn made(worker: &mut Worker, text: &str) -> Result<(), End> {
    let module = worker.step(&define(text))?.module.unwrap_or(usize::MAX);
    worker.step(&Request::Link { module })?;
    Ok(())
}

fn invoke(instance: usize, export: &str, arguments: Vec<Value>) -> Request {
    Request::Invoke {
        instance,
        export: export.to_string(),
        arguments,
    }
}

fn is(values: &[Value], bits: u64) -> Attempt {
    let wanted = Value::I64 { bits };
    Ok((values != [wanted.clone()]).then(|| format!("it gave {values:?}, wanted {wanted:?}")))
}
