//! wasm3, an interpreter that translates functions into chains of small native ones, with its own WASI.

mod linked;
mod m3;
mod sys;

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::rc::Rc;
use wasmeter_worker::{Artifact, Description, Failure, Linked, Runtime, ValueType, Wasi, serve};

/// Of wasm3's own stack, which holds the guest's locals and operands.
const STACK_BYTES: u32 = 64 << 10;

fn main() -> std::io::Result<()> {
    serve::<Wasm3>()
}

struct Wasm3(Rc<m3::Environment>);

struct Module {
    wasm: Rc<[u8]>,
    /// wasm3 gives a module to one instance: the first gets this one, others have it parsed again.
    parsed: Cell<Option<m3::Module>>,
}

struct Instance {
    runtime: m3::Runtime,
    /// What the WASI context points to.
    _arguments: (Vec<CString>, Vec<*const c_char>),
}

impl Runtime for Wasm3 {
    type Module = Module;
    type Instance = Instance;
    type Function = m3::Function;
    const PASSES: &[ValueType] = &[
        ValueType::I32,
        ValueType::I64,
        ValueType::F32,
        ValueType::F64,
    ];

    fn describe() -> Description {
        // SAFETY: a constant text.
        let version = unsafe { CStr::from_ptr(sys::wasmeter_wasm3_version()) };
        let configurations = [("interpreter", Artifact::Wasm)];
        Description::new("wasm3", version.to_string_lossy(), &configurations)
    }

    fn engine(_: &str) -> Result<Self, Failure> {
        Ok(Wasm3(m3::Environment::new()))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        let wasm = Rc::from(wasm);
        let parsed = Cell::new(Some(m3::Module::parse(&self.0, &wasm)?));
        Ok(Module { wasm, parsed })
    }

    /// What is preopened always is the working folder of the process, which is the guest's by protocol.
    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        if !wasi.env.is_empty() {
            let reason = "wasm3's WASI has no environment variables for guests";
            return Err(Failure::unsupported(reason));
        }
        let parsed = match module.parsed.take() {
            Some(parsed) => parsed,
            None => m3::Module::parse(&self.0, &module.wasm)?,
        };
        let runtime = m3::Runtime::new(parsed, STACK_BYTES)?;
        let arguments = wasi.args.iter().map(|text| CString::new(text.as_str()));
        let arguments: Vec<_> = arguments
            .collect::<Result<_, _>>()
            .map_err(Failure::unsupported)?;
        let pointers: Vec<_> = arguments.iter().map(|text| text.as_ptr()).collect();
        // SAFETY: linking WASI has made the context. The instance keeps what it points to.
        unsafe {
            *sys::m3_GetWasiContext() = sys::WasiContext {
                exit_code: 0,
                argc: pointers.len() as u32,
                argv: pointers.as_ptr(),
            }
        }
        runtime.run_start()?;
        // A module with both is a command, and wasm3's command line then calls only `_start`.
        if let Some(initialize) = runtime.find("_initialize")?
            && runtime.find("_start")?.is_none()
            && let Some(code) = runtime.run(initialize)?
        {
            return Err(Failure::trap(format!("exit with code {code}")));
        }
        Ok(Instance {
            runtime,
            _arguments: (arguments, pointers),
        })
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<m3::Function, Failure> {
        match of.runtime.find(export)? {
            Some(function) if function.is_bench() => Ok(function),
            Some(_) => Err(Failure::unsupported(format!("{export}: not (i32) -> i64"))),
            None => Err(no_export(export)),
        }
    }

    fn call(&self, of: &mut Instance, function: &mut m3::Function, n: u32) -> Result<u64, Failure> {
        of.runtime.call(*function, n)
    }

    fn start(&self, of: &mut Instance) -> Result<i32, Failure> {
        let start = of
            .runtime
            .find("_start")?
            .ok_or_else(|| no_export("_start"))?;
        Ok(of.runtime.run(start)?.unwrap_or(0))
    }

    fn store(&self, _: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Ok(Box::new(linked::Modules::new(self.0.clone())))
    }
}

fn no_export(name: &str) -> Failure {
    Failure::unsupported(format!("{name}: no such export"))
}
