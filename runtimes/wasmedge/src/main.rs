//! WasmEdge, interpreting or executing what its LLVM compiler made ahead of time, with its own WASI.

mod guest;

use guest::{Guest, refused};
use std::path::Path;
use std::sync::Arc;
use wasmedge_sys::{Compiler, Config, Loader, Module, Validator, WasmValue, utils};
use wasmedge_types::{RunMode, ValType, WasmEdgeResult};
use wasmeter_worker::{
    Artifact, Configuration, Description, Failure, Runtime, Wasi, WasiSupport, serve,
};

fn main() -> std::io::Result<()> {
    // WasmEdge would log on the guest's stdout what it returns as an error anyway.
    utils::log_off();
    serve::<WasmEdge>()
}

struct WasmEdge {
    config: Config,
    mode: RunMode,
}

impl Runtime for WasmEdge {
    type Module = Arc<Module>;
    type Instance = Guest;
    /// The export's name: the crate lends a function no longer than one call.
    type Function = String;

    fn describe() -> Description {
        let configuration = |name: &str, artifact| Configuration {
            name: name.to_string(),
            artifact,
        };
        Description {
            name: "wasmedge".to_string(),
            // Debian's build is told apart: it checks assertions that its makers' releases leave out.
            version: utils::version_string() + option_env!("WASMEDGE_BUILD").unwrap_or_default(),
            configurations: vec![
                configuration("interpreter", Artifact::Wasm),
                configuration("aot", Artifact::Precompiled),
            ],
            wasi: WasiSupport::Runtime,
        }
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        let mut config = Config::create().map_err(refused)?;
        let mode = match configuration {
            "aot" => RunMode::Aot,
            _ => RunMode::Interpreter,
        };
        config.set_run_mode(mode);
        // The compiler refuses to work while the proposal is on.
        config.exception_handling(mode != RunMode::Aot);
        Ok(WasmEdge { config, mode })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Arc<Module>, Failure> {
        // In the mode AOT it would be interpreted, silently.
        self.only(RunMode::Interpreter, "aot executes precompiled files only")?;
        self.parse(wasm).map_err(refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        self.only(RunMode::Aot, "the interpreter compiles nothing")?;
        Compiler::create(Some(&self.config))
            .and_then(|compiler| compiler.compile_from_bytes(wasm, to))
            .map_err(refused)
    }

    fn load(&self, file: &Path) -> Result<Arc<Module>, Failure> {
        self.only(RunMode::Aot, "the interpreter executes modules only")?;
        let compiled = std::fs::read(file).map_err(Failure::unsupported)?;
        self.parse(&compiled).map_err(refused)
    }

    fn instantiate(&self, module: &Arc<Module>, wasi: &Wasi) -> Result<Guest, Failure> {
        let mut guest = Guest::new(&self.config, module, wasi)?;
        if guest.exports("_initialize") {
            guest.call("_initialize", [])?;
        }
        Ok(guest)
    }

    fn function(&self, guest: &mut Guest, export: &str) -> Result<String, Failure> {
        guest.expect(export, &[ValType::I32], &[ValType::I64])?;
        Ok(export.to_string())
    }

    fn call(&self, guest: &mut Guest, export: &mut String, n: u32) -> Result<u64, Failure> {
        let results = guest.call(export, [WasmValue::from_i32(n as i32)])?;
        Ok(results[0].to_i64() as u64)
    }

    fn start(&self, guest: &mut Guest) -> Result<i32, Failure> {
        guest.expect("_start", &[], &[])?;
        guest.run("_start")
    }
}

impl WasmEdge {
    fn only(&self, mode: RunMode, otherwise: &str) -> Result<(), Failure> {
        match self.mode == mode {
            true => Ok(()),
            false => Err(Failure::unsupported(otherwise)),
        }
    }

    fn parse(&self, bytes: &[u8]) -> WasmEdgeResult<Arc<Module>> {
        let module = Loader::create(Some(&self.config))?.from_bytes(bytes)?;
        Validator::create(Some(&self.config))?.validate(&module)?;
        Ok(module)
    }
}
