//! A run that was killed goes on where it was.

mod common;

use common::{entries, json_file, refuses, run, wasmeter};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CELLS: &str = "-r wasmi/eager -g hello -g minimal -g sha256/small --name mine --out";
const ROUNDS: u64 = 8;

/// Starts a run, kills it with SIGKILL once some samples are in the journal, and gives the journal's lines.
fn interrupted(out: &Path) -> Vec<String> {
    let journal = out.join("mine.journal.jsonl");
    let lines = || -> Vec<String> {
        let text = std::fs::read_to_string(&journal).unwrap_or_default();
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        text[..whole].lines().map(str::to_string).collect()
    };
    let arguments = format!("matrix --quick --seed 7 --rounds {ROUNDS} {CELLS}");
    let mut run = Command::new(env!("CARGO_BIN_EXE_wasmeter"))
        .args(arguments.split(' '))
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_secs(50 * 60);
    // A header and a few samples, well before the last one.
    while lines().len() < 8 {
        assert!(run.try_wait().unwrap().is_none(), "it ended too soon");
        assert!(Instant::now() < patience, "no samples came");
        std::thread::sleep(Duration::from_millis(1));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    lines()
}

#[test]
fn a_killed_run_goes_on_and_every_sample_is_there_once() {
    let dir = TempDir::new().unwrap();
    let before = interrupted(dir.path());
    assert!(!dir.path().join("mine.json").exists());
    let total = ROUNDS as usize * 6;
    assert!(before.len() <= total, "nothing was left to do");
    // The end came in the middle of a line.
    let journal = dir.path().join("mine.journal.jsonl");
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&journal)
        .unwrap();
    file.write_all(b"{\"round\":3,\"configuration\":\"wasmi/ea")
        .unwrap();
    drop(file);

    let out = dir.path().to_str().unwrap();
    run(&format!("matrix --resume {CELLS} {out}")).success();
    assert!(!journal.exists());
    let text = std::fs::read_to_string(dir.path().join("mine.json")).unwrap();
    // Byte for byte: the header is the beginning of the file, each sample stands in it as it stood.
    assert!(text.starts_with(before[0].trim_end_matches('}')));
    let samples = before[1..].join(",");
    assert!(
        text.contains(&samples),
        "samples from before are not in the results as they were"
    );

    let results = json_file(&dir.path().join("mine.json"));
    let processes = entries(&results["processes"]);
    let places: BTreeSet<_> = processes
        .iter()
        .map(|p| format!("{} {} {}", p["round"], p["configuration"], p["input"]))
        .collect();
    assert_eq!((places.len(), processes.len()), (total, total));
    assert_eq!(results["plan"]["seed"], 7);
}

#[test]
fn a_run_does_not_go_on_with_other_bytes() {
    let dir = TempDir::new().unwrap();
    let mut lines = interrupted(dir.path());
    let journal = dir.path().join("mine.journal.jsonl");
    let mut header: Value = serde_json::from_str(&lines[0]).unwrap();
    header["guests"][0]["sha256"] = "0".repeat(64).into();
    lines[0] = header.to_string();
    let changed = lines.join("\n") + "\n";
    std::fs::write(&journal, &changed).unwrap();
    let out = dir.path().to_str().unwrap();
    let mut resume = wasmeter();
    resume.args(format!("matrix --resume {CELLS} {out}").split(' '));
    refuses(&mut resume, &["a guest has changed", "--restart"]);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), changed);

    // A damaged line is told by its number, and nothing is dropped.
    lines[3] = "{\"round\":".to_string();
    let damaged = lines.join("\n") + "\n";
    std::fs::write(&journal, &damaged).unwrap();
    refuses(&mut resume, &["mine.journal.jsonl:4: damaged"]);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), damaged);

    let restart = format!("matrix --quick --rounds 1 --restart {CELLS} {out}");
    run(&restart).success();
    assert!(!journal.exists());
    let results = json_file(&dir.path().join("mine.json"));
    assert_eq!(entries(&results["processes"]).len(), 6);
}
