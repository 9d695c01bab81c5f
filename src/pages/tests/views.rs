//! The views of results whose truth is known.

use super::{material, page};
use crate::pages::entry::entries_of;
use crate::pages::inputs::{Material, Named};
use crate::pages::views::Views;
use crate::pages::views::mode::Mode;

/// `fast/jit` takes twice as long as native, `fast/interpreter` six times, `slow/loop` eight times.
fn with_views(material: &Material, check: impl Fn(&Views)) {
    let cells = material.cells();
    let entries = entries_of(material, &cells);
    check(&Views::of(material, &cells, &entries));
}

fn mode<'a>(views: &'a Views, name: &str) -> &'a Mode {
    let mut modes = views.runtimes.iter().flat_map(|runtime| &runtime.modes);
    modes.find(|mode| mode.name == name).unwrap()
}

#[test]
fn modes_have_the_figures_of_the_tables() {
    let material = material();
    let cells = material.cells();
    let entries = entries_of(&material, &cells);
    with_views(&material, |views| {
        for (runtime, entry) in views.runtimes.iter().zip(&entries) {
            assert_eq!(runtime.name, entry.notes.name);
            assert_eq!(runtime.modes.len(), entry.columns.len());
            for (mode, column) in runtime.modes.iter().zip(&entry.columns) {
                assert_eq!(mode.name, column.configuration);
                assert_eq!(mode.start, column.start);
                assert_eq!(mode.speed, column.throughput);
                assert_eq!(mode.peak, column.memory);
            }
        }
    });
}

#[test]
fn the_largest_peak_is_of_one_input() {
    with_views(&material(), |views| {
        let worst = mode(views, "slow/loop").worst_peak.as_ref().unwrap();
        assert_eq!(worst.value, 16_000.0);
    });
}

#[test]
fn neighbours_are_the_best_modes_of_other_runtimes() {
    with_views(&material(), |views| {
        let slow = &mode(views, "slow/loop").peers;
        let faster = slow.faster.as_ref().unwrap();
        assert_eq!(faster.name, "fast/jit");
        assert!(faster.wins.is_empty());
        assert!(!faster.losses.is_empty());
        assert!(slow.slower.is_none());
        // Its own runtime's modes are no neighbours.
        let interpreter = &mode(views, "fast/interpreter").peers;
        assert!(interpreter.faster.is_none());
        assert_eq!(interpreter.slower.as_ref().unwrap().name, "slow/loop");
    });
}

#[test]
fn equal_modes_have_no_difference_named() {
    let mut material = material();
    for process in &mut material.runs[0].what.processes {
        if process.configuration == "slow/loop" {
            let jit = super::process("fast/jit", &process.input, process.round, 2);
            process.throughput = jit.throughput;
        }
    }
    with_views(&material, |views| {
        let peers = &mode(views, "slow/loop").peers;
        let equal = peers.faster.as_ref().or(peers.slower.as_ref()).unwrap();
        assert!(equal.wins.is_empty() && equal.losses.is_empty());
    });
}

#[test]
fn a_rule_says_nothing_that_the_data_do_not_carry() {
    let mut material = material();
    for process in &mut material.runs[0].what.processes {
        process.startup.empty_ns.clear();
    }
    with_views(&material, |views| {
        // Starts are not split, and no input takes far more memory than others.
        let about: Vec<_> = mode(views, "fast/jit")
            .why
            .iter()
            .map(|r| r.about)
            .collect();
        for absent in ["start", "memory", "failures", "instructions"] {
            assert!(!about.contains(&absent), "{about:?}");
        }
    });
}

#[test]
fn the_phase_that_takes_most_of_every_start_is_named() {
    let mut material = material();
    for process in &mut material.runs[0].what.processes {
        let load = &mut process.startup.load_ns;
        *load = load.map(|ns| 100 * ns);
    }
    with_views(&material, |views| {
        let why = &mode(views, "fast/jit").why;
        let start = why.iter().find(|reason| reason.about == "start").unwrap();
        assert!(start.says.contains("compiling or loading"), "{start:?}");
    });
}

#[test]
fn an_input_with_far_more_memory_is_named() {
    let mut material = material();
    for process in &mut material.runs[0].what.processes {
        if process.input == "work/one" {
            process.memory.as_mut().unwrap().peak_bytes *= 100;
        }
    }
    with_views(&material, |views| {
        let why = &mode(views, "fast/jit").why;
        let memory = why.iter().find(|reason| reason.about == "memory").unwrap();
        assert!(memory.says.contains("work/one"), "{memory:?}");
    });
}

#[test]
fn each_runtime_has_its_address_on_the_page() {
    let text = page(&material(), "index.html");
    for runtime in ["fast", "slow"] {
        assert!(
            text.contains(&format!("id=\"runtime-{runtime}\"")),
            "{runtime}"
        );
        assert!(
            text.contains(&format!("href=\"#runtime-{runtime}\"")),
            "{runtime}"
        );
    }
}

#[test]
fn the_price_of_a_means_is_time_with_it_to_time_without() {
    let mut material = material();
    let mut limits = crate::report::tests::example(8);
    for c in &mut limits.header.configurations {
        if c.name == "fast/jit" {
            c.name = "slow/loop+fuel".to_string();
        }
    }
    for process in &mut limits.processes {
        if process.configuration == "fast/jit" {
            process.configuration = "slow/loop+fuel".to_string();
        }
    }
    material.limits.push(Named {
        name: "x86_64-limits".to_string(),
        what: limits,
    });
    with_views(&material, |views| {
        let [price] = mode(views, "slow/loop").prices.as_slice() else {
            panic!("not one price");
        };
        // Of 2 times native to 8 times.
        assert_eq!(price.by, "fuel");
        assert!((price.ratio.value - 0.25).abs() < 0.02, "{price:?}");
        assert!(mode(views, "fast/jit").prices.is_empty());
    });
    let html = crate::pages::html(&material).unwrap();
    assert!(html.contains("0.25 × by fuel") || html.contains("0.250 × by fuel"));
}
