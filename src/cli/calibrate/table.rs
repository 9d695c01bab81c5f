//! The results of a calibration, as a table.

use crate::compare::trust::at_most;
use crate::report::model::{Field, Section, Table};
use crate::results::calibration::{Calibration, Found};

pub fn section(calibration: &Calibration) -> Section {
    let c = calibration;
    let wall = Found {
        comparisons: c.comparisons,
        false_alarms: c.false_alarms,
        covered: c.covered,
        detectable: c.detectable.clone(),
        injected: c.injected.clone(),
    };
    let mut rows = of_pairs(&wall);
    match &c.by_cpu_time {
        Some(cpu) => {
            let also = of_pairs(cpu).into_iter();
            rows.iter_mut()
                .zip(also)
                .for_each(|(row, mut cpu)| row.push(cpu.remove(1)));
        }
        None => rows.iter_mut().for_each(|row| row.push("–".to_string())),
    }
    let once = [
        ("least step of the clock", format!("{} ns", c.clock_step_ns)),
        (
            "a request to a worker and its reply",
            format!("{:.1} µs", c.round_trip_ns as f64 / 1e3),
        ),
        (
            "a pair of processes",
            format!("{:.1} ms", c.pair_ns as f64 / 1e6),
        ),
        (
            "CPU time that the hypervisor took",
            c.steal.map_or("unknown".to_string(), percent),
        ),
        (
            "load before and after",
            format!("{:.2}, {:.2}", c.load[0], c.load[1]),
        ),
        (
            "frequency",
            c.mhz.map_or("unknown".to_string(), |[low, high]| {
                format!("{low:.0} to {high:.0} MHz")
            }),
        ),
    ];
    rows.extend(once.map(|(what, found)| vec![what.to_string(), found, String::new()]));
    let fields = |row: Vec<String>| row.into_iter().map(Field::text).collect();
    Section {
        title: "Calibration".to_string(),
        note: format!(
            "{} on {}: {} pairs of processes that did the same, each {} of them a comparison; seed \
             {}. Waiting for a processor is in wall time, and not in CPU time.",
            c.input, c.configuration, c.pairs, c.comparison_pairs, c.seed
        ),
        tables: vec![Table {
            title: String::new(),
            header: ["what", "by wall time", "by CPU time"]
                .map(str::to_string)
                .to_vec(),
            rows: rows.into_iter().map(fields).collect(),
            keys: 1,
        }],
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

fn share(hits: usize, of: usize) -> String {
    format!(
        "{hits} of {of} ({})",
        percent(hits as f64 / of.max(1) as f64)
    )
}

/// The rows for one measure of time.
fn of_pairs(found: &Found) -> Vec<Vec<String>> {
    let mut rows = vec![
        vec![
            "false positives at a nominal 1%".to_string(),
            format!(
                "{}, at the most {}",
                share(found.false_alarms, found.comparisons),
                percent(at_most(found.false_alarms, found.comparisons))
            ),
        ],
        vec![
            "95% intervals that hold the truth".to_string(),
            share(found.covered, found.comparisons),
        ],
    ];
    for detectable in &found.detectable {
        rows.push(vec![
            format!(
                "found with 90% power in {} s ({} pairs)",
                detectable.seconds, detectable.pairs
            ),
            detectable
                .fraction
                .map_or("unknown: too few minutes".to_string(), percent),
        ]);
    }
    for injected in &found.injected {
        let interval = injected.interval.map_or(String::new(), |[low, high]| {
            format!(" ({} to {})", percent(low), percent(high))
        });
        rows.push(vec![
            format!(
                "{} more operations, {} pairs",
                percent(injected.fraction),
                injected.pairs
            ),
            format!(
                "seen as {}{interval}; reported in {}",
                percent(injected.seen),
                share(injected.found, injected.comparisons)
            ),
        ]);
    }
    rows
}
