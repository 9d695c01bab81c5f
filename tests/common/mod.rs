//! What the end-to-end tests share: starting the real binary, and small roots and modules for it.

// Each test file is a program of its own, and none uses all of this.
#![allow(dead_code)]

pub mod guest;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::str::contains;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasmeter::hash::sha256;

/// A command that is not through by then never will be. Decides nothing else: a cold build of all
/// workers fits in.
const FOREVER: Duration = Duration::from_secs(50 * 60);

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real binary, in the checkout.
pub fn wasmeter() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
    command.current_dir(root()).timeout(FOREVER);
    command
}

/// `compare` of the files.
pub fn compare(files: &[&PathBuf], arguments: &str) -> Command {
    let mut command = wasmeter();
    command
        .arg("compare")
        .args(files)
        .args(arguments.split_whitespace());
    command
}

/// Runs it; the arguments are one text, split at spaces.
pub fn run(arguments: &str) -> Assert {
    wasmeter().args(arguments.split_whitespace()).assert()
}

/// Bad input: exit code 2, nothing on stdout, and all of `parts` in a message that is no panic.
pub fn refuses(command: &mut Command, parts: &[&str]) {
    let mut assert = command.assert().code(2).stdout("");
    for part in parts {
        assert = assert.stderr(contains(*part));
    }
    let stderr = text(&assert.get_output().stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a command printed, as JSON.
pub fn json(assert: &Assert) -> Value {
    let output = assert.get_output();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} in {}", text(&output.stdout)))
}

/// A file of JSON.
pub fn json_file(file: &Path) -> Value {
    let content = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_slice(&content).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A field that must be text.
pub fn field<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub fn entries(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// The configurations that this machine has, without native; builds their workers.
pub fn configurations() -> BTreeSet<String> {
    let doctor = json(&run("runtimes doctor --format json").success());
    let here = entries(&doctor)
        .iter()
        .filter(|entry| field(entry, "state").starts_with("ok"))
        .map(|entry| field(entry, "configuration").to_string());
    let here: BTreeSet<_> = here.collect();
    let runtimes: BTreeSet<_> = here.iter().filter_map(|c| c.split('/').next()).collect();
    for demanded in ["native", "wasmi", "wasmtime"] {
        assert!(
            runtimes.contains(demanded),
            "{demanded} is not here: {doctor}"
        );
    }
    here.into_iter()
        .filter(|c| !c.starts_with("native/"))
        .collect()
}

/// The folder of workers that do what they should not.
pub fn fake_workers() -> PathBuf {
    root().join("tests/workers")
}

/// For a test that is left out because a worker of [`fake_workers`] in Node cannot be had, for this
/// reason: it can wherever the real one can.
pub fn left_out_without_node(why: &Value) {
    let built = wasmeter().args(["runtimes", "build", "v8"]).output();
    let seen = text(&built.unwrap().stdout);
    assert!(seen.contains("v8 unavailable"), "{seen}, and yet: {why}");
    println!("left out without Node: {why}");
}

/// A runtime.toml with only what has to be there: its table `[worker]` (and what may follow it),
/// and configurations of modules.
pub fn runtime_toml(worker: &str, configurations: &[&str]) -> String {
    let mut toml = String::from(
        "description = \"\"\nhomepage = \"\"\nrepository = \"\"\nlicence = \"\"\nembedding \
        = \"\"\n[worker]\n",
    );
    toml += worker;
    for name in configurations {
        toml += &format!(
            "\n[[configurations]]\nname = {name:?}\nartifact = \"wasm\"\ndescription = \"\"\nwhy \
            = \"\"\n"
        );
    }
    toml
}

/// Writes a module that is given as text.
pub fn module(dir: &Path, name: &str, wat: &str) -> PathBuf {
    let file = dir.join(format!("{name}.wasm"));
    std::fs::write(&file, wat::parse_str(wat).expect("a module")).unwrap();
    file
}

/// A command that prints `fine`.
pub const FINE: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\08\00\00\00\05\00\00\00fine\n")
    (func (export "_start")
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))"#;

/// A module whose `bench` returns seven times n, after some work for each.
pub const SPIN: &str = r#"(module (memory (export "memory") 1)
    (func (export "bench") (param $n i32) (result i64) (local $i i32)
        (local.set $i (i32.mul (local.get $n) (i32.const 100)))
        (block $done (loop $again
            (br_if $done (i32.eqz (local.get $i)))
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br $again)))
        (i64.mul (i64.extend_i32_u (local.get $n)) (i64.const 7))))"#;

/// A root with the real runtimes and these guests: commands that are expected to print `fine`,
/// known by their pinned modules alone.
pub fn root_with_commands(dir: &Path, commands: &[(&str, &str)]) {
    std::os::unix::fs::symlink(root().join("runtimes"), dir.join("runtimes")).unwrap();
    let pinned = dir.join("guests/pinned");
    std::fs::create_dir_all(&pinned).unwrap();
    let mut lock = String::new();
    for (name, wat) in commands {
        let file = module(&pinned, name, wat);
        let bytes = std::fs::read(file).unwrap();
        lock += &format!(
            "[{name}]\nsha256 = \"{}\"\nbytes = {}\ntoolchain = \"text\"\n",
            sha256(&bytes),
            bytes.len()
        );
        let guest = dir.join("guests").join(name);
        std::fs::create_dir(&guest).unwrap();
        std::fs::write(guest.join("guest.toml"), GUEST).unwrap();
    }
    std::fs::write(dir.join("guests/guests.lock"), lock).unwrap();
}

const GUEST: &str = r#"description = "a command of the tests"
language = "text"
kind = "command"
group = "tests"
[[inputs]]
name = "default"
default = true
stdout = "fine\n"
"#;
