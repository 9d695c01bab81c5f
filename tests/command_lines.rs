//! Runtimes that have only a command line, driven by the generic worker: Node by a script of the
//! tests, WAVM as it looks from outside, and those that can be built here.

mod common;

use common::{
    FINE, entries, field, json, json_file, module, refuses, root, root_with_commands, runtime_toml,
    text, wasmeter,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    root().join("tests/command_lines")
}

/// wasmeter with Node as a runtime.
fn with_node() -> assert_cmd::Command {
    let mut command = wasmeter();
    command.arg("--runtime-dir").arg(fixtures().join("node"));
    command
}

fn conforms(mut command: assert_cmd::Command, runtime: &str) {
    let command = command.args(["runtimes", "check", runtime, "--format", "json"]);
    let all = json(&command.assert().success());
    let checks = entries(&all[0]["checks"]);
    println!("{runtime}: {} checks", checks.len());
    assert!(
        checks
            .iter()
            .any(|check| field(check, "what").contains("untimed calls"))
    );
}

#[test]
fn command_lines_conform() {
    conforms(with_node(), "node");
    let mut wavm = wasmeter();
    wavm.env("WAVM_DIR", fixtures().join("wavm"));
    conforms(wavm, "wavm");
    for runtime in here() {
        conforms(wasmeter(), runtime);
    }
}

/// The makers' own command lines that this machine has.
fn here() -> Vec<&'static str> {
    let known = ["wazero-cli", "wasmedge-cli", "wasmi-cli", "wamr-cli"];
    let is_here = |runtime: &&str| {
        let built = wasmeter().args(["runtimes", "build", runtime]).assert();
        let seen = text(&built.get_output().stdout);
        println!("{seen}");
        !seen.contains("unavailable")
    };
    known.into_iter().filter(is_here).collect()
}

/// Writes to standard error what command lines say of failures, and ends with 7.
const LOGS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\10\00\00\00\84\00\00\00")
    (data (i32.const 16)
        "[error] execution failed\nException: unreachable\nfailed: wasm error: unreachable\n"
        "Error: failed during execution of it\nerror: loading\n")
    (func (export "_start")
        (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
        (call $exit (i32.const 7))))"#;

/// The same of real command lines, which end with other codes when they fail.
#[test]
fn a_guest_that_logs_what_its_command_line_says_has_not_trapped() {
    let dir = TempDir::new().unwrap();
    let logs = module(dir.path(), "logs", LOGS);
    let trap = r#"(module (memory (export "memory") 1) (func (export "_start") unreachable))"#;
    let trap = module(dir.path(), "trap", trap);
    for runtime in here() {
        for (file, outcome, code) in [(&logs, "ok", Some(7)), (&trap, "trap", None)] {
            let mut exec = wasmeter();
            exec.args(["exec", "-r", runtime, "--format", "json"]);
            let seen = exec.arg(file).assert();
            let runs: Value = serde_json::from_slice(&seen.get_output().stdout).unwrap();
            for run in entries(&runs) {
                assert_eq!(run["outcome"], outcome, "{run}");
                assert_eq!(run["exit_code"], Value::from(code), "{run}");
            }
        }
    }
}

#[test]
fn guests_of_both_kinds_are_verified() {
    let mut verify = with_node();
    let guests = ["hello", "json/small", "files/small", "hostcalls/open-close"];
    verify.args([
        "guests", "verify", "--pinned", "-r", "node", "--format", "json",
    ]);
    let cells = json(
        &verify
            .args(guests.iter().flat_map(|g| ["-g", g]))
            .assert()
            .success(),
    );
    let ok =
        |cell: &&Value| field(cell, "configuration") == "node/default" && cell["outcome"] == "ok";
    assert_eq!(
        entries(&cells).iter().filter(ok).count(),
        guests.len(),
        "{cells}"
    );
}

