//! `rank`, on results whose truth is known, and that `compare` reports the same of them.

mod common;
#[path = "common/noise.rs"]
mod noise;
#[path = "common/simulated.rs"]
mod simulated;

use common::{compare, entries, field, json, refuses, wasmeter};
use noise::{ALL, Noise};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;
use simulated::{NATIVE, Simulated, calibration, write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wasmeter::results::outcome::Outcome;

fn rank(file: &Path, arguments: &str) -> assert_cmd::Command {
    let mut command = wasmeter();
    command
        .arg("rank")
        .arg(file)
        .args(arguments.split_whitespace());
    command
}

/// Of instances: none on one side, 50 MiB on the other.
fn with_instances(bytes: impl Fn(&str) -> u64) -> wasmeter::results::schema::Results {
    let simulated = Simulated {
        configurations: vec!["small/jit", "large/jit", NATIVE],
        ..Simulated::new(7, 12)
    };
    let mut results = simulated.results();
    for process in &mut results.processes {
        let bytes = bytes(&process.configuration);
        process.memory.as_mut().expect("its memory").instance_bytes = Some(bytes);
    }
    results
}

#[test]
fn zero_is_a_value() {
    let dir = TempDir::new().unwrap();
    let after = |name: &str| if name == "large/jit" { 50 << 20 } else { 0 };
    let (a, b) = (with_instances(|_| 0), with_instances(after));
    let (a, b) = (
        write(dir.path(), "a.json", &a),
        write(dir.path(), "b.json", &b),
    );
    let ranked = rank(&b, "--metric instance-memory --format json").assert();
    let ranked = json(&ranked.success());
    assert_eq!(ranked["left_out"], serde_json::json!([]));
    let list: Vec<_> = entries(&ranked["list"])
        .iter()
        .map(|place| {
            (
                field(place, "configuration"),
                place["mean"].as_f64().map(f64::round),
            )
        })
        .collect();
    assert_eq!(list.len(), 3);
    assert_eq!(list[2], ("large/jit", Some(f64::from(50 << 20))));
    assert_eq!(list[0].1, Some(0.0));
    let zero = rank(&b, "--metric instance-memory --reference small/jit").assert();
    zero.code(2).stderr(contains("nothing is a ratio to that"));
    compare(&[&a, &b], "--metric instance-memory --fail-above 5%")
        .assert()
        .code(1)
        .stdout(contains("from 0").and(contains("more memory")));
    compare(&[&b, &a], "--metric instance-memory --fail-above 5%")
        .assert()
        .success()
        .stdout(contains("to 0").and(contains("less memory")));
}

#[test]
fn indistinguishable_ones_share_a_rank() {
    let dir = TempDir::new().unwrap();
    let inputs = ["count/large", "count/small", "sort/medium", "text/medium"];
    let simulated = Simulated {
        configurations: vec!["slow/jit", "one/jit", "two/jit", "broken/jit", NATIVE],
        slower: inputs.map(|input| ("slow/jit", input, 1.5)).to_vec(),
        noise: Noise::Outliers,
        ..Simulated::new(5, 15)
    };
    let mut results = simulated.results();
    for process in &mut results.processes {
        if process.configuration == "broken/jit" && process.input != "text/medium" {
            process.outcome = Outcome::Crashed;
        }
    }
    let file = write(dir.path(), "a.json", &results);
    let document = json(&rank(&file, "--format json").assert().success());
    let places: Vec<_> = entries(&document["list"])
        .iter()
        .map(|ranked| {
            (
                field(ranked, "configuration"),
                ranked["rank"].as_u64().unwrap(),
                ranked["tied"] == true,
            )
        })
        .collect();
    let last = places.iter().find(|(name, ..)| *name == "slow/jit");
    assert_eq!(last, Some(&("slow/jit", 3, false)));
    for name in ["one/jit", "two/jit"] {
        assert!(places.contains(&(name, 1, true)), "{places:?}");
    }
    assert_eq!(places.len(), 3);
    assert_eq!(document["left_out"][0], "broken/jit");
    assert_eq!(document["reference"], NATIVE);
    rank(&file, "")
        .assert()
        .success()
        .stdout(contains("1="))
        .stdout(contains("broken/jit"));
    refuses(&mut rank(&file, "-r broken"), &["nothing to rank"]);
    refuses(&mut rank(&file, "-r nobody"), &["nobody"]);
}

/// Three percent are certain by these data, and less than the machine's noise.
#[test]
fn what_lies_below_the_noise_is_not_called_a_difference() {
    let dir = TempDir::new().unwrap();
    let inputs = ["count/large", "count/small", "sort/medium", "text/medium"];
    let simulated = Simulated {
        slower: inputs.map(|input| ("two/jit", input, 1.03)).to_vec(),
        ..Simulated::new(1, 40)
    };
    let mut results = simulated.results();
    let certain = write(dir.path(), "certain.json", &results);
    results.header.machine.calibration = Some(calibration(0.05));
    let noisy = write(dir.path(), "noisy.json", &results);
    let between = "--between one/jit two/jit --metric time-per-unit --fail-above 0%";
    compare(&[&certain], between).assert().code(1);
    compare(&[&noisy], &format!("{between} --all"))
        .assert()
        .success()
        .stdout(contains("below this machine's noise"))
        .stdout(contains("slower").not());
    let tied = |file: &PathBuf| -> Vec<bool> {
        let document = json(&rank(file, "--format json").assert().success());
        let list = entries(&document["list"]).iter();
        list.map(|ranked| ranked["tied"] == true).collect()
    };
    assert_eq!(tied(&certain), [false, false]);
    assert_eq!(tied(&noisy), [true, true]);
}

/// Three rounds are too few for a cell, and enough for a mean over twelve guests that agree;
/// `compare` and `rank` alike.
#[test]
fn guests_that_agree_are_heard_by_compare_and_rank() {
    let dir = TempDir::new().unwrap();
    let seen = |seed: u64, by: f64| {
        let (overall, apart) = over_twelve_guests(dir.path(), Noise::Normal, seed, by);
        let verdict = field(&overall, "verdict").to_string();
        (verdict, apart, overall["guests"].as_u64())
    };
    assert_eq!(seen(1, 1.2), ("slower".to_string(), true, Some(12)));
    assert_eq!(seen(2, 1.0).0, "no-difference");
}

/// Three rounds of twelve guests, 240 times with every noise in turn, and nothing differs: neither
/// reports a difference in more than 2%.
#[test]
fn guests_do_not_agree_by_chance() {
    let dir = TempDir::new().unwrap();
    let mut alarms = (Vec::new(), Vec::new());
    for seed in 0..240 {
        let noise = ALL[seed as usize % ALL.len()];
        let (overall, apart) = over_twelve_guests(dir.path(), noise, seed, 1.0);
        alarms
            .0
            .extend((overall["verdict"] != "no-difference").then_some((seed, noise)));
        alarms.1.extend(apart.then_some((seed, noise)));
    }
    assert!(alarms.0.len() <= 4 && alarms.1.len() <= 4, "{alarms:?}");
}

/// What `compare` says of all guests together, and whether `rank` distinguishes two configurations
/// of which one is so much slower.
fn over_twelve_guests(dir: &Path, noise: Noise, seed: u64, by: f64) -> (Value, bool) {
    const INPUTS: [&str; 12] = [
        "a/small", "b/small", "c/small", "d/small", "e/small", "f/small", "g/small", "h/small",
        "i/small", "j/small", "k/small", "l/small",
    ];
    let simulated = Simulated {
        inputs: INPUTS.to_vec(),
        slower: INPUTS.map(|input| ("two/jit", input, by)).to_vec(),
        noise,
        ..Simulated::new(seed, 3)
    };
    let file = write(dir, "a.json", &simulated.results());
    let between = "--between one/jit two/jit --metric time-per-unit --format json";
    let document = json(&compare(&[&file], between).assert().success());
    let mut all = entries(&document["comparisons"]).iter();
    let overall = all.find(|c| c["scope"] == "overall").unwrap();
    let ranking = json(&rank(&file, "--format json").assert().success());
    let apart = entries(&ranking["list"])[0]["tied"] == false;
    (overall.clone(), apart)
}
