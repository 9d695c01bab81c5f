//! The worker that embeds Wasmer with its own WASI(X).

#[cfg(feature = "compilers")]
mod compilers;
mod engines;
mod failure;
mod limits;
mod linked;
mod wasi;

use failure::{ended, not_instantiated};
use linked::Modules;
use std::path::Path;
use std::sync::Arc;
use wasmer::sys::NativeEngineExt;
use wasmer::{Engine, Module, Store, TypedFunction};
use wasmer_wasix::wasmer_wasix_types::wasi::{Errno, ExitCode};
use wasmer_wasix::{PluggableRuntime, WasiError, WasiFunctionEnv};
use wasmeter_worker::{
    Artifact, Description, Failure, Limits, Linked, Options, Runtime, ValueType, Wasi,
    locked_version, serve,
};

fn main() -> std::io::Result<()> {
    serve::<Wasmer>()
}

struct Wasmer {
    engine: Engine,
    configuration: String,
    switched_on: Vec<String>,
    host: Arc<PluggableRuntime>,
}

struct Instance {
    store: Store,
    instance: wasmer::Instance,
    wasi: WasiFunctionEnv,
}

impl Runtime for Wasmer {
    type Module = Module;
    type Instance = Instance;
    type Function = TypedFunction<i32, i64>;
    const PASSES: &[ValueType] = ValueType::ALL;

    fn describe() -> Description {
        let version = locked_version(include_str!("../Cargo.lock"), "wasmer");
        Description::new("wasmer", version, engines::CONFIGURATIONS)
            .switching(&engines::SWITCHES.map(|(feature, _)| feature))
            .can(|_| limits::abilities())
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let Options { features, limits } = options;
        let mut engine = engines::engine(configuration, features)?;
        if *limits != Limits::default() {
            engine.set_tunables(limits::Held::new(limits));
        }
        let host = wasi::host(&engine)?;
        Ok(Wasmer {
            engine,
            configuration: configuration.to_string(),
            switched_on: features.clone(),
            host,
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        Module::from_binary(&self.engine, wasm).map_err(Failure::refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let compiler = self.ahead()?;
        let module = Module::from_binary(&compiler, wasm).map_err(Failure::refused)?;
        module.serialize_to_file(to).map_err(Failure::refused)
    }

    fn load(&self, file: &Path) -> Result<Module, Failure> {
        // SAFETY: the protocol passes only files that `precompile` wrote.
        unsafe { Module::deserialize_from_file(&self.engine, file) }.map_err(Failure::refused)
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let mut store = Store::new(self.engine.clone());
        // This also runs `_initialize`.
        let (instance, wasi) = wasi::environment(wasi, self.host.clone())?
            .instantiate(module.clone(), &mut store)
            .map_err(not_instantiated)?;
        Ok(Instance {
            store,
            instance,
            wasi,
        })
    }

    fn function(&self, on: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        let exports = &on.instance.exports;
        exports
            .get_typed_function(&on.store, export)
            .map_err(Failure::refused)
    }

    fn call(&self, on: &mut Instance, bench: &mut Self::Function, n: u32) -> Result<u64, Failure> {
        let checksum = bench.call(&mut on.store, n as i32).map_err(ended)?;
        Ok(checksum as u64)
    }

    fn start(&self, on: &mut Instance) -> Result<i32, Failure> {
        let exports = &on.instance.exports;
        let start = exports
            .get_typed_function::<(), ()>(&on.store, "_start")
            .map_err(Failure::refused)?;
        let result = match start.call(&mut on.store) {
            Ok(()) => Ok(Errno::Success.into()),
            Err(error) => match error.downcast_ref::<WasiError>() {
                Some(WasiError::Exit(code)) => Ok(*code),
                _ => Err(error),
            },
        };
        // Closes the guest's files, and so writes out what they still hold.
        let code: ExitCode = *result.as_ref().unwrap_or(&Errno::Noexec.into());
        on.wasi.on_exit(&mut on.store, Some(code));
        result.map(|code| code.raw()).map_err(ended)
    }

    fn store(&self, artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        let is_ahead = artifact == Artifact::Precompiled;
        let ahead = is_ahead.then(|| self.ahead()).transpose()?;
        Ok(Box::new(Modules::new(&self.engine, ahead)))
    }
}

impl Wasmer {
    fn ahead(&self) -> Result<Engine, Failure> {
        engines::ahead(&self.configuration, &self.switched_on)
    }
}
