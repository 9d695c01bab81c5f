//! Runtimes through Criterion, for those who live in its reports: start and throughput of every
//! configuration that is built.
//!
//! `cargo bench --bench runtimes [-- FILTER]`; ids are `startup/CONFIGURATION/GUEST/INPUT`, the
//! time of a cold start, and `throughput/…`, that of a step. Nothing is built but native guests. A
//! benchmark of throughput is one process, whose calls Criterion takes for independent: see
//! METHODOLOGY.md for how far its verdicts can then be trusted.

use anyhow::{Result, anyhow};
use criterion::Criterion;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;
use wasmeter::bench::built;
use wasmeter::bench::live::{Live, plan};
use wasmeter::bench::sample::take;
use wasmeter::bench::steps::limits;
use wasmeter::bench::subject::{Subject, Work};
use wasmeter::build::Home;
use wasmeter::catalog::Catalog;
use wasmeter::results::outcome::End;

/// A module that does nothing, one that prints a line, and a large one.
const STARTUP: [&str; 3] = ["minimal/default", "hello/default", "sqlite/small"];
const THROUGHPUT: [&str; 3] = ["json/small", "sha256/small", "nbody/small"];
/// Of a process's timed calls; each is made alone.
const BUDGET: Duration = Duration::from_millis(1);

fn main() -> Result<()> {
    let catalog = Catalog::load(Path::new(env!("CARGO_MANIFEST_DIR")), &[])?;
    let inputs: Vec<&str> = STARTUP.into_iter().chain(THROUGHPUT).collect();
    let cells = built::cells(&catalog, &Home::find()?, |_| true, &inputs)?;
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    for cell in &cells {
        let Ok(subject) = &cell.subject else { continue };
        let place = format!("{}/{}", cell.configuration, cell.input);
        if STARTUP.contains(&cell.input.as_str()) {
            bench(&mut criterion, &format!("startup/{place}"), |starts| {
                (0..starts).map(|_| cold(subject)).sum()
            });
        }
        if THROUGHPUT.contains(&cell.input.as_str()) && !subject.one_shot {
            // Not made before Criterion's filter has let it through.
            let mut ready = None;
            bench(&mut criterion, &format!("throughput/{place}"), |steps| {
                timed(subject, &mut ready, steps)
            });
        }
    }
    criterion.final_summary();
    Ok(())
}

/// One that fails says so, and the others go on.
fn bench(criterion: &mut Criterion, id: &str, mut time: impl FnMut(u64) -> Result<Duration>) {
    let run = AssertUnwindSafe(|| {
        criterion.bench_function(id, |bencher| {
            bencher.iter_custom(|n| time(n).unwrap_or_else(|why| panic!("{why}")));
        });
    });
    if catch_unwind(run).is_err() {
        eprintln!("{id}: it failed, as said above");
    }
}

/// From making a fresh process to the end of the guest's first call, as in reports' cold start.
fn cold(subject: &Subject) -> Result<Duration> {
    let plan = plan(BUDGET, 1);
    let startup = match subject.work {
        Work::Bench { .. } if !subject.one_shot => {
            ended(Live::start(subject, limits(&plan))?)?.startup
        }
        _ => {
            let sample = take(subject, &plan)?;
            ended(sample.end.map_or(Ok(()), Err))?;
            sample.startup
        }
    };
    let ns = startup.cold_ns().ok_or(anyhow!("it reported no time"))?;
    Ok(Duration::from_nanos(ns))
}

/// Makes `steps` steps of one instance's work in the steady state, in one verified call.
fn timed(subject: &Subject, ready: &mut Option<Live>, steps: u64) -> Result<Duration> {
    if ready.is_none() {
        let live = ended(Live::start(subject, limits(&plan(BUDGET, 1)))?)?;
        // The first step prepares.
        ended(ready.insert(live).calls(1, 1, BUDGET))?;
    }
    let live = ready.as_mut().expect("it was made above");
    let calls = ended(live.calls(u32::try_from(steps)?, 1, BUDGET))?;
    Ok(Duration::from_nanos(calls.samples_ns.iter().sum()))
}

fn ended<T>(result: Result<T, End>) -> Result<T> {
    result.map_err(|end| anyhow!("{end}"))
}
