//! Results whose truth is known, and what the reports make of them.

mod cells;
mod claims;
mod formats;
mod languages;
pub(crate) mod support;
mod tables;

use super::tables::sections;
use super::terminal::{self, Look};
use crate::analysis::cells::Cells;
use crate::report::tables::parts::Extent;
use crate::results::group::Group;
use crate::results::machine::Machine;
use crate::results::outcome::Outcome;
use crate::results::schema::{
    Configuration, Guest, Header, Memory, Plan, Precompiled, Process, Results, Startup, Throughput,
    Warming,
};
use wasmeter_worker::{Artifact, WasiSupport};

pub(crate) const NATIVE: &str = "host/plain";

pub(crate) fn configuration(name: &str, artifact: Artifact) -> Configuration {
    Configuration {
        name: name.to_string(),
        version: Some("1.2.3".to_string()),
        description: "a way of executing".to_string(),
        execution: None,
        artifact,
        wasi: Some(WasiSupport::Runtime),
        why: "as its makers recommend".to_string(),
        caution: None,
        worker_sha256: Some("ab".repeat(32)),
        worker_bytes: Some(3 << 20),
        mapped_bytes: Some(5 << 20),
        one_shot: false,
        unavailable: None,
    }
}

pub(crate) fn guest(name: &str, group: &str, unit: &str) -> Guest {
    Guest {
        name: name.to_string(),
        group: Group::by_name(group),
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
        native_toolchain: Some("cc 1".to_string()),
        system_toolchain: Some("cc 2".to_string()),
        section: false,
        given: Vec::new(),
        apart: Vec::new(),
        units: [("one".to_string(), 4.0)].into(),
        digests: [("one".to_string(), 7)].into(),
    }
}

/// Everything takes `factor` times as long, and needs `factor` times the memory. Rounds drift by
/// half.
pub(crate) fn process(configuration: &str, input: &str, round: u32, factor: u64) -> Process {
    let drift = 2 + u64::from(round);
    let unit = factor * drift;
    let command = input.starts_with("start");
    let timed = Throughput {
        steps: 10,
        warm_up: 3,
        warming: vec![
            Warming(1, 1, 90 * unit),
            Warming(10, 2, 1000 * unit),
            Warming(10, 4, 1610 * unit),
        ],
        samples_ns: vec![400 * unit, 4000 * unit, 399 * unit],
        cpu_ns: Some(4800 * unit),
        counts: None,
    };
    Process {
        round,
        configuration: configuration.to_string(),
        input: input.to_string(),
        outcome: Outcome::Ok,
        message: None,
        startup: Startup {
            empty_ns: vec![52, 40, 45, 40, 41],
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
        instructions: None,
        memory: Some(Memory {
            startup_peak_bytes: 1000 * factor,
            peak_bytes: 2000 * factor,
            instance_bytes: (!command).then_some(10 * factor),
            live_bytes: Vec::new(),
        }),
    }
}

/// `fast` takes twice as long as native, `slow` eight times.
pub(crate) fn example(rounds: u32) -> Results {
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
                precision: None,
                seed: 42,
                rounds,
                budget_ns: 200_000_000,
                sample_ns: 5_000_000,
                samples: 40,
                timeout_ns: 60_000_000_000,
                memory_limit_bytes: 1 << 32,
                inputs: inputs.map(String::from).to_vec(),
            },
            compact_of: None,
            folders: Vec::new(),
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
                emulator: None,
                calibration: None,
            },
            runtimes: Vec::new(),
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
                ns: Some(1_500_000),
                cpu_ns: Some(2_500_000),
                bytes: 4096,
            }],
        },
        finished: "2026-01-01T00:10:00Z".to_string(),
        processes,
    }
}

/// Sets the outcome of one configuration's processes of an input.
pub(crate) fn end(
    results: &mut Results,
    configuration: &str,
    input: &str,
    outcome: Outcome,
    message: &str,
) {
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
