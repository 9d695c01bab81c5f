//! The worker that embeds Wasmtime with its own WASI. Components have a worker of their own.

mod compiler;
mod limits;
mod linked;
mod loaded;
mod shared;

use limits::{Held, abilities};
use linked::Modules;
use loaded::Loaded;
use shared::{SWITCHES, context, ended, exit_code, not_instantiated, refused};
use std::path::Path;
use wasmeter_worker::{
    Artifact, Description, Failure, Linked, Options, Runtime, ValueType, Wasi, serve,
};
use wasmtime::{Engine, Linker, Module, Store, StoreLimits, TypedFunc};
use wasmtime_wasi::{p1, p1::WasiP1Ctx};

fn main() -> std::io::Result<()> {
    serve::<Wasmtime>()
}

struct Wasmtime {
    engine: Engine,
    linker: Linker<Guest>,
    held: Held,
}

/// What belongs to a store.
struct Guest {
    wasi: WasiP1Ctx,
    limits: StoreLimits,
}

struct Instance {
    store: Store<Guest>,
    instance: wasmtime::Instance,
}

impl Runtime for Wasmtime {
    type Module = Loaded;
    type Instance = Instance;
    type Function = TypedFunc<i32, i64>;
    const PASSES: &[ValueType] = ValueType::ALL;

    fn describe() -> Description {
        shared::description()
            .can(|_| abilities())
            .switching(&SWITCHES.map(|(feature, _)| feature))
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let Options { features, limits } = options;
        let mut config = shared::config(configuration, features)?;
        let held = Held::new(limits, &mut config);
        let engine = Engine::new(&config).map_err(refused)?;
        let mut linker = Linker::new(&engine);
        p1::add_to_linker_sync(&mut linker, |guest: &mut Guest| &mut guest.wasi)
            .map_err(refused)?;
        held.begin(&engine);
        Ok(Wasmtime {
            engine,
            linker,
            held,
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Loaded, Failure> {
        compiler::module(&self.engine, wasm).map(Loaded::from)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let code = compiler::code(&self.engine, wasm)?;
        std::fs::write(to, code).map_err(Failure::refused)
    }

    fn load(&self, file: &Path) -> Result<Loaded, Failure> {
        // SAFETY: the protocol passes only files that `precompile` wrote.
        unsafe { Module::deserialize_file(&self.engine, file) }
            .map(Loaded::from)
            .map_err(refused)
    }

    fn instantiate(&self, loaded: &Loaded, wasi: &Wasi) -> Result<Instance, Failure> {
        let guest = Guest {
            wasi: context(wasi).map_err(refused)?.build_p1(),
            limits: self.held.store_limits(),
        };
        let mut store = Store::new(&self.engine, guest);
        self.held.limit(&mut store);
        self.held.arm(&mut store).map_err(refused)?;
        let linked = loaded.linked(&self.linker).map_err(refused)?;
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
        self.held.arm(&mut on.store).map_err(refused)?;
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
        self.held.arm(&mut on.store).map_err(refused)?;
        exit_code(start.call(&mut on.store, ()).map(|()| 0))
    }

    fn store(&self, artifact: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Ok(Box::new(Modules::new(&self.engine, artifact)))
    }
}
