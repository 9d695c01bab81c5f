//! The engine of each configuration. Compilers are in a file of their own, which one of the programs lacks.

use wasmer::Engine;
use wasmer::sys::{EngineBuilder, Features};
use wasmeter_worker::{Artifact, Failure};

/// What this build of the worker has.
pub const CONFIGURATIONS: &[(&str, Artifact)] = &[
    #[cfg(feature = "compilers")]
    ("cranelift", Artifact::Wasm),
    #[cfg(feature = "compilers")]
    ("singlepass", Artifact::Wasm),
    #[cfg(feature = "llvm")]
    ("llvm", Artifact::Wasm),
    ("precompiled", Artifact::Precompiled),
    ("llvm-precompiled", Artifact::Precompiled),
];

/// What some compiler leaves off, and a user can switch on.
pub const SWITCHES: [(&str, fn(&mut Features) -> &mut Features); 5] = [
    ("tail-call", |features| features.tail_call(true)),
    ("memory64", |features| features.memory64(true)),
    ("exceptions", |features| features.exceptions(true)),
    ("relaxed-simd", |features| features.relaxed_simd(true)),
    ("wide-arithmetic", |features| features.wide_arithmetic(true)),
];

/// What executes a configuration: of one that is compiled ahead of time, an engine without a compiler.
pub fn engine(configuration: &str, switched_on: &[String]) -> Result<Engine, Failure> {
    match configuration {
        "precompiled" | "llvm-precompiled" => Ok(EngineBuilder::headless().into()),
        compiled => compiler(compiled, switched_on),
    }
}

/// What compiles ahead of time for a configuration.
pub fn ahead(configuration: &str, switched_on: &[String]) -> Result<Engine, Failure> {
    let by = match configuration {
        "llvm-precompiled" => "llvm",
        _ => "cranelift",
    };
    compiler(by, switched_on)
}

#[cfg(feature = "compilers")]
use crate::compilers::compiler;

#[cfg(not(feature = "compilers"))]
fn compiler(_: &str, _: &[String]) -> Result<Engine, Failure> {
    Err(Failure::unsupported("this program has no compiler"))
}
