//! Modules that the rules of today leave open: of WASI preview 0, and with the exports of a command
//! and of a reactor.

mod common;

use common::{entries, field, module, wasmeter};
use serde_json::Value;
use tempfile::TempDir;

const PREVIEW_0: &str = r#"(module
    (import "wasi_unstable" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_unstable" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\08\00\00\00\0a\00\00\00preview 0\n")
    (func (export "_start")
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
        (call $exit (i32.const 3))))"#;

/// It says which of the two is called.
const BOTH: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\10\00\00\00\0b\00\00\00\1b\00\00\00\06\00\00\00" "initialize\nstart\n")
    (func $say (param i32)
        (drop (call $write (i32.const 1) (local.get 0) (i32.const 1) (i32.const 64))))
    (func (export "_initialize") (call $say (i32.const 0)))
    (func (export "_start") (call $say (i32.const 8))))"#;

/// How each of these configurations ends, and what the module printed there. Node is not on every
/// machine.
fn ends(name: &str, wat: &str, configurations: &[&str]) -> Vec<(Value, String, String)> {
    let dir = TempDir::new().unwrap();
    let mut exec = wasmeter();
    exec.args(["exec", "--format", "json"]);
    for configuration in configurations {
        exec.args(["-r", configuration]);
    }
    let output = exec.arg(module(dir.path(), name, wat)).output().unwrap();
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let ran = entries(&all)
        .iter()
        .filter(|run| run["outcome"] != "unavailable");
    ran.map(|run| {
        let text = |name| field(run, name).to_string();
        (
            run["exit_code"].clone(),
            text("outcome"),
            text("configuration") + " " + field(run, "stdout"),
        )
    })
    .collect()
}

#[test]
fn preview_0_is_given_where_the_runtime_has_it() {
    let with = [
        "wasmtime/cranelift",
        "wazero/interpreter",
        "wasm3/interpreter",
        "v8/default",
    ];
    for (code, outcome, printed) in ends("old", PREVIEW_0, &with) {
        assert_eq!((code, outcome.as_str()), (3.into(), "ok"), "{printed}");
        assert!(printed.ends_with(" preview 0\n"), "{printed}");
    }
    // It has none, and says so.
    let [(_, outcome, _)] = &ends("old", PREVIEW_0, &["wasmi/eager"])[..] else {
        panic!("one configuration");
    };
    assert_eq!(outcome, "unsupported");
}

#[test]
fn of_a_module_with_both_exports_is_called_what_the_command_line_calls() {
    for (configurations, wanted) in [
        (
            ["wazero/interpreter", "wasmi/eager", "wasm3/interpreter"],
            "start\n",
        ),
        (
            ["wasmtime/cranelift", "wasmtime/winch", "wasmtime/pulley"],
            "initialize\nstart\n",
        ),
    ] {
        for (_, outcome, printed) in ends("both", BOTH, &configurations) {
            assert_eq!(outcome, "ok", "{printed}");
            let (configuration, printed) = printed.split_once(' ').unwrap();
            assert_eq!(printed, wanted, "{configuration}");
        }
    }
    for (_, outcome, printed) in ends("both", BOTH, &["v8/default"]) {
        assert_eq!(outcome, "unsupported", "{printed}");
    }
}

#[allow(dead_code)]
#[path = "../runtimes/wamr/src/c.rs"]
mod wamr;

#[test]
fn what_a_compiler_cannot_compile_is_refused_when_it_is_found_out_late() {
    use wasmeter_worker::Failure;
    let late = "Exception: failed to compile fast jit function";
    assert!(matches!(wamr::failure(late), Failure::Unsupported(why) if why.contains("compile")));
    assert!(matches!(
        wamr::failure("Exception: unreachable"),
        Failure::Trap(_)
    ));
}
