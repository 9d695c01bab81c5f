//! Modules of users: their input, and the reports of their results.

mod common;

use common::guest::{command, tells_all};
use common::{FINE, entries, field, json, json_file, module, refuses, text, wasmeter};
use predicates::str::contains;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn runs(words: &[&str], stdin: &str, code: i32) -> Value {
    let mut exec = wasmeter();
    exec.args(["exec", "--format", "json"]).args(words);
    json(&exec.write_stdin(stdin).assert().code(code))
}

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

#[test]
fn all_behind_the_module_is_the_programs_and_input_only_where_it_is_asked_for() {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "given", &tells_all(""));
    let to_program = [path(&file), "--version", "-r", "x", "--stdin"];
    let words = [&["-r", "wasmi/eager", "--env", "A=b=c"], &to_program[..]].concat();
    let all = runs(&words, "typed", 0);
    let printed = "given.wasm\0--version\0-r\0x\0--stdin\0A=b=c\0";
    assert_eq!(field(&all[0], "stdout"), printed);
    let asked = runs(
        &["-r", "wasmi/eager", "--stdin", "-", path(&file)],
        "typed",
        0,
    );
    assert_eq!(field(&asked[0], "stdout"), "given.wasm\0typed");

    // Input that is not read stays for the next reader: a shell's loop keeps its lines.
    let script = r#"while read line; do "$0" exec -r wasmi/eager "$1" $line; done"#;
    let mut shell = assert_cmd::Command::new("sh");
    shell.current_dir(common::root()).args(["-c", script]);
    let shell = shell.args([env!("CARGO_BIN_EXE_wasmeter"), path(&file)]);
    let looped = shell.write_stdin("one\ntwo\n").assert().success();
    let looped = text(&looped.get_output().stdout);
    assert!(
        looped.contains("\0one\0") && looped.contains("\0two\0"),
        "{looped}"
    );
}

#[test]
fn bench_gives_arguments_environment_and_input() {
    let dir = TempDir::new().unwrap();
    // It traps unless there is an argument, a variable and some input.
    let demands = r#"(func (export "_start")
        (drop (call $args_sizes (i32.const 16) (i32.const 20)))
        (if (i32.ne (i32.load (i32.const 16)) (i32.const 3)) (then unreachable))
        (drop (call $env_sizes (i32.const 16) (i32.const 20)))
        (if (i32.ne (i32.load (i32.const 16)) (i32.const 1)) (then unreachable))
        (i32.store (i32.const 0) (i32.const 8192))
        (i32.store (i32.const 4) (i32.const 100))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
        (if (i32.ne (i32.load (i32.const 16)) (i32.const 5)) (then unreachable)))"#;
    let file = module(dir.path(), "demands", &command(demands));
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "-r", "wasmi/eager", "--rounds", "1"]);
    bench.args(["--env", "A=b", "--stdin", "-", "--save"]);
    // As of exec: all behind the module is the program's, also what wasmeter has an option for,
    // which is reported.
    bench.arg(&save).arg(&file).args(["--quick", "--two"]);
    let seen = bench.write_stdin("typed").assert().success();
    seen.stderr(contains("note: --quick is behind the module"));
    assert_eq!(json_file(&save)["processes"][0]["outcome"], "ok");
    // Without: reported, and not taken.
    let mut bench = wasmeter();
    let bench = bench.args(["bench", "-r", "wasmi/eager", "--rounds", "1"]);
    let bench = bench
        .arg(module(dir.path(), "fine", FINE))
        .write_stdin("typed");
    bench.assert().success().stderr(contains("--stdin -"));
}

#[test]
fn a_trap_on_one_and_an_end_on_another_is_a_difference() {
    let dir = TempDir::new().unwrap();
    let ends = |code: i64| {
        let body = format!("(func (export \"_start\") (call $exit (i32.const {code})))");
        module(dir.path(), "ends", &command(&body))
    };
    // Wasmtime takes no such code, and wazero does.
    let file = ends(200);
    let mut exec = wasmeter();
    exec.args(["exec", "-r", "wasmi/eager", "-r", "wasm3/interpreter"]);
    let seen = exec.arg(&file).assert().code(1);
    seen.stdout(contains("ended otherwise on wasmi/eager (trap)"));
    let all = runs(&["-r", "wasm3/interpreter", path(&ends(456))], "", 0);
    assert_eq!(
        (&all[0]["exit_code"], &all[0]["exit_status"]),
        (&456.into(), &200.into())
    );
}

