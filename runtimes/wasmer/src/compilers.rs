//! Wasmer's compilers, as its makers set them by default, or with features switched on.

use crate::engines::SWITCHES;
use wasmer::Engine;
use wasmer::sys::{CompilerConfig, Cranelift, EngineBuilder, Singlepass, Target};
use wasmeter_worker::Failure;

/// The engine of the compiler of this name.
pub fn compiler(name: &str, switched_on: &[String]) -> Result<Engine, Failure> {
    let compiler: Box<dyn CompilerConfig> = match name {
        "cranelift" => Box::new(Cranelift::default()),
        "singlepass" => Box::new(Singlepass::default()),
        #[cfg(feature = "llvm")]
        "llvm" => Box::new(wasmer::sys::LLVM::default()),
        _ => {
            let message = format!("this program has no compiler {name}");
            return Err(Failure::unsupported(message));
        }
    };
    let mut features = compiler.default_features_for_target(&Target::default());
    for (feature, switch_on) in SWITCHES {
        if switched_on.iter().any(|wanted| wanted == feature) {
            switch_on(&mut features);
        }
    }
    let builder = EngineBuilder::new(compiler);
    Ok(builder.set_features(Some(features)).into())
}
