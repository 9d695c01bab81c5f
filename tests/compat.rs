//! Probes: are those who do wrong found out?

mod common;

use common::{
    FINE, entries, fake_workers, field, json, left_out_without_node, module, run, text, wasmeter,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// A planted fault of `tests/workers/faulty`, the probe that has to find it, and what it comes to.
const FAULTS: [(&str, &str, &str); 20] = [
    ("time-stands-still", "wasi-p1/clock_time_get", "partly"),
    ("no-randomness", "wasi-p1/random_get", "partly"),
    ("seeks-from-the-begin", "wasi-p1/fd_seek", "partly"),
    ("tells-one-more", "wasi-p1/fd_tell", "partly"),
    ("reads-at-the-begin", "wasi-p1/fd_pread", "partly"),
    ("writes-at-the-begin", "wasi-p1/fd_pwrite", "partly"),
    ("never-appends", "wasi-p1/path_open", "partly"),
    ("opens-what-is-there", "wasi-p1/path_open", "partly"),
    ("never-truncates", "wasi-p1/path_open", "partly"),
    ("lists-from-the-begin", "wasi-p1/fd_readdir", "partly"),
    (
        "counts-one-argument-less",
        "wasi-p1/args_sizes_get",
        "partly",
    ),
    ("sizes-one-more", "wasi-p1/fd_filestat_get", "partly"),
    ("follows-every-link", "wasi-p1/path_filestat_get", "partly"),
    ("exits-with-one-more", "wasi-p1/proc_exit", "no"),
    ("renames-nothing", "wasi-p1/path_rename", "nosys"),
    ("has-no-links", "wasi-p1/path_link", "no"),
    ("aborts", "wasi-p1/fd_sync", "crash"),
    ("hangs", "wasi-p1/sched_yield", "no"),
    ("lets-everything-out", "sandbox/parent", "escaped"),
    ("leaks-the-environment", "sandbox/environment", "escaped"),
];

#[test]
fn planted_faults_are_found_out() {
    // Each probe where it has something to find, and where all is right.
    let asked = |probe: &str| {
        let mut command = wasmeter();
        command.args([
            "compat",
            probe,
            "--format",
            "json",
            "--private",
            "--runtime-dir",
        ]);
        command.arg(fake_workers().join("faulty"));
        let of_probe = FAULTS.iter().filter(|(_, of, _)| *of == probe);
        for fault in of_probe.map(|(fault, ..)| *fault).chain(["none"]) {
            command.args(["-r", &format!("faulty/{fault}")]);
        }
        json(&command.assert().success())
    };
    let probes: BTreeSet<&str> = FAULTS.iter().map(|(_, probe, _)| *probe).collect();
    let mut records = BTreeMap::new();
    for probe in probes {
        let record = asked(probe);
        if record["configurations"][0]["unavailable"].is_string() {
            left_out_without_node(&record["configurations"]);
            return;
        }
        records.insert(probe, record);
    }
    let tried = |configuration: &str, probe: &str| {
        let configuration = format!("faulty/{configuration}");
        let mut results = entries(&records[probe]["results"]).iter();
        let mut is_it =
            |r: &&Value| r["configuration"] == configuration.as_str() && r["probe"] == probe;
        results
            .find(&mut is_it)
            .unwrap_or_else(|| panic!("{configuration} {probe}"))
    };
    let passed = |result: &Value| {
        let cases = entries(&result["cases"]).iter();
        cases.filter(|case| case["end"] == "passed").count()
    };
    for (fault, probe, verdict) in FAULTS {
        let (right, wrong) = (tried("none", probe), tried(fault, probe));
        println!("{fault}: {} instead of {}", passed(wrong), passed(right));
        assert!(
            passed(wrong) < passed(right),
            "{fault} is not found: {wrong}"
        );
        let found = field(wrong, "verdict");
        assert!(
            found == verdict || (found, verdict) == ("no", "partly"),
            "{fault}: {wrong}"
        );
        let mut cases = entries(&wrong["cases"]).iter();
        assert!(
            cases.all(|case| case["end"] == "passed" || case["evidence"].is_string()),
            "{wrong}"
        );
    }
}

/// After its first instance, a process refuses all: so would one whose descriptors a guest has
/// closed. Every case is then asked in a process of its own.
#[test]
fn a_case_does_not_suffer_from_those_before_it() {
    let mut command = wasmeter();
    command.args(["compat", "wasi-p1/fd_close", "--format", "json"]);
    command
        .arg("--runtime-dir")
        .arg(fake_workers().join("faulty"));
    for fault in ["none", "refuses-all-but-the-first"] {
        command.args(["-r", &format!("faulty/{fault}")]);
    }
    let record = json(&command.assert().success());
    if record["configurations"][0]["unavailable"].is_string() {
        left_out_without_node(&record["configurations"]);
        return;
    }
    let results = entries(&record["results"]);
    assert_eq!(results.len(), 2);
    assert!(entries(&results[0]["cases"]).len() > 1);
    assert_eq!(results[0]["cases"], results[1]["cases"]);
}

/// A claim of `tests/workers/claiming`, the probe that has to find out that nobody keeps it, and
/// what it comes to.
const CLAIMS: [(&str, &str, &str); 4] = [
    ("ignores-read-only", "sandbox/read-only", "escaped"),
    ("ignores-deadlines", "sandbox/loop", "no-limit"),
    ("ignores-limits-of-memory", "sandbox/memory", "no-limit"),
    ("ignores-limits-of-tables", "sandbox/table", "no-limit"),
];
/// Configurations that keep such claims, where they are here.
const KEEPERS: [&str; 2] = ["wasmtime/cranelift", "wasmi/eager"];

#[test]
fn claims_that_nobody_keeps_are_found_out() {
    let mut command = wasmeter();
    command.args([
        "compat",
        "--pinned",
        "--private",
        "--format",
        "json",
        "--runtime-dir",
    ]);
    command
        .arg(fake_workers().join("claiming"))
        .args(["-r", "claiming"]);
    command.args(KEEPERS.iter().flat_map(|keeper| ["-r", keeper]));
    command.args(CLAIMS.map(|(_, probe, _)| probe));
    let record = json(&command.assert().success());
    let here = |name: &str| {
        let mut configurations = entries(&record["configurations"]).iter();
        configurations.any(|c| c["name"] == name && c["unavailable"].is_null())
    };
    let tried = |configuration: &str, probe: &str| {
        let mut results = entries(&record["results"]).iter();
        results
            .find(|r| r["configuration"] == configuration && r["probe"] == probe)
            .cloned()
            .unwrap_or_else(|| panic!("{configuration} {probe}"))
    };
    for (claim, probe, verdict) in CLAIMS {
        let configuration = format!("claiming/{claim}");
        if !here(&configuration) {
            left_out_without_node(&record["configurations"]);
        } else {
            let wrong = tried(&configuration, probe);
            assert_eq!(field(&wrong, "verdict"), verdict, "{claim}: {wrong}");
        }
        for keeper in KEEPERS.into_iter().filter(|keeper| here(keeper)) {
            let right = tried(keeper, probe);
            let cannot = right["cases"][0]["end"] == "no-means";
            assert!(
                cannot || field(&right, "verdict") == "held",
                "{keeper}: {right}"
            );
        }
    }
    if here(KEEPERS[0]) {
        let loops = tried(KEEPERS[0], "sandbox/loop");
        assert_eq!(
            loops["cases"][0]["by"],
            serde_json::json!(["epoch", "fuel"]),
            "each means of the runtime is tried: {loops}"
        );
    }
}

#[test]
fn a_probe_is_asked_of_every_configuration() {
    let record = json(
        &run(
            "compat wasm/core wasi-p1/clock_time_get --pinned -r wasmi/eager -r \
    wasmtime/cranelift --format json",
        )
        .success(),
    );
    assert_eq!(entries(&record["results"]).len(), 2 * 2, "{record}");
    for result in entries(&record["results"]) {
        assert_ne!(field(result, "verdict"), "no", "{result}");
    }
    let table = run("compat wasm/core --pinned -r wasmi/eager").success();
    let table = String::from_utf8_lossy(&table.get_output().stdout).into_owned();
    assert!(table.contains("core") && table.contains("yes"), "{table}");
}

/// A worker of ours that dies in every case: this is reported, with where to report it, and not
/// published.
#[test]
fn what_broke_a_runtime_is_reported_and_kept_out_of_what_is_saved() {
    const CASE: &str = "what a called function writes is seen after the call";
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("support.json");
    let compat = |more: &[&str]| {
        let mut compat =
            command("compat wasm/mutable-globals -r misbehaving/aborts -r wasmi/eager");
        compat.arg("--runtime-dir").arg(fake_workers());
        compat.arg("--save").arg(&file).args(more);
        let said = compat.assert().success();
        let said = said.get_output();
        (text(&said.stdout), text(&said.stderr))
    };
    let saved = || {
        ["json", "md"].map(|ending| std::fs::read_to_string(file.with_extension(ending)).unwrap())
    };
    let cases =
        std::fs::read_to_string(common::root().join("probes/wasm/mutable-globals.wat")).unwrap();
    assert!(cases.contains(CASE), "{cases}");

    let (table, errors) = compat(&[]);
    for wanted in [
        CASE,
        "crashed on misbehaving/aborts",
        "no security policy is known",
        "--private",
    ] {
        assert!(errors.contains(wanted), "{wanted} in {errors}");
    }
    assert!(table.contains("about to abort"), "{table}");
    for text in saved() {
        assert!(
            !text.contains(CASE) && !text.contains("about to abort"),
            "{text}"
        );
        assert!(text.contains("of wasm/mutable-globals"), "{text}");
    }

    let (_, errors) = compat(&["--private"]);
    assert!(errors.contains("Do not publish"), "{errors}");
    let [json, page] = saved();
    assert!(json.contains(CASE), "{json}");
    for text in [json, page] {
        assert!(text.contains("about to abort"), "{text}");
    }
    // It costs the other runtime nothing.
    let record = common::json_file(&file);
    let of_wasmi = entries(&record["results"])
        .iter()
        .find(|r| r["configuration"] == "wasmi/eager");
    assert_eq!(of_wasmi.unwrap()["verdict"], "yes", "{record}");
}

#[test]
fn what_is_withheld_is_shown_and_not_tried() {
    let table =
        run("compat sandbox/race wasm/core --pinned -r wasmi/eager -r wasm3/interpreter").success();
    let table = text(&table.get_output().stdout);
    let row = table
        .lines()
        .find(|line| line.starts_with("race (2 withheld)"));
    assert_eq!(
        row.map(|row| row.matches(" withheld").count()),
        Some(3),
        "{table}"
    );
    let seen = table
        .lines()
        .find(|line| line.contains("2 cases of sandbox/race"))
        .unwrap_or_default();
    assert!(
        seen.contains("escaped") && seen.contains("wasm3/interpreter"),
        "{table}"
    );
    assert!(
        seen.contains("0.9.0") && seen.contains("2026-11-28"),
        "{table}"
    );
}

#[test]
fn bad_input_is_reported() {
    common::refuses(
        &mut command("compat wasi-p1/fd_raed"),
        &["no probe matches", "did you mean \"wasi-p1/fd_read\""],
    );
    common::refuses(
        &mut command("compat --save /nowhere/at/all.json wasm/core"),
        &["/nowhere/at/all.json"],
    );
}

const EXITS_WITH_3: &str = r#"(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (call $exit (i32.const 3))))"#;

/// A suite in wasi-testsuite's form, of modules of ours.
fn small_suite(dir: &Path) {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
    write(
        "manifest.json",
        r#"{"name": "small", "version": "wasm32-wasip1"}"#,
    );
    module(dir, "without-file", FINE);
    module(dir, "prints", FINE);
    write(
        "prints.json",
        r#"{"args": ["a"], "env": {}, "stdout": "fi", "exit_code": 0}"#,
    );
    module(dir, "prints-else", FINE);
    write("prints-else.json", r#"{"stdout": "other"}"#);
    module(dir, "exits", EXITS_WITH_3);
    write(
        "exits.json",
        r#"{"operations": [{"type": "run"}, {"type": "wait", "exit_code": 3}]}"#,
    );
    module(dir, "connects", FINE);
    write(
        "connects.json",
        r#"{"operations": [{"type": "run"}, {"type": "connect", "id": "server"}]}"#,
    );
}

#[test]
fn a_suite_is_run_as_it_is() {
    let dir = TempDir::new().unwrap();
    small_suite(dir.path());
    let ends = |more: &[&str], code: i32| {
        let mut command =
            command("compat -r wasmi/eager -r wasmtime/cranelift --format json --suite");
        command.arg(dir.path()).args(more);
        let results = json(&command.assert().code(code));
        let end = |r: &Value| {
            (
                field(r, "configuration").to_string(),
                field(r, "test").to_string(),
                field(r, "end").to_string(),
            )
        };
        entries(&results)
            .iter()
            .map(end)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let expect = |wanted: [(&str, &str); 5]| {
        let of = |configuration: &'static str| {
            wanted.map(|(test, end)| (configuration.to_string(), test.to_string(), end.to_string()))
        };
        [of("wasmi/eager"), of("wasmtime/cranelift")]
            .concat()
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
    };
    let plain = [
        ("connects", "skip"),
        ("exits", "pass"),
        ("prints", "pass"),
        ("prints-else", "fail"),
        ("without-file", "pass"),
    ];
    assert_eq!(ends(&[], 0), expect(plain));

    let file = dir.path().join("known.toml");
    let known = |text: &str| {
        std::fs::write(
            &file,
            format!("version = 1\n[[suite]]\nname = \"small\"\n{text}"),
        )
        .unwrap()
    };
    let given = ["--expectations", file.to_str().unwrap()];
    known(
        "[[suite.test]]\nname = \"prints-else\"\nexpected = \"fail\"\n[[suite.test]]\nname \
        = \"exits\"\naction = \"skip\"\n",
    );
    let as_known = [
        ("connects", "skip"),
        ("exits", "skip"),
        ("prints", "pass"),
        ("prints-else", "xfail"),
        ("without-file", "pass"),
    ];
    assert_eq!(ends(&given, 0), expect(as_known));
    known("[[suite.test]]\nname = \"prints\"\nexpected = \"fail\"\n");
    let surprised = [
        ("connects", "skip"),
        ("exits", "pass"),
        ("prints", "xpass"),
        ("prints-else", "fail"),
        ("without-file", "pass"),
    ];
    assert_eq!(ends(&given, 1), expect(surprised));

    let mut junit = command("compat -r wasmi/eager --format junit --suite");
    let xml = text(&junit.arg(dir.path()).assert().success().get_output().stdout);
    assert!(
        xml.contains(r#"tests="5""#) && xml.contains(r#"failures="1""#),
        "{xml}"
    );
    let mut table = command("compat -r wasmi/eager --suite");
    let table = text(&table.arg(dir.path()).assert().success().get_output().stdout);
    assert!(
        table.contains("prints-else") && table.contains("wanted \"other\""),
        "{table}"
    );
}

fn command(arguments: &str) -> assert_cmd::Command {
    let mut command = wasmeter();
    command.args(arguments.split_whitespace());
    command
}
