//! What a guest may do to its runtime: each ends in its outcome, and the cells beside it are unharmed.

mod common;

use common::{FINE, configurations, entries, field, json_file, root_with_commands, wasmeter};
use tempfile::TempDir;

/// Every configuration ends these so. The side effect of the recursion keeps a compiler from making a loop of it.
const CASES: [(&str, &str, &[&str]); 8] = [
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
        "endless-recursion",
        r#"(module (memory (export "memory") 1)
            (func $deeper (param $n i32) (result i32)
                (i32.store (i32.const 0) (local.get $n))
                (i32.add
                    (call $deeper (i32.add (local.get $n) (i32.const 1)))
                    (i32.load (i32.const 0))))
            (func (export "_start") (drop (call $deeper (i32.const 0)))))"#,
        // A runtime that guards no stack takes its worker along; one whose stack has no end is ended in time.
        &["trap", "crashed", "timeout"],
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
    let dir = TempDir::new().unwrap();
    let commands: Vec<_> = CASES.iter().map(|(name, wat, _)| (*name, *wat)).collect();
    root_with_commands(dir.path(), &commands);
    let (save, rounds) = (dir.path().join("results.json"), 2);
    let mut bench = wasmeter();
    bench.args([
        "bench",
        "--pinned",
        "--timeout",
        "10",
        "--seed",
        "1",
        "--rounds",
    ]);
    bench.arg(rounds.to_string()).arg("--root").arg(dir.path());
    bench.arg("--save").arg(&save).assert().success();
    let results = json_file(&save);
    let processes = entries(&results["processes"]);
    for configuration in configurations() {
        for (case, _, allowed) in CASES {
            let input = format!("{case}/default");
            let ends: Vec<_> = processes
                .iter()
                .filter(|p| p["configuration"] == configuration.as_str() && p["input"] == input)
                .map(|p| {
                    (
                        field(p, "outcome"),
                        p["message"].as_str().unwrap_or_default(),
                    )
                })
                .collect();
            println!("{configuration} {case}: {ends:?}");
            // What ended in a timeout is not asked again: it would end so again, at the full price.
            let timed_out = ends.iter().any(|(outcome, _)| *outcome == "timeout");
            assert!(
                timed_out || ends.len() == rounds,
                "{configuration} {case}: {ends:?}"
            );
            assert!(!ends.is_empty(), "{configuration} {case}");
            for (outcome, message) in ends {
                assert!(
                    allowed.contains(&outcome),
                    "{configuration} {case}: {outcome}: {message}"
                );
                assert!(
                    outcome == "ok" || !message.is_empty(),
                    "{configuration} {case}: {outcome}"
                );
            }
        }
    }
}