/// What a guest sees is what it sees elsewhere: its memory, its arguments, links in its folder.
#[test]
fn probes_find_the_same_as_in_the_embedded_engine() {
    let probes = [
        "wasm/core",
        "wasm/bulk-memory",
        "wasm/simd-lanes",
        "wasi-p1/args_get",
        "wasi-p1/args_sizes_get",
        "wasi-p1/path_readlink",
        "choices/nan",
    ];
    let mut compat = with_node();
    compat.args(["compat", "-r", "node", "-r", "v8-system/default"]);
    compat.args(["--pinned", "--format", "json"]).args(probes);
    let record = json(&compat.assert().success());
    for probe in probes {
        let of = |configuration: &str| {
            let mut all = entries(&record["results"]).iter();
            let is_it = |r: &&Value| r["configuration"] == configuration && r["probe"] == probe;
            let cases = entries(&all.find(is_it).unwrap()["cases"]).iter();
            cases
                .map(|case| (field(case, "case"), field(case, "end")))
                .collect::<Vec<_>>()
        };
        assert_eq!(of("node/default"), of("v8-system/default"), "{probe}");
    }
}

/// A component is refused, or nothing is known: a command line cannot call what it exports.
#[test]
fn of_components_only_a_refusal_is_known() {
    let mut compat = with_node();
    compat.args(["compat", "component/scalars", "-r", "node"]);
    let record = json(
        &compat
            .args(["--pinned", "--format", "json"])
            .assert()
            .success(),
    );
    let result = &entries(&record["results"])[0];
    assert_eq!(result["verdict"], "no", "{result}");
    let cases = entries(&result["cases"]);
    assert!(
        cases.iter().all(|case| case["end"] == "unsupported"),
        "{result}"
    );
}

/// A start can be divided into phases if the command line prints them, and there is nothing warm.
#[test]
fn a_start_is_one_process() {
    let dir = TempDir::new().unwrap();
    let save = dir.path().join("results.json");
    let mut bench = with_node();
    bench.env("WAVM_DIR", fixtures().join("wavm"));
    bench.args([
        "bench",
        "-r",
        "node",
        "-r",
        "wavm/llvm",
        "-g",
        "hello",
        "--pinned",
    ]);
    bench.args(["--rounds", "1", "--save"]).arg(&save);
    let report = text(&bench.assert().success().get_output().stdout);
    let words = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Driven through a command line: node/default"),
        "{report}"
    );
    let results = json_file(&save);
    for (name, has_phases) in [("node/default", false), ("wavm/llvm", true)] {
        let mut all = entries(&results["configurations"]).iter();
        let configuration = all.find(|c| field(c, "name") == name).unwrap();
        assert_eq!(configuration["one_shot"], true);
        let mut all = entries(&results["processes"]).iter();
        let startup = &all.find(|p| field(p, "configuration") == name).unwrap()["startup"];
        assert!(startup["first_ns"].as_u64() > Some(0), "{startup}");
        assert_eq!(startup["instantiate_ns"].is_u64(), has_phases, "{startup}");
        // The times that the stand-in prints, added up.
        let load_ns = has_phases.then_some(6_610_000);
        assert_eq!(startup["load_ns"].as_u64(), load_ns, "{startup}");
        for missing in ["spawn_ns", "engine_ns", "warm_first_ns"] {
            assert!(startup[missing].is_null(), "{missing}: {startup}");
        }
    }
}

#[test]
fn what_a_guest_does_to_a_command_line_costs_its_own_cell() {
    let dir = TempDir::new().unwrap();
    let trap = r#"(module (memory (export "memory") 1) (func (export "_start") unreachable))"#;
    let forever = r#"(module (memory (export "memory") 1) (func (export "_start") (loop br 0)))"#;
    let missing = r#"(module (import "nowhere" "f" (func)) (memory (export "memory") 1)
        (func (export "_start") call 0))"#;
    let flood = r#"(module
        (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\08\00\00\00\00\ff\00\00")
        (func (export "_start")
            (loop
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 65532)))
                br 0)))"#;
    let cases = [
        ("fine", FINE, "ok", ""),
        ("trap", trap, "trap", "unreachable"),
        ("forever", forever, "timeout", "no answer within"),
        ("missing", missing, "unsupported", "nowhere"),
        ("flood", flood, "crashed", "MiB of output"),
    ];
    root_with_commands(dir.path(), &cases.map(|(name, wat, ..)| (name, wat)));
    let save = dir.path().join("results.json");
    let mut bench = with_node();
    bench.args([
        "bench",
        "--pinned",
        "--timeout",
        "10",
        "--rounds",
        "1",
        "-r",
        "node",
    ]);
    bench
        .arg("--root")
        .arg(dir.path())
        .arg("--save")
        .arg(&save)
        .assert()
        .success();
    let results = json_file(&save);
    for (name, _, outcome, message) in cases {
        let input = format!("{name}/default");
        let is_it =
            |p: &&Value| p["configuration"] == "node/default" && p["input"] == input.as_str();
        let process = entries(&results["processes"]).iter().find(is_it).unwrap();
        assert_eq!(field(process, "outcome"), outcome, "{process}");
        let said = process["message"].as_str().unwrap_or_default();
        assert!(said.contains(message), "{process}");
    }
}

