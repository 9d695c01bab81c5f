//! The worker that embeds Wasmtime with its own WASI.

mod component;

use component::Component;
use std::cell::OnceCell;
use std::path::Path;
use wasmeter_worker::{Artifact, Description, Failure, Runtime, Wasi, locked_version, serve};
use wasmtime::{
    Config, Engine, Error, InstancePre, Linker, Module, Store, Strategy, Trap, TypedFunc,
};
use wasmtime_wasi::{FsPerms, I32Exit, WasiCtxBuilder, p1, p1::WasiP1Ctx};

fn main() -> std::io::Result<()> {
    serve::<Wasmtime>()
}

struct Wasmtime {
    engine: Engine,
    linker: Linker<WasiP1Ctx>,
}

enum Loaded {
    Module {
        module: Module,
        /// The module with its imports resolved: made by the first instantiation, shared by the later ones.
        linked: OnceCell<InstancePre<WasiP1Ctx>>,
    },
    Component(Component),
}

struct Instance {
    store: Store<WasiP1Ctx>,
    of: Of,
}

enum Of {
    Module(wasmtime::Instance),
    Component(wasmtime::component::Instance),
}

enum Function {
    Core(TypedFunc<i32, i64>),
    Component(component::Function),
}

impl Runtime for Wasmtime {
    type Module = Loaded;
    type Instance = Instance;
    type Function = Function;

    fn describe() -> Description {
        Description::new(
            "wasmtime",
            locked_version(include_str!("../Cargo.lock"), "wasmtime"),
            &[
                ("cranelift", Artifact::Wasm),
                ("winch", Artifact::Wasm),
                ("pulley", Artifact::Wasm),
                ("precompiled", Artifact::Precompiled),
            ],
        )
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        let mut config = Config::new();
        match configuration {
            "winch" => {
                config.strategy(Strategy::Winch);
            }
            "pulley" => {
                config.target("pulley64").map_err(refused)?;
            }
            _ => {}
        }
        let engine = Engine::new(&config).map_err(refused)?;
        let mut linker = Linker::new(&engine);
        p1::add_to_linker_sync(&mut linker, |wasi| wasi).map_err(refused)?;
        Ok(Wasmtime { engine, linker })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Loaded, Failure> {
        if component::is_one(wasm) {
            return Component::compile(&self.engine, wasm).map(Loaded::Component);
        }
        Module::new(&self.engine, wasm)
            .map(Loaded::from)
            .map_err(refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let code = match component::is_one(wasm) {
            true => self.engine.precompile_component(wasm),
            false => self.engine.precompile_module(wasm),
        };
        std::fs::write(to, code.map_err(refused)?).map_err(Failure::refused)
    }

    fn load(&self, file: &Path) -> Result<Loaded, Failure> {
        // SAFETY: the protocol passes only files that `precompile` wrote.
        match unsafe { Module::deserialize_file(&self.engine, file) } {
            Ok(module) => Ok(module.into()),
            // Asked only then, so that loading a module takes no longer for it.
            Err(error) => match Component::load(&self.engine, file) {
                Some(component) => component.map(Loaded::Component),
                None => Err(refused(error)),
            },
        }
    }

    fn instantiate(&self, loaded: &Loaded, wasi: &Wasi) -> Result<Instance, Failure> {
        let mut store = Store::new(&self.engine, context(wasi).map_err(refused)?);
        let (module, linked) = match loaded {
            Loaded::Module { module, linked } => (module, linked),
            Loaded::Component(component) => {
                let instance = component
                    .instantiate(&mut store)
                    .map_err(not_instantiated)?;
                let of = Of::Component(instance);
                return Ok(Instance { store, of });
            }
        };
        let linked = match linked.get() {
            Some(linked) => linked,
            None => {
                let pre = self.linker.instantiate_pre(module).map_err(refused)?;
                linked.get_or_init(|| pre)
            }
        };
        let instance = linked.instantiate(&mut store).map_err(not_instantiated)?;
        if instance.get_func(&mut store, "_initialize").is_some() {
            let initialize = instance
                .get_typed_func::<(), ()>(&mut store, "_initialize")
                .map_err(refused)?;
            initialize.call(&mut store, ()).map_err(ended)?;
        }
        let of = Of::Module(instance);
        Ok(Instance { store, of })
    }

    fn function(&self, on: &mut Instance, export: &str) -> Result<Function, Failure> {
        let store = &mut on.store;
        match on.of {
            Of::Module(instance) => instance.get_typed_func(store, export).map(Function::Core),
            Of::Component(instance) => instance
                .get_typed_func(store, export)
                .map(Function::Component),
        }
        .map_err(refused)
    }

    fn call(&self, on: &mut Instance, bench: &mut Function, n: u32) -> Result<u64, Failure> {
        let checksum = match bench {
            Function::Core(bench) => bench.call(&mut on.store, n as i32),
            Function::Component(bench) => bench
                .call(&mut on.store, (n as i32,))
                .map(|(result,)| result),
        };
        Ok(checksum.map_err(ended)? as u64)
    }

    fn start(&self, on: &mut Instance) -> Result<i32, Failure> {
        let instance = match on.of {
            Of::Module(instance) => instance,
            Of::Component(instance) => return component::start(&mut on.store, &instance),
        };
        let start = instance
            .get_typed_func::<(), ()>(&mut on.store, "_start")
            .map_err(refused)?;
        exit_code(start.call(&mut on.store, ()).map(|()| 0))
    }
}

/// Of a command that returned this code, or ended early.
fn exit_code(result: Result<i32, Error>) -> Result<i32, Failure> {
    result.or_else(|error| match error.downcast_ref::<I32Exit>() {
        Some(exit) => Ok(exit.0),
        None => Err(ended(error)),
    })
}

impl From<Module> for Loaded {
    fn from(module: Module) -> Self {
        Loaded::Module {
            module,
            linked: OnceCell::new(),
        }
    }
}

/// What a guest sees of the outside, in Wasmtime's own WASI.
fn context(wasi: &Wasi) -> Result<WasiP1Ctx, Error> {
    let mut builder = WasiCtxBuilder::new();
    builder.inherit_stdio().args(&wasi.args);
    // The guest has the worker's thread to itself, so file operations need no thread pool.
    builder.allow_blocking_current_thread(true);
    for (name, value) in &wasi.env {
        builder.env(name, value);
    }
    if let Some(dir) = &wasi.dir {
        builder.preopened_dir(dir, "/", FsPerms::ReadWrite)?;
    }
    if wasi.network {
        builder.inherit_network().allow_tcp(true).allow_udp(true);
        builder.allow_ip_name_lookup(true);
    }
    Ok(builder.build_p1())
}

/// The runtime would not do it; this form tells the whole chain of causes.
fn refused(error: Error) -> Failure {
    Failure::unsupported(format!("{error:#}"))
}

/// Guest code ended early: it trapped, or a host function would not go on.
fn ended(error: Error) -> Failure {
    Failure::trap(error.root_cause())
}

/// Instantiation failed: refused, unless guest code or data of the module trapped.
fn not_instantiated(error: Error) -> Failure {
    match error.is::<Trap>() {
        true => ended(error),
        false => refused(error),
    }
}
