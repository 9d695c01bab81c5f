//! Runs under emulation: two processors side by side, and no time of theirs anywhere.

use super::{material, named, page, results};
use crate::pages::Material;
use crate::report::tests::NATIVE;
use crate::report::tests::support::{record, record_of_choices};
use crate::results::outcome::Outcome;
use crate::results::schema::{Counted, Instructions, Precompiled, Process, Results, Startup};
use crate::results::support::CaseEnd;
use crate::results::support::verdict::Verdict;

/// `results`, with counts instead of times: a native step of `bench` executes 1000 instructions,
/// any other `times` as many.
fn counted(arch: &str, times: u64) -> Results {
    let mut results = results();
    let machine = &mut results.header.machine;
    machine.arch = arch.to_string();
    machine.emulator = Some("an emulator 1.2".to_string());
    let timeless = |precompiled: &mut Precompiled| {
        (precompiled.ns, precompiled.cpu_ns) = (None, None);
    };
    results.header.precompiled.iter_mut().for_each(timeless);
    for process in &mut results.processes {
        let factor = if process.configuration == NATIVE {
            1
        } else {
            times
        };
        let steady = process.throughput.take().map(|_| Counted {
            steps: 2,
            warm_up: 3,
            empty: 50,
            calls: vec![2000 * factor + 50; 3],
        });
        process.startup = Startup::default();
        process.memory = None;
        process.instructions = Some(Instructions {
            start: 7_000_000 * factor,
            steady,
        });
    }
    results
}

fn both() -> Material {
    Material {
        emulated: vec![
            named("aarch64-emulated", counted("aarch64", 3)),
            named("x86_64-emulated", counted("x86_64", 2)),
        ],
        ..material()
    }
}

#[test]
fn its_page_has_counts_and_no_times() {
    let page = page(&both(), "aarch64-emulated.md");
    for part in [
        "# Measured on aarch64, emulated",
        "under an emulator 1.2",
        "| fast/jit | 1.2.3 | 3/3 | 3.00",
        "21.0 M instr.",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    for unit in [" ns", " µs", " KiB |"] {
        let figures = page.lines().filter(|line| line.starts_with("| fast/jit |"));
        assert!(
            !figures.clone().any(|line| line.contains(unit)),
            "{unit} in {page}"
        );
    }
    assert!(
        !page.contains("## Startup") && !page.contains("## Memory"),
        "{page}"
    );
}

/// `both`, but compiling for fast/jit did not end in time on the first.
fn with_a_timeout() -> Material {
    let mut material = both();
    let run = &mut material.emulated[0].what;
    run.header.precompiled.clear();
    let of_it = |p: &&mut Process| p.configuration == "fast/jit";
    for process in run.processes.iter_mut().filter(of_it) {
        (process.outcome, process.instructions) = (Outcome::Timeout, None);
    }
    material
}

#[test]
fn a_timeout_under_emulation_is_not_held_against_the_runtime() {
    let note = "under emulation, where all takes many times as long, that says little";
    assert!(!page(&both(), "ARCHITECTURES.md").contains(note));
    let page = page(&with_a_timeout(), "ARCHITECTURES.md");
    assert!(page.contains(note), "{page}");
}

#[test]
fn what_failed_lacks_counts_and_no_times() {
    let cells = page(&with_a_timeout(), "aarch64-emulated.csv");
    for metric in ["start-instructions,instructions,", "compiled-size,bytes,"] {
        let failed = format!("{metric},timeout,");
        assert!(cells.contains(&failed), "no {failed} in {cells}");
    }
    assert!(!cells.contains(",ns,"), "{cells}");
}

#[test]
fn two_processors_are_compared_by_their_ratios() {
    let material = both();
    let page = page(&material, "ARCHITECTURES.md");
    let compared = "| fast/jit | instructions-per-unit | work/one | 3.00 | 2.00 |";
    assert!(page.contains(compared), "{page}");
    assert!(
        page.contains("fewer instructions") && page.contains("## aarch64 and x86\\_64"),
        "{page}"
    );
    // Also beside the machines that were timed.
    let html = crate::pages::html(&material).unwrap();
    assert!(html.contains("instructions ÷ native"));
    assert!(html.contains("aarch64-emulated"));
}

#[test]
fn a_runtime_is_reported_to_have_run_there() {
    let material = both();
    let text = page(&material, "RUNTIMES.md");
    let line = "measured on x86\\_64; its build for aarch64 ran under emulation";
    assert!(text.contains(line), "{text}");
    let html = crate::pages::html(&material).unwrap();
    assert!(html.contains("x86_64, aarch64 (instructions)"));
}

#[test]
fn probes_with_another_verdict_are_listed() {
    let mut material = both();
    let mut other = record();
    other.machine.arch = "aarch64".to_string();
    other.machine.emulator = Some("an emulator".to_string());
    let changed = &mut other.results[0];
    assert_ne!(changed.verdict, Verdict::Crash);
    let case = &mut changed.cases[0];
    assert_eq!(case.end, CaseEnd::Passed);
    (case.end, case.evidence) = (CaseEnd::Crashed, Some("signal 11".to_string()));
    let row = format!(
        "| {} | {} | crash | {} | {}; aarch64, emulated: crashed: signal 11 |",
        changed.configuration,
        changed.probe,
        changed.verdict.word(),
        case.case
    );
    changed.verdict = Verdict::Crash;
    let read =
        |material: &Material| ["RUNTIMES.md", "features.json"].map(|name| page(material, name));
    let before = read(&material);
    material.emulated_support.push(named("a", other));
    let page = page(&material, "ARCHITECTURES.md");
    assert!(
        page.contains(&row) && page.contains("1 came to another verdict"),
        "no {row} in {page}"
    );
    // It is named, and changes nothing that is said of runtimes.
    let after = read(&material);
    assert!(after[0].contains("- [a.md](<./a.md>): support, tried on aarch64, emulated"));
    let rest = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("- [a.md]"));
        lines.map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(rest(&before[0]), rest(&after[0]));
    assert_eq!(before[1], after[1]);
}

#[test]
fn what_came_out_otherwise_on_the_other_processor_is_listed() {
    let other = |values| {
        let mut record = record_of_choices(values);
        record.machine.arch = "aarch64".to_string();
        record
    };
    let listed = |values| {
        let material = Material {
            support: vec![
                named("b", record_of_choices(["0x7f", "0xff"])),
                named("a", other(values)),
            ],
            ..both()
        };
        page(&material, "ARCHITECTURES.md")
    };
    // Three have a value on both: of the product only one.
    let page = listed(["0x7f", "0x1"]);
    assert!(
        page.contains("Of 3 values that were found on both, 1 differ"),
        "{page}"
    );
    assert!(
        page.contains("| choices/bits | a sum | 0xff | 0x1 | fast/loop |"),
        "{page}"
    );
    let page = listed(["0x7f", "0xff"]);
    assert!(
        page.contains("Of 3 values that were found on both, 0 differ"),
        "{page}"
    );
}

#[test]
fn without_a_second_one_there_is_no_such_page() {
    let mut material = both();
    material.emulated.pop();
    let pages = crate::pages::pages(&material).unwrap();
    assert!(pages.iter().all(|page| page.name != "ARCHITECTURES.md"));
}
