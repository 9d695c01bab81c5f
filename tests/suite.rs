//! `compat --suite` on suites that are made up: the operations beside a guest that runs, and what
//! is not tried.

mod common;

use common::{FINE, entries, fake_workers, field, json, module, wasmeter};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// A test: what the actor does, what stands between the start and the end, and beside the
/// operations.
struct Case(&'static str, &'static str, &'static str, &'static str);

impl Case {
    /// One that is to end with 0.
    const fn of(act: &'static str, between: &'static str) -> Self {
        Case(act, between, WAIT, "")
    }
}

const WAIT: &str = r#"{"type": "wait"}"#;

/// The result of each operation, where the guest does what the test wants.
const FINE_CASES: [Case; 7] = [
    Case::of(
        "echo",
        r#"{"type": "write", "id": "stdin", "payload": "Hello"},"#,
    ),
    Case::of(
        "ready",
        r#"{"type": "read", "payload": "READY"},
           {"type": "write", "id": "stdin", "payload": "x"},"#,
    ),
    Case("silent", "", r#"{"type": "wait", "exit_code": 3}"#, ""),
    Case::of(
        "tcp",
        r#"{"type": "connect", "id": "a"}, {"type": "send", "id": "a", "payload": "ping"},
           {"type": "recv", "id": "a", "payload": "ping"},"#,
    ),
    Case(
        "lingers",
        r#"{"type": "read", "payload": "here"}, {"type": "kill"},"#,
        r#"{"type": "wait", "exit_code": 5}"#,
        "",
    ),
    Case(
        "service",
        r#"{"type": "request", "method": "POST", "path": "/there", "body": "said",
            "headers": {"X-Said": "it"},
            "response": {"body": "said", "headers": {"x-heard": "it"}}},
           {"type": "request", "response": {"status": 404}},
           {"type": "kill", "signal": "SIGINT"},"#,
        WAIT,
        r#""world": "wasi:http/service", "proposals": ["http"],"#,
    ),
    Case(
        "client",
        "",
        WAIT,
        r#""servers": [{"name": "dead", "kind": "closed"}, {"name": "main", "endpoints": [
            {"path": "/whole", "response": {"status": 201, "body": "made"}},
            {"path": "/chunks", "response": {"chunks": ["one", "two"], "trailers": {"x-sum": "2"}}},
            {"method": "POST", "path": "/body", "mode": "echo-body"},
            {"path": "/headers?a=1", "mode": "echo-headers"}]}],"#,
    ),
];

