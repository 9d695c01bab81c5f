//! The part of the conformance test that is about what a configuration says it can hold a guest to.

use super::attempts::{call, instantiate, returns, without_environment};
use crate::protocol_check::bench::Bench;
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Checks;
use crate::protocol_check::checks::expect;
use crate::worker::Worker;
use anyhow::Result;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Request, Status, WasiArguments};
use wasmeter_worker::{Deadline, Limits};

const GREEDY: &str = include_str!("greedy.wat");
const TABLE: &str = r#"(module (memory (export "memory") 1) (table $table 1 funcref)
    (func (export "grow") (param $most i32) (result i64)
        (loop $on (br_if $on (i32.and
            (i32.lt_u (table.size $table) (local.get $most))
            (i32.ne (i32.const -1) (table.grow $table (ref.null func) (i32.const 1))))))
        (i64.extend_i32_u (table.size $table))))"#;
/// Pages of memory, or elements of a table, and where a guest is stopped that gets more.
const ALLOWED: u32 = 64;
const TOO_MUCH: u32 = 100;
const THERE: &str = "there.txt";

/// Tries what the configuration claims. `reactor` is a module whose `bench(1)` returns `digest`.
pub fn check_limits(checks: &mut Checks, bench: &Bench, reactor: &[u8], digest: u64) -> Result<()> {
    let can = &bench.configuration.can;
    let name = Some(bench.configuration.name.as_str());
    let held = |limits: Limits| -> Result<Bench> {
        Ok(Bench {
            files: TempDir::with_prefix("wasmeter-")?,
            limits: Some(limits),
            ..*bench
        })
    };
    let greedy = wat::parse_str(GREEDY)?;
    for by in &can.deadline {
        let deadline = |ms| {
            let by = by.clone();
            held(Limits {
                deadline: Some(Deadline { ms, by }),
                ..Limits::default()
            })
        };
        checks.try_on(
            name,
            "a deadline ends a guest, and the worker goes on",
            || deadline(200)?.session(&greedy, &is_ended),
        )?;
        checks.try_on(
            name,
            "a deadline that is not reached changes nothing",
            || {
                deadline(60_000)?.session(reactor, &|worker| {
                    returns(worker, "bench", 3, digest.wrapping_mul(3))
                })
            },
        )?;
    }
    if !can.memory.is_empty() {
        checks.try_on(name, "a memory does not grow beyond its limit", || {
            let memory_bytes = Some(u64::from(ALLOWED) << 16);
            let limits = Limits {
                memory_bytes,
                ..Limits::default()
            };
            held(limits)?.session(&greedy, &grows_so_far)
        })?;
    }
    if !can.table.is_empty() {
        checks.try_on(name, "a table does not grow beyond its limit", || {
            let table_elements = Some(u64::from(ALLOWED));
            let limits = Limits {
                table_elements,
                ..Limits::default()
            };
            held(limits)?.session(&wat::parse_str(TABLE)?, &grows_so_far)
        })?;
    }
    if !can.read_only.is_empty() {
        checks.try_on(name, "a file in a read-only folder is not written", || {
            bench.session(&greedy, &cannot_write)
        })?;
    }
    if !can.second_dir.is_empty() {
        checks.try_on(name, "a guest reads in its second folder", || {
            bench.session(&greedy, &reads_second)
        })?;
    }
    Ok(())
}

fn is_ended(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    if let Some(failure) = expect(
        call(worker, instance, "spin", 0, 1, u64::MAX)?,
        Status::Trap,
    )? {
        return Ok(Some(failure));
    }
    returns(worker, "answer", 0, 42)
}

fn grows_so_far(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    let reply = call(worker, instance, "grow", TOO_MUCH, 1, u64::MAX)?;
    if reply.outcome == Status::Trap {
        return Ok(None);
    }
    let size = reply.results.first().and_then(|text| text.parse().ok());
    let within = size.is_some_and(|size: u32| (2..=ALLOWED).contains(&size));
    Ok((!within).then(|| format!("it grew to {size:?}, the limit is {ALLOWED}")))
}

fn cannot_write(worker: &mut Worker) -> Attempt {
    let file = worker.guest_dir().join(THERE);
    std::fs::write(&file, "as it was").expect("a scratch folder is writable");
    worker.step(&Request::Instantiate(WasiArguments {
        read_only: true,
        ..without_environment(worker)
    }))?;
    call(worker, 0, "writes", 0, 1, u64::MAX)?;
    let same = std::fs::read(&file).is_ok_and(|content| content == b"as it was");
    Ok((!same).then(|| "the file was written".to_string()))
}

fn reads_second(worker: &mut Worker) -> Attempt {
    let second = worker.guest_dir().with_file_name("beside");
    std::fs::create_dir_all(&second).expect("a scratch folder is writable");
    std::fs::write(second.join(THERE), "").expect("a scratch folder is writable");
    worker.step(&Request::Instantiate(WasiArguments {
        second_dir: Some(second),
        ..without_environment(worker)
    }))?;
    let reply = call(worker, 0, "finds", 0, 1, u64::MAX)?;
    let found = reply.results.first().is_some_and(|error| error == "0");
    Ok((!found).then(|| format!("{THERE} is not found: {:?}", reply.results)))
}
