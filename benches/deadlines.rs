//! What does it cost to be able to end a guest? For each configuration and each means by which it
//! can hold guests to a deadline, the time of the same calls in the steady state, as a ratio: with
//! it to without.
//!
//! `cargo bench --bench deadlines [-- RUNTIME...]`; missing ones are built first.

mod paired;

use paired::{GUESTS, bench, pairs};
use wasmeter::stats;

fn main() -> anyhow::Result<()> {
    let named: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let mut arguments = vec!["--deadlines"];
    arguments.extend(named.iter().flat_map(|runtime| ["-r", runtime.as_str()]));
    let results = bench(&arguments)?;
    println!(
        "{:44} {:14} {:>6} {:>15}",
        "configuration+means", "input", "ratio", "interval"
    );
    for configuration in &results.header.configurations {
        let Some((plain, _)) = configuration.name.split_once('+') else {
            continue;
        };
        let mut all = Vec::new();
        for input in GUESTS {
            let pairs = pairs(&results, &configuration.name, plain, input);
            show(&configuration.name, input, &pairs);
            all.extend(pairs);
        }
        show(&configuration.name, "all", &all);
    }
    Ok(())
}

fn show(what: &str, input: &str, pairs: &[(f64, f64)]) {
    match stats::paired_ratio_estimate(pairs) {
        Some(ratio) => {
            let interval = format!("{:.3}–{:.3}", ratio.low, ratio.high);
            println!("{what:44} {input:14} {:6.3} {interval:>15}", ratio.value);
        }
        None => println!("{what:44} {input:14} not here"),
    }
}
