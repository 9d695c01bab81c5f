//! The engine of each configuration, as Wasmer's makers build it by default, or with features switched on.

use wasmer::Engine;
use wasmer::sys::{CompilerConfig, Cranelift, EngineBuilder, Features, Singlepass, Target};
use wasmeter_worker::Artifact;

/// What this build of the worker has.
pub const CONFIGURATIONS: &[(&str, Artifact)] = &[
    ("cranelift", Artifact::Wasm),
    ("singlepass", Artifact::Wasm),
    #[cfg(feature = "llvm")]
    ("llvm", Artifact::Wasm),
    ("precompiled", Artifact::Precompiled),
];

/// What some compiler leaves off, and a user can switch on.
pub const SWITCHES: [(&str, fn(&mut Features) -> &mut Features); 5] = [
    ("tail-call", |features| features.tail_call(true)),
    ("memory64", |features| features.memory64(true)),
    ("exceptions", |features| features.exceptions(true)),
    ("relaxed-simd", |features| features.relaxed_simd(true)),
    ("wide-arithmetic", |features| features.wide_arithmetic(true)),
];

pub fn engine(configuration: &str, switched_on: &[String]) -> Engine {
    match configuration {
        "singlepass" => build(Singlepass::default(), switched_on),
        #[cfg(feature = "llvm")]
        "llvm" => build(wasmer::sys::LLVM::default(), switched_on),
        // Loads what a compiler wrote, and has none itself.
        "precompiled" => EngineBuilder::headless().into(),
        _ => optimising(switched_on),
    }
}

/// The default compiler, which also compiles ahead of time.
pub fn optimising(switched_on: &[String]) -> Engine {
    build(Cranelift::default(), switched_on)
}

fn build(compiler: impl CompilerConfig + 'static, switched_on: &[String]) -> Engine {
    let mut features = compiler.default_features_for_target(&Target::default());
    for (feature, switch_on) in SWITCHES {
        if switched_on.iter().any(|wanted| wanted == feature) {
            switch_on(&mut features);
        }
    }
    let compiler: Box<dyn CompilerConfig> = Box::new(compiler);
    EngineBuilder::new(compiler)
        .set_features(Some(features))
        .into()
}
