//! What a guest may do to its runtime: each ends in its outcome, and the cells beside it are
//! unharmed.

mod common;

use common::{FINE, configurations, entries, field, json, json_file, root_with_commands, wasmeter};
use serde_json::Value;
use tempfile::TempDir;

/// Every configuration ends these so. What ends a whole worker is tried with workers of ours, in
/// `bad_input.rs`.
const CASES: [(&str, &str, &[&str]); 7] = [
    ("fine", FINE, &["ok"]),
    (
        "unreachable",
        r#"(module (memory (export "memory") 1) (func (export "_start") unreachable))"#,
        &["trap"],
    ),
    (
        "out-of-bounds",
        r#"(module (memory (export "memory") 1)
            (func (export "_start") (i32.store (i32.const 65536) (i32.const 1))))"#,
        &["trap"],
    ),
    (
        "division",
        r#"(module (memory (export "memory") 1) (global $zero (mut i32) (i32.const 0))
            (func (export "_start") (drop (i32.div_u (i32.const 1) (global.get $zero)))))"#,
        &["trap"],
    ),
    (
        "endless-loop",
        r#"(module (memory (export "memory") 1) (global $count (mut i64) (i64.const 0))
            (func (export "_start")
                (loop $again
                    (global.set $count (i64.add (global.get $count) (i64.const 1)))
                    (br $again))))"#,
        &["timeout"],
    ),
    (
        "memory-bomb",
        r#"(module (memory (export "memory") 1) (global $touched (mut i32) (i32.const 0))
            (func (export "_start")
                (loop $again
                    (if (i32.eq (memory.grow (i32.const 256)) (i32.const -1)) (then unreachable))
                    (loop $touch
                        (i32.store (global.get $touched) (i32.const 1))
                        (global.set $touched (i32.add (global.get $touched) (i32.const 4096)))
                        (br_if $touch
                            (i32.lt_u
                                (i32.shr_u (global.get $touched) (i32.const 16))
                                (memory.size))))
                    (br $again))))"#,
        // Ended at the harness's limit of memory, or of time, or by the runtime at its own.
        &["trap", "crashed", "timeout"],
    ),
    (
        "flood",
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write"
                (func $write (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "\08\00\00\00\00\ff\00\00")
            (func (export "_start")
                (loop $again
                    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 65532)))
                    (br $again))))"#,
        &["crashed"],
    ),
];

#[test]
fn every_end_has_its_outcome_and_harms_nothing_else() {
    let dir = root_with_cases();
    let mut verify = wasmeter();
    verify.args(["guests", "verify", "--pinned", "--timeout", "10"]);
    verify.args(["--format", "json", "--root"]).arg(dir.path());
    let cells = json(&verify.assert().code(1));
    for configuration in configurations() {
        for (case, _, allowed) in CASES {
            let input = format!("{case}/default");
            let is_it =
                |c: &&Value| c["configuration"] == configuration.as_str() && c["input"] == input;
            let cell = entries(&cells).iter().find(is_it);
            let cell = cell.unwrap_or_else(|| panic!("{configuration} {case}"));
            println!("{cell}");
            let outcome = field(cell, "outcome");
            assert!(allowed.contains(&outcome), "{cell}");
            assert!(
                outcome == "ok" || !field(cell, "message").is_empty(),
                "{cell}"
            );
        }
    }
}

/// It would end so again, at the full price.
#[test]
fn what_ended_in_a_timeout_is_not_asked_again() {
    let dir = root_with_cases();
    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "--pinned", "--timeout", "5", "--rounds", "2"]);
    bench.args(["-r", "wasmi/eager", "-g", "endless-loop", "-g", "division"]);
    bench.arg("--root").arg(dir.path()).arg("--save").arg(&save);
    bench.assert().success();
    let results = json_file(&save);
    let ends = |input: &str| -> Vec<_> {
        let processes = entries(&results["processes"]).iter();
        processes
            .filter(|p| p["configuration"] == "wasmi/eager" && p["input"] == input)
            .map(|p| field(p, "outcome"))
            .collect()
    };
    assert_eq!(ends("endless-loop/default"), ["timeout"]);
    assert_eq!(ends("division/default"), ["trap", "trap"]);
}

fn root_with_cases() -> TempDir {
    let dir = TempDir::new().unwrap();
    let commands: Vec<_> = CASES.iter().map(|(name, wat, _)| (*name, *wat)).collect();
    root_with_commands(dir.path(), &commands);
    dir
}
