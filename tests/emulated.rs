//! Builds for another processor, and this one's, under emulation: real QEMU, real workers.

mod common;

use common::{entries, field, json, json_file, refuses, wasmeter};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use wasmeter::build::Home;
use wasmeter::worker;

fn bench(dir: &Path, arch: &str, cells: &str) -> (PathBuf, String) {
    let file = dir.join(format!("{arch}.json"));
    let report = wasmeter()
        .args([
            "bench",
            "--emulated",
            arch,
            "--pinned",
            "--rounds",
            "2",
            "--timeout",
            "300",
            "--save",
        ])
        .arg(&file)
        .args(cells.split_whitespace())
        .assert()
        .success();
    (file, common::text(&report.get_output().stdout))
}

/// All went well, and there is nothing but counts.
fn check(results: &Value, arch: &str, configurations: usize) {
    let machine = &results["machine"];
    assert_eq!(field(machine, "arch"), arch);
    assert!(field(machine, "emulator").contains("QEMU"), "{machine}");
    let processes = entries(&results["processes"]);
    assert_eq!(processes.len(), configurations * 2 * 2, "{results}");
    for process in processes {
        assert_eq!(field(process, "outcome"), "ok", "{process}");
        for none in ["startup", "throughput", "memory", "section_ns"] {
            assert!(process.get(none).is_none(), "{none} in {process}");
        }
        let instructions = &process["instructions"];
        assert!(
            instructions["start"].as_u64().unwrap() > 100_000,
            "{process}"
        );
        let steady = instructions.get("steady");
        assert_eq!(
            steady.is_some(),
            field(process, "input") != "hello/default",
            "{process}"
        );
    }
    for compiled in entries(&results["precompiled"]) {
        assert!(
            compiled.get("ns").is_none() && compiled.get("cpu_ns").is_none(),
            "{compiled}"
        );
    }
}

/// Instructions of a step, by round.
fn steps(results: &Value, configuration: &str) -> Vec<f64> {
    let processes = entries(&results["processes"]).iter();
    let of = processes.filter(|p| field(p, "configuration") == configuration);
    let steady = of.filter_map(|p| p["instructions"].get("steady"));
    let step = |steady: &Value| {
        let number = |value: &Value| value.as_f64().unwrap();
        let mut calls: Vec<f64> = entries(&steady["calls"]).iter().map(number).collect();
        calls.sort_by(f64::total_cmp);
        (calls[calls.len() / 2] - number(&steady["empty"])) / number(&steady["steps"])
    };
    steady.map(step).collect()
}

#[test]
fn both_architectures_are_counted_and_compared() {
    let dir = TempDir::new().unwrap();
    let cells = "-r wasm3 -r native -g sha256/small -g hello";
    let mut files = Vec::new();
    for arch in ["x86_64", "aarch64"] {
        let (file, report) = bench(dir.path(), arch, cells);
        let results = json_file(&file);
        check(&results, arch, 2);
        for configuration in ["wasm3/interpreter", "native/native"] {
            let steps = steps(&results, configuration);
            assert_eq!(steps.len(), 2, "{results}");
            // The same work is the same count, to a part in a thousand at the worst.
            assert!(
                (steps[0] / steps[1] - 1.0).abs() < 1e-3,
                "{arch} {configuration}: {steps:?}"
            );
        }
        // An interpreter makes the processor do much more.
        let ratio = steps(&results, "wasm3/interpreter")[0] / steps(&results, "native/native")[0];
        assert!((1.5..100.0).contains(&ratio), "{arch}: {ratio}");
        for told in [arch, "QEMU", "There are no times"] {
            assert!(report.contains(told), "no {told} in {report}");
        }
        for unit in [" ns ", " µs ", " ms "] {
            let figures = report
                .lines()
                .filter(|line| line.contains("wasm3/interpreter"));
            assert!(!figures.clone().any(|line| line.contains(unit)), "{report}");
        }
        files.push(file);
    }
    let compared = wasmeter()
        .arg("compare")
        .args(&files)
        .args(["--format", "json"])
        .assert()
        .success();
    let compared = json(&compared);
    let counted = entries(&compared["comparisons"]).iter();
    let mut counted = counted.filter(|c| c["metric"] == "instructions-per-unit");
    let one = counted.next().unwrap();
    assert_eq!(field(one, "reference"), "native/native", "{one}");
    assert!(
        !compared.to_string().contains("\"unit\":\"ns\""),
        "{compared}"
    );
    assert_eq!(field(&compared["architectures"], "b"), "aarch64");
}

