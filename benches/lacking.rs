//! How far can a mean be trusted whose row lacks inputs? Of each configuration of
//! `results/x86_64.json` that lacks nothing, guests are taken away at random, and the means that
//! are then reported is held against the mean of all. `cargo bench --bench lacking` prints the
//! table of METHODOLOGY.md; the same seed and results give the same table.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use std::collections::BTreeMap;
use std::path::Path;
use wasmeter::results::schema::Results;
use wasmeter::stats::across::{Rounds, Table};

const TRIALS: usize = 100;

fn main() -> anyhow::Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/x86_64.json");
    let results = Results::read(&file)?;
    let (names, guests, rows) = ratios(&results);
    let count = guests.last().map_or(0, |last| last + 1);
    let table = |rows| Table {
        groups: guests.clone(),
        rows,
    };
    let means = table(rows.clone()).means();
    let whole: Vec<usize> = (0..rows.len())
        .filter(|at| rows[*at].iter().all(Option::is_some))
        .collect();
    println!(
        "{} configurations have all {} inputs of {count} guests.",
        whole.len(),
        guests.len()
    );
    println!(
        "guests away | interval holds the mean | off, model (median) | off, mean of the rest \
        (median) | half width (median)"
    );
    let random = &mut ChaCha8Rng::seed_from_u64(1);
    let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
    for away in [1, 2, 4, 6] {
        let (mut held, mut of) = (0, 0);
        let (mut off, mut naive, mut half) = (Vec::new(), Vec::new(), Vec::new());
        for at in &whole {
            let truth = means[*at]
                .as_ref()
                .and_then(|mean| mean.estimate())
                .expect("a whole row");
            for _ in 0..TRIALS {
                let mut order: Vec<usize> = (0..count).collect();
                order.shuffle(random);
                let mut less = rows.clone();
                for (cell, guest) in less[*at].iter_mut().zip(&guests) {
                    if order[..away].contains(guest) {
                        *cell = None;
                    }
                }
                let alone: Vec<_> = less[*at]
                    .iter()
                    .zip(&guests)
                    .filter(|(cell, _)| cell.is_some())
                    .collect();
                let rest = Table {
                    groups: alone.iter().map(|(_, guest)| **guest).collect(),
                    rows: vec![alone.iter().map(|(cell, _)| (*cell).clone()).collect()],
                };
                let seen = table(less).means()[*at]
                    .as_ref()
                    .and_then(|mean| mean.estimate());
                let plain = rest.means()[0].as_ref().and_then(|mean| mean.estimate());
                let (Some(seen), Some(plain)) = (seen, plain) else {
                    continue;
                };
                of += 1;
                let holds = seen.low <= truth.value && truth.value <= seen.high;
                held += usize::from(holds);
                if !holds {
                    *missed.entry(&names[*at]).or_default() += 1;
                }
                off.push((seen.value / truth.value).ln().abs());
                naive.push((plain.value / truth.value).ln().abs());
                half.push((seen.high / seen.value).ln());
            }
        }
        let percent = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            format!(
                "{:.1}%",
                100.0 * values.get(values.len() / 2).map_or(0.0, |v| v.exp_m1())
            )
        };
        println!(
            "{away} | {:.1}% of {of} | {} | {} | {}",
            100.0 * held as f64 / f64::max(of as f64, 1.0),
            percent(&mut off),
            percent(&mut naive),
            percent(&mut half)
        );
    }
    println!("most often missed: {missed:?}");
    Ok(())
}

/// Logarithms of ratios to native: the configurations, the guest of each input by number, and the
/// rows.
fn ratios(results: &Results) -> (Vec<String>, Vec<usize>, Vec<Vec<Option<Rounds>>>) {
    let counts_in = |input: &str| {
        let name = input.split('/').next();
        let mut guests = results.header.guests.iter();
        let guest = guests.find(|guest| Some(guest.name.as_str()) == name);
        guest.map(|guest| guest.group.counts_in).unwrap_or_default()
    };
    let mut found: BTreeMap<(&str, &str), Rounds> = BTreeMap::new();
    let mut failed = std::collections::BTreeSet::new();
    for process in &results.processes {
        let place = (process.configuration.as_str(), process.input.as_str());
        let time = process
            .throughput
            .as_ref()
            .and_then(|timed| timed.step_ns());
        match time {
            Some(time) if process.message.is_none() => {
                found
                    .entry(place)
                    .or_default()
                    .insert(process.round, time.ln());
            }
            _ => {
                failed.insert(place);
            }
        }
    }
    found.retain(|place, _| !failed.contains(place));
    let native = "native/native";
    let mut inputs: Vec<&str> = found
        .keys()
        .filter(|(name, input)| *name == native && counts_in(input).is_throughput())
        .map(|(_, input)| *input)
        .collect();
    inputs.sort_unstable();
    let mut names: Vec<&str> = found
        .keys()
        .map(|(name, _)| *name)
        .filter(|name| *name != native)
        .collect();
    names.dedup();
    let cell = |name: &str, input: &str| -> Option<Rounds> {
        let theirs = &found[&(native, input)];
        let own = found.get(&(name, input))?;
        Some(
            own.iter()
                .filter_map(|(round, log)| Some((*round, log - theirs.get(round)?)))
                .collect(),
        )
    };
    let rows = names
        .iter()
        .map(|name| inputs.iter().map(|input| cell(name, input)).collect())
        .collect();
    let mut guests = Vec::new();
    let mut last = None;
    for input in &inputs {
        let guest = input.split('/').next();
        guests.push(
            guests
                .last()
                .map_or(0, |number: &usize| number + usize::from(last != guest)),
        );
        last = guest;
    }
    (
        names.iter().map(ToString::to_string).collect(),
        guests,
        rows,
    )
}
