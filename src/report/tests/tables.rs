//! Tables show what was measured, and what was not.

use super::{NATIVE, configuration, end, example, guest, process, row, shown};
use crate::report::cells::Cells;
use crate::report::metric::Metric;
use crate::report::{Format, render};
use crate::worker::Outcome;
use wasmeter_worker::Artifact;

#[test]
fn the_overview_ranks_by_the_ratio_to_native() {
    let text = shown(&example(8), 200);
    assert_eq!(
        row(&text, "fast/jit")[..5],
        ["fast/jit", "1.2.3", "3/3", "2.00", "2.00–2.00"]
    );
    let at = |name: &str| text.find(&format!("\n{name}")).unwrap();
    assert!(at(NATIVE) < at("fast/jit") && at("fast/jit") < at("slow/loop"));
    assert!(
        text.contains("on the 1 of 1 inputs that all have"),
        "{text}"
    );
    assert_eq!(
        row(&text, "call/one"),
        ["call/one", "440 ns", "110 ns", "55.0 ns"]
    );
}

#[test]
fn without_native_there_are_times_and_no_ratios() {
    let mut results = example(8);
    results.header.configurations.pop();
    results.processes.retain(|p| p.configuration != NATIVE);
    let text = shown(&results, 200);
    assert_eq!(row(&text, "fast/jit")[3], "no native");
    assert!(text.contains("There is no native build here"));
    assert!(
        Cells::derive(&results)
            .list
            .iter()
            .all(|cell| cell.ratio.is_none())
    );
}

#[test]
fn a_failure_does_not_improve_a_mean() {
    let mut results = example(8);
    results.header.plan.inputs.push("heavy/one".to_string());
    results
        .header
        .guests
        .push(guest("heavy", "numeric", "thing"));
    for round in 0..8 {
        // Native and `fast` have a hard time; `slow` fails.
        results
            .processes
            .push(process(NATIVE, "heavy/one", round, 1));
        results
            .processes
            .push(process("fast/jit", "heavy/one", round, 50));
        results
            .processes
            .push(process("slow/loop", "heavy/one", round, 1));
    }
    end(
        &mut results,
        "slow/loop",
        "heavy/",
        Outcome::Trap,
        "out of bounds",
    );
    let text = shown(&results, 200);
    assert!(
        text.contains("on the 1 of 2 inputs that all have"),
        "{text}"
    );
    assert_eq!(row(&text, "fast/jit")[3], "2.00");
    assert_eq!(row(&text, "slow/loop")[3], "8.00");
}

#[test]
fn failures_are_words_with_reasons() {
    let mut results = example(8);
    end(
        &mut results,
        "slow/loop",
        "",
        Outcome::Unsupported,
        "no\nthreads <here>",
    );
    end(&mut results, "fast/jit", "call/", Outcome::Timeout, "60 s");
    let text = shown(&results, 200);
    let failed: Vec<_> = text
        .split("\nNot ok\n")
        .nth(1)
        .unwrap()
        .lines()
        .skip(4)
        .collect();
    assert!(
        failed[0].contains("call/one") && failed[0].contains("60 s"),
        "{failed:?}"
    );
    assert!(
        failed[1].contains("  *  ") && failed[1].contains("no; threads"),
        "{failed:?}"
    );
    let page = render(&results, Format::Markdown).unwrap();
    assert!(page.contains("no<br>threads &lt;here>"));
}

#[test]
fn few_rounds_are_said_to_be_few() {
    let page = render(&example(1), Format::Markdown).unwrap();
    assert!(page.contains("no figure has an interval"));
    // Nothing is called the best after one round.
    assert!(!page.contains("**2.00**"));
    let page = render(&example(4), Format::Markdown).unwrap();
    assert!(page.contains("the range of the 4 rounds' values"));
    assert!(page.contains("**2.00** (2.00–2.00)"));
}

#[test]
fn nothing_measured_is_said() {
    let mut results = example(1);
    results.processes.clear();
    results.header.plan.inputs.clear();
    results.header.configurations.clear();
    results.header.guests.clear();
    results.header.precompiled.clear();
    assert_eq!(shown(&results, 80), "Nothing was measured.\n");
    for format in [Format::Markdown, Format::Csv, Format::Json] {
        render(&results, format).unwrap();
    }
}

#[test]
fn unavailable_configurations_are_rows_not_columns() {
    let mut results = example(8);
    let c = &mut results.header.configurations[0];
    (c.version, c.worker_bytes, c.mapped_bytes) = (None, None, None);
    c.unavailable = Some("no compiler\nfix: get one".to_string());
    end(
        &mut results,
        "slow/loop",
        "",
        Outcome::Unavailable,
        "no compiler\nfix: get one",
    );
    let text = shown(&results, 200);
    assert_eq!(
        row(&text, "slow/loop")[..3],
        ["slow/loop", "unavailable", "0/3"]
    );
    let page = render(&results, Format::Markdown).unwrap();
    assert!(page.contains("no compiler<br>fix: get one"));
    let cells = Cells::derive(&results);
    assert_eq!(
        cells
            .get("slow/loop", "", Metric::WorkerSize)
            .unwrap()
            .outcome,
        Outcome::Unavailable
    );
}

#[test]
fn tables_are_split_to_fit() {
    let mut results = example(8);
    for i in 0..12 {
        let name = format!("another-runtime/number-{i}");
        results
            .header
            .configurations
            .push(configuration(&name, Artifact::Wasm));
        for round in 0..8 {
            results.processes.push(process(&name, "work/one", round, 3));
        }
    }
    for width in [80, 100, 140] {
        let text = shown(&results, width);
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        assert!(text.matches("\n  work/one").count() > 1);
    }
}
