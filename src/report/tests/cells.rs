//! Cells are derived from process samples as they should be.

use super::{NATIVE, example, row, shown};
use crate::analysis::cells::Cells;
use crate::analysis::metric::Metric;
use crate::report::model::Field;
use crate::report::tables::parts::Extent;
use crate::report::tables::sections;
use crate::report::{Format, render};
use crate::results::counts::Counts;
use crate::results::outcome::Outcome;
use crate::results::schema::{Process, Results, Warming};

#[test]
fn ratios_are_paired_and_known() {
    let results = example(8);
    let cells = Cells::derive(&results);
    for (name, truth) in [("fast/jit", 2.0), ("slow/loop", 8.0), (NATIVE, 1.0)] {
        for metric in [Metric::TimePerUnit, Metric::ColdStart, Metric::WarmStart] {
            let input = if metric == Metric::TimePerUnit {
                "work/one"
            } else {
                "start/one"
            };
            let ratio = cells.get(name, input, metric).unwrap().ratio.unwrap();
            // Paired within rounds, the drift is gone, and so is the width of the interval.
            for value in [ratio.value, ratio.low, ratio.high] {
                assert!((value - truth).abs() < 1e-9, "{name} {metric:?}: {ratio:?}");
            }
        }
    }
}

#[test]
fn values_are_medians_over_processes() {
    let results = example(3);
    let cells = Cells::derive(&results);
    let value = |metric| {
        cells
            .get(NATIVE, "work/one", metric)
            .unwrap()
            .estimate
            .unwrap()
    };
    // Drifts of 2, 3 and 4; the outlying sample of 4000 is none of the median's business.
    let per_unit = value(Metric::TimePerUnit);
    assert_eq!(
        (per_unit.low, per_unit.value, per_unit.high),
        (20.0, 30.0, 40.0)
    );
    assert_eq!(per_unit.n, 3);
    assert_eq!(value(Metric::ColdStart).value, 4500.0);
    // The quickest of five empty programs took 40.
    assert_eq!(value(Metric::Process).value, 40.0);
    assert_eq!(value(Metric::Boot).value, 260.0);
    assert_eq!(value(Metric::Start).value, 4460.0);
    assert_eq!(value(Metric::WarmStart).value, 150.0);
    assert_eq!(value(Metric::InstanceMemory).value, 10.0);
    assert!(
        cells
            .get(NATIVE, "start/one", Metric::TimePerUnit)
            .is_none()
    );
}

/// In a file without the system's part of starts, cold starts are the starts, and all tables say
/// so.
#[test]
fn starts_that_are_not_split_are_cold_starts() {
    let split = example(3);
    let mut whole = split.clone();
    for process in &mut whole.processes {
        process.startup.empty_ns.clear();
    }
    let text = serde_json::to_string(&whole).unwrap();
    assert!(!text.contains("empty_ns"));
    let whole: Results = serde_json::from_str(&text).unwrap();
    let [split, whole] = [&split, &whole].map(Cells::derive);
    assert_eq!(
        (split.start(), whole.start()),
        (Metric::Start, Metric::ColdStart)
    );
    for metric in [Metric::Process, Metric::Boot, Metric::Start] {
        assert!(
            split.get(NATIVE, "work/one", metric).is_some(),
            "{metric:?}"
        );
        assert!(
            whole.get(NATIVE, "work/one", metric).is_none(),
            "{metric:?}"
        );
    }
    let cold = |cells: &Cells| {
        cells
            .get(NATIVE, "work/one", Metric::ColdStart)
            .unwrap()
            .estimate
    };
    assert_eq!(cold(&split), cold(&whole));
    let page = |cells: &Cells| render(cells.results, Format::Markdown).unwrap();
    let unknown = "a runtime's own start is not known";
    assert!(page(&whole).contains(unknown) && !page(&split).contains(unknown));
}

#[test]
fn the_worst_outcome_is_the_cells() {
    let mut results = example(8);
    let crash =
        |p: &&mut Process| p.configuration == "slow/loop" && p.input == "work/one" && p.round > 5;
    for process in results.processes.iter_mut().filter(crash) {
        process.outcome = Outcome::Crashed;
        process.message = Some("signal 11".to_string());
    }
    let cells = Cells::derive(&results);
    let cell = cells
        .get("slow/loop", "work/one", Metric::TimePerUnit)
        .unwrap();
    assert_eq!((cell.outcome, cell.processes), (Outcome::Crashed, 8));
    assert_eq!(
        cell.message.as_deref(),
        Some("in 2 of 8 processes: signal 11")
    );
    assert!(cell.estimate.is_none() && cell.ratio.is_none());
    // Of a cell that is not ok, no phase shows a number either.
    let load = cells.get("slow/loop", "work/one", Metric::Load).unwrap();
    assert!(load.estimate.is_none());
    let text = shown(&results, 200);
    assert_eq!(row(&text, "slow/loop")[2..4], ["2/3", "too few ok"]);
}

