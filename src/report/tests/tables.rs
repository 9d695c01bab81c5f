//! Tables show what was measured, and what was not.

use super::{NATIVE, configuration, end, example, guest, process, row, shown};
use crate::analysis::cells::Cells;
use crate::analysis::figures::Figures;
use crate::analysis::metric::Metric;
use crate::report::model::{Field, Mark, Section};
use crate::report::tables::parts::Extent;
use crate::report::tables::{overview, sections};
use crate::report::{Format, render};
use crate::results::calibration::tests::example as calibration;
use crate::results::outcome::Outcome;
use crate::results::schema::Results;
use wasmeter_worker::{Artifact, WasiSupport};

#[test]
fn the_overview_ranks_by_the_ratio_to_native() {
    let text = shown(&example(8), 200);
    assert_eq!(
        row(&text, "fast/jit")[..5],
        ["fast/jit", "1.2.3", "3/3", "2.00", "2.00–2.00"]
    );
    let at = |name: &str| text.find(&format!("\n{name}")).unwrap();
    assert!(at(NATIVE) < at("fast/jit") && at("fast/jit") < at("slow/loop"));
    assert!(text.contains("(1 input). Host: the same"), "{text}");
    assert_eq!(
        row(&text, "call/one"),
        ["call/one", "440 ns", "110 ns", "55.0 ns"]
    );
}

#[test]
fn wasi_has_a_column_where_implementations_differ() {
    let with = |worker: usize| {
        let mut results = example(8);
        for c in results.header.configurations.iter_mut().take(worker) {
            c.wasi = Some(WasiSupport::Worker);
        }
        overview::section(&Cells::derive(&results))
    };
    let has_column = |section: &Section| section.tables[0].header.contains(&"WASI".to_string());
    assert!(!has_column(&with(0)) && has_column(&with(2)));
    assert!(with(0).note.contains("WASI is each runtime's own."));
}

#[test]
fn what_a_host_may_leave_out_is_in_no_mean() {
    let host = |apart: &[&str]| {
        let mut results = example(8);
        let mut guests = results.header.guests.iter_mut();
        let call = guests.find(|guest| guest.name == "call").unwrap();
        call.apart = apart.iter().map(ToString::to_string).collect();
        let figures = Figures::of(&Cells::derive(&results));
        let mut rows = figures.rows.iter();
        rows.find(|row| row.configuration.name == "fast/jit")
            .unwrap()
            .host
    };
    assert_eq!(host(&[]).map(|host| host.value), Some(2.0));
    assert_eq!(host(&["one"]), None);
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
    assert_eq!(row(&text, "fast/jit")[3], "10.0");
    assert_eq!(row(&text, "slow/loop")[3], "too few ok");
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
        .split("\nFailures\n")
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

/// The line that fixes it is at the end of a reason.
#[test]
fn a_long_reason_is_wrapped_and_not_cut() {
    let mut results = example(8);
    let reason = format!("{}\nfix: install-it --now", "a reason of words ".repeat(20));
    end(&mut results, "fast/jit", "", Outcome::Unavailable, &reason);
    let text = shown(&results, 100);
    let table = text.split("\nFailures\n").nth(1).unwrap();
    assert!(!table.contains('…'), "{table}");
    assert_eq!(table.matches("reason").count(), 20, "{table}");
    assert!(table.contains("install-it"), "{table}");
    for line in table.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
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

/// Beside `fast`, one that takes half a percent longer, and one that takes half a percent longer
/// than native.
fn with_twins() -> Results {
    let mut results = example(8);
    for (name, of) in [("faster/jit", "fast/jit"), ("host/other", NATIVE)] {
        results
            .header
            .configurations
            .push(configuration(name, Artifact::Wasm));
        let theirs: Vec<_> = results
            .processes
            .iter()
            .filter(|p| p.configuration == of)
            .cloned()
            .collect();
        for mut process in theirs {
            process.configuration = name.to_string();
            if let Some(timed) = &mut process.throughput {
                timed.samples_ns.iter_mut().for_each(|ns| *ns += *ns / 200);
            }
            results.processes.push(process);
        }
    }
    results
}

#[test]
fn what_lies_below_the_noise_is_neither_better_nor_different() {
    let mut results = with_twins();
    let ratio = |results: &Results, section: usize, name: &str| -> Field {
        let sections = sections(&Cells::derive(results), Extent::Short);
        let table = &sections[section].tables[0];
        if section == 0 {
            let row = table.rows.iter().find(|row| row[0].text == name);
            return row.unwrap()[3].clone();
        }
        let column = table
            .header
            .iter()
            .position(|header| header == name)
            .unwrap();
        let row = table
            .rows
            .iter()
            .find(|row| row[0].text.trim() == "work/one");
        row.unwrap()[column].clone()
    };
    results
        .processes
        .retain(|p| p.configuration != "host/other");
    for section in [0, 1] {
        // By these data alone, for nothing varies in them, the half percent is a difference.
        assert_eq!(ratio(&results, section, "fast/jit").mark, Mark::Best);
        assert_eq!(ratio(&results, section, "faster/jit").mark, Mark::None);
    }
    results.header.machine.calibration = Some(calibration());
    for section in [0, 1] {
        assert_eq!(ratio(&results, section, "fast/jit").mark, Mark::Best);
        assert_eq!(ratio(&results, section, "faster/jit").mark, Mark::Best);
        assert_eq!(ratio(&results, section, "slow/loop").mark, Mark::None);
    }
    let page = render(&results, Format::Markdown).unwrap();
    assert!(
        page.contains("Differences of times below 1.0% are below this machine's noise"),
        "{page}"
    );

    // Nearer to native than the noise; the best has that mark.
    let mut results = with_twins();
    results
        .header
        .configurations
        .retain(|c| c.name != "faster/jit");
    results
        .processes
        .retain(|p| p.configuration != "faster/jit");
    let cells = |results: &Results| ratio(results, 0, "host/other").mark;
    assert_eq!(cells(&results), Mark::Best);
    for process in &mut results.processes {
        if process.configuration == "fast/jit"
            && let Some(timed) = &mut process.throughput
        {
            timed.samples_ns.iter_mut().for_each(|ns| *ns /= 4);
        }
    }
    assert_eq!(cells(&results), Mark::None);
    results.header.machine.calibration = Some(calibration());
    assert_eq!(cells(&results), Mark::Faint);
    assert_eq!(ratio(&results, 1, "host/other").mark, Mark::Faint);
}

#[test]
fn who_tells_no_memory_takes_nobody_elses() {
    let mut results = example(3);
    for process in &mut results.processes {
        if let Some(memory) = process
            .memory
            .as_mut()
            .filter(|_| process.configuration == "slow/loop")
        {
            memory.peak_bytes = 0;
        }
    }
    let cells = Cells::derive(&results);
    let figures = Figures::of(&cells);
    let memory = |name: &str| {
        let mut rows = figures.rows.iter();
        rows.find(|row| row.configuration.name == name)
            .unwrap()
            .memory
    };
    assert_eq!(memory("slow/loop"), None);
    assert!(memory("fast/jit").unwrap().value.is_finite());
}
