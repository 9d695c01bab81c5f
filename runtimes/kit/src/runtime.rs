//! What an adapter implements.

use crate::limits::Limits;
use crate::linked::Linked;
use crate::protocol::{Artifact, Description, WasiArguments};
use crate::value::ValueType;
use std::error::Error;
use std::fmt::Display;
use std::iter::successors;
use std::path::Path;

/// Why a step did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The runtime refused: it does not have what was asked.
    Unsupported(String),
    /// The guest ended abnormally.
    Trap(String),
    /// The same, by an exception that nobody caught.
    Exception(String),
}

impl Failure {
    /// The runtime refused, for this reason.
    pub fn unsupported(reason: impl Display) -> Self {
        Failure::Unsupported(one_line(reason))
    }

    /// The runtime refused: an error with its causes, but for those that its text repeats already.
    pub fn refused(error: impl Error) -> Self {
        let causes = successors(error.source(), |&error| error.source());
        let tell = |text: String, cause: &dyn Error| match cause.to_string() {
            cause if text.contains(&cause) => text,
            cause => format!("{text}: {cause}"),
        };
        Failure::unsupported(causes.fold(error.to_string(), tell))
    }

    /// The guest ended abnormally, for this reason.
    pub fn trap(reason: impl Display) -> Self {
        Failure::Trap(one_line(reason))
    }

    /// The guest threw an exception that nobody caught.
    pub fn exception(reason: impl Display) -> Self {
        Failure::Exception(one_line(reason))
    }
}

/// The protocol's messages are one line each.
fn one_line(text: impl Display) -> String {
    let text = text.to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a guest sees of the outside; its stdio is the process's.
pub type Wasi = WasiArguments;

/// What an engine is asked for beyond its configuration; by default nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Features of WebAssembly to switch on.
    pub features: Vec<String>,
    /// What its guests are held to.
    pub limits: Limits,
}

/// A runtime in one configuration. Each method is one step of the protocol; the kit times it.
pub trait Runtime: Sized {
    type Module;
    type Instance;
    /// An export of type `(i32) -> i64`, looked up once.
    type Function;

    /// The types of values that its [`store`](Runtime::store) passes in and out.
    const PASSES: &[ValueType] = &[];

    /// What this runtime is. Must not create an engine.
    fn describe() -> Description;

    /// Creates the engine of a configuration that [`describe`](Runtime::describe) lists.
    fn engine(configuration: &str) -> Result<Self, Failure>;

    /// The same with [`Options`]: features of those that [`describe`](Runtime::describe) lists, limits that are among the
    /// configuration's [`Abilities`](crate::Abilities). Who has neither need not implement it.
    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        match *options == Options::default() {
            true => Self::engine(configuration),
            false => Err(Failure::unsupported(
                "this worker has neither switches nor limits",
            )),
        }
    }

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

    /// Makes a store in which modules are linked to each other. They are executed as that artifact.
    fn store(&self, _artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Err(Failure::unsupported(
            "this worker links no modules to each other",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use std::io::Error;

    #[test]
    fn a_refusal_tells_its_causes_once_on_one_line() {
        #[derive(Debug)]
        struct Outer(&'static str, Error);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str(self.0)
            }
        }
        impl std::error::Error for Outer {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                Some(&self.1)
            }
        }
        let told = |text| match Failure::refused(Outer(text, Error::other("no\n  memory"))) {
            Failure::Unsupported(text) | Failure::Trap(text) | Failure::Exception(text) => text,
        };
        assert_eq!(told("refused"), "refused: no memory");
        assert_eq!(told("refused: no\n  memory"), "refused: no memory");
    }
}
