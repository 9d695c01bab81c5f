//! Input that is refused before anything is built or measured, and the handling of output that
//! cannot be written.

mod common;

use common::{json, refuses, root, text, wasmeter};
use std::fs::OpenOptions;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Refuses it although nothing could be built: the folder to build in is a file.
fn refused(arguments: &[&str], parts: &[&str]) {
    let taken = tempfile::NamedTempFile::new().unwrap();
    let mut command = wasmeter();
    command.env("WASMETER_HOME", taken.path()).args(arguments);
    refuses(&mut command, parts);
}

#[test]
fn a_format_that_a_command_does_not_have() {
    for format in ["html", "features", "landscape"] {
        refused(
            &["bench", "-r", "wasmi", "--format", format],
            &[format, "terminal, markdown, csv, json"],
        );
    }
    refused(&["compat", "--format", "junit"], &["invalid value"]);
    for command in [
        &["exec", "--format", "csv", "a.wasm"][..],
        &["rank", "--format", "html"],
    ] {
        refused(command, &["invalid value"]);
    }
}

#[test]
fn an_option_that_would_do_nothing() {
    let results = "results/x86_64.json";
    let idle = "does nothing here";
    for option in ["--emulated", "--runtime-dir", "--root"] {
        refused(
            &["compare", option, "x", "a.json", "b.json"],
            &[option, idle],
        );
        refused(&["man", option, "x"], &[option, idle]);
        refused(&["completions", option, "x", "bash"], &[option, idle]);
    }
    refused(&["rank", "--emulated", "x", results], &["--emulated", idle]);
    refused(
        &["report", "--emulated", "x", results],
        &["--emulated", idle],
    );
    refused(&["guests", "--emulated", "x"], &["--emulated", idle]);
    refused(
        &["guests", "--format", "json", "build"],
        &["--format", "behind"],
    );
    refused(
        &["bench", "--pinned", "a.wasm"],
        &["--pinned", "cannot be used"],
    );
    refused(
        &["bench", "--shard", "1/2", "a.wasm"],
        &["--shard", "cannot be used"],
    );
    refused(&["compat", "pin", "-r", "x"], &["unexpected argument"]);
    refused(&["compat", "--pin", "-r", "x"], &["unexpected argument"]);
    refused(
        &["compat", "--spec", "--against", "x"],
        &["unexpected argument"],
    );
    refused(
        &["compare", "--all", "--format", "json", results, results],
        &["--all", "does nothing"],
    );
}

#[test]
fn a_number_that_nobody_means() {
    let huge = "18446744073709551615";
    for command in ["exec", "bench"] {
        for option in ["--timeout", "--memory"] {
            refused(&[command, option, huge, "a.wasm"], &[option, "is not in"]);
        }
    }
    refused(
        &["guests", "verify", "--timeout", huge],
        &["--timeout", "is not in"],
    );
    for option in ["--minutes", "--rounds"] {
        refused(&["bench", option, "4294967295"], &[option, "is not in"]);
    }
    refused(&["calibrate", "--budget", huge], &["--budget", "is not in"]);
    refused(&["calibrate", "--load", "65535"], &["--load", "is not in"]);
    refused(
        &["calibrate", "--minutes", "1e300"],
        &["--minutes", "up to 1440"],
    );
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("letter.json");
    std::fs::write(&file, "Dear reader").unwrap();
    let name = file.to_str().unwrap();
    for command in ["bench", "compat"] {
        refused(
            &[command, "-r", "wasmi", "--save", name],
            &["letter.json", "not overwritten"],
        );
    }
    refused(
        &["results", "merge", "a.json", "b.json", "--to", name],
        &["letter.json", "not overwritten"],
    );
    assert_eq!(std::fs::read(&file).unwrap(), b"Dear reader");
}