/// Instructions of a program under the counting emulator of this machine's own processor.
fn counted(program: &Path, arguments: &[&str]) -> u64 {
    let targets = Home::find().unwrap().dir.join("toolchains/targets");
    let counter = targets.join(std::env::consts::ARCH).join("bin/count");
    // It counts into a file beside the folder in which it works.
    let folder = TempDir::new().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let status = Command::new(counter)
        .arg(program)
        .args(arguments)
        .current_dir(&inner)
        .status()
        .unwrap();
    assert!(status.success(), "{program:?} {arguments:?}: {status}");
    worker::instructions(&inner.join(worker::COUNT)).unwrap()
}

#[test]
fn no_instruction_of_threads_that_work_at_once_is_lost() {
    let dir = TempDir::new().unwrap();
    let source = "
        #include <pthread.h>
        #include <stdlib.h>
        static void *work(void *steps) {
            for (volatile long left = (long)steps; left > 0; left--) {}
            return 0;
        }
        int main(int argc, char **argv) {
            pthread_t threads[8];
            int n = atoi(argv[1]);
            for (int i = 0; i < n; i++) pthread_create(&threads[i], 0, work, (void *)atol(argv[2]));
            for (int i = 0; i < n; i++) pthread_join(threads[i], 0);
        }";
    let (file, program) = (dir.path().join("threads.c"), dir.path().join("threads"));
    std::fs::write(&file, source).unwrap();
    let built = Command::new("cc")
        .arg(&file)
        .args(["-O1", "-pthread", "-o"])
        .arg(&program)
        .status()
        .unwrap();
    assert!(built.success());
    // Makes the emulator ready.
    let ready = ["runtimes", "list", "--emulated", std::env::consts::ARCH];
    wasmeter().args(ready).assert().success();
    let of = |threads, steps| counted(&program, &[threads, steps]) as f64;
    let work = of("1", "20000000") - of("1", "0");
    assert!(work > 40e6, "{work}");
    let of_four = (of("4", "20000000") - of("4", "0")) / work;
    assert!((of_four - 4.0).abs() < 0.01, "{of_four}");
    let of_steps = (of("1", "40000000") - of("1", "0")) / work;
    assert!((of_steps - 2.0).abs() < 0.01, "{of_steps}");
}

#[test]
fn programs_print_under_emulation_what_they_print_anywhere() {
    let exec = |arguments: &str| {
        let output = wasmeter()
            .args(arguments.split_whitespace())
            .arg("guests/pinned/hello.wasm")
            .assert()
            .success()
            .stdout(contains("ms").not());
        common::text(&output.get_output().stdout)
    };
    let emulated = exec("exec --emulated aarch64 -r wasm3");
    assert!(emulated.starts_with("hello, world"), "{emulated}");
}

#[test]
fn what_cannot_be_emulated_says_so() {
    let no = |arguments: &str, parts: &[&str]| {
        refuses(wasmeter().args(arguments.split_whitespace()), parts);
    };
    no(
        "bench --emulated vax -r wasm3 -g hello",
        &["--emulated vax", "name aarch64 or x86_64"],
    );
    no(
        "calibrate --emulated x86_64 --minutes 0.1",
        &["about times"],
    );
    let wasi = wasmeter()
        .args([
            "bench",
            "--emulated",
            "x86_64",
            "-r",
            "wasmi-cli/eager",
            "-g",
            "hello",
            "--pinned",
            "--rounds",
            "1",
        ])
        .assert()
        .success();
    wasi.stdout(contains("whose processes are not emulated"));
}
