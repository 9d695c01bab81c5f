//! Checks of replies: a reply contains what was asked for, and its figures agree with what the
//! harness has seen of the same request from outside.

use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use wasmeter_worker::protocol::{Call, Reply, Request, Status};

/// Observations of the harness about a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Wall time from the first byte written to the last byte read.
    pub wall_ns: u64,
    /// CPU time of the worker's main thread meanwhile; 0 where the kernel does not report it.
    pub main_cpu_ns: u64,
    /// The time that this thread and the harness's own waited for a processor meanwhile.
    pub waited_ns: u64,
    /// Wall time since the worker was started.
    pub alive_ns: u64,
    /// Memory of the machine, with its swap.
    pub machine_bytes: u64,
    /// Processors of the machine.
    pub processors: u64,
    /// True if the CPU time beside the steps is not the worker's own: it drives other processes, or
    /// is emulated.
    pub indirect: bool,
}

const MS: u64 = 1_000_000;

/// Some clocks are coarse, and some are slewed.
const CLOCKS_NS: u64 = 2 * MS;

/// Looks at a reply. Only one that says `ok` holds anything.
pub fn check(request: &Request, reply: &Reply, seen: &Seen) -> Result<(), End> {
    if let Some(text) = reply.results.iter().find(|text| !is_number(text)) {
        let shown: String = text.chars().take(40).collect();
        let what = format!("a malformed reply: the result {shown:?} is no number of 64 bits");
        return Err(End::new(Outcome::Crashed, what));
    }
    if reply.outcome != Status::Ok {
        return Ok(());
    }
    if let Some(field) = lacks(request, reply) {
        let op = op(request);
        let what = format!("a malformed reply: `{op}` was answered with ok and without {field}");
        return Err(End::new(Outcome::Crashed, what));
    }
    let wrong = memory(reply, seen).or_else(|| {
        let timed = is_timed(request).then(|| times(request, reply, seen));
        timed.flatten()
    });
    match wrong {
        Some(what) => Err(End::new(Outcome::Misreported, what)),
        None => Ok(()),
    }
}

/// Returns the name of a request in the protocol.
pub fn op(request: &Request) -> &'static str {
    match request {
        Request::Describe => "describe",
        Request::Engine { .. } => "engine",
        Request::Load { .. } => "load",
        Request::Precompile { .. } => "precompile",
        Request::Instantiate(_) => "instantiate",
        Request::Call(_) => "call",
        Request::Run(_) => "run",
        Request::Define { .. } => "define",
        Request::Link { .. } => "link",
        Request::Register { .. } => "register",
        Request::Invoke { .. } => "invoke",
        Request::Get { .. } => "get",
    }
}

/// True if it is a step that is timed.
pub fn is_timed(request: &Request) -> bool {
    matches!(
        request,
        Request::Engine { .. }
            | Request::Load { .. }
            | Request::Precompile { .. }
            | Request::Instantiate(_)
            | Request::Call(_)
            | Request::Run(_)
    )
}

fn is_number(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse::<u64>().is_ok()
}

/// The field that a request wants and the reply has not.
fn lacks(request: &Request, reply: &Reply) -> Option<&'static str> {
    let there = match request {
        Request::Describe => (reply.runtime.is_some(), "runtime"),
        Request::Instantiate(_) | Request::Link { .. } => (reply.instance.is_some(), "instance"),
        Request::Run(_) => (reply.exit_code.is_some(), "exit_code"),
        Request::Define { .. } => (reply.module.is_some(), "module"),
        Request::Get { .. } => (reply.values.len() == 1, "one value"),
        Request::Call(call) => (has_calls(call, reply), "a time and a result for each call"),
        _ => return None,
    };
    (!there.0).then_some(there.1)
}

fn has_calls(call: &Call, reply: &Reply) -> bool {
    let times = reply.samples_ns.len();
    (1..=call.samples as usize).contains(&times) && reply.results.len() == times
}

fn memory(reply: &Reply, seen: &Seen) -> Option<String> {
    let most = reply.peak_bytes.max(reply.resident_bytes);
    (most > seen.machine_bytes).then(|| {
        let machine = seen.machine_bytes >> 20;
        format!("it says that it holds {most} bytes of memory; the machine has {machine} MiB")
    })
}

