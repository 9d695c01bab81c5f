//! The messages of worker protocol v1. `PROTOCOL.md` is the specification; these types are its Rust form.

pub use crate::description::{Configuration, Description, WasiSupport};
pub use crate::limits::{Abilities, Deadline, Limits};
use crate::value::{Value, ValueType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The version that this crate speaks.
pub const VERSION: u32 = 1;
/// The descriptor from which a worker reads requests.
pub const REQUEST_FD: i32 = 3;
/// The descriptor to which a worker writes replies.
pub const REPLY_FD: i32 = 4;

/// The first line a worker writes, unasked: it is up and speaks this version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ready {
    /// The protocol version the worker speaks.
    pub protocol: u32,
    /// `CLOCK_MONOTONIC` in nanoseconds when the worker's `main` began; ends the spawn phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ns: Option<u64>,
}

/// One line to the worker. The worker answers each with exactly one [`Reply`], in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Request {
    /// Tell what the runtime is. May come at any time.
    Describe,
    /// Create the engine of one configuration, whose guests are held to these limits.
    Engine {
        configuration: String,
        /// Features of WebAssembly to switch on, of those that the worker's [`Description`] lists.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        features: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limits: Option<Limits>,
    },
    /// Bring a module into the engine: compile and validate it, or load what `precompile` wrote.
    Load { file: PathBuf, artifact: Artifact },
    /// Compile a `.wasm` file ahead of time and write the result to `to`.
    Precompile { file: PathBuf, to: PathBuf },
    /// Instantiate the loaded module with WASI and run `_initialize` if it is exported.
    /// Instances are numbered from 0 after each `load`, and stay alive until the next one.
    Instantiate(WasiArguments),
    /// Call an export of type `(i32) -> i64` with `n`, up to `samples` times.
    Call(Call),
    /// Instantiate the loaded module with WASI and run it as a command, to its exit code.
    Run(WasiArguments),
    /// Validate and compile one more module for the store of linked modules, which each engine has one of.
    Define {
        /// In hexadecimal text.
        #[serde(with = "hex")]
        wasm: Vec<u8>,
    },
    /// Instantiate such a module; its imports are exports of registered instances.
    Link { module: usize },
    /// Offer an instance of that store to the modules that are linked later.
    Register { instance: usize, name: String },
    /// Call an exported function of any type.
    Invoke {
        instance: usize,
        export: String,
        #[serde(default)]
        arguments: Vec<Value>,
    },
    /// Read an exported global.
    Get { instance: usize, export: String },
}

impl Request {
    /// The engine of a configuration, with its own settings.
    pub fn engine(configuration: impl Into<String>) -> Self {
        Request::Engine {
            configuration: configuration.into(),
            features: Vec::new(),
            limits: None,
        }
    }
}

/// What a guest sees of the outside. Its stdio is the worker's own descriptors 0, 1 and 2.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WasiArguments {
    /// `argv`, the program's name first.
    #[serde(default)]
    pub args: Vec<String>,
    /// The whole environment of the guest.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// A folder to preopen as `/`; it also is the worker's working folder. Absent: no folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// That folder may only be read. To be sent only to those who say that they can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// A further folder to preopen as `/second`, for reading and writing. To be sent only to those who say that they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_dir: Option<PathBuf>,
    /// Whether it may use the host's network, where the runtime can tell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub network: bool,
    /// Where to listen, `address:port`, on a TCP socket that the guest finds open, behind the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
}

/// The parameters of a timed call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// Which instance, by its number.
    pub instance: usize,
    /// The name of the export.
    pub export: String,
    /// The argument.
    pub n: u32,
    /// How many timed calls to make at the most.
    pub samples: u32,
    /// Start no further call once this many nanoseconds have passed since the first began.
    pub budget_ns: u64,
    /// Of a one-shot runtime: make an untimed call with this argument first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepare: Option<u32>,
    /// Of a one-shot runtime: then make untimed calls with `n`, at most `samples`, for this long.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub warm_up_ns: u64,
}

impl Call {
    /// A single call, whatever time it takes.
    pub fn once(instance: usize, export: &str, n: u32) -> Self {
        Call {
            instance,
            export: export.to_string(),
            n,
            samples: 1,
            budget_ns: u64::MAX,
            prepare: None,
            warm_up_ns: 0,
        }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// What a configuration executes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Artifact {
    /// The `.wasm` bytes.
    Wasm,
    /// What the same configuration's `precompile` wrote.
    Precompiled,
    /// The guest's native build: a shared library for a `bench` guest, else an executable.
    Native,
}

/// How a worker ended a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Done; the figures are valid.
    Ok,
    /// The runtime refused: a configuration, a module, an import or a request it does not have.
    Unsupported,
    /// The guest ended abnormally inside the runtime.
    Trap,
    /// The request made no sense to the worker (malformed, or out of order).
    BadRequest,
}

/// One line from the worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    pub outcome: Status,
    /// Why the outcome is not `ok`, in the runtime's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Wall time of the step, measured inside the worker around exactly that step, in nanoseconds.
    #[serde(default)]
    pub ns: u64,
    /// CPU time of the whole process, its threads and its ended children, during the step, in nanoseconds.
    #[serde(default)]
    pub cpu_ns: u64,
    /// The highest resident memory of the worker so far, in bytes.
    #[serde(default)]
    pub peak_bytes: u64,
    /// The resident memory of the worker after the step, in bytes.
    #[serde(default)]
    pub resident_bytes: u64,
    /// Answer to `describe`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime: Option<Description>,
    /// Answer to `describe`: each step that runs the guest is a process of its own, so that nothing is kept
    /// from one to the next.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_shot: bool,
    /// Answer to `instantiate` and `link`: the new instance's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<usize>,
    /// Answer to `call`: wall time of each call, in nanoseconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples_ns: Vec<u64>,
    /// Answer to `call`: what each call returned, as unsigned decimal text (JSON numbers are too narrow).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
    /// Answer to `call`: what the untimed calls returned, those of `prepare` and `warm_up_ns`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untimed_results: Vec<String>,
    /// Answer to `run`: the part of `ns` in which the module was compiled or loaded, if the runtime is one-shot and tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_ns: Option<u64>,
    /// Answer to `run`: the part of `ns` that passed before `_start` was called, without `load_ns`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instantiate_ns: Option<u64>,
    /// Answer to `run`: the guest's exit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// Answer to `describe`: the types of values that `invoke` and `get` pass; none, if the worker links no modules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passes: Vec<ValueType>,
    /// Answer to `define`: the new module's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<usize>,
    /// Answer to `invoke` and `get`: the results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// With a `trap`: the guest threw an exception that nobody caught.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exception: bool,
}

impl Reply {
    /// A reply with the given outcome and nothing else.
    pub fn new(outcome: Status) -> Self {
        Reply {
            outcome,
            message: None,
            ns: 0,
            cpu_ns: 0,
            peak_bytes: 0,
            resident_bytes: 0,
            runtime: None,
            one_shot: false,
            instance: None,
            samples_ns: Vec::new(),
            results: Vec::new(),
            untimed_results: Vec::new(),
            load_ns: None,
            instantiate_ns: None,
            exit_code: None,
            passes: Vec::new(),
            module: None,
            values: Vec::new(),
            exception: false,
        }
    }
}