#[test]
fn lines_that_may_differ_are_left_out_of_comparisons() {
    let dir = TempDir::new().unwrap();
    let clock = r#"(data (i32.const 64) "time: ????????\n")
        (func (export "_start") (local $i i32) (local $t i64)
            (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 32)))
            (local.set $t (i64.load (i32.const 32)))
            (loop $next
                (i32.store8 (i32.add (i32.const 70) (local.get $i))
                    (i32.add (i32.const 97) (i32.wrap_i64 (i64.and (local.get $t) (i64.const 15)))))
                (local.set $t (i64.shr_u (local.get $t) (i64.const 4)))
                (br_if $next (i32.lt_u
                    (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8))))
            (call $say (i32.const 1) (i32.const 64) (i32.const 15)))"#;
    let file = module(dir.path(), "clock", &command(clock));
    let both = ["-r", "wasmi/eager", "-r", "wasmi/lazy"];
    let mut exec = wasmeter();
    let exec = exec.arg("exec").args(both).arg(&file).assert().code(1);
    exec.stdout(contains("2 camps, and none has the majority"));
    runs(
        &[&both[..], &["--ignore", "^time: ", path(&file)]].concat(),
        "",
        0,
    );
    let bench = |words: &[&str]| {
        let mut bench = wasmeter();
        bench
            .args(["bench", "--rounds", "1"])
            .args(both)
            .args(words);
        bench.arg(&file);
        bench.assert()
    };
    bench(&[]).code(2).stderr(contains("--reference"));
    let ignored = bench(&["--ignore", "^time: "]).success();
    assert!(!text(&ignored.get_output().stdout).contains("wrong-output"));
}

#[test]
fn a_section_is_one_start_and_then_one_end() {
    let dir = TempDir::new().unwrap();
    let marked = |calls: &str| {
        format!(
            r#"(module (import "bench" "start" (func $start)) (import "bench" "end" (func $end))
                (memory (export "memory") 1) (func (export "_start") {calls}))"#
        )
    };
    for (calls, seen) in [
        ("(call $end)", "bench.end first"),
        ("(call $end) (call $start)", "bench.end first"),
        (
            "(call $start) (call $end) (call $end)",
            "bench.end after bench.end",
        ),
        (
            "(call $start) (call $start) (call $end)",
            "bench.start after bench.start",
        ),
        (
            "(call $start) (call $end) (call $start)",
            "bench.start after bench.end",
        ),
        ("(call $start)", "did not come to its call of bench.end"),
        ("", "did not come to its call of bench.end"),
    ] {
        let file = module(dir.path(), "marked", &marked(calls));
        let all = runs(&["-r", "wasmi/eager", path(&file)], "", 1);
        assert_eq!(all[0]["outcome"], "wrong-output", "{calls}");
        let message = field(&all[0], "message");
        assert!(
            message.contains(seen) && message.contains("one section"),
            "{message}"
        );
    }
    let file = module(dir.path(), "marked", &marked("(call $start) (call $end)"));
    let all = runs(&["-r", "wasmi/eager", path(&file)], "", 0);
    assert!(all[0]["section_ns"].is_u64() && field(&all[0], "stderr").is_empty());
}