fn times(request: &Request, reply: &Reply, seen: &Seen) -> Option<String> {
    let (op, ns, wall) = (op(request), reply.ns, seen.wall_ns);
    if ns > with_room(wall) {
        return Some(format!(
            "it says that `{op}` took {}; the whole request took {}",
            ms(ns),
            ms(wall)
        ));
    }
    let most_cpu = with_room(seen.alive_ns).saturating_mul(seen.processors) + 100 * MS;
    if reply.cpu_ns > most_cpu {
        return Some(format!(
            "it says that `{op}` took {} of CPU time; it has lived for {}",
            ms(reply.cpu_ns),
            ms(seen.alive_ns)
        ));
    }
    let parts = [reply.load_ns, reply.instantiate_ns];
    let parts = parts.into_iter().flatten().fold(0, u64::saturating_add);
    if parts > with_room(ns) {
        return Some(format!(
            "it says that parts of `{op}` took {}, and all of it {}",
            ms(parts),
            ms(ns)
        ));
    }
    let Request::Call(call) = request else {
        return hidden(op, ns, seen, 500 * MS, 5000 * MS);
    };
    let sum = reply.samples_ns.iter().copied();
    let sum = sum.fold(0, u64::saturating_add);
    // Between calls a worker may wait for a processor: together they may take longer.
    if sum > with_room(ns) || ns - ns.min(sum) > sum / 2 + 1000 * MS + seen.waited_ns {
        return Some(format!(
            "it says that its calls took {} one by one, and {} together",
            ms(sum),
            ms(ns)
        ));
    }
    match call.prepare {
        // Untimed calls are in the request too.
        Some(_) => None,
        None => hidden(op, ns.min(sum), seen, 20 * MS, 1000 * MS),
    }
}

/// Returns a message if a request took much longer than the step in it, more than reading, writing
/// and waiting for a processor explain. The main thread's own CPU time knows no waiting.
fn hidden(op: &str, ns: u64, seen: &Seen, most_cpu: u64, most_wall: u64) -> Option<String> {
    if seen.indirect {
        return None;
    }
    // No step takes no time at all.
    let (most_cpu, most_wall) = match ns {
        0 => (20 * MS, 1000 * MS),
        _ => (most_cpu + ns / 4, most_wall + ns / 2),
    };
    let cpu = seen.main_cpu_ns;
    if cpu.saturating_sub(ns) > most_cpu {
        return Some(format!(
            "it says that `{op}` took {}; meanwhile its main thread executed for {}",
            ms(ns),
            ms(cpu)
        ));
    }
    let wall = seen.wall_ns.saturating_sub(seen.waited_ns);
    (wall.saturating_sub(ns) > most_wall).then(|| {
        format!(
            "it says that `{op}` took {}; the whole request took {}",
            ms(ns),
            ms(seen.wall_ns)
        )
    })
}

fn with_room(ns: u64) -> u64 {
    ns.saturating_add(ns / 50).saturating_add(CLOCKS_NS)
}

