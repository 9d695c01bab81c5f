//! What compiles. The program that only executes what was compiled ahead of time is built without.

use wasmeter_worker::Failure;
use wasmtime::{Engine, Module};

#[cfg(feature = "compilers")]
pub fn module(engine: &Engine, wasm: &[u8]) -> Result<Module, Failure> {
    Module::new(engine, wasm).map_err(crate::refused)
}

/// Machine code for the file of a precompiled module.
#[cfg(feature = "compilers")]
pub fn code(engine: &Engine, wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    engine.precompile_module(wasm).map_err(crate::refused)
}

#[cfg(not(feature = "compilers"))]
const NONE: &str = "this program has no compiler";

#[cfg(not(feature = "compilers"))]
pub fn module(_: &Engine, _: &[u8]) -> Result<Module, Failure> {
    Err(Failure::unsupported(NONE))
}

#[cfg(not(feature = "compilers"))]
pub fn code(_: &Engine, _: &[u8]) -> Result<Vec<u8>, Failure> {
    Err(Failure::unsupported(NONE))
}
