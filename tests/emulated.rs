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
    let cells = "-r wasm3/interpreter -r native/native -g sha256/small -g hello";
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
        for seen in [arch, "QEMU", "There are no times"] {
            assert!(report.contains(seen), "no {seen} in {report}");
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

fn targets() -> PathBuf {
    Home::find().unwrap().dir.join("toolchains/targets")
}

/// Makes the emulator of a processor ready.
fn ready(arch: &str) {
    let ready = ["runtimes", "list", "--emulated", arch];
    wasmeter().args(ready).assert().success();
}

/// Builds a C program for a processor whose emulator is ready.
fn compiled(dir: &Path, arch: &str, source: &str) -> PathBuf {
    let (file, program) = (dir.join("program.c"), dir.join(arch));
    std::fs::write(&file, source).unwrap();
    let compiler = match arch == std::env::consts::ARCH {
        true => PathBuf::from("cc"),
        false => targets().join(format!("{arch}/bin/{arch}-linux-gnu-gcc")),
    };
    let built = Command::new(compiler)
        .arg(&file)
        .args(["-O1", "-pthread", "-o"])
        .arg(&program)
        .status()
        .unwrap();
    assert!(built.success());
    program
}

/// Instructions of a program under the counting emulator of a processor.
fn counted(arch: &str, program: &Path, arguments: &[&str]) -> u64 {
    let counter = targets().join(arch).join("bin/count");
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
    let arch = std::env::consts::ARCH;
    ready(arch);
    let program = compiled(dir.path(), arch, source);
    let of = |threads, steps| counted(arch, &program, &[threads, steps]) as f64;
    let work = of("1", "20000000") - of("1", "0");
    assert!(work > 40e6, "{work}");
    let of_four = (of("4", "20000000") - of("4", "0")) / work;
    assert!((of_four - 4.0).abs() < 0.01, "{of_four}");
    let of_steps = (of("1", "40000000") - of("1", "0")) / work;
    assert!((of_steps - 2.0).abs() < 0.01, "{of_steps}");
}

/// What a byte costs that is filled or copied in memory, by ways of doing it, in instructions.
#[test]
fn filling_and_copying_memory_cost_alike_on_both_processors() {
    let source = "
        #include <stdlib.h>
        #include <string.h>
        typedef long vector __attribute__((vector_size(16)));
        static char from[1 << 20], to[1 << 20];
        int main(int argc, char **argv) {
            size_t n = strtoul(argv[2], 0, 10);
            void *(*volatile fill)(void *, int, size_t) = memset;
            void *(*volatile copy)(void *, const void *, size_t) = memcpy;
            switch (argv[1][0]) {
                case 'z': fill(to, 0, n); break;
                case 'o': fill(to, 1, n); break;
                case 'c': copy(to, from, n); break;
                case 'v':
                    for (size_t at = 0; at < n; at += 16) *(volatile vector *)(to + at) = \
                    (vector){argc, argc};
            }
        }";
    let dir = TempDir::new().unwrap();
    let mut of_both = Vec::new();
    for arch in ["x86_64", "aarch64"] {
        ready(arch);
        let program = compiled(dir.path(), arch, source);
        let mut costs = Vec::new();
        for size in ["0004096", "0065536", "1048576"] {
            let cost = |way| {
                let none = counted(arch, &program, &[way, "0000000"]);
                let some = counted(arch, &program, &[way, size]);
                (some as f64 - none as f64) / size.parse::<f64>().unwrap()
            };
            let vector = cost("v");
            for way in ["z", "o", "c"] {
                let cost = cost(way);
                let seen = format!("{arch}, {way} {size}: {cost}; vector loop: {vector}");
                assert!((0.125..2.0).contains(&(cost / vector)), "{seen}");
                costs.push((cost, seen));
            }
        }
        of_both.push(costs);
    }
    for ((a, a_told), (b, b_told)) in of_both[0].iter().zip(&of_both[1]) {
        assert!((0.4..2.5).contains(&(a / b)), "{a_told}\n{b_told}");
    }
}

#[test]
fn a_repeated_instruction_is_one() {
    let source = r#"
        #include <stdlib.h>
        static char from[1 << 20], to[1 << 20];
        int main(int argc, char **argv) {
            for (long times = atol(argv[1]); times > 0; times--) {
                void *a = to, *b = from, *c = to;
                size_t n = strtoul(argv[2], 0, 10), rest = n, same = n / 8;
                __asm__ volatile("rep stosb; rep movsb"
                    : "+D"(a), "+c"(n) : "a"(0), "S"(b) : "memory");
                __asm__ volatile("rep stosq" : "+D"(c), "+c"(same) : "a"(0) : "memory");
                c = to;
                __asm__ volatile("repe cmpsb" : "+D"(c), "+S"(b), "+c"(rest) : : "memory", "cc");
            }
        }"#;
    let (arch, dir) = ("x86_64", TempDir::new().unwrap());
    ready(arch);
    let program = compiled(dir.path(), arch, source);
    let of = |times, size| counted(arch, &program, &[times, size]) as i64;
    let none = of("1000", "0000000");
    for size in ["0000008", "0001000"] {
        let differs = of("1000", size) - none;
        assert!(differs.abs() < 500, "{size}: {differs}");
    }
    let long = of("0001", "1000000") - of("0001", "0000000");
    assert!(long.abs() < 500, "{long}");
    // All four are executed each time.
    let times = of("2000", "0000000") - none;
    assert!(times > 4_000, "{times}");
}

/// A folder of targets that holds a QEMU of a later Debian: static, and as the source says.
fn later_debian(home: &Path, source: &str) {
    let arch = std::env::consts::ARCH;
    let dir = home.join("toolchains/targets").join(arch);
    let bin = dir.join("root/usr/bin");
    std::fs::create_dir_all(&bin).unwrap();
    let packages = "0123  libc6_2.41-12_amd64.deb\n4567  qemu-user_1%3a10.0.2+ds-2_amd64.deb\n";
    std::fs::write(dir.join("debs.sha256"), packages).unwrap();
    let file = home.join("qemu.c");
    std::fs::write(&file, source).unwrap();
    let built = Command::new("cc")
        .arg(&file)
        .args(["-static-pie", "-o"])
        .arg(bin.join(format!("qemu-{arch}")))
        .status()
        .unwrap();
    assert!(built.success());
}

const REFUSES: &str = r#"
    #include <stdio.h>
    #include <string.h>
    int main(int argc, char **argv) {
        for (int i = 1; i < argc; i++) {
            if (strcmp(argv[i], "-plugin") == 0)
                return fprintf(stderr, "qemu: unknown option 'plugin'\n"), 1;
            if (strcmp(argv[i], "--version") == 0)
                return puts("qemu-x86_64 version 10.0.2 (Debian 1:10.0.2+ds-2)"), 0;
        }
    }"#;
const COUNTS_NOTHING: &str = "int main(void) {}";

#[test]
fn an_emulator_that_cannot_count_is_found_out_at_set_up() {
    let arch = std::env::consts::ARCH;
    for (source, says) in [
        (REFUSES, "unknown option 'plugin'"),
        (COUNTS_NOTHING, "it counted nothing"),
    ] {
        let home = TempDir::new().unwrap();
        later_debian(home.path(), source);
        // Each time that it is asked, not only the first.
        for _ in 0..2 {
            refuses(
                wasmeter()
                    .args(["runtimes", "list", "--emulated", arch])
                    .env("WASMETER_HOME", home.path()),
                &[
                    &format!("qemu-{arch} of "),
                    "qemu-user_1%3a10.0.2+ds-2_amd64.deb",
                    "takes no plug-in",
                    says,
                    "Debian 12 (bookworm)",
                    "--enable-plugins",
                ],
            );
        }
    }
}

/// The fix that the message names.
#[test]
fn an_emulator_on_path_that_counts_is_taken_instead() {
    let arch = std::env::consts::ARCH;
    ready(arch);
    let (home, path) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    later_debian(home.path(), REFUSES);
    let real = targets().join(arch).join("bin/emulate");
    std::os::unix::fs::symlink(real, path.path().join(format!("qemu-{arch}"))).unwrap();
    let others = std::env::var_os("PATH").unwrap();
    let all = std::iter::once(path.path().to_owned()).chain(std::env::split_paths(&others));
    wasmeter()
        .args(["runtimes", "list", "--emulated", arch])
        .env("WASMETER_HOME", home.path())
        .env("PATH", std::env::join_paths(all).unwrap())
        .assert()
        .success();
    let ready = home
        .path()
        .join("toolchains/targets")
        .join(arch)
        .join("ready");
    assert!(ready.exists());
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
        &["measures times"],
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
