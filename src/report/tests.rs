//! Results whose truth is known, and what the reports make of them.

mod languages;

use super::cells::Cells;
use super::metric::Metric;
use super::tables::{Extent, sections};
use super::terminal::{self, Look};
use super::{Format, render};
use crate::results::schema::{
    Configuration, Guest, Header, Machine, Memory, Plan, Precompiled, Process, Results, Startup,
    Throughput,
};
use crate::worker::Outcome;
use wasmeter_worker::{Artifact, WasiSupport};

const NATIVE: &str = "host/plain";

fn configuration(name: &str, artifact: Artifact) -> Configuration {
    Configuration {
        name: name.to_string(),
        version: Some("1.2.3".to_string()),
        artifact,
        wasi: Some(WasiSupport::Runtime),
        why: "as its makers recommend".to_string(),
        worker_sha256: Some("ab".repeat(32)),
        worker_bytes: Some(3 << 20),
        mapped_bytes: Some(5 << 20),
        one_shot: false,
        unavailable: None,
    }
}

fn guest(name: &str, group: &str, unit: &str) -> Guest {
    Guest {
        name: name.to_string(),
        group: group.to_string(),
        language: "rust".to_string(),
        interpreter: None,
        same_as: None,
        description: format!("Does {name}"),
        unit: unit.to_string(),
        sha256: "cd".repeat(32),
        bytes: 2048,
        toolchain: "a compiler".to_string(),
        pinned: name != "work",
        native_sha256: Some("ef".repeat(32)),
        section: false,
        units: [("one".to_string(), 4.0)].into(),
        digests: [("one".to_string(), 7)].into(),
    }
}

/// Everything takes `factor` times as long, and needs `factor` times the memory. Rounds drift by half.
fn process(configuration: &str, input: &str, round: u32, factor: u64) -> Process {
    let drift = 2 + u64::from(round);
    let unit = factor * drift;
    let command = input.starts_with("start");
    let timed = Throughput {
        steps: 10,
        warm_up: 3,
        samples_ns: vec![400 * unit, 4000 * unit, 399 * unit],
        cpu_ns: 5000 * unit,
    };
    Process {
        round,
        configuration: configuration.to_string(),
        input: input.to_string(),
        outcome: Outcome::Ok,
        message: None,
        startup: Startup {
            spawn_ns: Some(100 * unit),
            engine_ns: Some(200 * unit),
            load_ns: Some(300 * unit),
            load_cpu_ns: Some(350 * unit),
            instantiate_ns: Some(400 * unit),
            first_ns: Some(500 * unit),
            warm_instantiate_ns: Some(30 * unit),
            warm_first_ns: Some(20 * unit),
        },
        throughput: (!command).then_some(timed),
        section_ns: Vec::new(),
        memory: Some(Memory {
            startup_peak_bytes: 1000 * factor,
            peak_bytes: 2000 * factor,
            instance_bytes: (!command).then_some(10 * factor),
        }),
    }
}

/// `fast` takes twice as long as native, `slow` eight times.
fn example(rounds: u32) -> Results {
    let inputs = ["call/one", "start/one", "work/one"];
    let mut processes = Vec::new();
    for round in 0..rounds {
        for (name, factor) in [("fast/jit", 2), ("slow/loop", 8), (NATIVE, 1)] {
            for input in inputs {
                processes.push(process(name, input, round, factor));
            }
        }
    }
    Results {
        header: Header {
            schema: crate::results::schema::SCHEMA.to_string(),
            wasmeter: "0.1.0".to_string(),
            started: "2026-01-01T00:00:00Z".to_string(),
            plan: Plan {
                limit_ns: None,
                seed: 42,
                rounds,
                budget_ns: 200_000_000,
                sample_ns: 5_000_000,
                samples: 40,
                timeout_ns: 60_000_000_000,
                memory_limit_bytes: 1 << 32,
                inputs: inputs.map(String::from).to_vec(),
            },
            machine: Machine {
                arch: "x86_64".to_string(),
                os: "an OS".to_string(),
                kernel: "6".to_string(),
                cpu: "a | processor".to_string(),
                cores: 2,
                memory_bytes: 1 << 33,
                governor: None,
                virtualised: None,
                load: 0.5,
                scratch: "ext4".to_string(),
            },
            configurations: vec![
                configuration("slow/loop", Artifact::Wasm),
                configuration("fast/jit", Artifact::Precompiled),
                configuration(NATIVE, Artifact::Native),
            ],
            guests: vec![
                guest("work", "numeric", "1000 things"),
                guest("call", "host-calls", "call"),
                guest("start", "startup", ""),
            ],
            precompiled: vec![Precompiled {
                configuration: "fast/jit".to_string(),
                guest: "work".to_string(),
                ns: 1_500_000,
                cpu_ns: 2_500_000,
                bytes: 4096,
            }],
        },
        finished: "2026-01-01T00:10:00Z".to_string(),
        processes,
    }
}

