//! Components that are commands: run and measured by who takes them, refused plainly by who does
//! not, and made of modules.

mod common;

use common::guest::tells_all;
use common::{
    FINE, SPIN, entries, field, json, json_file, left_out_without_node, module, refuses,
    root_with_commands, run, wasmeter,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wasi_preview1_component_adapter_provider::WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER as ADAPTER;
use wit_component::ComponentEncoder;

const TAKING: [&str; 4] = ["-r", "wasmtime/cranelift", "-r", "wasmtime/precompiled"];

/// Ends so when it has printed all that it was given.
const ENDS: &str = "(call $exit (i32.const 3))";

/// A component that is made of a command, as other tools make it.
fn component(dir: &Path, name: &str, wat: &str) -> PathBuf {
    let core = wat::parse_str(wat).unwrap();
    let mut encoder = ComponentEncoder::default();
    encoder.module(&core).unwrap();
    let of_preview_1 = "wasi_snapshot_preview1";
    encoder.adapter(of_preview_1, ADAPTER).unwrap();
    let file = dir.join(format!("{name}.wasm"));
    std::fs::write(&file, encoder.encode().unwrap()).unwrap();
    file
}

fn runs(words: &[&str], file: &Path, code: i32) -> Value {
    let mut exec = wasmeter();
    exec.args(["exec", "--format", "json", "--env", "A=b", "--stdin", "-"]);
    let exec = exec.args(words).arg(file).args(["one", "--two"]);
    json(&exec.write_stdin("typed").assert().code(code))
}

#[test]
fn a_component_is_given_what_its_module_is_and_prints_the_same() {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "tells", &tells_all(ENDS));
    let printed = "tells.wasm\0one\0--two\0A=b\0typed";
    let of_module = runs(&TAKING, &file, 0);
    let made = runs(&[&TAKING[..], &["--as-component"]].concat(), &file, 0);
    let given = runs(
        &TAKING,
        &component(dir.path(), "tells", &tells_all(ENDS)),
        0,
    );
    // WASI 0.2 reports only success or failure of an end, and no code.
    for (all, code) in [(of_module, 3), (made, 1), (given, 1)] {
        assert_eq!(entries(&all).len(), 2);
        for run in entries(&all) {
            assert_eq!(run["outcome"], "ok", "{run}");
            assert_eq!(field(run, "stdout"), printed);
            assert_eq!(run["exit_code"], code, "{run}");
        }
    }
}

#[test]
fn who_takes_no_components_is_reported_plainly() {
    let dir = TempDir::new().unwrap();
    let file = component(dir.path(), "fine", FINE);
    let mut exec = wasmeter();
    exec.args([
        "exec",
        "-r",
        "wasmi/eager",
        "-r",
        "wazero/interpreter",
        "--format",
        "json",
    ]);
    let seen = exec.arg(&file).assert().code(1);
    for run in entries(&json(&seen)) {
        assert_eq!(run["outcome"], "unsupported", "{run}");
        assert!(
            field(run, "message").starts_with("it takes no components: "),
            "{run}"
        );
    }
    // And where to go: the advice names who takes them.
    seen.stderr(predicates::str::contains(
        "that they take components, none of them chosen: v8, wasmtime",
    ));
}

/// V8's configurations. Its worker of components is jco around it, and each of them is another
/// program.
const BY_JCO: [&str; 3] = ["v8/default", "v8/liftoff", "v8/turbofan"];

/// Whether V8 is here; said if it is not.
fn has_v8() -> bool {
    let built = wasmeter().args(["runtimes", "build", "v8"]).output();
    let here = built.unwrap().status.success();
    if !here {
        left_out_without_node(&Value::from("V8 is not here"));
    }
    here
}

#[test]
fn a_component_by_jco_is_given_what_others_are_and_ends_as_it_does_there() {
    if !has_v8() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let seen = runs(
        &["-r", "v8"],
        &component(dir.path(), "tells", &tells_all(ENDS)),
        0,
    );
    let all = entries(&seen);
    let names: Vec<_> = all.iter().map(|run| field(run, "configuration")).collect();
    assert_eq!(names, BY_JCO);
    for run in all {
        assert_eq!(run["outcome"], "ok", "{run}");
        assert_eq!(field(run, "stdout"), "tells.wasm\0one\0--two\0A=b\0typed");
        assert_eq!(run["exit_code"], 1, "{run}");
    }
    let traps = "(module (memory (export \"memory\") 1) (func (export \"_start\") unreachable))";
    let mut exec = wasmeter();
    exec.args(["exec", "-r", "v8", "--format", "json"]);
    let trapped = exec.arg(component(dir.path(), "traps", traps)).assert();
    for run in entries(&json(&trapped.code(1))) {
        assert_eq!(run["outcome"], "trap", "{run}");
        assert!(field(run, "message").contains("unreachable"), "{run}");
    }
}