/// Whatever becomes of the module, it is the runtimes that say so.
fn is_given(file: &Path) {
    let mut exec = wasmeter();
    exec.args([
        "exec",
        "--format",
        "json",
        "-r",
        "wasmi/eager",
        "-r",
        "wasm3",
    ]);
    let output = exec.arg(file).output().unwrap();
    let seen = text(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{seen}");
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    for run in entries(&all) {
        let end = field(run, "outcome");
        assert!(["ok", "unsupported"].contains(&end), "{run}");
    }
}

/// A module without elements and with function 0, and in it a passive segment of so many times that
/// function.
fn with_elements(wasm: &[u8], count: usize) -> Vec<u8> {
    const CODE: u8 = 10;
    let number = |mut value: usize| {
        let mut bytes = Vec::new();
        while value > 0x7f {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    };
    // The magic number and the version; then sections, each shorter than 128 bytes.
    let mut at = 8;
    while wasm[at] != CODE {
        at += 2 + usize::from(wasm[at + 1]);
    }
    let section = [&[1, 1, 0][..], &number(count), &vec![0; count]].concat();
    let (before, behind) = wasm.split_at(at);
    [before, &[9], &number(section.len()), &section, behind].concat()
}

#[test]
fn what_is_too_large_for_our_validator_is_still_given_to_runtimes() {
    let dir = TempDir::new().unwrap();
    let locals = "(local i32) ".repeat(50_001);
    let file = module(
        dir.path(),
        "locals",
        &command(&format!("(func (export \"_start\") {locals})")),
    );
    let all = runs(&["-r", "wasmi/eager", "-r", "wasm3", path(&file)], "", 1);
    for run in entries(&all) {
        assert_ne!(run["outcome"], "unavailable", "{run}");
    }
    let start = "(func $f (export \"_start\"))";
    let params = format!("{start} (func (param {}))", "i32 ".repeat(1001));
    let active = format!("{start} {}", "(data (i32.const 0) \"\")".repeat(100_001));
    let passive = format!("{start} {}", "(data \"\")".repeat(100_001));
    for (name, body) in [("params", params), ("active", active), ("passive", passive)] {
        is_given(&module(dir.path(), name, &command(&body)));
    }
    let file = module(dir.path(), "elements", &format!("(module {start})"));
    let wasm = with_elements(&std::fs::read(&file).unwrap(), 10_000_001);
    std::fs::write(&file, wasm).unwrap();
    is_given(&file);
    let name = "n".repeat(100_001);
    let export = format!("(func $f (export \"_start\")) (export \"{name}\" (func $f))");
    let file = module(dir.path(), "name", &command(&export));
    // It has a limit of its own, and so its own words.
    let all = runs(&["-r", "wasm3", path(&file)], "", 1);
    assert_eq!(field(&all[0], "message"), "invalid length UTF-8 string");
}

/// As a Go program does that is not ready: it writes why, and ends.
#[test]
fn what_a_failing_bench_wrote_to_standard_error_is_shown() {
    let dir = TempDir::new().unwrap();
    let why = r#"(data (i32.const 4096) "error: these are my own words\n")"#;
    for end in ["unreachable", "(call $exit (i32.const 3)) unreachable"] {
        let says = "(call $say (i32.const 2) (i32.const 4096) (i32.const 30))";
        let bench = r#"(func (export "bench") (param i32) (result i64)"#;
        let file = module(
            dir.path(),
            "says",
            &command(&format!("{why} {bench} {says} {end})")),
        );
        // Called once to find the right result ...
        let mut bench = wasmeter();
        bench.args(["bench", "-r", "wasmi/eager", path(&file)]);
        let shown = "(standard error: error: these are my own words)";
        refuses(&mut bench, &["wasmi/eager: trap: ", shown]);
    }
    // ... and when it is measured: the fourth call of a process, here, goes wrong.
    let fourth = format!(
        r#"{why} (global $calls (mut i32) (i32.const 0))
        (func (export "bench") (param i32) (result i64)
            (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
            (if (i32.gt_u (global.get $calls) (i32.const 3)) (then
                (call $say (i32.const 2) (i32.const 4096) (i32.const 30)) unreachable))
            (i64.extend_i32_u (local.get 0)))"#
    );
    let file = module(dir.path(), "fourth", &command(&fourth));
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "-r", "wasmi/eager", "--rounds", "1", "--save"]);
    let table = bench.arg(&save).arg(&file).assert().success();
    let table = text(&table.get_output().stdout);
    let process = &json_file(&save)["processes"][0];
    assert_eq!(process["outcome"], "trap", "{process}");
    let message = field(process, "message");
    assert!(message.contains("these are my own words"), "{message}");
    // A table may cut long text.
    assert!(table.contains("(standard error: error: these"), "{table}");
}

#[test]
fn a_command_that_exports_bench_is_started_first() {
    let dir = TempDir::new().unwrap();
    let save = dir.path().join("results.json");
    let bench = |body: &str| {
        let file = module(dir.path(), "both", &command(body));
        let mut bench = wasmeter();
        bench.args([
            "bench",
            "--quick",
            "--rounds",
            "1",
            "-r",
            "wasmi/eager",
            "--save",
        ]);
        let seen = bench.arg(&save).arg(file).assert().success();
        let results = json_file(&save);
        let process = results["processes"][0].clone();
        assert_eq!(process["outcome"], "ok", "{process}");
        (process, text(&seen.get_output().stderr))
    };
    let (process, _) = bench(
        r#"(global $started (mut i64) (i64.const 0))
        (func (export "_start") (global.set $started (i64.const 7)))
        (func (export "bench") (param i32) (result i64)
            (if (i64.eqz (global.get $started)) (then unreachable))
            (i64.mul (global.get $started) (i64.extend_i32_u (local.get 0))))"#,
    );
    assert!(process["throughput"].is_object(), "{process}");
    // A bench of another kind is none of ours: the command is measured, and the reason is reported.
    let (process, seen) = bench(
        r#"(func (export "_start"))
        (func (export "bench") (param i32) (result i64) i64.const 5)"#,
    );
    assert!(process["throughput"].is_null(), "{process}");
    assert!(seen.contains("measured by _start"), "{seen}");
}

#[test]
fn a_refusal_says_what_the_module_needs() {
    let dir = TempDir::new().unwrap();
    let wat = r#"(module (import "env" "abort" (func)) (func (export "_start")))"#;
    let file = module(dir.path(), "needs", wat);
    let mut exec = wasmeter();
    let exec = exec.args(["exec", "-r", "wasmi/eager"]).arg(file);
    exec.assert().code(1).stdout(contains("imports env.abort"));
}

#[test]
fn a_refusal_says_which_of_it_the_configuration_lacks() {
    let dir = TempDir::new().unwrap();
    let wat = r#"(module (type $s (struct (field i32))) (memory (export "memory") 1)
        (func (export "_start")
            (drop (struct.new $s (i32.const 1))) (drop (v128.const i32x4 0 0 0 0))))"#;
    let file = module(dir.path(), "needs", wat);
    let of = |file: &Path| {
        let refused = runs(&["-r", "wasmi/eager", path(file)], "", 1);
        refused[0]["lacks"].clone()
    };
    // It has SIMD.
    assert_eq!(of(&file), serde_json::json!(["gc"]));
    let wat = r#"(module (import "env" "abort" (func)) (memory (export "memory") 1)
        (func (export "_start") (drop (v128.const i32x4 0 0 0 0))))"#;
    assert_eq!(of(&module(dir.path(), "import", wat)), Value::Null);
}
