//! What the worker of modules and that of components have in common: configurations, WASI's context, errors.

use wasmeter_worker::{Artifact, Description, Failure, Wasi, locked_version};
use wasmtime::{Config, Error, PoolingAllocationConfig, Trap};
use wasmtime_wasi::{FsPerms, I32Exit, WasiCtxBuilder};

/// What the default Config leaves off, and a user can switch on.
pub const SWITCHES: [Switch; 6] = [
    ("wide-arithmetic", |c| c.wasm_wide_arithmetic(true)),
    ("custom-page-sizes", |c| c.wasm_custom_page_sizes(true)),
    ("shared-memory", |c| {
        c.wasm_threads(true).shared_memory(true)
    }),
    ("atomics", |c| c.wasm_threads(true)),
    ("exceptions", |c| c.wasm_exceptions(true)),
    ("tail-call", |c| c.wasm_tail_call(true)),
];

type Switch = (&'static str, fn(&mut Config) -> &mut Config);

pub fn description() -> Description {
    Description::new(
        "wasmtime",
        locked_version(include_str!("../Cargo.lock"), "wasmtime"),
        &[
            #[cfg(feature = "compilers")]
            ("cranelift", Artifact::Wasm),
            #[cfg(feature = "compilers")]
            ("winch", Artifact::Wasm),
            #[cfg(feature = "compilers")]
            ("pulley", Artifact::Wasm),
            ("precompiled", Artifact::Precompiled),
            ("pooling", Artifact::Precompiled),
        ],
    )
}

/// The settings of a configuration, with these features switched on.
pub fn config(configuration: &str, features: &[String]) -> Result<Config, Failure> {
    let mut config = Config::new();
    match configuration {
        #[cfg(feature = "compilers")]
        "winch" => {
            config.strategy(wasmtime::Strategy::Winch);
        }
        #[cfg(feature = "compilers")]
        "pulley" => {
            config.target("pulley64").map_err(refused)?;
        }
        "pooling" => {
            config.allocation_strategy(PoolingAllocationConfig::default());
        }
        _ => {}
    }
    for (feature, switch_on) in SWITCHES {
        if features.iter().any(|wanted| wanted == feature) {
            switch_on(&mut config);
        }
    }
    Ok(config)
}

/// Of a command that returned this code, or ended early.
pub fn exit_code(result: Result<i32, Error>) -> Result<i32, Failure> {
    result.or_else(|error| match error.downcast_ref::<I32Exit>() {
        Some(exit) => Ok(exit.0),
        None => Err(ended(error)),
    })
}

/// What a guest sees of the outside, in Wasmtime's own WASI.
pub fn context(wasi: &Wasi) -> Result<WasiCtxBuilder, Error> {
    let mut builder = WasiCtxBuilder::new();
    builder.inherit_stdio().args(&wasi.args);
    // The guest has the worker's thread to itself, so file operations need no thread pool.
    builder.allow_blocking_current_thread(true);
    for (name, value) in &wasi.env {
        builder.env(name, value);
    }
    if let Some(dir) = &wasi.dir {
        let may = match wasi.read_only {
            true => FsPerms::ReadOnly,
            false => FsPerms::ReadWrite,
        };
        builder.preopened_dir(dir, "/", may)?;
    }
    if let Some(dir) = &wasi.second_dir {
        builder.preopened_dir(dir, "/second", FsPerms::ReadWrite)?;
    }
    if wasi.network {
        builder.inherit_network().allow_tcp(true).allow_udp(true);
        builder.allow_ip_name_lookup(true);
    }
    Ok(builder)
}

/// The runtime would not do it; this form tells the whole chain of causes.
pub fn refused(error: Error) -> Failure {
    Failure::unsupported(format!("{error:#}"))
}

/// Guest code ended early: it trapped, or a host function would not go on.
pub fn ended(error: Error) -> Failure {
    Failure::trap(error.root_cause())
}

/// Instantiation failed: refused, unless guest code or data of the module trapped.
pub fn not_instantiated(error: Error) -> Failure {
    match error.is::<Trap>() {
        true => ended(error),
        false => refused(error),
    }
}