#[test]
fn components_of_each_kind_are_tried_by_jco_on_each_configuration() {
    if !has_v8() {
        return;
    }
    let probes = ["component/scalars", "wasi-p2/command", "wasi-p3/command"];
    let record = run(&format!(
        "compat {} --pinned -r v8 --format json",
        probes.join(" ")
    ));
    let record = json(&record.success());
    let results = entries(&record["results"]);
    assert_eq!(results.len(), probes.len() * BY_JCO.len(), "{record}");
    for result in results {
        assert_eq!(field(result, "verdict"), "yes", "{result}");
    }
}

#[test]
fn a_component_by_jco_is_measured() {
    if !has_v8() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args([
        "bench",
        "--rounds",
        "1",
        "--as-component",
        "-r",
        "v8/liftoff",
    ]);
    bench.arg("--save").arg(&save);
    let file = module(dir.path(), "fine", FINE);
    bench.arg(&file).assert().success();
    let results = json_file(&save);
    let mut processes = entries(&results["processes"]).iter();
    let of_component = processes.find(|p| p["input"] == "fine-component/default");
    let of_component = of_component.unwrap();
    assert_eq!(of_component["outcome"], "ok", "{of_component}");
}

#[test]
fn a_component_is_measured_beside_its_module() {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "fine", FINE);
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "--rounds", "1"]).args(TAKING);
    bench.args(["-r", "wasmi/eager", "--as-component", "--save"]);
    bench.arg(&save).arg(&file).assert().success();
    let results = json_file(&save);
    let processes = entries(&results["processes"]).iter();
    let outcomes =
        processes.map(|p| ["configuration", "input", "outcome"].map(|name| field(p, name)));
    let outcomes: Vec<_> = outcomes.collect();
    for expected in [
        ["wasmtime/cranelift", "fine/default", "ok"],
        ["wasmi/eager", "fine/default", "ok"],
        ["wasmtime/cranelift", "fine-component/default", "ok"],
        ["wasmtime/precompiled", "fine-component/default", "ok"],
        ["wasmi/eager", "fine-component/default", "unsupported"],
    ] {
        assert!(outcomes.contains(&expected), "{outcomes:?}");
    }
    let guest = &results["guests"][1];
    assert!(
        field(guest, "description").contains("a component"),
        "{guest}"
    );
    let given = entries(&guest["given"]);
    assert!(given.iter().any(|word| word == "--as-component"), "{guest}");
}

#[test]
fn what_no_component_can_be_made_of_is_refused() {
    let dir = TempDir::new().unwrap();
    let section = r#"(module (import "bench" "start" (func)) (memory (export "memory") 1)
        (func (export "_start")))"#;
    let foreign = r#"(module (import "env" "f" (func)) (memory (export "memory") 1)
        (func (export "_start")))"#;
    for (file, parts) in [
        (
            module(dir.path(), "spin", SPIN),
            ["no _start", "--as-component"],
        ),
        (
            module(dir.path(), "section", section),
            ["bench.start", "without --as-component"],
        ),
        (module(dir.path(), "foreign", foreign), ["adapter", "env"]),
        (
            component(dir.path(), "already", FINE),
            ["already", "--as-component"],
        ),
    ] {
        for command in ["bench", "exec"] {
            if command == "exec" && file.ends_with("spin.wasm") {
                continue; // it is no command in any case
            }
            let mut wasmeter = wasmeter();
            let wasmeter = wasmeter.args([command, "--as-component", "-r", "wasmtime"]);
            refuses(wasmeter.arg(&file), &parts);
        }
    }
    refuses(
        wasmeter().args(["bench", "--as-component"]),
        &["--as-component", "FILE"],
    );
}

#[test]
fn guests_that_are_components_are_verified() {
    let dir = TempDir::new().unwrap();
    root_with_commands(dir.path(), &[("fine", FINE)]);
    let toml = dir.path().join("guests/fine/guest.toml");
    let manifest = std::fs::read_to_string(&toml).unwrap();
    std::fs::write(
        &toml,
        manifest.replace("group =", "component = true\ngroup ="),
    )
    .unwrap();
    let mut verify = wasmeter();
    verify.args([
        "guests",
        "verify",
        "--pinned",
        "--format",
        "json",
        "-r",
        "wasmi/eager",
    ]);
    let all = verify.args(TAKING).arg("--root").arg(dir.path());
    let all = json(&all.assert().success());
    let outcome = |name: &str| {
        let mut cells = entries(&all).iter();
        let cell = cells.find(|cell| cell["configuration"] == name);
        field(cell.unwrap(), "outcome").to_string()
    };
    assert_eq!(outcome("wasmtime/cranelift"), "ok");
    assert_eq!(outcome("wasmtime/precompiled"), "ok");
    assert_eq!(outcome("wasmi/eager"), "unsupported");
}
