//! wasm3, an interpreter that translates functions into chains of small native ones, with one of its own two WASIs,
//! which have the same names: by uvwasi with the feature of that name, else the simple one.

mod linked;
mod m3;
mod sys;
#[cfg(not(feature = "uvwasi"))]
#[path = "simple.rs"]
mod wasi;
#[cfg(feature = "uvwasi")]
#[path = "uvwasi.rs"]
mod wasi;

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
    arguments: Arguments,
}

/// What the WASI context of the process points to.
struct Arguments {
    _texts: Vec<CString>,
    pointers: Vec<*const c_char>,
}

impl Arguments {
    fn new(arguments: &[String]) -> Result<Self, Failure> {
        let texts = arguments.iter().map(|text| CString::new(text.as_str()));
        let texts: Vec<_> = texts
            .collect::<Result<_, _>>()
            .map_err(Failure::unsupported)?;
        Ok(Arguments {
            pointers: texts.iter().map(|text| text.as_ptr()).collect(),
            _texts: texts,
        })
    }
}

impl Instance {
    /// Makes its arguments those of the process's one context.
    fn enter(&self) {
        // SAFETY: linking WASI has made the context. The instance keeps what it points to as long as it runs.
        unsafe {
            *sys::m3_GetWasiContext() = sys::WasiContext {
                exit_code: 0,
                argc: self.arguments.pointers.len() as u32,
                argv: self.arguments.pointers.as_ptr(),
            }
        }
    }
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
        let version = wasi::version(&version.to_string_lossy());
        Description::new("wasm3", version, &[(wasi::CONFIGURATION, Artifact::Wasm)])
            .can(|_| wasi::abilities())
    }

    fn engine(_: &str) -> Result<Self, Failure> {
        Ok(Wasm3(m3::Environment::new()))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        let wasm = Rc::from(wasm);
        let parsed = Cell::new(Some(m3::Module::parse(&self.0, &wasm)?));
        Ok(Module { wasm, parsed })
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let parsed = match module.parsed.take() {
            Some(parsed) => parsed,
            None => m3::Module::parse(&self.0, &module.wasm)?,
        };
        let instance = Instance {
            runtime: m3::Runtime::new(parsed, STACK_BYTES)?,
            arguments: Arguments::new(&wasi.args)?,
        };
        let runtime = &instance.runtime;
        wasi::link(runtime, wasi)?;
        instance.enter();
        runtime.run_start()?;
        // A module with both is a command, and wasm3's command line then calls only `_start`.
        if let Some(initialize) = runtime.find("_initialize")?
            && runtime.find("_start")?.is_none()
            && let Some(code) = runtime.run(initialize)?
        {
            return Err(Failure::trap(format!("exit with code {code}")));
        }
        Ok(instance)
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<m3::Function, Failure> {
        of.enter();
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
        of.enter();
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
