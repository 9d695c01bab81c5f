//! The guard: no input that broke a runtime is in the tree, and no evidence of one in `results/`.

mod common;

use assert_cmd::assert::Assert;
use common::wasmeter;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wasmeter::compat::withheld::inputs;
use wasmeter::results::saved::Saved;
use wasmeter::results::spec;
use wasmeter::results::support::Record;
use wasmeter::results::support::withheld::{FILE, Known, key};

/// Faults of a project's folder: a case with a bad end in a file of `results/`, or the input of one
/// in its tree.
fn found(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut records = Vec::new();
    let mut known = Known::read(&root.join(FILE)).unwrap();
    for file in json_files(&root.join("results")) {
        let saved = Saved::read(&file).unwrap();
        if saved.is_of(wasmeter::results::support::SCHEMA) {
            let mut record = Record::of(&saved, &file).unwrap();
            let broken = record.broken().into_iter();
            found.extend(broken.map(|b| format!("{}: {} of {}", file.display(), b.case, b.probe)));
            records.push((file, record.clone()));
            record.withhold(&known);
            known.add(&record);
        } else if saved.is_of(spec::SCHEMA) {
            let record: spec::Record = saved.parse(spec::SCHEMA, &file, "").unwrap();
            let failures = record.results.iter().flat_map(|result| &result.failures);
            let seen = failures.filter(|failure| failure.end != "failed");
            found.extend(seen.map(|failure| format!("{}: {}", file.display(), failure.again)));
        }
    }
    // Also where it passed, or in another file, its name and its evidence are gone.
    for (file, record) in records {
        let broken = record.broken();
        for probe in &record.probes {
            let is_known = |case: &&String| {
                let seen = broken
                    .iter()
                    .any(|b| b.probe == probe.name && b.case == **case);
                known.has(&key(&probe.name, case)) && !seen
            };
            let cases = probe.cases.iter().filter(is_known);
            found.extend(cases.map(|case| format!("{}: {case} of {}", file.display(), probe.name)));
        }
    }
    found.extend(inputs(&known, root).unwrap());
    found
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|ending| ending == "json"))
        .collect()
}

