//! One instance of a module, with all that it needs to live.

use crate::host::Host;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};
use wasmedge_sdk::error::{CoreError, WasmEdgeError};
use wasmedge_sdk::{
    Compiler, ExternalInstanceType, FuncType, Module, Store, Vm, WasmValue, config::Config,
};
use wasmeter_worker::{Failure, Wasi};

pub struct Guest {
    module: Module,
    vm: Vm<'static, Host>,
    /// When it is ended.
    pub until: Option<Instant>,
}

type Returned = Result<Vec<WasmValue>, Failure>;

impl Guest {
    pub fn link(config: &Config, module: &Module, wasi: &Wasi) -> Result<Self, Failure> {
        let wasi = Host::new(wasi).map_err(failure)?;
        let mut hosts = vec![(Host::NAME.to_string(), wasi)];
        hosts.extend(Host::plug_ins(module).map_err(failure)?);
        // A VM borrows its hosts. Instances live until the worker ends, and so may these.
        let lent = |(name, host): (String, Host)| (name, &mut *Box::leak(Box::new(host)));
        let imports: HashMap<_, _> = hosts.into_iter().map(lent).collect();
        let store = Store::new(Some(config), imports).map_err(failure)?;
        let mut vm = Vm::new(store);
        vm.register_module(None, module.clone()).map_err(failure)?;
        Ok(Guest {
            module: module.clone(),
            vm,
            until: None,
        })
    }

    pub fn export(&self, name: &str) -> Option<ExternalInstanceType> {
        self.module.get_export(name)
    }

    /// Refuses an export that is not there or has another type.
    pub fn expect(&self, name: &str, ty: FuncType) -> Result<(), Failure> {
        match self.export(name) {
            Some(ExternalInstanceType::Func(found)) if found == ty => Ok(()),
            Some(found) => Err(Failure::unsupported(format!("{name} is a {found:?}"))),
            None => Err(Failure::unsupported(format!("no export {name:?}"))),
        }
    }

    /// Calls what has to return. WasmEdge takes an exit for a success, so only a code other than 0 tells.
    pub fn call<const N: usize>(&mut self, name: &str, args: [WasmValue; N]) -> Returned {
        let results = self.run(name, args)?;
        match self.exit_code() {
            0 => Ok(results),
            code => Err(Failure::trap(format!("exited with {code}"))),
        }
    }

    /// Calls what may exit instead.
    pub fn run<const N: usize>(&mut self, name: &str, args: [WasmValue; N]) -> Returned {
        let results = match self.until {
            None => self.vm.run_func(None, name, args),
            Some(until) => {
                // A timer of no time would be none.
                let left = until.saturating_duration_since(Instant::now());
                let left = left.max(Duration::from_nanos(1));
                self.vm.run_func_with_timeout(None, name, args, left)
            }
        };
        results.map_err(failure)
    }

    pub fn exit_code(&mut self) -> u32 {
        let lent = self.vm.store_mut().get_instance_and_executor(Host::NAME);
        let (host, _) = lent.expect("it was linked with its host");
        host.exit_code()
    }
}

/// Compiles ahead of time, into a file.
pub fn precompile(config: &Config, wasm: &[u8], to: &Path) -> Result<(), Failure> {
    let folder = to.parent().unwrap_or(to);
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let written = Compiler::new(Some(config))
        .and_then(|compiler| compiler.compile_from_bytes(wasm, name, folder))
        .map_err(refused)?;
    // The SDK has put an extension of its own behind the name.
    std::fs::rename(written, to).map_err(Failure::unsupported)
}

pub fn refused(error: Box<WasmEdgeError>) -> Failure {
    Failure::unsupported(error)
}

fn failure(error: Box<WasmEdgeError>) -> Failure {
    match *error {
        WasmEdgeError::Core(CoreError::Execution(_) | CoreError::Common(_))
        | WasmEdgeError::ExecuteTimeout => Failure::trap(error),
        // The SDK knows not all of the library's codes; the high byte is the phase.
        WasmEdgeError::Core(CoreError::UnknownError(code)) if code >> 8 == EXECUTION => {
            Failure::trap(error)
        }
        _ => refused(error),
    }
}

/// The phase of errors in a guest's code.
const EXECUTION: u32 = 4;
