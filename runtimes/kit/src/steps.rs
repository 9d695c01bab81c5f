//! The steps of the protocol, as the loop asks for them. A [`Runtime`] has them all; only what is no runtime in this
//! process implements them itself.

use crate::linked::Linked;
use crate::protocol::{Artifact, Call, Configuration, Description};
use crate::runtime::{Failure, Options, Runtime, Wasi};
use crate::usage;
use crate::value::ValueType;
use std::path::Path;
use std::time::Instant;

/// What answers requests, in one configuration. The kit times each step.
pub trait Steps: Sized {
    type Module;
    type Instance;

    /// Whether each step that runs the guest is a process of its own, so that nothing is kept between them.
    const ONE_SHOT: bool;

    /// The types of values that its store of linked modules passes; none, if it has no such store.
    const PASSES: &[ValueType] = &[];

    /// What this runtime is. Must not create an engine.
    fn describe() -> Description;

    /// The configurations that [`describe`](Steps::describe) lists.
    fn configurations() -> Vec<Configuration>;

    /// The features are such as [`switches`](Steps::switches) tells of, the limits among the configuration's abilities.
    fn engine(configuration: &str, options: &Options) -> Result<Self, Failure>;

    /// Whether a feature can be switched on in a configuration.
    fn switches(configuration: &str, feature: &str) -> bool;

    fn compile(&self, wasm: &[u8]) -> Result<Self::Module, Failure>;

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure>;

    fn load(&self, file: &Path) -> Result<Self::Module, Failure>;

    fn instantiate(&self, module: &Self::Module, wasi: &Wasi) -> Result<Self::Instance, Failure>;

    /// Makes the calls of one request, and times each.
    fn calls(&self, instance: &mut Self::Instance, call: &Call) -> Result<Calls, Failure>;

    /// Runs a module as a command, from its instantiation to its end.
    fn run(&self, module: &Self::Module, wasi: &Wasi) -> Result<Ended<Self::Instance>, Failure>;

    /// Makes a store in which modules are linked to each other.
    fn store(&self, _artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Err(Failure::unsupported(
            "this worker links no modules to each other",
        ))
    }
}

/// What came of calls that were made one after the other.
#[derive(Debug, Default)]
pub struct Calls {
    /// Wall time of all timed calls.
    pub ns: u64,
    /// CPU time of the same.
    pub cpu_ns: u64,
    /// Wall time of each.
    pub samples_ns: Vec<u64>,
    /// What each returned.
    pub results: Vec<u64>,
    /// What the untimed calls before them returned.
    pub untimed_results: Vec<u64>,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended<Instance> {
    pub exit_code: i32,
    /// How long it took to compile or load the module, if that was part of the run and can be told.
    pub load_ns: Option<u64>,
    /// How long it took from there until `_start` was called, if that can be told.
    pub instantiate_ns: Option<u64>,
    /// Lives until the clock has stopped: taking an instance down is no part of running it.
    pub instance: Instance,
}

impl<R: Runtime> Steps for R {
    type Module = R::Module;
    type Instance = R::Instance;
    const ONE_SHOT: bool = false;
    const PASSES: &[ValueType] = R::PASSES;

    fn describe() -> Description {
        R::describe()
    }

    fn configurations() -> Vec<Configuration> {
        R::describe().configurations
    }

    fn engine(configuration: &str, options: &Options) -> Result<Self, Failure> {
        R::engine_with(configuration, options)
    }

    fn switches(_configuration: &str, feature: &str) -> bool {
        R::describe().features.iter().any(|known| known == feature)
    }

    fn compile(&self, wasm: &[u8]) -> Result<Self::Module, Failure> {
        self.compile(wasm)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        self.precompile(wasm, to)
    }

    fn load(&self, file: &Path) -> Result<Self::Module, Failure> {
        self.load(file)
    }

    fn instantiate(&self, module: &Self::Module, wasi: &Wasi) -> Result<Self::Instance, Failure> {
        self.instantiate(module, wasi)
    }

    fn calls(&self, instance: &mut Self::Instance, call: &Call) -> Result<Calls, Failure> {
        let mut function = self.function(instance, &call.export)?;
        // Grown before the clock starts, for as many samples as are likely; more only cost one copy.
        let room = call.samples.min(1 << 16) as usize;
        let mut results = Vec::with_capacity(room);
        let mut samples_ns = Vec::with_capacity(room);
        let cpu = usage::cpu_ns();
        let begin = Instant::now();
        let mut last = begin;
        for _ in 0..call.samples {
            let result = self.call(instance, &mut function, call.n)?;
            let now = Instant::now();
            samples_ns.push((now - last).as_nanos() as u64);
            results.push(result);
            last = now;
            if (now - begin).as_nanos() as u64 >= call.budget_ns {
                break;
            }
        }
        Ok(Calls {
            ns: (last - begin).as_nanos() as u64,
            cpu_ns: usage::cpu_ns() - cpu,
            samples_ns,
            results,
            untimed_results: Vec::new(),
        })
    }

    fn run(&self, module: &Self::Module, wasi: &Wasi) -> Result<Ended<Self::Instance>, Failure> {
        let begin = Instant::now();
        let mut instance = self.instantiate(module, wasi)?;
        let instantiate_ns = begin.elapsed().as_nanos() as u64;
        Ok(Ended {
            exit_code: self.start(&mut instance)?,
            load_ns: None,
            instantiate_ns: Some(instantiate_ns),
            instance,
        })
    }

    fn store(&self, artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        self.store(artifact)
    }
}