/// Pages of wasmeter's are written anew; what somebody wrote under their names is not.
#[test]
fn a_page_replaces_no_file_of_somebody_else() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().to_str().unwrap();
    let put = |name: &str, content: &str| {
        let file = dir.path().join(name);
        std::fs::write(&file, content).unwrap();
        file
    };
    let results = put(
        "mine.json",
        &std::fs::read_to_string(root().join("results/x86_64.json")).unwrap(),
    );
    let pages = || {
        let mut command = wasmeter();
        command.args(["report", "--pages", out]);
        command
    };
    // Twice: what the first time wrote is recognised.
    pages().assert().success();
    pages().assert().success();
    let there = std::fs::read(dir.path().join("RUNTIMES.md")).unwrap();
    for name in [
        "mine.md",
        "mine.csv",
        "RUNTIMES.md",
        "CLAIMS.md",
        "index.html",
        "landscape.yml",
        "cells.schema.json",
        "features.json",
    ] {
        // That of webassembly.org has the name of ours.
        let content = "{\"$schema\": \"\", \"features\": {}, \"browsers\": {}}";
        let before = std::fs::read(dir.path().join(name)).ok();
        let file = put(name, content);
        let matrix = ["matrix", "-r", "wasmi", "--out", out, "--name", "mine"];
        refused(&matrix, &[name, "not overwritten"]);
        if name == "index.html" {
            refuses(&mut pages(), &[name, "not overwritten"]);
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
        match before {
            Some(before) => std::fs::write(&file, before).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
    }
    assert_eq!(
        std::fs::read(dir.path().join("RUNTIMES.md")).unwrap(),
        there
    );
    std::fs::write(&results, "Dear reader").unwrap();
    let matrix = ["matrix", "-r", "wasmi", "--out", out, "--name", "mine"];
    refused(&matrix, &["mine.json", "not overwritten"]);
    // The page beside what compat saves.
    put("letter.md", "Dear reader");
    let letter = dir.path().join("letter.json");
    let compat = ["compat", "-r", "wasmi", "--save", letter.to_str().unwrap()];
    refused(&compat, &["letter.md", "not overwritten"]);
    assert!(!letter.exists());
}

/// We would have read it up before any runtime gets it.
#[test]
fn a_module_from_a_pipe() {
    let dir = TempDir::new().unwrap();
    let pipe = dir.path().join("module");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    for command in ["exec", "bench"] {
        refused(
            &[command, pipe.to_str().unwrap()],
            &["module", "pipe", "save"],
        );
    }
}

/// As a guest's pinned module is.
#[test]
fn a_probe_that_is_not_the_one_that_was_pinned() {
    let dir = TempDir::new().unwrap();
    for folder in ["guests", "probes/wasi-p1", "probes/pinned/wasi-p1"] {
        std::fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    std::os::unix::fs::symlink(root().join("runtimes"), dir.path().join("runtimes")).unwrap();
    for file in [
        "probes/wasi-p1/fd_write.c",
        "probes/pinned/wasi-p1/fd_write.wasm",
    ] {
        std::fs::copy(root().join(file), dir.path().join(file)).unwrap();
    }
    let lock = std::fs::read_to_string(root().join("probes/probes.lock")).unwrap();
    let own = dir.path().to_str().unwrap();
    let compat = ["compat", "--pinned", "-r", "wasmi/eager", "--root", own];
    refused(
        &compat,
        &["fd_write.wasm", "does not name it", "compat pin"],
    );
    std::fs::write(dir.path().join("probes/probes.lock"), lock).unwrap();
    let module = dir.path().join("probes/pinned/wasi-p1/fd_write.wasm");
    let mut wasm = std::fs::read(&module).unwrap();
    // One more section, of a custom kind: as valid as before.
    wasm.extend([0, 2, 1, b'x']);
    std::fs::write(&module, wasm).unwrap();
    refused(&compat, &["fd_write.wasm", "probes.lock", "git checkout"]);
}

/// It would only have to return 0, whatever its author meant.
#[test]
fn a_probe_with_a_case_of_no_kind() {
    let dir = TempDir::new().unwrap();
    for folder in ["guests", "probes/wasm"] {
        std::fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    std::os::unix::fs::symlink(root().join("runtimes"), dir.path().join("runtimes")).unwrap();
    let wat = r#"(module (memory (export "memory") 1)
        (func (export "tell: a sum") (param i32) (result i64) i64.const 3))"#;
    std::fs::write(dir.path().join("probes/wasm/thing.wat"), wat).unwrap();
    let own = dir.path().to_str().unwrap();
    refused(
        &["compat", "-r", "wasmi/eager", "--root", own],
        &["thing.wat", "\"tell: a sum\"", "`tells: `"],
    );
}

#[test]
fn a_full_disk_is_reported_and_a_reader_that_has_gone_is_not() {
    let said = |stdout: Stdio, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
        command.current_dir(root()).args(arguments).stdout(stdout);
        let output = command.output().unwrap();
        (output.status.code(), text(&output.stderr))
    };
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["guests", "list"][..], &["man"], &["completions", "bash"]] {
        let (code, message) = said(full().into(), arguments);
        assert_eq!(code, Some(2), "{message}");
        assert!(
            message.contains("standard output: No space left"),
            "{message}"
        );
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, message) = said(writer.into(), arguments);
        assert_eq!((code, &*message), (Some(0), ""));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
    command.current_dir(root()).args(["guests", "list"]);
    command.stdout(Stdio::null()).stderr(full());
    assert!(command.status().unwrap().success());
}

#[test]
fn a_listing_needs_no_verb() {
    for listing in ["runtimes", "guests"] {
        let list = |arguments: &[&str]| {
            let mut command = wasmeter();
            command.arg(listing).args(arguments);
            json(&command.args(["--format", "json"]).assert().success())
        };
        assert_eq!(list(&[]), list(&["list"]));
        assert_eq!(list(&["--root", "."]), list(&["--root", ".", "list"]));
    }
}