/// What one configuration's processes of an input ended in.
fn end(results: &mut Results, configuration: &str, input: &str, outcome: Outcome, message: &str) {
    let hit = |p: &&mut Process| p.configuration == configuration && p.input.starts_with(input);
    for process in results.processes.iter_mut().filter(hit) {
        process.outcome = outcome;
        process.message = Some(message.to_string());
    }
}

fn shown(results: &Results, width: usize) -> String {
    let look = Look {
        width,
        colour: false,
    };
    terminal::render(&sections(&Cells::derive(results), Extent::Short), look)
}

/// The row of the terminal's or the page's first table that begins so.
fn row(text: &str, start: &str) -> Vec<String> {
    let begins = |line: &&str| line.trim_start_matches("| ").starts_with(start);
    let line = text.lines().find(begins);
    let line = line.unwrap_or_else(|| panic!("no row {start} in\n{text}"));
    line.split("  ")
        .map(|field| field.trim().to_string())
        .filter(|field| !field.is_empty())
        .collect()
}

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
    assert_eq!(value(Metric::WarmStart).value, 150.0);
    assert_eq!(value(Metric::InstanceMemory).value, 10.0);
    assert!(
        cells
            .get(NATIVE, "start/one", Metric::TimePerUnit)
            .is_none()
    );
}

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

#[test]
fn every_cell_is_in_csv_and_json() {
    let results = example(8);
    let cells = Cells::derive(&results).list.len();
    let text = render(&results, Format::Csv).unwrap();
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let columns = csv.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
    let rows: Vec<_> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), cells);
    let found = rows.iter().find(|row| {
        &row[at("configuration")] == "fast/jit"
            && &row[at("input")] == "work/one"
            && &row[at("metric")] == "time-per-unit"
    });
    let found = found.unwrap();
    assert!((found[at("ratio")].parse::<f64>().unwrap() - 2.0).abs() < 1e-9);
    assert_eq!(&found[at("unit")], "ns");
    assert_eq!(&found[at("per")], "1000 things");
    assert_eq!(
        &found[at("command")],
        "wasmeter bench -r fast/jit -g work/one --rounds 8 --budget 200 --timeout 60 --seed 42"
    );
    let json: serde_json::Value =
        serde_json::from_str(&render(&results, Format::Json).unwrap()).unwrap();
    assert_eq!(json["schema"], "wasmeter-cells/1");
    assert_eq!(json["cells"].as_array().unwrap().len(), cells);
    let compiled = json["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["metric"] == "compiled-size")
        .unwrap();
    assert_eq!(compiled["estimate"]["value"], 4096.0);
}

#[test]
fn the_same_results_give_the_same_bytes() {
    for format in [
        Format::Terminal,
        Format::Markdown,
        Format::Csv,
        Format::Json,
    ] {
        let once = render(&example(8), format).unwrap();
        let mut shuffled = example(8);
        shuffled.processes.reverse();
        assert_eq!(once, render(&shuffled, format).unwrap(), "{format:?}");
    }
}

/// `results/SCHEMA.md` names every field of the results file and of the cells.
#[test]
fn the_schema_page_is_complete() {
    let page = include_str!("../../results/SCHEMA.md");
    let mut results = example(2);
    end(&mut results, "slow/loop", "work/", Outcome::Trap, "why");
    let file = serde_json::to_value(&results).unwrap();
    let cells: serde_json::Value =
        serde_json::from_str(&render(&results, Format::Json).unwrap()).unwrap();
    for name in names(&file).chain(names(&cells)) {
        assert!(
            page.contains(&format!("`{name}`")),
            "{name} is not in results/SCHEMA.md"
        );
    }
    let csv = render(&results, Format::Csv).unwrap();
    for column in csv.lines().next().unwrap().split(',') {
        assert!(
            page.contains(&format!("`{column}`")),
            "{column} is not in results/SCHEMA.md"
        );
    }
    for cell in cells["cells"].as_array().unwrap() {
        let metric = cell["metric"].as_str().unwrap();
        assert!(
            page.contains(&format!("`{metric}`")),
            "{metric} is not in results/SCHEMA.md"
        );
    }
}

/// The names of all fields. Inputs, of which `one` is the only name here, are data.
fn names(value: &serde_json::Value) -> Box<dyn Iterator<Item = String> + '_> {
    match value {
        serde_json::Value::Object(fields) => Box::new(fields.iter().flat_map(|(name, value)| {
            let own = (name != "one").then(|| name.clone());
            own.into_iter().chain(names(value))
        })),
        serde_json::Value::Array(values) => Box::new(values.iter().flat_map(names)),
        _ => Box::new(std::iter::empty()),
    }
}
