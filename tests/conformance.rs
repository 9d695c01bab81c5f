//! The conformance test of the worker protocol: our own workers pass, and the faults of a wrong one
//! are reported.

mod common;

use common::{
    configurations, entries, fake_workers, field, json, left_out_without_node, root, run,
    runtime_toml, wasmeter,
};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::collections::BTreeSet;
use tempfile::TempDir;

#[test]
fn every_worker_that_is_here_conforms() {
    let here = configurations();
    let runtimes: BTreeSet<_> = here.iter().filter_map(|c| c.split('/').next()).collect();
    let names: Vec<_> = runtimes.into_iter().chain(["native"]).collect();
    let all = json(&run(&format!("runtimes check {} --format json", names.join(" "))).success());
    assert_eq!(entries(&all).len(), names.len());
    for runtime in entries(&all) {
        let checks = entries(&runtime["checks"]);
        println!("{}: {} checks", runtime["runtime"], checks.len());
        // Those of the protocol itself, and at least one of what its configurations execute.
        assert!(checks.iter().any(|check| check["configuration"].is_null()));
        assert!(
            checks
                .iter()
                .any(|check| check["configuration"].is_string())
        );
        assert!(
            checks.iter().all(|check| check["failure"].is_null()),
            "{runtime}"
        );
    }
}

#[test]
fn claims_that_nobody_keeps_are_reported() {
    let mut check = wasmeter();
    check.args([
        "runtimes",
        "check",
        "claiming",
        "--format",
        "json",
        "--runtime-dir",
    ]);
    check.arg(fake_workers().join("claiming"));
    let output = check.output().unwrap();
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    if all[0]["checks"].is_null() {
        left_out_without_node(&all);
        return;
    }
    for (claim, what) in [
        ("ignores-read-only", "read-only"),
        ("ignores-deadlines", "a deadline ends a guest"),
        ("ignores-limits-of-memory", "a memory does not grow"),
        ("ignores-limits-of-tables", "a table does not grow"),
    ] {
        let of_claim = entries(&all[0]["checks"]).iter();
        let failed = of_claim.filter(|c| c["configuration"] == claim && c["failure"].is_string());
        let failed: Vec<_> = failed.map(|check| field(check, "what")).collect();
        assert!(
            matches!(failed[..], [only] if only.contains(what)),
            "{claim}: {failed:?}"
        );
    }
}

/// A runtime whose worker claims more than its one configuration, lies, and has another name.
const WRONG: &str = r#"program = ["python3", "worker.py", "lies", "babbles", "refuses", "exits"]"#;

#[test]
fn the_faults_of_a_wrong_worker_are_reported() {
    let dir = TempDir::new().unwrap();
    let wrong = dir.path().join("wrong");
    std::fs::create_dir(&wrong).unwrap();
    std::fs::write(wrong.join("runtime.toml"), runtime_toml(WRONG, &["lies"])).unwrap();
    let worker = fake_workers().join("misbehaving/worker.py");
    std::fs::copy(worker, wrong.join("worker.py")).unwrap();

    let mut check = wasmeter();
    check.args([
        "runtimes",
        "check",
        "wrong",
        "--format",
        "json",
        "--runtime-dir",
    ]);
    let all = json(&check.arg(dir.path()).assert().code(1));
    let checks = entries(&all[0]["checks"]);
    for (configuration, what, failure) in [
        (None, "describes the runtime", "\"misbehaving\""),
        (None, "unknown op", "wanted BadRequest"),
        (
            None,
            "a configuration that it does not have",
            "wanted Unsupported",
        ),
        (Some("lies"), "exact 64-bit integers", "12345"),
        (
            Some("lies"),
            "arguments and environment",
            "exit code Some(0), wanted 7",
        ),
        (Some("lies"), "calls _start alone", "wanted \"start\""),
        (Some("lies"), "a trap is reported", "wanted Trap"),
        (
            Some("lies"),
            "bytes that are no module are refused",
            "wanted Unsupported",
        ),
        (Some("babbles"), "instances", "a malformed reply"),
        (Some("refuses"), "instances", "not this module"),
        (Some("exits"), "instances", "exited with code 3"),
    ] {
        let seen = checks.iter().any(|check| {
            check["configuration"].as_str() == configuration
                && field(check, "what").contains(what)
                && check["failure"]
                    .as_str()
                    .is_some_and(|text| text.contains(failure))
        });
        assert!(seen, "{configuration:?}: {what}: {failure}: {all:#}");
    }

    let mut table = wasmeter();
    table.args(["runtimes", "check", "wrong", "--runtime-dir"]);
    let wrong = table.arg(dir.path()).assert().code(1);
    wrong.stdout(contains("12345").and(contains(" failed\n")));
}

