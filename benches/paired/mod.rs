//! What benchmarks share that compare two configurations: pairs of one round.

use std::collections::BTreeMap;
use std::process::Command;
use wasmeter::results::outcome::Outcome;
use wasmeter::results::schema::{Process, Results};
use wasmeter::stats;

/// Guests that compute; host calls would compare WASI's surroundings.
pub const GUESTS: [&str; 4] = [
    "json/medium",
    "sha256/medium",
    "nbody/medium",
    "matmul/medium",
];

/// Measures these guests by `wasmeter bench` with further arguments, in ten rounds.
pub fn bench(arguments: &[&str]) -> anyhow::Result<Results> {
    let folder = tempfile::TempDir::new()?;
    let save = folder.path().join("results.json");
    let mut bench = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
    bench.args(["bench", "--pinned", "--rounds", "10"]);
    bench.args(GUESTS.iter().flat_map(|guest| ["-g", guest]));
    bench.args(["--root", env!("CARGO_MANIFEST_DIR")]);
    bench.args(arguments).arg("--save").arg(&save);
    let output = bench.output()?;
    anyhow::ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Results::read(&save)
}

/// The times of a step of two configurations, as pairs of one round.
pub fn pairs(results: &Results, ours: &str, theirs: &str, input: &str) -> Vec<(f64, f64)> {
    let (ours, theirs) = (times(results, ours, input), times(results, theirs, input));
    let pair = |(round, time): (&u32, &f64)| Some((*time, *theirs.get(round)?));
    ours.iter().filter_map(pair).collect()
}

/// Time of a step, by round.
fn times(results: &Results, configuration: &str, input: &str) -> BTreeMap<u32, f64> {
    let is_it = |p: &&Process| p.configuration == configuration && p.input == input;
    let ok = results
        .processes
        .iter()
        .filter(is_it)
        .filter(|p| p.outcome == Outcome::Ok);
    let time = |p: &Process| {
        let timed = p.throughput.as_ref()?;
        let samples: Vec<f64> = timed.samples_ns.iter().map(|ns| *ns as f64).collect();
        Some((p.round, stats::median(&samples)? / f64::from(timed.steps)))
    };
    ok.filter_map(time).collect()
}