#[test]
fn processor_counts_are_shown_for_a_unit_of_work() {
    let mut results = example(3);
    let whole = |results: &Results| {
        let mut all = sections(&Cells::derive(results), Extent::Whole).into_iter();
        let cost = all.find(|s| s.title == "What the processor does").unwrap();
        let titles = cost.tables.iter().map(|table| table.title.clone());
        (cost.note.clone(), titles.collect::<Vec<_>>())
    };
    let (note, titles) = whole(&results);
    assert_eq!(titles, ["CPU time"]);
    assert!(note.contains("no counters"), "{note}");
    for process in &mut results.processes {
        // Three calls of ten steps.
        if let Some(timed) = &mut process.throughput {
            timed.counts = Some(Counts {
                instructions: 30 * 4 * 500,
                cycles: 30 * 4 * 250,
            });
        }
    }
    let (note, titles) = whole(&results);
    assert_eq!(titles, ["CPU time", "Instructions", "Cycles"]);
    assert!(!note.contains("no counters"), "{note}");
    let cells = Cells::derive(&results);
    for (metric, value) in [
        (Metric::InstructionsPerUnit, 500.0),
        (Metric::CyclesPerUnit, 250.0),
    ] {
        let cell = cells.get("slow/loop", "work/one", metric).unwrap();
        assert_eq!(cell.estimate.unwrap().value, value);
        assert_eq!(cell.ratio.unwrap().value, 1.0);
    }
}

#[test]
fn warm_up_ends_where_steps_are_as_fast_as_in_the_steady_state() {
    let results = example(3);
    let cells = Cells::derive(&results);
    // Of each process: steps take 90, 50 and 40.25 units, 40 when timed; the last rounds' median is
    // 3 units.
    let cell = cells.get("slow/loop", "work/one", Metric::WarmUp).unwrap();
    assert_eq!(cell.estimate.unwrap().value, (90.0 + 1000.0) * 8.0 * 3.0);
    assert!(
        cells
            .get("slow/loop", "start/one", Metric::WarmUp)
            .is_none()
    );
    let mut process = results.processes[0].clone();
    let mut warm_up = |warming: &[Warming]| {
        let timed = process.throughput.get_or_insert_with(|| unreachable!());
        timed.warming = warming.to_vec();
        Metric::WarmUp.of(&process, 1.0)
    };
    assert_eq!(warm_up(&[]), None);
    let fast = Warming(10, 1, 1);
    assert_eq!(warm_up(&[fast, Warming(10, 1, 1 << 40)]), Some(0.0));
    assert_eq!(
        warm_up(&[Warming(10, 1, 1 << 40), fast]),
        Some((1_u64 << 40) as f64)
    );
}

#[test]
fn what_lies_far_out_is_shown() {
    let mut results = example(8);
    let fields = |results: &Results| {
        let all = sections(&Cells::derive(results), Extent::Whole);
        let section = all.into_iter().find(|s| s.title == "Outliers").unwrap();
        let row = |row: Vec<Field>| row.into_iter().map(|field| field.text).collect();
        let rows: Vec<Vec<String>> = section.tables[0].rows.iter().cloned().map(row).collect();
        rows.into_iter().find(|row| row[0] == "slow/loop").unwrap()
    };
    // Eight rounds of two inputs with calls, of three with a start; a call of three takes ten times
    // as long.
    let before = fields(&results);
    assert_eq!(before[1..5], ["0 of 16", "–", "0 of 24", "–"]);
    assert_eq!(before[5], "×10.00");
    let planted = |p: &&mut Process| p.configuration == "slow/loop" && p.round == 4;
    for process in results.processes.iter_mut().filter(planted) {
        if process.input == "work/one" {
            let timed = process.throughput.as_mut().unwrap();
            timed.samples_ns = timed.samples_ns.iter().map(|ns| 50 * ns).collect();
        }
    }
    let after = fields(&results);
    assert_eq!(after[1], "1 of 16");
    assert!(
        after[2].starts_with('×') && after[2].ends_with("(work/one)"),
        "{after:?}"
    );
    assert_eq!(after[3..5], before[3..5]);
}