fn ms(ns: u64) -> String {
    format!("{:.3} ms", ns as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::{MS, Seen, check};
    use crate::results::outcome::Outcome;
    use serde_json::{Value, json};
    use wasmeter_worker::protocol::{Call, Reply, Request, WasiArguments};

    const SEEN: Seen = Seen {
        wall_ns: 100 * MS,
        main_cpu_ns: 100 * MS,
        waited_ns: 0,
        alive_ns: 1000 * MS,
        machine_bytes: 8 << 30,
        processors: 2,
        indirect: false,
    };

    fn outcome(request: &Request, seen: Seen, mut reply: Value) -> Outcome {
        reply["outcome"] = "ok".into();
        let reply: Reply = serde_json::from_value(reply).unwrap();
        check(request, &reply, &seen).map_or_else(|end| end.outcome, |()| Outcome::Ok)
    }

    fn call(samples: &[u64], ns: u64) -> Value {
        let results = vec!["7"; samples.len()];
        json!({ "ns": ns, "samples_ns": samples, "results": results })
    }

    fn calls() -> Request {
        Request::Call(Call {
            samples: 3,
            ..Call::once(0, "bench", 1)
        })
    }

    #[test]
    fn what_the_clock_allows_is_ok() {
        let calls = calls();
        for (samples, ns) in [
            (&[99 * MS][..], 99 * MS),
            (&[33 * MS; 3], 99 * MS),
            (&[101 * MS], 101 * MS),
            (&[80 * MS], 80 * MS),
        ] {
            assert_eq!(outcome(&calls, SEEN, call(samples, ns)), Outcome::Ok);
        }
        // It waited for a processor, or other threads were at work.
        let waited = Seen {
            main_cpu_ns: MS,
            wall_ns: 900 * MS,
            ..SEEN
        };
        assert_eq!(outcome(&calls, waited, call(&[MS], MS)), Outcome::Ok);
        // It waited after its call.
        let seen = outcome(&calls, waited, call(&[14 * MS], 26 * MS));
        assert_eq!(seen, Outcome::Ok);
        let starved = Seen {
            wall_ns: 5000 * MS,
            waited_ns: 4500 * MS,
            ..waited
        };
        assert_eq!(outcome(&calls, starved, call(&[MS], MS)), Outcome::Ok);
        let load = json!({ "ns": 20 * MS, "cpu_ns": 39 * MS, "peak_bytes": 1 << 30 });
        assert_eq!(outcome(&Request::engine("a"), SEEN, load), Outcome::Ok);
    }

    #[test]
    fn times_that_cannot_be_are_misreported() {
        let calls = calls();
        for (samples, ns) in [
            (&[1_000_000_000_000_000][..], 1_000_000_000_000_000),
            (&[u64::MAX], u64::MAX),
            (&[300 * MS], 300 * MS),
            (&[50 * MS], 50 * MS),
            (&[0], 0),
            (&[1], 99 * MS),
            (&[u64::MAX, u64::MAX], 99 * MS),
            (&[99 * MS], 50 * MS),
        ] {
            let seen = outcome(&calls, SEEN, call(samples, ns));
            assert_eq!(seen, Outcome::Misreported, "{samples:?} {ns}");
        }
        let slept = Seen {
            main_cpu_ns: 0,
            wall_ns: 2000 * MS,
            ..SEEN
        };
        let seen = outcome(&calls, slept, call(&[0], 0));
        assert_eq!(seen, Outcome::Misreported);
        let run = Request::Run(WasiArguments::default());
        let parts = json!({ "ns": 9 * MS, "instantiate_ns": 90 * MS, "exit_code": 0 });
        assert_eq!(outcome(&run, SEEN, parts), Outcome::Misreported);
        let cpu = json!({ "ns": MS, "cpu_ns": 99_000 * MS });
        assert_eq!(
            outcome(&Request::engine("a"), SEEN, cpu),
            Outcome::Misreported
        );
    }

    #[test]
    fn memory_beyond_the_machine_is_misreported() {
        for field in ["peak_bytes", "resident_bytes"] {
            let reply = json!({ "ns": 90 * MS, field: u64::MAX });
            let seen = outcome(&Request::engine("a"), SEEN, reply);
            assert_eq!(seen, Outcome::Misreported);
        }
    }

    #[test]
    fn ok_without_what_was_asked_for_is_malformed() {
        let wasi = WasiArguments::default;
        for request in [
            Request::Describe,
            Request::Instantiate(wasi()),
            Request::Run(wasi()),
            Request::Define { wasm: Vec::new() },
            Request::Link { module: 0 },
            calls(),
        ] {
            assert_eq!(outcome(&request, SEEN, json!({})), Outcome::Crashed);
        }
        for wrong in [
            call(&[1; 4], 4),
            json!({ "samples_ns": [1], "results": ["1", "2"] }),
            json!({ "samples_ns": [1], "results": ["-1"] }),
            json!({ "samples_ns": [1], "results": ["18446744073709551616"] }),
        ] {
            assert_eq!(outcome(&calls(), SEEN, wrong), Outcome::Crashed);
        }
    }
}
