//! A run that was killed goes on where it was.

mod common;

use common::{entries, field, json_file, refuses, run, wasmeter};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter::bench::schedule::fresh_seed;

const CELLS: &str = "-r wasmi/eager -g hello -g minimal -g sha256/small --name mine --out";
const ROUNDS: u64 = 8;
/// A run that has not begun by then never will. Decides nothing else: a cold build of all workers
/// fits in.
const FOREVER: Duration = Duration::from_secs(50 * 60);

/// The whole lines of a journal; none if there is no file.
fn lines(journal: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    text[..whole].lines().map(str::to_string).collect()
}

/// Starts a run, kills it with SIGKILL a moment after it has come so far, and gives its journal's
/// lines then. How far it has come is asked by the number of lines, and the time since it was
/// started.
fn killed(
    arguments: &str,
    out: &Path,
    so_far: impl Fn(usize, Duration) -> bool,
    moment: Duration,
) -> Vec<String> {
    let journal = out.join("mine.journal.jsonl");
    let mut run = Command::new(env!("CARGO_BIN_EXE_wasmeter"))
        .args(arguments.split(' '))
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !so_far(lines(&journal).len(), began.elapsed()) {
        assert!(run.try_wait().unwrap().is_none(), "it ended too soon");
        assert!(began.elapsed() < FOREVER, "no samples came");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(moment);
    run.kill().unwrap();
    run.wait().unwrap();
    lines(&journal)
}

/// A run that was killed with a header and a few samples in its journal, well before the last one.
fn interrupted(out: &Path) -> Vec<String> {
    let arguments = format!("matrix --uncalibrated --quick --seed 7 --rounds {ROUNDS} {CELLS}");
    killed(&arguments, out, |lines, _| lines >= 8, Duration::ZERO)
}

/// Which process samples there are, in their order.
fn places(processes: &[Value]) -> Vec<String> {
    let place = |p: &Value| format!("{} {} {}", p["round"], p["configuration"], p["input"]);
    processes.iter().map(place).collect()
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
    let places: BTreeSet<_> = places(processes).into_iter().collect();
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

    // A damaged line is reported by its number, and nothing is dropped.
    lines[3] = "{\"round\":".to_string();
    let damaged = lines.join("\n") + "\n";
    std::fs::write(&journal, &damaged).unwrap();
    refuses(&mut resume, &["mine.journal.jsonl:4: damaged"]);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), damaged);

    let restart = format!("matrix --uncalibrated --quick --rounds 1 --restart {CELLS} {out}");
    run(&restart).success();
    assert!(!journal.exists());
    let results = json_file(&dir.path().join("mine.json"));
    assert_eq!(entries(&results["processes"]).len(), 6);
}

/// What a value consists of, whatever was measured.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let shaped = fields
                .iter()
                .map(|(name, value)| (name.clone(), shape(value)));
            Value::Object(shaped.collect())
        }
        Value::Array(list) => Value::Array(list.first().map(shape).into_iter().collect()),
        Value::Number(_) => "a number".into(),
        other => other.clone(),
    }
}

/// At any moment, while it makes ready or while it measures. `WASMETER_KILLS` says how often; 10 by
/// itself.
///
/// The contents of the journal stay as they are. Samples are taken one after another in an order
/// that the seed decides, and each journal holds the beginning of that order without a gap: so a
/// kill costs the sample that was being taken, at the most.
#[test]
fn kills_at_random_cost_the_sample_in_flight_at_the_most() {
    let kills: u32 = std::env::var("WASMETER_KILLS").map_or(10, |n| n.parse().unwrap());
    let seed = fresh_seed();
    println!("{kills} kills, seed {seed}");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    // A round has six samples, so that the run is not over before the last kill.
    let rounds = kills + 4;
    let arguments =
        format!("matrix --uncalibrated --quick --seed 7 --budget 1 --rounds {rounds} {CELLS}");
    let whole = TempDir::new().unwrap();
    run(&format!("{arguments} {}", whole.path().display())).success();
    let whole = json_file(&whole.path().join("mine.json"));
    let order = places(entries(&whole["processes"]));

    let dir = TempDir::new().unwrap();
    let journal = dir.path().join("mine.journal.jsonl");
    let mut before = Vec::new();
    for kill in 0..kills {
        let arguments = match (before.is_empty(), journal.exists()) {
            (true, false) => arguments.clone(),
            // It was killed before the header was written.
            (true, true) => arguments.replace(" --name", " --restart --name"),
            (false, _) => format!("matrix --resume {CELLS}"),
        };
        let (further, had) = (random.random_range(0..6), before.len());
        let early = Duration::from_millis(random.random_range(0..1000));
        let so_far = |lines: usize, since: Duration| match further {
            0 => lines > had || since >= early,
            further => lines >= had + further,
        };
        let moment = Duration::from_micros(random.random_range(0..20_000));
        let now = killed(&arguments, dir.path(), so_far, moment);
        assert!(now.starts_with(&before), "kill {kill} cost what was there");
        let samples: Vec<Value> = now
            .iter()
            .skip(1)
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(places(&samples), order[..samples.len()], "kill {kill}");
        before = now;
    }
    let resume = if before.is_empty() {
        arguments
    } else {
        format!("matrix --resume {CELLS}")
    };
    run(&format!("{resume} {}", dir.path().display())).success();
    let results = json_file(&dir.path().join("mine.json"));
    assert_eq!(places(entries(&results["processes"])), order);
    let shapes = |results: &Value| -> BTreeSet<String> {
        let samples = entries(&results["processes"]).iter();
        samples
            .map(|sample| {
                let outcome = field(sample, "outcome");
                format!("{outcome} {} {}", sample["input"], shape(sample))
            })
            .collect()
    };
    assert_eq!(shapes(&results), shapes(&whole));
}

#[test]
fn a_run_that_goes_on_until_intervals_are_narrow_goes_on_after_a_kill() {
    let dir = TempDir::new().unwrap();
    // No noise is as large as that, but only six rounds have an interval.
    let arguments =
        format!("matrix --uncalibrated --quick --rounds 2 --precision 100000% --budget 1 {CELLS}");
    let before = killed(
        &arguments,
        dir.path(),
        |lines, _| lines > 2 * 6 + 2,
        Duration::ZERO,
    );
    run(&format!("matrix --resume {CELLS} {}", dir.path().display())).success();
    let results = json_file(&dir.path().join("mine.json"));
    let processes = entries(&results["processes"]);
    let unique: BTreeSet<_> = places(processes).into_iter().collect();
    assert_eq!((processes.len(), unique.len()), (6 * 6, 6 * 6));
    assert_eq!(results["plan"]["rounds"], 6);
    assert_eq!(results["plan"]["precision"], 1000.0);
    for (line, process) in before[1..].iter().zip(processes) {
        assert_eq!(serde_json::from_str::<Value>(line).unwrap(), *process);
    }
}
