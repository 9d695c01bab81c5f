//! The workflow for hosted CI: a linter reads it, and its comparing steps run here on two results
//! files.

mod common;
#[path = "common/noise.rs"]
mod noise;
#[path = "common/simulated.rs"]
mod simulated;

use common::{root, text};
use serde_json::Value;
use simulated::Simulated;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use wasmeter::results::schema::Results;

const WORKFLOW: &str = ".github/workflows/matrix.yml";

#[test]
fn a_linter_has_nothing_to_say() {
    let lint = |file: &Path| {
        let mut command = Command::new(root().join("scripts/actionlint.sh"));
        command.arg(file).output().unwrap()
    };
    let output = lint(&root().join(WORKFLOW));
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{said}");

    // It would have something to say.
    let dir = TempDir::new().unwrap();
    let workflow = std::fs::read_to_string(root().join(WORKFLOW)).unwrap();
    let broken = dir.path().join("broken.yml");
    std::fs::write(&broken, workflow.replace("matrix.shard", "matrix.shart")).unwrap();
    let output = lint(&broken);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("shart"));
}

/// The commands of a job, by the names of their steps.
fn steps(job: &str) -> Vec<(String, String)> {
    let workflow = std::fs::read_to_string(root().join(WORKFLOW)).unwrap();
    let workflow: Value = serde_saphyr::from_str(&workflow).unwrap();
    let steps = workflow["jobs"][job]["steps"].as_array().unwrap();
    let step = |step: &Value| {
        let run = step["run"].as_str()?;
        Some((step["name"].as_str().unwrap().to_string(), run.to_string()))
    };
    steps.iter().filter_map(step).collect()
}

/// Runs the job's steps in a folder, as the hosted runner does, up to the first that fails. Gives
/// its name, and all that was printed.
fn run_job(dir: &Path) -> (Option<String>, String) {
    let mut all = String::new();
    for (name, command) in steps("compare") {
        if command == "cargo build --release --locked" {
            continue;
        }
        let output: Output = Command::new("bash")
            .args(["-e", "-o", "pipefail", "-c", &command])
            .current_dir(dir)
            .env("GITHUB_STEP_SUMMARY", dir.join("summary.md"))
            .output()
            .unwrap();
        all += &format!("{name}\n{}{}", text(&output.stdout), text(&output.stderr));
        if !output.status.success() {
            return (Some(name), all);
        }
    }
    (None, all)
}

/// A folder with what the steps before have left: a built wasmeter, committed results, the parts of
/// two architectures.
fn prepared(slowdown: f64) -> TempDir {
    let dir = TempDir::new().unwrap();
    let path = dir.path();
    for folder in ["target/release", "results", "parts"] {
        std::fs::create_dir_all(path.join(folder)).unwrap();
    }
    let wasmeter = path.join("target/release/wasmeter");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_wasmeter"), wasmeter).unwrap();
    let results = |arch: &str, inputs: Vec<&'static str>, seed, by| -> Results {
        let simulated = Simulated {
            inputs,
            slower: vec![("two/jit", "sort/medium", by)],
            ..Simulated::new(seed, 12)
        };
        let mut results = simulated.results();
        results.header.machine.arch = arch.to_string();
        results
    };
    let all = ["count/large", "count/small", "sort/medium", "text/medium"];
    let committed = results("x86_64", all.to_vec(), 1, 1.0);
    committed.write(&path.join("results/x86_64.json")).unwrap();
    for (arch, seed) in [("x86_64", 2), ("aarch64", 3)] {
        for (number, inputs) in [(1, &all[..2]), (2, &all[2..])] {
            let part = results(arch, inputs.to_vec(), seed + 10 * number, slowdown);
            part.write(&path.join(format!("parts/{arch}-{number}.json")))
                .unwrap();
        }
    }
    dir
}

#[test]
fn its_steps_compare_architectures_and_find_no_regression_where_none_is() {
    let dir = prepared(1.0);
    let (failed, said) = run_job(dir.path());
    assert_eq!(failed, None, "{said}");
    let summary = std::fs::read_to_string(dir.path().join("summary.md")).unwrap();
    for part in ["and aarch64", "equal rows hidden", "host/plain"] {
        assert!(summary.contains(part), "no {part} in {summary}");
    }
    assert!(said.contains("nothing is certainly worse"), "{said}");
}

#[test]
fn its_steps_fail_on_a_regression() {
    let dir = prepared(1.5);
    let (failed, said) = run_job(dir.path());
    let failed = failed.unwrap_or_else(|| panic!("{said}"));
    assert!(failed.starts_with("Fail on"), "{failed}: {said}");
    assert!(said.contains("two/jit sort/medium"), "{said}");
    let summary = std::fs::read_to_string(dir.path().join("summary.md"));
    assert!(summary.is_ok_and(|summary| !summary.is_empty()));
}
