//! The worker of Wasmtime's components, with WASI 0.2. Linked into that of modules it would add a third to it.

mod shared;

use shared::{context, ended, exit_code, not_instantiated, refused};
use std::path::Path;
use wasmeter_worker::{Description, Failure, Runtime, Wasi, serve};
use wasmtime::component::{self, InstancePre, Linker, TypedFunc};
use wasmtime::{Engine, Error, Store};
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::p2::{self, bindings::sync::Command};

fn main() -> std::io::Result<()> {
    serve::<Components>()
}

struct Components(Engine);

struct Instance {
    store: Store<WasiP1Ctx>,
    instance: component::Instance,
}

impl Runtime for Components {
    type Module = InstancePre<WasiP1Ctx>;
    type Instance = Instance;
    type Function = TypedFunc<(i32,), (i64,)>;

    fn describe() -> Description {
        shared::description()
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        let config = shared::config(configuration, &[])?;
        Engine::new(&config).map(Components).map_err(refused)
    }

    fn compile(&self, wasm: &[u8]) -> Result<Self::Module, Failure> {
        let component = component::Component::new(&self.0, wasm);
        component
            .and_then(|component| self.link(component))
            .map_err(refused)
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let code = self.0.precompile_component(wasm).map_err(refused)?;
        std::fs::write(to, code).map_err(Failure::refused)
    }

    fn load(&self, file: &Path) -> Result<Self::Module, Failure> {
        // SAFETY: the protocol passes only files that `precompile` wrote.
        let component = unsafe { component::Component::deserialize_file(&self.0, file) };
        component
            .and_then(|component| self.link(component))
            .map_err(refused)
    }

    fn instantiate(&self, linked: &Self::Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let mut store = Store::new(&self.0, context(wasi).map_err(refused)?);
        let instance = linked.instantiate(&mut store).map_err(not_instantiated)?;
        Ok(Instance { store, instance })
    }

    fn function(&self, on: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        on.instance
            .get_typed_func(&mut on.store, export)
            .map_err(refused)
    }

    fn call(&self, on: &mut Instance, case: &mut Self::Function, n: u32) -> Result<u64, Failure> {
        let (result,) = case.call(&mut on.store, (n as i32,)).map_err(ended)?;
        Ok(result as u64)
    }

    fn start(&self, on: &mut Instance) -> Result<i32, Failure> {
        let command = Command::new(&mut on.store, &on.instance).map_err(refused)?;
        let result = command.wasi_cli_run().call_run(&mut on.store);
        exit_code(result.map(|result| i32::from(result.is_err())))
    }
}

impl Components {
    fn link(&self, component: component::Component) -> Result<InstancePre<WasiP1Ctx>, Error> {
        let mut linker = Linker::new(&self.0);
        p2::add_to_linker_sync(&mut linker)?;
        linker.instantiate_pre(&component)
    }
}
