//! Is a runtime slowed down by how it is embedded here? For each runtime that is here twice, embedded and by its own command
//! line (`twin_of` in `runtime.toml`), the time of the same calls in the steady state, as a ratio: embedded to command line.
//!
//! `cargo bench --bench embedding [-- RUNTIME...]`; what is not built is built first.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use wasmeter::catalog::Catalog;
use wasmeter::catalog::runtime::Runtime;
use wasmeter::results::schema::{Process, Results};
use wasmeter::stats;
use wasmeter::worker::Outcome;

/// Guests that compute; host calls would compare WASI's surroundings.
const GUESTS: [&str; 4] = [
    "json/medium",
    "sha256/medium",
    "nbody/medium",
    "matmul/medium",
];
/// Embedding may cost so much.
const ALLOWED: f64 = 1.05;

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalog = Catalog::load(root, &[])?;
    let named: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    println!(
        "{:32} {:14} {:>6} {:>15}",
        "configuration", "input", "ratio", "interval"
    );
    for twin in &catalog.runtimes {
        let Some(embedded) = &twin.manifest.twin_of else {
            continue;
        };
        if named.is_empty() || named.contains(embedded) {
            compare(root, embedded, twin)?;
        }
    }
    Ok(())
}

fn compare(root: &Path, embedded: &str, twin: &Runtime) -> anyhow::Result<()> {
    let folder = tempfile::TempDir::new()?;
    let save = folder.path().join("results.json");
    let mut bench = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
    bench.args([
        "bench", "--pinned", "--rounds", "10", "-r", embedded, "-r", &twin.name,
    ]);
    bench.args(GUESTS.iter().flat_map(|guest| ["-g", guest]));
    bench.arg("--root").arg(root).arg("--save").arg(&save);
    let output = bench.output()?;
    anyhow::ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let results = Results::read(&save)?;
    for configuration in &twin.manifest.configurations {
        let name = &configuration.name;
        let (ours, theirs) = (
            format!("{embedded}/{name}"),
            format!("{}/{name}", twin.name),
        );
        let mut all = Vec::new();
        for input in GUESTS {
            let (ours, theirs) = (
                times(&results, &ours, input),
                times(&results, &theirs, input),
            );
            let pair = |(round, time): (&u32, &f64)| Some((*time, *theirs.get(round)?));
            let pairs: Vec<_> = ours.iter().filter_map(pair).collect();
            all.extend_from_slice(&pairs);
            show(&theirs_and_ours(&twin.name, embedded, name), input, &pairs);
        }
        show(&theirs_and_ours(&twin.name, embedded, name), "all", &all);
    }
    Ok(())
}

fn theirs_and_ours(twin: &str, embedded: &str, name: &str) -> String {
    format!("{embedded} ÷ {twin}: {name}")
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

fn show(what: &str, input: &str, pairs: &[(f64, f64)]) {
    let Some(ratio) = stats::paired_ratio_estimate(pairs) else {
        println!("{what:32} {input:14} not here");
        return;
    };
    let verdict = if ratio.low > ALLOWED {
        "slower than its own command line"
    } else {
        ""
    };
    let interval = format!("{:.3}–{:.3}", ratio.low, ratio.high);
    println!(
        "{what:32} {input:14} {:6.3} {interval:>15} {verdict}",
        ratio.value
    );
}
