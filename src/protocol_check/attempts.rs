//! The attempts on a worker that has loaded a probe.

use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::expect;
use crate::results::outcome::End;
use crate::worker::Worker;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use wasmeter_worker::protocol::{Call, Reply, Request, Status, WasiArguments};

/// A call of this length is long enough that half or three times its time is seen to be wrong.
const TELLING: Duration = Duration::from_millis(300);

pub fn arguments(worker: &Worker) -> WasiArguments {
    WasiArguments {
        args: vec!["guest".to_string(), "two words".to_string()],
        env: BTreeMap::from([("NAME".to_string(), "a value".to_string())]),
        dir: Some(worker.guest_dir()),
        ..WasiArguments::default()
    }
}

pub fn without_environment(worker: &Worker) -> WasiArguments {
    WasiArguments {
        env: BTreeMap::new(),
        ..arguments(worker)
    }
}

pub fn instantiate(worker: &mut Worker) -> Result<usize, End> {
    let reply = worker.step(&Request::Instantiate(without_environment(worker)))?;
    Ok(reply.instance.unwrap_or(usize::MAX))
}

pub fn call(
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

pub fn returns(worker: &mut Worker, export: &str, n: u32, wanted: u64) -> Attempt {
    let instance = instantiate(worker)?;
    let reply = call(worker, instance, export, n, 1, u64::MAX)?;
    if reply.outcome != Status::Ok {
        return expect(reply, Status::Ok);
    }
    let wanted = vec![wanted.to_string()];
    Ok((reply.results != wanted)
        .then(|| format!("returned {:?}, wanted {wanted:?}", reply.results)))
}

/// Runs a module that says which of its two functions are called, each once; `None`: it must be
/// refused.
pub fn runs_both(worker: &mut Worker, called: Option<&str>) -> Attempt {
    let run = Request::Run(without_environment(worker));
    let reply = worker.ask(&run)?;
    let Some(called) = called else {
        return expect(reply, Status::Unsupported);
    };
    if reply.outcome != Status::Ok {
        return expect(reply, Status::Ok);
    }
    let printed = String::from_utf8_lossy(&worker.stdout()).into_owned();
    let failure = || {
        format!(
            "called were {:?}, wanted {called:?}; `start_and_initialize` in runtime.toml says what \
            the runtime's own command line does",
            printed.trim()
        )
    };
    Ok((printed.trim() != called).then(failure))
}

pub fn runs_command(worker: &mut Worker, one_shot: bool, reports_codes: bool) -> Attempt {
    let (reply, env) = run_probe(worker, reports_codes)?;
    let printed = String::from_utf8_lossy(&worker.stdout()).into_owned();
    match (reply.exit_code, reports_codes) {
        (Some(7), true) => {}
        (code, true) => return Ok(Some(format!("exit code {code:?}, wanted 7"))),
        (Some(7), false) => return Ok(stale("exit-codes")),
        (_, false) => {}
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

/// Returns the failure for an ability that the runtime has, and that runtime.toml lists as lacking.
fn stale(lack: &str) -> Option<String> {
    Some(format!(
        "it does, and runtime.toml has {lack:?} in command.lacks"
    ))
}

/// Runs the command, and returns what it prints of its environment. A runtime that has none for
/// guests may say so; where exit codes are not reported, one looks like a trap.
fn run_probe(worker: &mut Worker, reports_codes: bool) -> Result<(Reply, &'static str), End> {
    let reply = worker.ask(&Request::Run(arguments(worker)))?;
    if reply.outcome == Status::Unsupported {
        let without = Request::Run(without_environment(worker));
        return Ok((worker.step(&without)?, ""));
    }
    match reply.outcome {
        Status::Ok => Ok((reply, "NAME=a value\0")),
        Status::Trap if !reports_codes => Ok((reply, "NAME=a value\0")),
        _ => Err(End::new(
            reply.outcome.into(),
            reply.message.unwrap_or_default(),
        )),
    }
}

pub fn prints(worker: &mut Worker, reports_codes: bool) -> Attempt {
    run_probe(worker, reports_codes)?;
    let once = worker.stdout();
    run_probe(worker, reports_codes)?;
    let twice = worker.stdout();
    let appended = !once.is_empty() && twice == [once.clone(), once].concat();
    Ok((!appended).then(|| "a second run did not append the same output".to_string()))
}

pub fn writes_file(worker: &mut Worker, keeps_files: bool) -> Attempt {
    if let Some(failure) = returns(worker, "file", 0, 0)? {
        return Ok(Some(failure));
    }
    let file = worker.guest_dir().join("probe.txt");
    Ok(match std::fs::read(&file) {
        Ok(_) if !keeps_files => stale("written-files"),
        Err(_) if !keeps_files => None,
        Ok(content) if content == b"written\n" => None,
        Ok(content) => Some(format!(
            "the file holds {:?}",
            String::from_utf8_lossy(&content)
        )),
        Err(error) => Some(format!("the file is not there: {error}")),
    })
}

pub fn independent(worker: &mut Worker, one_shot: bool) -> Attempt {
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
    // Where each call is made in a process of its own, an instance does not share its state even
    // with itself.
    let wanted = if one_shot {
        ["1", "1", "1"]
    } else {
        ["1", "2", "1"]
    };
    Ok((counts != wanted).then(|| format!("their counters gave {counts:?}, wanted {wanted:?}")))
}

pub fn has_data(worker: &mut Worker) -> Attempt {
    let wanted = vec![u64::from_le_bytes(*b"segments").to_string()];
    for _ in 0..2 {
        let instance = instantiate(worker)?;
        let read = call(worker, instance, "data", 0, 1, u64::MAX)?.results;
        if read != wanted {
            return Ok(Some(format!(
                "instance {instance} read {read:?} where the module has data, wanted {wanted:?}"
            )));
        }
    }
    Ok(None)
}

pub fn prepares(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    let reply = worker.step(&Request::Call(Call {
        prepare: Some(1),
        warm_up_ns: 1,
        ..Call::once(instance, "count", 0)
    }))?;
    let gave = (reply.untimed_results, reply.results);
    let wanted = (
        vec!["1".to_string(), "2".to_string()],
        vec!["3".to_string()],
    );
    Ok((gave != wanted).then(|| format!("its counter gave {gave:?}, wanted {wanted:?}")))
}

pub fn keeps_budget(worker: &mut Worker) -> Attempt {
    let instance = instantiate(worker)?;
    for (samples, budget_ns, wanted) in [(5, u64::MAX, 5), (1000, 0, 1)] {
        let reply = call(worker, instance, "bench", 1, samples, budget_ns)?;
        let got = (reply.samples_ns.len(), reply.results.len());
        if got != (wanted, wanted) {
            return Ok(Some(format!(
                "asked for {samples} samples within {budget_ns} ns: {} times, {} results, wanted \
                {wanted}",
                got.0, got.1
            )));
        }
    }
    Ok(None)
}

/// Makes longer and longer calls, until they take so long that a wrong time differs visibly from a
/// right one (see `worker::check`, which looks at each).
pub fn plausible(worker: &mut Worker, one_shot: bool) -> Attempt {
    let instance = instantiate(worker)?;
    let mut turns = 1 << 12;
    let reply = loop {
        let begin = Instant::now();
        let reply = call(worker, instance, "spin", turns, 1, u64::MAX)?;
        if reply.outcome != Status::Ok {
            return expect(reply, Status::Ok);
        }
        if begin.elapsed() >= TELLING || turns >= 1 << 30 {
            break reply;
        }
        turns *= 4;
    };
    // The peak of a one-shot worker is that of the processes it made, its resident memory is its
    // own.
    let none = reply.resident_bytes.min(reply.peak_bytes) == 0;
    let wrong = none || !one_shot && reply.peak_bytes < reply.resident_bytes / 2;
    Ok(wrong.then(|| {
        format!(
            "resident {} bytes, peak {}",
            reply.resident_bytes, reply.peak_bytes
        )
    }))
}
