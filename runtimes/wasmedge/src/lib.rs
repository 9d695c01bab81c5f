//! WasmEdge, interpreting or executing what its LLVM compiler made ahead of time, with its own WASI.

mod configured;
mod guest;
mod host;
mod linked;
mod settings;

use guest::{Guest, refused};
use linked::Modules;
use settings::SWITCHES;
use std::path::Path;
use std::time::{Duration, Instant};
use wasmedge_sdk::config::Config;
use wasmedge_sdk::utils::CoreVersion;
use wasmedge_sdk::{FuncType, LogManager, Module, RunMode, ValType, WasmValue};
use wasmeter_worker::{
    Artifact, Description, Failure, Linked, Options, Runtime, ValueType, Wasi, serve,
};

/// Answers the harness until it has no more requests.
///
/// # Errors
///
/// Where the harness cannot be heard or answered.
pub fn main() -> std::io::Result<()> {
    // WasmEdge would log on the guest's stdout what it returns as an error anyway.
    LogManager::log_off();
    serve::<WasmEdge>()
}

struct WasmEdge {
    config: Config,
    /// How long a request may run the guest.
    deadline: Option<Duration>,
}

impl Runtime for WasmEdge {
    type Module = Module;
    type Instance = Guest;
    /// The export's name: the SDK looks a function up at each call.
    type Function = String;
    /// Of what the proposals after reference types have, the interface tells no more than whether it is null.
    const PASSES: &[ValueType] = &[
        ValueType::I32,
        ValueType::I64,
        ValueType::F32,
        ValueType::F64,
        ValueType::V128,
        ValueType::FuncRef,
        ValueType::ExternRef,
    ];

    fn describe() -> Description {
        // Debian's build is told apart: it checks assertions that its makers' releases leave out.
        let build = option_env!("WASMEDGE_BUILD").unwrap_or_default();
        Description::new(
            "wasmedge",
            CoreVersion::version_string() + build,
            &[
                ("interpreter", Artifact::Wasm),
                ("aot", Artifact::Precompiled),
            ],
        )
        .can(|_| settings::abilities())
        .switching(&SWITCHES.map(|(feature, _)| feature))
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let deadline = options.limits.deadline.as_ref();
        Ok(WasmEdge {
            config: settings::config(configuration, options)?,
            deadline: deadline.map(|deadline| Duration::from_millis(deadline.ms)),
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        // In the mode AOT it would be interpreted, silently.
        self.only(RunMode::Interpreter, "aot executes precompiled files only")?;
        Module::from_bytes(Some(&self.config), wasm).map_err(refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        self.only(RunMode::Aot, "the interpreter compiles nothing")?;
        guest::precompile(&self.config, wasm, to)
    }

    fn load(&self, file: &Path) -> Result<Module, Failure> {
        self.only(RunMode::Aot, "the interpreter executes modules only")?;
        // From bytes, because the SDK opens files of certain extensions only.
        let compiled = std::fs::read(file).map_err(Failure::unsupported)?;
        Module::from_bytes(Some(&self.config), compiled).map_err(refused)
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Guest, Failure> {
        let mut guest = Guest::link(&self.config, module, wasi)?;
        guest.until = self.until();
        // A module with both is a command, and WasmEdge's command line then calls only `_start`.
        if guest.export("_initialize").is_some() && guest.export("_start").is_none() {
            guest.call("_initialize", [])?;
        }
        Ok(guest)
    }

    fn function(&self, guest: &mut Guest, export: &str) -> Result<String, Failure> {
        guest.until = self.until();
        guest.expect(
            export,
            FuncType::new(vec![ValType::I32], vec![ValType::I64]),
        )?;
        Ok(export.to_string())
    }

    fn call(&self, guest: &mut Guest, export: &mut String, n: u32) -> Result<u64, Failure> {
        let results = guest.call(export, [WasmValue::from_i32(n as i32)])?;
        Ok(results[0].to_i64() as u64)
    }

    fn start(&self, guest: &mut Guest) -> Result<i32, Failure> {
        guest.until = self.until();
        guest.expect("_start", FuncType::default())?;
        guest.run("_start", [])?;
        Ok(guest.exit_code() as i32)
    }

    fn store(&self, artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Ok(Box::new(Modules::new(&self.config, artifact)))
    }
}

impl WasmEdge {
    fn until(&self) -> Option<Instant> {
        self.deadline.map(|deadline| Instant::now() + deadline)
    }

    fn only(&self, mode: RunMode, otherwise: &str) -> Result<(), Failure> {
        match self.config.run_mode() == mode {
            true => Ok(()),
            false => Err(Failure::unsupported(otherwise)),
        }
    }
}
