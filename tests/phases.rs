//! Where time goes: each part of it is in some phase, and a process that took too long is reported
//! with its phase.

mod common;

use common::{
    FINE, entries, fake_workers, field, json, json_file, module, root_with_commands, runtime_toml,
    text, wasmeter,
};
use std::path::Path;
use tempfile::TempDir;

/// A runtime of the liars' worker, whose configurations of other names are right.
fn runtime(dir: &Path, program: &str, names: &[&str]) -> std::path::PathBuf {
    let folder = dir.join("phases");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(fake_workers().join("liars/liar.py"), folder.join("liar.py")).unwrap();
    let toml = runtime_toml(&format!("program = ['python3', '{program}']"), names);
    std::fs::write(folder.join("runtime.toml"), toml).unwrap();
    folder
}

/// It reports when it began, and is ready only half a second later: what it has loaded meanwhile is
/// its runtime.
const LATE: &str = "import os, runpy, time
began, clock = time.monotonic_ns(), time.monotonic_ns
time.sleep(0.5)
def first():
    time.monotonic_ns = clock
    return began
time.monotonic_ns = first
here = os.path.dirname(os.path.abspath(__file__))
runpy.run_path(os.path.join(here, 'liar.py'), run_name='__main__')
";

#[test]
fn all_time_until_a_worker_is_ready_is_in_a_phase() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("root");
    std::fs::create_dir(&root).unwrap();
    root_with_commands(&root, &[("fine", FINE)]);
    let folder = runtime(dir.path(), "late.py", &["right"]);
    std::fs::write(folder.join("late.py"), LATE).unwrap();
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "--pinned", "--rounds", "1", "-r", "phases"]);
    bench
        .arg("--root")
        .arg(&root)
        .arg("--runtime-dir")
        .arg(&folder);
    bench.arg("--save").arg(&save).assert().success();
    let results = json_file(&save);
    let is_it = |process: &&serde_json::Value| process["configuration"] == "phases/right";
    let process = entries(&results["processes"]).iter().find(is_it).unwrap();
    assert_eq!(process["outcome"], "ok", "{process}");
    // It slept for so long; however busy the machine is, it is not less.
    let spawn_ns = process["startup"]["spawn_ns"].as_u64().unwrap();
    assert!(spawn_ns >= 500_000_000, "{process}");
}

#[test]
fn a_timeout_names_its_phase_and_the_option_of_the_limit() {
    let dir = TempDir::new().unwrap();
    let folder = runtime(dir.path(), "liar.py", &["hangs"]);
    let file = module(dir.path(), "fine", FINE);
    let mut exec = wasmeter();
    exec.args(["exec", "-r", "phases", "--timeout", "3", "--format", "json"]);
    let runs = json(
        &exec
            .arg("--runtime-dir")
            .arg(&folder)
            .arg(&file)
            .assert()
            .code(1),
    );
    assert_eq!(runs[0]["outcome"], "timeout", "{runs}");
    let message = field(&runs[0], "message");
    assert!(
        message.contains("`load`") && message.contains("--timeout"),
        "{message}"
    );
    let mut bench = wasmeter();
    bench.args(["bench", "-r", "phases", "--timeout", "3", "--rounds", "1"]);
    let seen = bench
        .arg("--runtime-dir")
        .arg(folder)
        .arg(file)
        .assert()
        .code(2);
    let seen = text(&seen.get_output().stderr);
    assert!(
        seen.contains("`load`") && seen.contains("--timeout"),
        "{seen}"
    );
}

#[test]
fn phases_that_do_not_add_up_are_no_start_of_0_ns() {
    let dir = TempDir::new().unwrap();
    let folder = runtime(dir.path(), "liar.py", &["phases-longer-than-the-whole"]);
    let file = module(dir.path(), "fine", FINE);
    let mut exec = wasmeter();
    exec.args(["exec", "-r", "phases", "--format", "json"]);
    let runs = json(
        &exec
            .arg("--runtime-dir")
            .arg(folder)
            .arg(file)
            .assert()
            .code(1),
    );
    assert_eq!(runs[0]["outcome"], "misreported", "{runs}");
    assert!(runs[0]["start_ns"].is_null(), "{runs}");
}

#[test]
fn exec_tells_what_compiling_ahead_of_time_took() {
    let dir = TempDir::new().unwrap();
    let folder = runtime(dir.path(), "liar.py", &["plain", "ahead"]);
    let toml = std::fs::read_to_string(folder.join("runtime.toml")).unwrap();
    let (plain, ahead) = toml
        .split_once("name = \"ahead\"\nartifact = \"wasm\"")
        .unwrap();
    let toml = format!("{plain}name = \"ahead\"\nartifact = \"precompiled\"{ahead}");
    std::fs::write(folder.join("runtime.toml"), toml).unwrap();
    let file = module(dir.path(), "fine", FINE);
    let exec = |format: &str| {
        let mut exec = wasmeter();
        exec.args(["exec", "-r", "phases", "--format", format]);
        exec.arg("--runtime-dir")
            .arg(&folder)
            .arg(&file)
            .assert()
            .success()
    };
    let runs = json(&exec("json"));
    for run in entries(&runs) {
        let ahead = field(run, "configuration") == "phases/ahead";
        assert_eq!(
            run["ahead_ns"].as_u64().is_some_and(|ns| ns > 0),
            ahead,
            "{run}"
        );
    }
    let table = text(&exec("table").get_output().stdout);
    assert!(table.contains("ahead of time"), "{table}");
}
