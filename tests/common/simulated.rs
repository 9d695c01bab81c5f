//! Results files whose truth is known: simulated process samples in the schema.

// Each program that includes it is one of its own, and none uses all of this.
#![allow(dead_code)]

use super::noise::{Machine as Noisy, Noise};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use std::path::{Path, PathBuf};
use wasmeter::results::calibration::{Calibration, Detectable};
use wasmeter::results::group::Group;
use wasmeter::results::machine::Machine;
use wasmeter::results::outcome::Outcome;
use wasmeter::results::schema::{
    Configuration, Guest, Header, Memory, Plan, Process, Results, SCHEMA, Startup, Throughput,
};
use wasmeter_worker::{Artifact, WasiSupport};

pub const NATIVE: &str = "host/plain";

/// The run that is simulated.
#[derive(Debug, Clone)]
pub struct Simulated {
    pub seed: u64,
    pub noise: Noise,
    pub rounds: u32,
    pub configurations: Vec<&'static str>,
    /// `guest/input`
    pub inputs: Vec<&'static str>,
    /// How many times as long everything takes.
    pub machine: f64,
    /// A configuration and an input, and how many times as long its steps take there.
    pub slower: Vec<(&'static str, &'static str, f64)>,
}

/// The header of a machine on which ten seconds find this difference, as a fraction.
pub fn calibration(noise_floor: f64) -> Calibration {
    Calibration {
        started: "2026-01-01T00:00:00Z".to_string(),
        wasmeter: "0.1.0".to_string(),
        configuration: NATIVE.to_string(),
        input: "count/small".to_string(),
        seed: 1,
        pairs: 1000,
        pair_ns: 50_000_000,
        comparison_pairs: 10,
        comparisons: 100,
        false_alarms: 1,
        covered: 95,
        detectable: vec![Detectable {
            seconds: 10,
            pairs: 200,
            fraction: Some(noise_floor),
        }],
        injected: Vec::new(),
        by_cpu_time: None,
        clock_step_ns: 20,
        round_trip_ns: 50_000,
        steal: None,
        load: [0.0, 0.0],
        mhz: None,
    }
}

/// Writes them into the folder.
pub fn write(dir: &Path, name: &str, results: &Results) -> PathBuf {
    let file = dir.join(name);
    results.write(&file).unwrap();
    file
}

impl Simulated {
    /// Two configurations and the native one, on four inputs of two groups.
    pub fn new(seed: u64, rounds: u32) -> Self {
        Simulated {
            seed,
            noise: Noise::Normal,
            rounds,
            configurations: vec!["one/jit", "two/jit", NATIVE],
            inputs: vec!["count/large", "count/small", "sort/medium", "text/medium"],
            machine: 1.0,
            slower: Vec::new(),
        }
    }

    pub fn results(&self) -> Results {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut machine = Noisy::new(self.noise, &mut random);
        let mut cells = Vec::new();
        for configuration in &self.configurations {
            cells.extend(self.inputs.iter().map(|input| (*configuration, *input)));
        }
        let mut processes = Vec::new();
        for round in 0..self.rounds {
            cells.shuffle(&mut random);
            for (configuration, input) in &cells {
                let mut factor = machine.next(&mut random).exp() * self.machine;
                for (slow, on, by) in &self.slower {
                    if slow == configuration && on == input {
                        factor *= by;
                    }
                }
                processes.push(process(round, configuration, input, factor));
            }
        }
        Results {
            header: self.header(),
            finished: "2026-01-01T00:10:00Z".to_string(),
            processes,
        }
    }

    fn header(&self) -> Header {
        let artifact = |name: &str| {
            if name == NATIVE {
                Artifact::Native
            } else {
                Artifact::Wasm
            }
        };
        let mut guests: Vec<&str> = self
            .inputs
            .iter()
            .filter_map(|i| i.split('/').next())
            .collect();
        guests.dedup();
        Header {
            schema: SCHEMA.to_string(),
            wasmeter: "0.1.0".to_string(),
            started: format!("2026-01-01T00:00:{:02}Z", self.seed % 60),
            plan: Plan {
                seed: self.seed,
                rounds: self.rounds,
                budget_ns: 200_000_000,
                sample_ns: 5_000_000,
                samples: 40,
                limit_ns: None,
                precision: None,
                timeout_ns: 60_000_000_000,
                memory_limit_bytes: 1 << 32,
                inputs: self.inputs.iter().map(ToString::to_string).collect(),
            },
            compact_of: None,
            folders: Vec::new(),
            machine: Machine {
                arch: "x86_64".to_string(),
                os: "an OS".to_string(),
                kernel: "6".to_string(),
                cpu: "a processor".to_string(),
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
            configurations: self
                .configurations
                .iter()
                .map(|name| configuration(name, artifact(name)))
                .collect(),
            guests: guests.into_iter().map(guest).collect(),
            precompiled: Vec::new(),
        }
    }
}

fn process(round: u32, configuration: &str, input: &str, factor: f64) -> Process {
    let ns = |ns: f64| Some((ns * factor) as u64);
    Process {
        round,
        configuration: configuration.to_string(),
        input: input.to_string(),
        outcome: Outcome::Ok,
        message: None,
        startup: Startup {
            empty_ns: vec![90_000, 100_000, 110_000],
            spawn_ns: ns(1e6),
            engine_ns: ns(2e6),
            load_ns: ns(5e6),
            load_cpu_ns: ns(6e6),
            instantiate_ns: ns(1e5),
            first_ns: ns(1e4),
            warm_instantiate_ns: ns(1e4),
            warm_first_ns: ns(1e4),
        },
        throughput: Some(Throughput {
            steps: 10,
            warm_up: 3,
            warming: Vec::new(),
            samples_ns: [0.99, 1.0, 1.3].map(|x| (x * 5e6 * factor) as u64).to_vec(),
            cpu_ns: None,
            counts: None,
        }),
        memory: Some(Memory {
            startup_peak_bytes: 1 << 22,
            peak_bytes: 1 << 23,
            instance_bytes: Some(1 << 16),
            live_bytes: Vec::new(),
        }),
        section_ns: Vec::new(),
        instructions: None,
    }
}

fn configuration(name: &str, artifact: Artifact) -> Configuration {
    Configuration {
        name: name.to_string(),
        version: Some("1.2.3".to_string()),
        description: String::new(),
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

fn guest(name: &str) -> Guest {
    Guest {
        name: name.to_string(),
        group: Group::by_name(if name == "text" { "text" } else { "numeric" }),
        language: "rust".to_string(),
        interpreter: None,
        same_as: None,
        description: format!("Does {name}"),
        unit: "thing".to_string(),
        sha256: "cd".repeat(32),
        bytes: 2048,
        toolchain: "a compiler".to_string(),
        pinned: true,
        native_sha256: Some("ef".repeat(32)),
        native_toolchain: None,
        system_toolchain: None,
        section: false,
        given: Vec::new(),
        apart: Vec::new(),
        units: ["large", "medium", "small"]
            .map(|input| (input.to_string(), 4.0))
            .into(),
        digests: ["large", "medium", "small"]
            .map(|input| (input.to_string(), 7))
            .into(),
    }
}
