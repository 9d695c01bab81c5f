//! The engine of each configuration, as Wasmer's makers build it by default.

use wasmer::Engine;
use wasmer::sys::{Cranelift, EngineBuilder, Singlepass};
use wasmeter_worker::Artifact;

/// What this build of the worker has.
pub const CONFIGURATIONS: &[(&str, Artifact)] = &[
    ("cranelift", Artifact::Wasm),
    ("singlepass", Artifact::Wasm),
    #[cfg(feature = "llvm")]
    ("llvm", Artifact::Wasm),
    ("precompiled", Artifact::Precompiled),
];

pub fn engine(configuration: &str) -> Engine {
    match configuration {
        "singlepass" => Singlepass::default().into(),
        #[cfg(feature = "llvm")]
        "llvm" => wasmer::sys::LLVM::default().into(),
        // Loads what a compiler wrote, and has none itself.
        "precompiled" => EngineBuilder::headless().into(),
        _ => optimising(),
    }
}

/// The default compiler, which also compiles ahead of time.
pub fn optimising() -> Engine {
    Cranelift::default().into()
}