/// Whoever kills wasmeter ends the command line too.
#[test]
fn a_command_line_does_not_outlive_wasmeter() {
    let dir = TempDir::new().unwrap();
    let forever = r#"(module (memory (export "memory") 1) (func (export "_start") (loop br 0)))"#;
    let file = module(dir.path(), "forever", forever);
    // A word that no other process has.
    let word = format!("word-{}", dir.path().display()).replace('/', "-");
    let mut wasmeter = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
    wasmeter
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    wasmeter.arg("--runtime-dir").arg(fixtures().join("node"));
    let mut wasmeter = wasmeter
        .args(["exec", "-r", "node"])
        .arg(file)
        .arg(&word)
        .spawn()
        .unwrap();
    assert!(becomes(|| running(&word, wasmeter.id())), "it never ran");
    wasmeter.kill().unwrap();
    wasmeter.wait().unwrap();
    assert!(becomes(|| !running(&word, 0)), "it runs on");
}

fn becomes(what: impl Fn() -> bool) -> bool {
    (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        what()
    })
}

/// Whether a process has a word on its command line, other than this one.
fn running(word: &str, but: u32) -> bool {
    let mut processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes.any(|process| {
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        text(&line).contains(word) && *process.file_name() != *but.to_string()
    })
}

/// As Sightglass's modules are: what is measured is between two calls, and only a part of the run.
const MARKED: &str = r#"(module
    (import "bench" "start" (func $start))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "bench" "end" (func $end))
    (memory (export "memory") 1)
    (data (i32.const 0) "\08\00\00\00\05\00\00\00fine\n")
    (func $work (param $n i32)
        (loop $again (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "_start")
        (call $work (i32.const 3000000))
        (call $start) (call $work (i32.const 1000000)) (call $end)
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))"#;

#[test]
fn a_marked_section_is_measured_everywhere() {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "marked", MARKED);
    let save = dir.path().join("results.json");
    let mut bench = with_node();
    bench.args([
        "bench",
        "-r",
        "node",
        "-r",
        "wasmi/eager",
        "--rounds",
        "1",
        "--save",
    ]);
    let report = bench.arg(&save).arg(file).assert().success();
    let report = text(&report.get_output().stdout);
    assert!(report.contains("Marked section"), "{report}");
    let results = json_file(&save);
    let processes = entries(&results["processes"]);
    assert_eq!(processes.len(), 2);
    for process in processes {
        assert_eq!(process["outcome"], "ok", "{process}");
        let section = process["section_ns"][0].as_u64().unwrap();
        let whole = process["startup"]["first_ns"].as_u64().unwrap();
        assert!(0 < section && section < whole, "{process}");
    }
    // A section without an end is wrong, not fast.
    let endless = MARKED.replace("(call $end)", "");
    let file = module(dir.path(), "endless", &endless);
    let mut bench = with_node();
    let bench = bench
        .args(["bench", "-r", "node", "--rounds", "1"])
        .arg(file);
    bench
        .assert()
        .success()
        .stdout(predicates::str::contains("wrong-output"));
}

