//! What an adapter implements.

use crate::protocol::{Description, WasiArguments};
use std::fmt::Display;
use std::path::Path;

/// Why a step did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The runtime refused: it does not have what was asked.
    Unsupported(String),
    /// The guest ended abnormally.
    Trap(String),
}

impl Failure {
    /// The runtime refused, for this reason.
    pub fn unsupported(reason: impl Display) -> Self {
        Failure::Unsupported(reason.to_string())
    }

    /// The guest ended abnormally, for this reason.
    pub fn trap(reason: impl Display) -> Self {
        Failure::Trap(reason.to_string())
    }
}

/// What a guest sees of the outside; its stdio is the process's.
pub type Wasi = WasiArguments;

/// A runtime in one configuration. Each method is one step of the protocol; the kit times it.
pub trait Runtime: Sized {
    type Module;
    type Instance;
    /// An export of type `(i32) -> i64`, looked up once.
    type Function;

    /// What this runtime is. Must not create an engine.
    fn describe() -> Description;

    /// Creates the engine of a configuration that [`describe`](Runtime::describe) lists.
    fn engine(configuration: &str) -> Result<Self, Failure>;

    /// Validates and compiles, or otherwise makes ready, a module.
    fn compile(&self, wasm: &[u8]) -> Result<Self::Module, Failure>;

    /// Compiles ahead of time into the file `to`.
    fn precompile(&self, _wasm: &[u8], _to: &Path) -> Result<(), Failure> {
        Err(Failure::unsupported(
            "this configuration compiles nothing ahead of time",
        ))
    }

    /// Loads what [`precompile`](Runtime::precompile) wrote, or a native build.
    fn load(&self, _file: &Path) -> Result<Self::Module, Failure> {
        Err(Failure::unsupported(
            "this configuration executes .wasm files only",
        ))
    }

    /// Links WASI, instantiates, and runs `_initialize` if the module exports it.
    fn instantiate(&self, module: &Self::Module, wasi: &Wasi) -> Result<Self::Instance, Failure>;

    /// Looks an export of type `(i32) -> i64` up.
    fn function(
        &self,
        instance: &mut Self::Instance,
        export: &str,
    ) -> Result<Self::Function, Failure>;

    /// Calls it. This is inside the timed loop: nothing but the call belongs here.
    fn call(
        &self,
        instance: &mut Self::Instance,
        function: &mut Self::Function,
        n: u32,
    ) -> Result<u64, Failure>;

    /// Runs `_start` and tells the exit code.
    fn start(&self, instance: &mut Self::Instance) -> Result<i32, Failure>;
}
