//! One instance of a module, with all that it needs to live.

use wasmedge_sys::instance::function::AsFunc;
use wasmedge_sys::{AsInstance, Config, Executor, Instance, Module, Store, WasiModule, WasmValue};
use wasmedge_types::error::{CoreError, WasmEdgeError};
use wasmedge_types::{ValType, WasmEdgeResult};
use wasmeter_worker::{Failure, Wasi};

pub struct Guest {
    executor: Executor,
    instance: Instance,
    wasi: WasiModule,
    // What links instances with each other: it must outlive them.
    _store: Store,
}

impl Guest {
    pub fn new(config: &Config, module: &Module, wasi: &Wasi) -> Result<Self, Failure> {
        let link = || {
            let wasi = wasi_module(wasi)?;
            let mut store = Store::create()?;
            let mut executor = Executor::create(Some(config), None)?;
            executor.register_import_module(&mut store, &wasi)?;
            let instance = executor.register_active_module(&mut store, module)?;
            Ok(Guest {
                executor,
                instance,
                wasi,
                _store: store,
            })
        };
        link().map_err(failure)
    }

    pub fn exports(&self, function: &str) -> bool {
        self.instance.get_func(function).is_ok()
    }

    /// Refuses an export that is not there or has another type.
    pub fn expect(
        &self,
        export: &str,
        args: &[ValType],
        results: &[ValType],
    ) -> Result<(), Failure> {
        let function = self.instance.get_func(export).map_err(refused)?;
        match function.ty() {
            Some(ty) if ty.args() == args && ty.returns() == results => Ok(()),
            ty => Err(Failure::unsupported(format!("{export} has type {ty:?}"))),
        }
    }

    /// Calls what has to return. WasmEdge takes an exit for a success, so only a code other than 0 tells.
    pub fn call(
        &mut self,
        export: &str,
        args: impl IntoIterator<Item = WasmValue>,
    ) -> Result<Vec<WasmValue>, Failure> {
        let results = self.invoke(export, args).map_err(failure)?;
        match self.wasi.exit_code() {
            0 => Ok(results),
            code => Err(Failure::trap(format!("exited with {code}"))),
        }
    }

    /// Calls what may exit instead, and tells the exit code.
    pub fn run(&mut self, export: &str) -> Result<i32, Failure> {
        self.invoke(export, []).map_err(failure)?;
        Ok(self.wasi.exit_code() as i32)
    }

    fn invoke(
        &mut self,
        export: &str,
        args: impl IntoIterator<Item = WasmValue>,
    ) -> WasmEdgeResult<Vec<WasmValue>> {
        let mut function = self.instance.get_func_mut(export)?;
        self.executor.call_func(&mut function, args)
    }
}

fn wasi_module(wasi: &Wasi) -> WasmEdgeResult<WasiModule> {
    let env: Vec<String> = wasi.env.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let dir = wasi.dir.as_ref().map(|dir| format!("/:{}", dir.display()));
    WasiModule::create(
        Some(wasi.args.iter().map(String::as_str).collect()),
        Some(env.iter().map(String::as_str).collect()),
        Some(dir.iter().map(String::as_str).collect()),
    )
}

pub fn refused(error: Box<WasmEdgeError>) -> Failure {
    Failure::unsupported(error)
}

fn failure(error: Box<WasmEdgeError>) -> Failure {
    match *error {
        WasmEdgeError::Core(CoreError::Execution(_) | CoreError::Common(_)) => Failure::trap(error),
        _ => refused(error),
    }
}