/// A program that looks at its streams, and not at the module.
const LOOKS: &str = "#!/bin/sh
if [ \"$1\" = --version ]; then echo 1.0; exit; fi
[ -p /dev/stdin ] && [ -p /dev/stdout ] && [ -p /dev/stderr ] && echo pipes
";

/// Ends as its program is called, and has always said that its execution failed.
const ENDS: &str = "#!/bin/sh
if [ \"$1\" = --version ]; then echo 1.0; exit; fi
echo 'execution failed' >&2
exit $2
";

/// What a guest says of itself is no trap, where the code shows that its command line has not
/// failed.
#[test]
fn a_guest_that_logs_of_failures_has_not_trapped() {
    let dir = TempDir::new().unwrap();
    let runtime = dir.path().join("ending");
    std::fs::create_dir(&runtime).unwrap();
    std::fs::write(runtime.join("end.sh"), ENDS).unwrap();
    let file = module(dir.path(), "fine", FINE);
    let run = |code: &str, known: &str| {
        let worker = format!(
            r#"program = ["sh", "end.sh"]
[command]
version = ["--version"]
run = ["{{module}}", "{{args}}"]
trapped = "execution failed"
{known}"#
        );
        std::fs::write(runtime.join("runtime.toml"), runtime_toml(&worker, &["a"])).unwrap();
        let mut exec = wasmeter();
        exec.arg("--runtime-dir").arg(&runtime);
        exec.args(["exec", "-r", "ending", "--format", "json"]);
        let exec = exec.arg(&file).arg(code).assert();
        let runs: Value = serde_json::from_slice(&exec.get_output().stdout).unwrap();
        (
            field(&runs[0], "outcome").to_string(),
            runs[0]["exit_code"].clone(),
        )
    };
    for (code, known, outcome) in [
        ("0", "", "ok"),
        ("3", "", "trap"),
        ("3", "failure_codes = [1, 134]", "ok"),
        ("1", "failure_codes = [1, 134]", "trap"),
        ("134", "failure_codes = [1, 134]", "trap"),
        // The codes of one that loses codes say nothing.
        ("3", "failure_codes = [1]\nlacks = ['exit-codes']", "trap"),
    ] {
        let (found, exit_code) = run(code, known);
        assert_eq!(found, outcome, "{code} {known}");
        let wanted = if outcome == "ok" {
            code.parse::<i32>().ok()
        } else {
            None
        };
        assert_eq!(exit_code, Value::from(wanted), "{code} {known}");
    }
}

#[test]
fn a_suite_has_pipes() {
    let dir = TempDir::new().unwrap();
    let runtime = dir.path().join("looking");
    std::fs::create_dir(&runtime).unwrap();
    std::fs::write(runtime.join("look.sh"), LOOKS).unwrap();
    let worker = r#"program = ["sh", "look.sh"]
[command]
version = ["--version"]
run = ["{module}", "{args}"]"#;
    std::fs::write(runtime.join("runtime.toml"), runtime_toml(worker, &["a"])).unwrap();
    let suite = dir.path().join("suite");
    std::fs::create_dir(&suite).unwrap();
    let manifest = r#"{"name": "streams", "version": "wasm32-wasip1"}"#;
    std::fs::write(suite.join("manifest.json"), manifest).unwrap();
    module(&suite, "looks", FINE);
    std::fs::write(suite.join("looks.json"), r#"{"stdout": "pipes\n"}"#).unwrap();
    let mut compat = wasmeter();
    compat.arg("--runtime-dir").arg(&runtime);
    compat.args(["compat", "-r", "looking", "--format", "json", "--suite"]);
    let results = json(&compat.arg(&suite).assert().success());
    assert_eq!(results[0]["end"], "pass", "{results}");
}

fn toml() -> String {
    let worker = r#"program = ["true"]
[command]
version = []
run = ["{module}", "{args}"]"#;
    runtime_toml(worker, &["a"])
}

#[test]
fn a_wrong_table_is_reported_with_its_line() {
    let dir = TempDir::new().unwrap();
    let list = |toml: &str, parts: &[&str]| {
        std::fs::write(Path::new(dir.path()).join("runtime.toml"), toml).unwrap();
        let mut list = wasmeter();
        list.args(["runtimes", "list", "--runtime-dir"])
            .arg(dir.path());
        refuses(&mut list, parts);
    };
    let add = |line: &str| toml().replace("version = []", &format!("version = []\n{line}"));
    list(
        &add("shell = true"),
        &["runtime.toml:10", "unknown field `shell`"],
    );
    list(&add("refused = '('"), &["runtime.toml:10", "regex"]);
    list(&add("env = 'mine'"), &["runtime.toml:10"]);
    list(&add("dir = ['--dir={dirs}']"), &["command.dir", "{dirs}"]);
    list(
        &toml().replace("{module}", "m.wasm"),
        &["command.run", "{module}"],
    );
    list(
        &toml().replace("[command]", "[no]"),
        &["unknown field `no`"],
    );
}

#[test]
fn a_program_that_does_not_print_its_version_is_unavailable() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("runtime.toml"), toml()).unwrap();
    let name = dir
        .path()
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let mut build = wasmeter();
    let build = build
        .args(["runtimes", "build", &name, "--runtime-dir"])
        .arg(dir.path());
    build
        .assert()
        .code(1)
        .stdout(predicates::str::contains("prints no version"));
}
