//! The worker of components, with WASI 0.2 and 0.3 and wasi:http. Linked into that of modules these would add half to it.

mod outside;
mod service;
mod shared;

use outside::Outside;
use service::Service;
use shared::{ended, exit_code, not_instantiated, refused};
use std::path::Path;
use wasmeter_worker::{Description, Failure, Runtime, Wasi, serve};
use wasmtime::component::{Component, Instance, InstancePre, Linker, TypedFunc};
use wasmtime::{Engine, Error, Store};
use wasmtime_wasi::runtime::in_tokio;

/// What commands export, the newest first.
const RUN: [&str; 2] = ["wasi:cli/run@0.3.0", "wasi:cli/run@0.2.0"];

fn main() -> std::io::Result<()> {
    serve::<Components>()
}

struct Components(Engine);

struct Live {
    store: Store<Outside>,
    instance: Instance,
    /// What it is, if it is no command.
    service: Option<Service>,
}

impl Runtime for Components {
    type Module = InstancePre<Outside>;
    type Instance = Live;
    type Function = TypedFunc<(i32,), (i64,)>;

    fn describe() -> Description {
        shared::description()
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        let config = shared::config(configuration, &[])?;
        Engine::new(&config).map(Components).map_err(refused)
    }

    fn compile(&self, wasm: &[u8]) -> Result<Self::Module, Failure> {
        let component = Component::new(&self.0, wasm);
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
        let component = unsafe { Component::deserialize_file(&self.0, file) };
        component
            .and_then(|component| self.link(component))
            .map_err(refused)
    }

    fn instantiate(&self, linked: &Self::Module, wasi: &Wasi) -> Result<Live, Failure> {
        let mut store = Store::new(&self.0, Outside::new(wasi).map_err(refused)?);
        let instance = in_tokio(linked.instantiate_async(&mut store));
        let instance = instance.map_err(not_instantiated)?;
        Ok(Live {
            store,
            instance,
            service: Service::of(linked, wasi),
        })
    }

    fn function(&self, on: &mut Live, export: &str) -> Result<Self::Function, Failure> {
        on.instance
            .get_typed_func(&mut on.store, export)
            .map_err(refused)
    }

    fn call(&self, on: &mut Live, case: &mut Self::Function, n: u32) -> Result<u64, Failure> {
        let result = in_tokio(case.call_async(&mut on.store, (n as i32,)));
        let (result,) = result.map_err(ended)?;
        Ok(result as u64)
    }

    fn start(&self, on: &mut Live) -> Result<i32, Failure> {
        if let Some(service) = on.service.take() {
            return exit_code(in_tokio(service.serve()).map(|()| 0));
        }
        let Live {
            store, instance, ..
        } = on;
        let run = RUN.iter().find_map(|interface| {
            let interface = instance.get_export_index(&mut *store, None, interface)?;
            instance.get_export_index(&mut *store, Some(&interface), "run")
        });
        let run = run.ok_or_else(|| Failure::unsupported("it exports no wasi:cli/run"))?;
        let run = instance.get_typed_func::<(), (Result<(), ()>,)>(&mut *store, &run);
        let result = in_tokio(run.map_err(refused)?.call_async(&mut *store, ()));
        exit_code(result.map(|(result,)| i32::from(result.is_err())))
    }
}

impl Components {
    /// All is linked in its asynchronous form, which a component of WASI 0.3 needs, and one of 0.2 does not notice.
    fn link(&self, component: Component) -> Result<InstancePre<Outside>, Error> {
        let mut linker = Linker::new(&self.0);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
        wasmtime_wasi::p3::add_to_linker(&mut linker)?;
        wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
        linker.instantiate_pre(&component)
    }
}
