//! Kinds of machines side by side.

use super::{material, named, page};
use crate::analysis::compact::compact;
use crate::pages::{Material, pages};
use crate::results::group::Group;
use crate::results::schema::{Process, Results};

/// `results`, with two guests that compute.
fn results() -> Results {
    let mut results = super::results();
    for guest in &mut results.header.guests {
        guest.group = Group::by_name("text");
    }
    results
}

/// `results` on another processor, where one configuration takes `times` as long, and all take
/// twice as long.
fn elsewhere(configuration: &str, times: u64) -> Results {
    let mut results = results();
    results.header.machine.cpu = "another processor".to_string();
    for process in &mut results.processes {
        let factor = if process.configuration == configuration {
            2 * times
        } else {
            2
        };
        let samples = process
            .throughput
            .iter_mut()
            .flat_map(|t| &mut t.samples_ns);
        samples.for_each(|ns| *ns *= factor);
    }
    results
}

fn two(b: Results) -> Material {
    let small = |results| compact(results, "00".repeat(32));
    Material {
        machines: vec![named("one", small(results())), named("two", small(b))],
        ..material()
    }
}

#[test]
fn a_ratio_that_moved_is_reported_and_a_faster_machine_is_no_move() {
    let page = page(&two(elsewhere("fast/jit", 3)), "MACHINES.md");
    for part in [
        "## a | processor and another processor",
        "| fast/jit | computing | 2.00 | 6.00 | +200.0% |",
        "| slow/loop | computing | 8.00 | 8.00 | +0.00% |",
        // fast/interpreter takes 6 times as long as native on both.
        "| interpreter | 2 | 0 | ×1.00 |",
        "| optimising compiler | 1 | 1 | ×3.00 | +200.0% | fast/jit |",
        "| work/one | 3 | 1 | ×1.00 | +200.0% | fast/jit |",
    ] {
        let part = part.replace("a | processor", "a \\| processor");
        assert!(page.contains(&part), "no {part} in {page}");
    }
}

#[test]
fn an_order_that_turned_is_reported() {
    let page = page(&two(elsewhere("fast/jit", 8)), "MACHINES.md");
    assert!(page.contains("Of 3 pairs"), "{page}");
    assert!(page.contains("1 have the same order"), "{page}");
    assert!(
        page.contains("| fast/jit | slow/loop | 2.00 | 8.00 | 16.00 | 8.00 |"),
        "{page}"
    );
}

#[test]
fn another_version_is_no_other_machine() {
    let mut other = elsewhere("fast/jit", 3);
    for configuration in &mut other.header.configurations {
        if configuration.name == "fast/jit" {
            configuration.version = Some("9.9".to_string());
        }
    }
    let page = page(&two(other), "MACHINES.md");
    assert!(page.contains("in two versions: fast/jit."), "{page}");
    assert!(!page.contains("| fast/jit |"), "{page}");
}

#[test]
fn one_kind_of_machine_has_no_page() {
    let list = pages(&two(results())).unwrap();
    assert!(list.iter().all(|page| page.name != "MACHINES.md"));
}

#[test]
fn an_extract_has_the_throughput_of_the_whole() {
    let whole = results();
    let small = compact(whole.clone(), "00".repeat(32));
    let steps = |results: &Results| -> Vec<(String, f64)> {
        let timed = |p: &Process| {
            let step = p.throughput.as_ref()?.step_ns()?;
            Some((format!("{} {} {}", p.round, p.configuration, p.input), step))
        };
        results.processes.iter().filter_map(timed).collect()
    };
    assert!(!steps(&small).is_empty());
    assert_eq!(steps(&small), steps(&whole));
    assert!(
        small
            .processes
            .iter()
            .all(|p| p.memory.is_none() && p.startup == Default::default())
    );
}
