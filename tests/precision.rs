//! `bench --precision`, and `calibrate`: what they do, not what they measure.

mod common;

use common::{SPIN, entries, field, json, json_file, module, refuses, wasmeter};
use std::collections::BTreeMap;
use tempfile::TempDir;

fn bench(arguments: &str) -> BTreeMap<String, usize> {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "mine", SPIN);
    let save = dir.path().join("a.json");
    let mut bench = wasmeter();
    bench.args(["bench", "-r", "wasmi/eager", "-r", "wasmi/lazy"]);
    bench
        .args(arguments.split(' '))
        .arg("--save")
        .arg(&save)
        .arg(file)
        .assert()
        .success();
    let results = json_file(&save);
    let mut rounds = BTreeMap::new();
    for process in entries(&results["processes"]) {
        assert_eq!(process["outcome"], "ok", "{process}");
        *rounds
            .entry(field(process, "configuration").to_string())
            .or_insert(0) += 1;
    }
    let most = rounds.values().copied().max().unwrap();
    assert_eq!(results["plan"]["rounds"], most);
    rounds
}

#[test]
fn rounds_end_when_intervals_are_narrow_or_time_is_over() {
    // No noise is as large as that: as soon as there is an interval, it is narrow enough.
    let rounds = bench("--rounds 2 --budget 5 --precision 100000%");
    assert!(rounds.values().all(|n| *n >= 6), "{rounds:?}");
    // Nothing is as exact as that, and one millisecond is over at once.
    let rounds = bench("--rounds 2 --budget 1s --precision 0.000001%");
    assert!(rounds.values().all(|n| *n >= 1), "{rounds:?}");
}

#[test]
fn a_calibration_tells_what_was_found() {
    let mut calibrate = wasmeter();
    calibrate.args([
        "calibrate",
        "--minutes",
        "0.1",
        "--budget",
        "5",
        "--seed",
        "3",
        "--format",
        "json",
    ]);
    let calibration = json(&calibrate.assert().success());
    assert_eq!(calibration["seed"], 3);
    let number = |name: &str| {
        calibration[name]
            .as_u64()
            .unwrap_or_else(|| panic!("no {name}: {calibration}"))
    };
    assert!(
        number("pairs") > 0 && number("clock_step_ns") > 0 && number("round_trip_ns") > 0,
        "{calibration}"
    );
    assert!(number("covered") <= number("comparisons"), "{calibration}");
    let budgets: Vec<_> = entries(&calibration["detectable"])
        .iter()
        .map(|d| d["seconds"].clone())
        .collect();
    assert_eq!(budgets, [1, 10, 30]);

    refuses(
        wasmeter().args(["calibrate", "--minutes", "0"]),
        &["above 0"],
    );
    refuses(
        wasmeter().args(["calibrate", "-g", "hello"]),
        &["hello", "command"],
    );
}