/// Cases in which the guest does something else, and the message about that.
const WRONG_CASES: [(&str, Case); 7] = [
    (
        "stdout: \"READY\", wanted \"STEADY\"",
        Case::of("ready", r#"{"type": "read", "payload": "STEADY"},"#),
    ),
    (
        "stdout: \"\", wanted \"something\"",
        Case::of("silent", r#"{"type": "read", "payload": "something"},"#),
    ),
    (
        "exit code 4, wanted 0",
        Case::of(
            "ready",
            r#"{"type": "write", "id": "stdin", "payload": "y"},"#,
        ),
    ),
    (
        "connect: its next line is no address and port: \"here\"",
        Case::of("lingers", r#"{"type": "connect"},"#),
    ),
    (
        "recv: \"ping\", wanted \"pong\"",
        Case::of(
            "tcp",
            r#"{"type": "connect"}, {"type": "send", "id": "server", "payload": "ping"},
               {"type": "recv", "id": "server", "payload": "pong"},"#,
        ),
    ),
    (
        "GET /: status 404, wanted 200",
        Case::of("service", r#"{"type": "request"},"#),
    ),
    (
        "request: its first line on standard error has no http://: \"\"",
        Case::of("silent", r#"{"type": "request"},"#),
    ),
];

fn write(dir: &Path, name: &str, case: &Case) {
    let Case(act, between, end, beside) = case;
    module(dir, name, FINE);
    let text = format!(
        r#"{{{beside} "operations": [{{"type": "run", "args": ["{act}"]}}, {between} {end}]}}"#
    );
    std::fs::write(dir.join(format!("{name}.json")), text).unwrap();
}

fn manifest(dir: &Path, version: &str) {
    let text = format!(r#"{{"name": "made up", "version": "{version}"}}"#);
    std::fs::write(dir.join("manifest.json"), text).unwrap();
}

/// Ends and messages by test.
fn run(dir: &Path, runtime: &str) -> BTreeMap<String, (String, String)> {
    let one = |result: &Value| {
        let message = result["message"].as_str().unwrap_or_default();
        let end = field(result, "end").to_string();
        (
            field(result, "test").to_string(),
            (end, message.to_string()),
        )
    };
    entries(&results(dir, runtime)).iter().map(one).collect()
}

/// The report of each test.
fn results(dir: &Path, runtime: &str) -> Value {
    results_of(wasmeter(), dir, runtime)
}

fn results_of(mut compat: assert_cmd::Command, dir: &Path, runtime: &str) -> Value {
    compat.arg("--runtime-dir").arg(fake_workers());
    compat.args([
        "compat",
        "-r",
        runtime,
        "--private",
        "--format",
        "json",
        "--suite",
    ]);
    json(&compat.arg(dir).assert().success())
}

#[test]
fn operations_are_done_while_the_guest_runs() {
    let dir = TempDir::new().unwrap();
    manifest(dir.path(), "wasm32-wasip3");
    for case in &FINE_CASES {
        write(dir.path(), case.0, case);
    }
    let results = run(dir.path(), "actor");
    assert_eq!(results.len(), FINE_CASES.len());
    assert!(
        results.values().all(|(end, _)| end == "pass"),
        "{results:#?}"
    );
}

#[test]
fn an_operation_that_comes_to_something_else_fails_the_test() {
    let dir = TempDir::new().unwrap();
    manifest(dir.path(), "wasm32-wasip3");
    for (index, (_, case)) in WRONG_CASES.iter().enumerate() {
        write(dir.path(), &format!("wrong-{index}"), case);
    }
    let results = run(dir.path(), "actor");
    for (index, (message, _)) in WRONG_CASES.iter().enumerate() {
        let (end, said) = &results[&format!("wrong-{index}")];
        assert!(end == "fail" && said.contains(message), "{message}: {said}");
    }
}

#[test]
fn an_operation_that_is_not_known_is_named() {
    let dir = TempDir::new().unwrap();
    manifest(dir.path(), "wasm32-wasip3");
    let dance = Case::of("silent", r#"{"type": "dance"},"#);
    write(dir.path(), "dances", &dance);
    let (end, said) = &run(dir.path(), "actor")["dances"];
    assert_eq!((&**end, &**said), ("skip", "it wants the operation dance"));
}

const THREADS: &str = r#"(module
    (import "wasi" "thread-spawn" (func (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")))"#;

/// Tests of the worker `sharing`, in their order, with what it does.
const SHARED: [(&str, &str); 7] = [
    ("a", "fine"),
    ("b", "wants_a_new_one"),
    ("c", "fine"),
    ("d", "dies_in_an_old_one"),
    ("e", "fine"),
    ("f", "wrong"),
    ("g", "fine"),
];

/// Runs some of these as one suite: the report of each, and in which process it ran, as often as it
/// did.
fn sharing(tests: &[(&str, &str)]) -> (Vec<[Value; 3]>, Vec<(usize, String)>) {
    let dir = TempDir::new().unwrap();
    let suite = dir.path().join("suite");
    std::fs::create_dir(&suite).unwrap();
    for (name, act) in tests {
        module(&suite, name, FINE);
        let text = format!(r#"{{"args": ["{act}"]}}"#);
        std::fs::write(suite.join(format!("{name}.json")), text).unwrap();
    }
    let log = dir.path().join("log");
    let mut compat = wasmeter();
    compat.env("SHARING_LOG", &log);
    let results = results_of(compat, &suite, "sharing");
    let seen = |result: &Value| ["test", "end", "message"].map(|name| result[name].clone());
    let seen = entries(&results).iter().map(seen).collect();
    let log = std::fs::read_to_string(log).unwrap();
    let mut processes = Vec::new();
    let mut ran = Vec::new();
    for line in log.lines() {
        let (process, test) = line.split_once(' ').unwrap();
        if !processes.contains(&process) {
            processes.push(process);
        }
        let number = processes.iter().position(|known| *known == process);
        ran.push((number.unwrap(), test.to_string()));
    }
    (seen, ran)
}

#[test]
fn what_fails_in_a_shared_process_is_run_once_more_alone() {
    let (together, ran) = sharing(&SHARED);
    let alone: Vec<_> = SHARED.iter().flat_map(|test| sharing(&[*test]).0).collect();
    assert_eq!(together, alone);
    let ends: Vec<_> = together.iter().map(|[_, end, _]| end.clone()).collect();
    assert_eq!(
        ends,
        ["pass", "pass", "pass", "pass", "pass", "fail", "pass"]
    );
    let ran: Vec<_> = ran
        .iter()
        .map(|(process, test)| (*process, &**test))
        .collect();
    let wanted = [
        (0, "a"),
        (0, "b"),
        (1, "b"),
        (0, "c"),
        (0, "d"),
        // The shared process is gone; the one that came for it is shared from then on.
        (2, "d"),
        (2, "e"),
        (2, "f"),
        (3, "f"),
        (2, "g"),
    ];
    assert_eq!(ran, wanted);
}

#[test]
fn threads_are_switched_on_for_the_tests_that_need_them() {
    let dir = TempDir::new().unwrap();
    for name in ["spawns", "plain"] {
        let wat = if name == "spawns" { THREADS } else { FINE };
        module(dir.path(), name, wat);
        let text = r#"{"args": ["spawns"]}"#;
        std::fs::write(dir.path().join(format!("{name}.json")), text).unwrap();
    }
    let results = results(dir.path(), "actor");
    let seen = |result: &Value| ["test", "end", "switch"].map(|name| result[name].clone());
    let seen: Vec<_> = entries(&results).iter().map(seen).collect();
    let wanted = [
        ["plain".into(), "fail".into(), Value::Null],
        ["spawns".into(), "pass".into(), "--threads".into()],
    ];
    assert_eq!(seen, wanted, "{results}");
}

#[test]
fn a_runtime_that_refuses_all_of_a_kind_has_not_tried_it() {
    let dir = TempDir::new().unwrap();
    for (name, version) in [("two", "wasm32-wasip3"), ("threads", "wasm32-wasip1")] {
        std::fs::create_dir(dir.path().join(name)).unwrap();
        manifest(&dir.path().join(name), version);
    }
    for name in ["one", "other"] {
        let component = wat::parse_str("(component)").unwrap();
        std::fs::write(dir.path().join(format!("two/{name}.wasm")), component).unwrap();
    }
    module(&dir.path().join("threads"), "spawns", THREADS);
    module(&dir.path().join("threads"), "plain", FINE);
    let results = run(dir.path(), "wasmi/eager");
    for (test, what) in [
        ("one", "components"),
        ("other", "components"),
        ("spawns", "threads"),
    ] {
        let (end, said) = &results[test];
        assert!(
            end == "skip" && said.starts_with("not tried: "),
            "{test}: {said}"
        );
        assert!(said.contains(what), "{test}: {said}");
    }
    assert_eq!(results["plain"].0, "pass", "{results:#?}");

    // One that runs the others fails at what it refuses.
    let dir = TempDir::new().unwrap();
    manifest(dir.path(), "wasm32-wasip3");
    write(dir.path(), "fine", &FINE_CASES[1]);
    write(dir.path(), "refused", &Case::of("refuses", ""));
    let results = run(dir.path(), "actor");
    assert_eq!(
        (&*results["fine"].0, &*results["refused"].0),
        ("pass", "fail")
    );
}
