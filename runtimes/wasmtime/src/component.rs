//! Components: the second thing that Wasmtime executes. They have a linker of their own, with WASI 0.2.

use crate::{exit_code, refused};
use std::path::Path;
use wasmeter_worker::Failure;
use wasmtime::component::{self, InstancePre, Linker};
use wasmtime::{Engine, Error, Precompiled, Store};
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::p2::{self, bindings::sync::Command};

/// A component whose imports are resolved.
pub struct Component(InstancePre<WasiP1Ctx>);

pub type Instance = component::Instance;
pub type Function = component::TypedFunc<(i32,), (i64,)>;

/// Whether it is a component by its first bytes, in which a module has another layer.
pub fn is_one(wasm: &[u8]) -> bool {
    wasm.starts_with(b"\0asm") && wasm.get(6) == Some(&1)
}

impl Component {
    pub fn compile(engine: &Engine, wasm: &[u8]) -> Result<Self, Failure> {
        component::Component::new(engine, wasm)
            .and_then(|component| Self::link(engine, component))
            .map_err(refused)
    }

    /// Loads one that was compiled ahead of time; `None`, if it is something else.
    pub fn load(engine: &Engine, file: &Path) -> Option<Result<Self, Failure>> {
        let what = Engine::detect_precompiled_file(file).ok()?;
        (what == Some(Precompiled::Component)).then(|| {
            // SAFETY: the protocol passes only files that `precompile` wrote.
            unsafe { component::Component::deserialize_file(engine, file) }
                .and_then(|component| Self::link(engine, component))
                .map_err(refused)
        })
    }

    fn link(engine: &Engine, component: component::Component) -> Result<Self, Error> {
        let mut linker = Linker::new(engine);
        p2::add_to_linker_sync(&mut linker)?;
        linker.instantiate_pre(&component).map(Component)
    }

    pub fn instantiate(&self, store: &mut Store<WasiP1Ctx>) -> Result<Instance, Error> {
        self.0.instantiate(store)
    }
}

/// Runs it as a command.
pub fn start(store: &mut Store<WasiP1Ctx>, on: &Instance) -> Result<i32, Failure> {
    let command = Command::new(&mut *store, on).map_err(refused)?;
    let result = command.wasi_cli_run().call_run(store);
    exit_code(result.map(|result| i32::from(result.is_err())))
}
