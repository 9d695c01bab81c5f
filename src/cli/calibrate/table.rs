//! What a calibration found, as a table.

use crate::compare::trust::at_most;
use crate::report::model::{Field, Section, Table};
use crate::results::calibration::Calibration;

pub fn section(calibration: &Calibration) -> Section {
    let c = calibration;
    let percent = |share: f64| format!("{:.2}%", 100.0 * share);
    let share = |hits: usize, of: usize| {
        format!(
            "{hits} of {of} ({})",
            percent(hits as f64 / of.max(1) as f64)
        )
    };
    let mut rows = vec![
        (
            "false alarms at a nominal 1%".to_string(),
            format!(
                "{}, at the most {} (95% confidence)",
                share(c.false_alarms, c.comparisons),
                percent(at_most(c.false_alarms, c.comparisons))
            ),
        ),
        (
            "95% intervals that hold the truth".to_string(),
            share(c.covered, c.comparisons),
        ),
    ];
    for detectable in &c.detectable {
        let found = match detectable.fraction {
            Some(fraction) => percent(fraction),
            None => "more than this calibration can tell: give it more --minutes, or the machine \
            more rest"
                .to_string(),
        };
        rows.push((
            format!(
                "found with 90% power in {} s ({} pairs)",
                detectable.seconds, detectable.pairs
            ),
            found,
        ));
    }
    for injected in &c.injected {
        let interval = injected.interval.map_or(String::new(), |[low, high]| {
            format!(" ({} to {})", percent(low), percent(high))
        });
        rows.push((
            format!(
                "{} more operations, {} pairs",
                percent(injected.fraction),
                injected.pairs
            ),
            format!(
                "seen as {}{interval}; told in {}",
                percent(injected.seen),
                share(injected.found, injected.comparisons)
            ),
        ));
    }
    rows.extend([
        (
            "least step of the clock".to_string(),
            format!("{} ns", c.clock_step_ns),
        ),
        (
            "a request to a worker and its reply".to_string(),
            format!("{:.1} µs", c.round_trip_ns as f64 / 1e3),
        ),
        (
            "a pair of processes".to_string(),
            format!("{:.1} ms", c.pair_ns as f64 / 1e6),
        ),
        (
            "CPU time that the hypervisor took".to_string(),
            c.steal.map_or("not told".to_string(), percent),
        ),
        (
            "load before and after".to_string(),
            format!("{:.2}, {:.2}", c.load[0], c.load[1]),
        ),
        (
            "frequency".to_string(),
            c.mhz.map_or("not told".to_string(), |[low, high]| {
                format!("{low:.0} to {high:.0} MHz")
            }),
        ),
    ]);
    Section {
        title: "Calibration".to_string(),
        note: format!(
            "{} on {}: {} pairs of processes that did the same, each {} of them a comparison; seed \
            {}.",
            c.input, c.configuration, c.pairs, c.comparison_pairs, c.seed
        ),
        tables: vec![Table {
            title: String::new(),
            header: vec!["what".to_string(), "found".to_string()],
            rows: rows
                .into_iter()
                .map(|(what, found)| vec![Field::text(what), Field::text(found)])
                .collect(),
            keys: 2,
        }],
    }
}