#[test]
fn no_input_in_the_tree_broke_a_runtime() {
    let found = found(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Withheld cases stay known, in results and on pages.
#[test]
fn what_is_known_is_not_lost() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = Known::read(&root.join(FILE)).unwrap();
    assert!(known.cases.len() >= 71, "{} cases", known.cases.len());
    let page = std::fs::read_to_string(root.join("results/RUNTIMES.md")).unwrap();
    assert!(page.contains("- withheld: "), "results/RUNTIMES.md");
}

/// A project with a probe each in C, in text and pinned, and a support file in which a case of it
/// ended in some way.
fn planted(group: &str, end: &str) -> TempDir {
    let dir = TempDir::new().unwrap();
    let at = |path: &str| dir.path().join(path);
    for folder in ["runtimes", "guests", "results", "probes/pinned"] {
        std::fs::create_dir_all(at(folder)).unwrap();
    }
    let write = |path: String, text: &[u8]| {
        std::fs::create_dir_all(at(&path).parent().unwrap()).unwrap();
        std::fs::write(at(&path), text).unwrap();
    };
    let module = |case: &str| {
        format!(
            "(module (memory (export \"memory\") 1) (func (export \"{case}\") (param i32) (result \
            i64) (i64.const 0)))"
        )
    };
    write(
        format!("probes/{group}/text.wat"),
        module("takes care").as_bytes(),
    );
    write(
        format!("probes/{group}/c.c"),
        b"CASE(kept, \"takes care\") {\n    return 0;\n}\n",
    );
    let pinned = wat::parse_str(module("takes care")).unwrap();
    write(format!("probes/pinned/{group}/pinned.wasm"), &pinned);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/support-x86_64.json");
    let mut record: Value = serde_json::from_slice(&std::fs::read(own).unwrap()).unwrap();
    let names = ["text", "c", "pinned"].map(|name| format!("{group}/{name}"));
    record["probes"] = json!(names.clone().map(|name| json!({
        "name": name, "sha256": "", "cases": ["takes care"],
    })));
    record["results"] = json!(names.map(|name| json!({
        "configuration": "wasmi/eager", "probe": name, "verdict": "crash",
        "cases": [{"case": "takes care", "end": end, "evidence": "what it was"}],
    })));
    record["withheld"] = json!([]);
    write(
        "results/support-planted.json".to_string(),
        record.to_string().as_bytes(),
    );
    dir
}

#[test]
fn planted_ends_are_found_with_their_inputs() {
    let bad = [
        ("wasi-p1", "crashed"),
        ("wasm", "timeout"),
        ("sandbox", "escaped"),
        ("sandbox", "failed"),
    ];
    for (group, end) in bad {
        let found = found(planted(group, end).path());
        // Each is evidence in the file, and an input in the tree.
        assert_eq!(found.len(), 6, "{group} {end}: {}", found.join("\n"));
        for input in ["text.wat", "c.c", "pinned.wasm"] {
            assert!(
                found.iter().any(|line| line.contains(input)),
                "{input}: {found:?}"
            );
        }
    }
    for (group, end) in [
        ("wasi-p1", "failed"),
        ("wasi-p1", "passed"),
        ("sandbox", "passed"),
    ] {
        assert_eq!(
            found(planted(group, end).path()),
            Vec::<String>::new(),
            "{group} {end}"
        );
    }
}

/// Where the files say nothing of it any more, the known facts about a case still find its input.
#[test]
fn an_input_that_comes_back_is_found() {
    let dir = planted("wasi-p1", "crashed");
    let withhold = || -> Assert {
        let mut command = wasmeter();
        command
            .args(["results", "withhold", "--root"])
            .arg(dir.path());
        command.arg(dir.path().join("results/support-planted.json"));
        command.assert()
    };
    let seen = withhold().code(1);
    let seen = String::from_utf8_lossy(&seen.get_output().stderr).into_owned();
    assert!(
        seen.contains("3 cases withheld") && seen.contains("c.c: has the input"),
        "{seen}"
    );
    let file = dir.path().join("results/support-planted.json");
    let text = std::fs::read_to_string(&file).unwrap()
        + &std::fs::read_to_string(dir.path().join(FILE)).unwrap();
    assert!(
        !text.contains("takes care") && !text.contains("what it was"),
        "{text}"
    );
    assert_eq!(found(dir.path()).len(), 3);

    for input in [
        "wasi-p1/text.wat",
        "wasi-p1/c.c",
        "pinned/wasi-p1/pinned.wasm",
    ] {
        std::fs::remove_file(dir.path().join("probes").join(input)).unwrap();
    }
    withhold().success();
    assert_eq!(found(dir.path()), Vec::<String>::new());
}

/// A case that passed in one file and broke a runtime in another leaves both.
#[test]
fn what_broke_a_runtime_elsewhere_leaves_every_file() {
    let dir = planted("wasi-p1", "crashed");
    let results = dir.path().join("results");
    let passed = planted("wasi-p1", "passed");
    let passed = passed.path().join("results/support-planted.json");
    std::fs::copy(passed, results.join("support-other.json")).unwrap();
    // Three ends and three inputs, and three names in the other file.
    assert_eq!(found(dir.path()).len(), 9);
    let mut withhold = wasmeter();
    withhold
        .args(["results", "withhold", "--root"])
        .arg(dir.path());
    withhold.arg(results.join("support-other.json"));
    withhold.arg(results.join("support-planted.json"));
    withhold.assert().code(1);
    assert_eq!(found(dir.path()).len(), 3);
    for file in json_files(&results) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains("takes care"), "{}", file.display());
    }
}
