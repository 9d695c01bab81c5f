//! What several machines measure together: shards, and the merging of their files.

mod common;
#[path = "common/noise.rs"]
mod noise;
#[path = "common/simulated.rs"]
mod simulated;

use common::{FINE, entries, field, json, json_file, refuses, root_with_commands, wasmeter};
use simulated::{Simulated, write};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wasmeter::results::schema::Results;

fn part(inputs: &[&'static str], seed: u64) -> Results {
    let simulated = Simulated {
        inputs: inputs.to_vec(),
        ..Simulated::new(seed, 4)
    };
    simulated.results()
}

fn merge(files: [&PathBuf; 2], to: &Path) -> assert_cmd::Command {
    let mut command = wasmeter();
    command
        .args(["results", "merge"])
        .args(files)
        .arg("--to")
        .arg(to);
    command
}

#[test]
fn parts_become_one() {
    let dir = TempDir::new().unwrap();
    let mut one = part(&["count/large", "count/small"], 1);
    let two = part(&["sort/medium", "text/medium"], 2);
    one.header.plan.limit_ns = Some(1_000_000_000);
    let files = [
        write(dir.path(), "1.json", &one),
        write(dir.path(), "2.json", &two),
    ];
    let to = dir.path().join("whole.json");
    merge([&files[1], &files[0]], &to).assert().success();
    let whole = Results::read(&to).unwrap();
    assert_eq!(
        whole.header.plan.inputs,
        ["count/large", "count/small", "sort/medium", "text/medium"]
    );
    assert_eq!(
        whole.processes.len(),
        one.processes.len() + two.processes.len()
    );
    assert_eq!(whole.header.started, one.header.started);
    let cells = json(
        &wasmeter()
            .args(["report", "--format", "json"])
            .arg(&to)
            .assert()
            .success(),
    );
    // Each ratio is of one machine, and nothing is lost.
    let timed = entries(&cells["cells"]).iter();
    let timed = timed.filter(|cell| cell["metric"] == "time-per-unit");
    let timed: Vec<_> = timed.collect();
    assert_eq!(timed.len(), 3 * 4);
    for cell in timed {
        assert_eq!(cell["ratio"]["n"], 4, "{cell}");
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let dir = TempDir::new().unwrap();
    let one = part(&["count/large", "count/small"], 1);
    let two = part(&["sort/medium", "text/medium"], 2);
    let a = write(dir.path(), "a.json", &one);
    let to = dir.path().join("whole.json");
    let refused = |name: &str, change: &dyn Fn(&mut Results), parts: &[&str]| {
        let mut other = two.clone();
        change(&mut other);
        let b = write(dir.path(), name, &other);
        refuses(&mut merge([&a, &b], &to), parts);
        assert!(!to.exists());
    };
    refused(
        "version.json",
        &|r| r.header.configurations[0].version = Some("9.9".to_string()),
        &[
            "one/jit is 1.2.3 in one, and 9.9 in the other",
            "version.json",
        ],
    );
    refused(
        "missing.json",
        &|r| drop(r.header.configurations.remove(1)),
        &["only one has two/jit"],
    );
    refused(
        "wasmeter.json",
        &|r| r.header.wasmeter = "9.9".to_string(),
        &["one is of wasmeter", "9.9"],
    );
    refused(
        "arch.json",
        &|r| r.header.machine.arch = "aarch64".to_string(),
        &["one is of x86_64, the other of aarch64", "wasmeter compare"],
    );
    refused(
        "processor.json",
        &|r| r.header.machine.cpu = "another processor".to_string(),
        &["one is of a processor, the other of another processor"],
    );
    refused(
        "plan.json",
        &|r| r.header.plan.budget_ns = 1,
        &["other plans (--budget)"],
    );
    refused(
        "twice.json",
        &|r| r.header.plan.inputs[0] = "count/large".to_string(),
        &["both measured count/large"],
    );
    refused(
        "bytes.json",
        &|r| {
            r.header.guests[0].name = "count".to_string();
            r.header.guests[0].sha256 = "ff".repeat(32);
        },
        &["different bytes of count"],
    );
    refuses(
        &mut merge([&a, &dir.path().join("nowhere.json")], &to),
        &["nowhere.json"],
    );
    refuses(
        &mut merge([&a, &a], dir.path()),
        &["a folder; --to wants a file"],
    );
}

/// The real matrix of three commands, in two shards and at once.
#[test]
fn shards_share_out_all_guests() {
    let dir = TempDir::new().unwrap();
    let guests = [("first", FINE), ("second", FINE), ("third", FINE)];
    root_with_commands(dir.path(), &guests);
    let shard = |shard: &str| {
        let file = dir.path().join(format!("{}.json", shard.replace('/', "-")));
        wasmeter()
            .arg("--root")
            .arg(dir.path())
            .args([
                "bench",
                "-r",
                "wasmi/eager",
                "--quick",
                "--shard",
                shard,
                "--save",
            ])
            .arg(&file)
            .assert()
            .success();
        file
    };
    let files = [shard("1/2"), shard("2/2")];
    let measured = |file: &Path| -> BTreeSet<String> {
        let inputs = &json_file(file)["plan"]["inputs"];
        entries(inputs)
            .iter()
            .map(|input| input.as_str().unwrap().to_string())
            .collect()
    };
    let (one, two) = (measured(&files[0]), measured(&files[1]));
    assert_eq!((one.len(), two.len()), (2, 1), "{one:?} {two:?}");
    let to = dir.path().join("whole.json");
    merge([&files[0], &files[1]], &to).assert().success();
    let whole = ["first/default", "second/default", "third/default"];
    assert_eq!(measured(&to), whole.map(String::from).into());
    let ok = json_file(&to);
    let ok = entries(&ok["processes"]).iter();
    let ok =
        ok.filter(|p| field(p, "configuration") == "wasmi/eager" && field(p, "outcome") == "ok");
    assert_eq!(ok.count(), 3 * 3);

    for (wrong, why) in [
        ("0/2", "2/4"),
        ("3/2", "2/4"),
        ("x", "2/4"),
        ("4/4", "only 3 guests"),
    ] {
        refuses(
            wasmeter().arg("--root").arg(dir.path()).args([
                "bench",
                "-r",
                "wasmi/eager",
                "--shard",
                wrong,
            ]),
            &[why],
        );
    }
}
