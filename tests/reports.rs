//! The main job on two cells, and every report of it.

mod common;

use common::{entries, json, json_file, run, text, wasmeter};
use predicates::str::contains;
use tempfile::TempDir;

#[test]
fn the_main_job_writes_results_and_every_format_reads_them() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().to_str().unwrap();
    let arguments =
        "matrix --uncalibrated --quick --rounds 2 --seed 5 -r wasmi/eager -g hello -g sha256/small";
    run(&format!("{arguments} --name mine --out {out}"))
        .success()
        .stdout(contains("wasmi/eager"))
        .stdout(contains("Which one for me?"))
        .stderr(contains("mine.json"))
        .stderr(contains("\nNext:\n  open "))
        .stderr(contains("\n  wasmeter rank "))
        .stderr(contains(
            "\n  wasmeter matrix --rounds 5 -r wasmi/eager -g hello -g sha256/small --out ",
        ));
    let mut written: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    // No journal is left, and there was no run before to compare with.
    let pages = [
        "CLAIMS.md",
        "RUNTIMES.md",
        "cells.schema.json",
        "index.html",
        "landscape.yml",
        "mine.csv",
        "mine.json",
        "mine.md",
    ];
    assert_eq!(written, pages);

    let file = dir.path().join("mine.json");
    let results = json_file(&file);
    assert_eq!(results["plan"]["seed"], 5);
    let processes = entries(&results["processes"]);
    // Two rounds of two guests, on wasmi and natively.
    assert_eq!(processes.len(), 8);
    for process in processes {
        assert_eq!(process["outcome"], "ok", "{process}");
        assert!(
            process["startup"]["first_ns"].as_u64() > Some(0),
            "{process}"
        );
        let timed = process["throughput"]["samples_ns"].as_array();
        let is_bench = process["input"] == "sha256/small";
        assert_eq!(
            timed.is_some_and(|samples| !samples.is_empty()),
            is_bench,
            "{process}"
        );
    }

    let report = |format: &str| {
        let command = format!("report --format {format} {}", file.display());
        let once = run(&command).success().get_output().stdout.clone();
        let twice = run(&command).success().get_output().stdout.clone();
        assert_eq!(text(&once), text(&twice), "{format}");
        text(&once)
    };
    let terminal = report("terminal");
    assert!(
        terminal.contains("wasmi/eager") && terminal.contains("sha256"),
        "{terminal}"
    );
    let page = std::fs::read_to_string(dir.path().join("mine.md")).unwrap();
    assert_eq!(report("markdown"), page);
    assert!(
        page.starts_with('#') && page.contains("native/native"),
        "{page}"
    );

    let cells: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    let cells = entries(&cells["cells"]);
    let csv = report("csv");
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let command_column = rows
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "command");
    let rows: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), cells.len());
    for (row, cell) in rows.iter().zip(cells) {
        assert_eq!(row[0], cell["configuration"]);
        assert_eq!(row[command_column.unwrap()], cell["command"]);
    }
}

/// Each cell of a report contains the command that measures it again.
#[test]
fn the_command_of_a_cell_measures_it_again() {
    let dir = TempDir::new().unwrap();
    let save = dir.path().join("mine.json");
    let arguments = "bench --quick --rounds 1 -r wasmi/eager -g sha256/small --format json";
    let first = json(&run(&format!("{arguments} --save {}", save.display())).success());
    let throughput = |cells: &serde_json::Value| {
        let mut cells = entries(&cells["cells"]).iter();
        let is_it = |cell: &&serde_json::Value| {
            cell["metric"] == "time-per-unit" && cell["configuration"] == "wasmi/eager"
        };
        cells.find(is_it).expect("a time per unit").clone()
    };
    let cell = throughput(&first);
    let command = common::field(&cell, "command").strip_prefix("wasmeter ");
    let again = format!("{} --format json", command.expect("our name"));
    let again = throughput(&json(&run(&again).success()));
    for same in ["configuration", "guest", "input", "unit", "outcome"] {
        assert_eq!(cell[same], again[same], "{same}");
    }
}

/// What changed since the run before is kept beside the results, and the pages show it.
#[test]
fn a_second_run_is_compared_with_the_first() {
    let dir = TempDir::new().unwrap();
    let command = format!(
        "matrix --uncalibrated --quick --rounds 2 -r wasmi/eager -g hello --name mine --out {}",
        dir.path().display()
    );
    run(&command).success();
    let changes = dir.path().join("mine.changes.json");
    assert!(!changes.exists());
    run(&command).success();
    let found = json_file(&changes);
    assert_eq!(found["schema"], "wasmeter-comparison/1");
    assert_eq!(entries(&found["runs"]).len(), 2);
    // Two rounds are too few, and nothing is reported.
    let seen = entries(&found["comparisons"]).iter();
    assert!(
        seen.into_iter().all(|c| c["verdict"] == "no-difference"),
        "{found}"
    );
    assert!(
        found["left_out"].as_u64() > Some(0) && found["refused"].is_null(),
        "{found}"
    );
    let page = || std::fs::read_to_string(dir.path().join("RUNTIMES.md")).unwrap();
    assert!(
        page().contains("0 cells became certainly better"),
        "{}",
        page()
    );

    // Of another machine: nothing but why.
    let file = dir.path().join("mine.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let cpu = json_file(&file)["machine"]["cpu"]
        .as_str()
        .unwrap()
        .to_string();
    std::fs::write(&file, text.replace(&cpu, "another one")).unwrap();
    run(&command).success();
    let found = json_file(&changes);
    assert!(
        common::field(&found, "refused").contains("another machine"),
        "{found}"
    );
    assert!(entries(&found["comparisons"]).is_empty());
    assert!(page().contains("not compared: the last run was of another machine"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut report = std::process::Command::new(env!("CARGO_BIN_EXE_wasmeter"))
        .args(["report", "--format", "markdown", "results/x86_64.json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(report.stdout.take());
    let output = report.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said, "");
}

#[test]
fn without_a_file_the_emulated_processors_results_are_taken() {
    let csv = |arguments: &[&str]| {
        let report = wasmeter()
            .args(["report", "--format", "csv"])
            .args(arguments)
            .assert()
            .success();
        text(&report.get_output().stdout)
    };
    let emulated = csv(&["--emulated", "aarch64"]);
    assert!(emulated.contains("instructions-per-unit"), "{emulated}");
    let named = csv(&[concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/results/aarch64-emulated.json"
    )]);
    assert_eq!(emulated, named);
}
