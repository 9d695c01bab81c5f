//! The worker that embeds Wasmtime with its own WASI. Components have a worker of their own.

mod shared;

use shared::{SWITCHES, context, ended, exit_code, not_instantiated, refused};
use std::cell::OnceCell;
use std::path::Path;
use wasmeter_worker::{Description, Failure, Runtime, Wasi, serve};
use wasmtime::{Engine, InstancePre, Linker, Module, Store, TypedFunc};
use wasmtime_wasi::{p1, p1::WasiP1Ctx};

fn main() -> std::io::Result<()> {
    serve::<Wasmtime>()
}

struct Wasmtime {
    engine: Engine,
    linker: Linker<WasiP1Ctx>,
}

struct Loaded {
    module: Module,
    /// The module with its imports resolved: made by the first instantiation, shared by the later ones.
    linked: OnceCell<InstancePre<WasiP1Ctx>>,
}

struct Instance {
    store: Store<WasiP1Ctx>,
    instance: wasmtime::Instance,
}

impl Runtime for Wasmtime {
    type Module = Loaded;
    type Instance = Instance;
    type Function = TypedFunc<i32, i64>;

    fn describe() -> Description {
        shared::description().switching(&SWITCHES.map(|(feature, _)| feature))
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &[])
    }

    fn engine_with(configuration: &str, features: &[String]) -> Result<Self, Failure> {
        let engine = shared::engine(configuration, features)?;
        let mut linker = Linker::new(&engine);
        p1::add_to_linker_sync(&mut linker, |wasi| wasi).map_err(refused)?;
        Ok(Wasmtime { engine, linker })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Loaded, Failure> {
        Module::new(&self.engine, wasm)
            .map(Loaded::from)
            .map_err(refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let code = self.engine.precompile_module(wasm).map_err(refused)?;
        std::fs::write(to, code).map_err(Failure::refused)
    }

    fn load(&self, file: &Path) -> Result<Loaded, Failure> {
        // SAFETY: the protocol passes only files that `precompile` wrote.
        unsafe { Module::deserialize_file(&self.engine, file) }
            .map(Loaded::from)
            .map_err(refused)
    }

    fn instantiate(&self, loaded: &Loaded, wasi: &Wasi) -> Result<Instance, Failure> {
        let mut store = Store::new(&self.engine, context(wasi).map_err(refused)?);
        let link = || self.linker.instantiate_pre(&loaded.module);
        let linked = match loaded.linked.get() {
            Some(linked) => linked,
            None => {
                let linked = link().map_err(refused)?;
                loaded.linked.get_or_init(|| linked)
            }
        };
        let instance = linked.instantiate(&mut store).map_err(not_instantiated)?;
        if instance.get_func(&mut store, "_initialize").is_some() {
            let initialize = instance
                .get_typed_func::<(), ()>(&mut store, "_initialize")
                .map_err(refused)?;
            initialize.call(&mut store, ()).map_err(ended)?;
        }
        Ok(Instance { store, instance })
    }

    fn function(&self, on: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        on.instance
            .get_typed_func(&mut on.store, export)
            .map_err(refused)
    }

    fn call(&self, on: &mut Instance, bench: &mut Self::Function, n: u32) -> Result<u64, Failure> {
        let checksum = bench.call(&mut on.store, n as i32).map_err(ended)?;
        Ok(checksum as u64)
    }

    fn start(&self, on: &mut Instance) -> Result<i32, Failure> {
        let start = on
            .instance
            .get_typed_func::<(), ()>(&mut on.store, "_start")
            .map_err(refused)?;
        exit_code(start.call(&mut on.store, ()).map(|()| 0))
    }
}

impl From<Module> for Loaded {
    fn from(module: Module) -> Self {
        Loaded {
            module,
            linked: OnceCell::new(),
        }
    }
}
