//! Is a runtime slowed down by how it is embedded here? For each runtime that is here twice,
//! embedded and by its own command line (`twin_of` in `runtime.toml`), the time of the same calls
//! in the steady state, as a ratio: embedded to command line.
//!
//! `cargo bench --bench embedding [-- RUNTIME...]`; missing ones are built first.

mod paired;

use paired::{GUESTS, bench, pairs};
use std::path::Path;
use wasmeter::catalog::Catalog;
use wasmeter::catalog::runtime::Runtime;
use wasmeter::stats;

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
            compare(embedded, twin)?;
        }
    }
    Ok(())
}

fn compare(embedded: &str, twin: &Runtime) -> anyhow::Result<()> {
    let results = bench(&["-r", embedded, "-r", &twin.name])?;
    for configuration in &twin.manifest.configurations {
        let name = &configuration.name;
        let (ours, theirs) = (
            format!("{embedded}/{name}"),
            format!("{}/{name}", twin.name),
        );
        let mut all = Vec::new();
        for input in GUESTS {
            let pairs = pairs(&results, &ours, &theirs, input);
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