/// A misspelt name, in either place, is reported with the other's names.
#[test]
fn a_configuration_that_is_named_otherwise_is_reported_with_both_names() {
    let dir = TempDir::new().unwrap();
    let toml = runtime_toml("program = ['python3', 'worker.py', 'lies']", &["lise"]);
    let toml = format!("name = 'misbehaving'\n{toml}");
    std::fs::write(dir.path().join("runtime.toml"), toml).unwrap();
    let worker = fake_workers().join("misbehaving/worker.py");
    std::fs::copy(worker, dir.path().join("worker.py")).unwrap();
    let mut check = wasmeter();
    check.args(["runtimes", "check", "*", "--format", "json"]);
    for folder in ["runtimes", "guests"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
    }
    check.arg("--root").arg(dir.path());
    check.arg("--runtime-dir").arg(dir.path());
    let all = json(&check.assert().code(1));
    let mut checks = entries(&all[0]["checks"]).iter();
    let described = checks.find(|check| field(check, "what").contains("describes"));
    let seen = field(described.unwrap(), "failure");
    let both = "describes a configuration lies (Wasm), and runtime.toml has lise (Wasm): \
                give it the same name";
    assert!(seen.contains(both), "{seen}");
}

/// The script for Node, but of exit codes it reports only that they are not 0.
const LOSES_CODES: &str = r#"node --no-warnings "$(dirname "$0")/run.mjs" "$@" || {
    [ $? = 1 ] || echo "trapped: it failed" >&2
}"#;
/// The script for Node, but its guest has a copy of the folder.
const LOSES_FILES: &str = r#"for word; do
    shift
    case $word in --dir=*)
        copy=$(mktemp -d)
        cp -a "${word#--dir=}/." "$copy"
        word=--dir=$copy ;;
    esac
    set -- "$@" "$word"
done
exec node --no-warnings "$(dirname "$0")/run.mjs" "$@""#;
const LOSES_NOTHING: &str = r#"exec node --no-warnings "$(dirname "$0")/run.mjs" "$@""#;

/// What runtime.toml says that a command line lacks is tried, as what it is taken to do.
#[test]
fn what_a_command_line_lacks_is_tried() {
    let node = root().join("tests/command_lines/node");
    let toml = std::fs::read_to_string(node.join("runtime.toml")).unwrap();
    let toml = toml.replace(
        r#"["node", "--no-warnings", "run.mjs"]"#,
        r#"["sh", "run.sh"]"#,
    );
    for (script, lacks, all_hold, what, failure) in [
        (LOSES_CODES, "'exit-codes'", true, "not reported", ""),
        (
            LOSES_CODES,
            "",
            false,
            "exit code is reported",
            "exit code Some(0), wanted 7",
        ),
        (
            LOSES_NOTHING,
            "'exit-codes'",
            false,
            "not reported",
            "lacks",
        ),
        (LOSES_FILES, "'written-files'", true, "does not reach", ""),
        (LOSES_FILES, "", false, "writes files", "is not there"),
        (
            LOSES_NOTHING,
            "'written-files'",
            false,
            "not reach",
            "lacks",
        ),
    ] {
        let dir = TempDir::new().unwrap();
        let runtime = dir.path().join("losing");
        std::fs::create_dir(&runtime).unwrap();
        std::fs::copy(node.join("run.mjs"), runtime.join("run.mjs")).unwrap();
        std::fs::write(runtime.join("run.sh"), script).unwrap();
        let lacks = format!("[command]\nlacks = [{lacks}]");
        let toml = toml.replace("[command]", &lacks);
        std::fs::write(runtime.join("runtime.toml"), toml).unwrap();
        let mut check = wasmeter();
        check.args(["runtimes", "check", "losing", "--format", "json"]);
        check.arg("--runtime-dir").arg(&runtime);
        let all = json(&check.assert().code(i32::from(!all_hold)));
        let mut checks = entries(&all[0]["checks"]).iter();
        let check = checks.find(|check| field(check, "what").contains(what));
        let seen = check.unwrap()["failure"].as_str().unwrap_or_default();
        assert!(seen.contains(failure), "{what}: {seen}");
    }
}
