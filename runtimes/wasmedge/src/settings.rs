//! How a configuration is set, and what it can hold a guest to.

use crate::guest::refused;
use wasmedge_sdk::RunMode;
use wasmedge_sdk::config::{CommonConfigOptions, Config, ConfigBuilder, RuntimeConfigOptions};
use wasmeter_worker::{Abilities, Failure, Options, names};

const PAGE_BYTES: u64 = 65536;

/// What the default configuration leaves off, and a user can switch on.
pub const SWITCHES: [(&str, fn(CommonConfigOptions) -> CommonConfigOptions); 3] = [
    ("atomics", |options| options.threads(true)),
    ("shared-memory", |options| options.threads(true)),
    ("exceptions", |options| options.exception_handling(true)),
];

pub fn abilities() -> Abilities {
    Abilities {
        read_only: names(["readonly"]),
        second_dir: names(["preopens"]),
        deadline: names(["run_func_with_timeout"]),
        memory: names(["max_memory_pages"]),
        ..Abilities::default()
    }
}

pub fn config(configuration: &str, options: &Options) -> Result<Config, Failure> {
    let Options { features, limits } = options;
    let mode = match configuration {
        "aot" => RunMode::Aot,
        _ => RunMode::Interpreter,
    };
    let mut common = CommonConfigOptions::new()
        .run_mode(mode)
        // The compiler refuses to work while the proposal is on.
        .exception_handling(mode != RunMode::Aot);
    for (feature, switch_on) in SWITCHES {
        if features.iter().any(|wanted| wanted == feature) {
            common = switch_on(common);
        }
    }
    let mut builder = ConfigBuilder::new(common);
    if let Some(bytes) = limits.memory_bytes {
        let pages = (bytes / PAGE_BYTES).min(PAGE_BYTES) as u32;
        let memory = RuntimeConfigOptions::default().max_memory_pages(pages);
        builder = builder.with_runtime_config(memory);
    }
    builder.build().map_err(refused)
}
