//! wasm3's objects with their owners: what is freed when, and how its errors are told.

use crate::sys;
use std::ffi::{CStr, CString, c_void};
use std::ptr::null_mut;
use std::rc::Rc;
use wasmeter_worker::Failure;

/// Where modules are parsed.
pub struct Environment(*mut sys::M3Environment);

impl Environment {
    pub fn new() -> Rc<Self> {
        // SAFETY: it has no precondition.
        Rc::new(Environment(unsafe { sys::m3_NewEnvironment() }))
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        // SAFETY: whatever lives in it keeps it alive.
        unsafe { sys::m3_FreeEnvironment(self.0) }
    }
}

/// A parsed and validated module that is in no runtime yet.
pub struct Module {
    module: *mut sys::M3Module,
    environment: Rc<Environment>,
    wasm: Rc<[u8]>,
}

impl Module {
    pub fn parse(environment: &Rc<Environment>, wasm: &Rc<[u8]>) -> Result<Self, Failure> {
        let length = u32::try_from(wasm.len()).map_err(Failure::unsupported)?;
        let mut module = null_mut();
        // SAFETY: the environment lives, and the bytes live as long as the module.
        check(unsafe { sys::m3_ParseModule(environment.0, &mut module, wasm.as_ptr(), length) })
            .map_err(|result| failure(result, None))?;
        Ok(Module {
            module,
            environment: environment.clone(),
            wasm: wasm.clone(),
        })
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        // SAFETY: null (which it takes) once a runtime owns it; else nobody else does.
        unsafe { sys::m3_FreeModule(self.module) }
    }
}

/// A runtime with one module in it.
pub struct Runtime {
    runtime: *mut sys::M3Runtime,
    module: *mut sys::M3Module,
    _environment: Rc<Environment>,
    _wasm: Rc<[u8]>,
}

/// A function of the runtime that found it.
#[derive(Clone, Copy)]
pub struct Function(*mut sys::M3Function);

impl Runtime {
    /// Loads a module into a runtime of its own.
    pub fn new(mut module: Module, stack_bytes: u32) -> Result<Self, Failure> {
        // SAFETY: the environment lives as long as the runtime.
        let runtime = unsafe { sys::m3_NewRuntime(module.environment.0, stack_bytes, null_mut()) };
        if runtime.is_null() {
            return Err(Failure::unsupported("m3_NewRuntime: no memory"));
        }
        let mut this = Runtime {
            runtime,
            module: null_mut(),
            _environment: module.environment.clone(),
            _wasm: module.wasm.clone(),
        };
        // SAFETY: the module is in no runtime. This one owns it from here on.
        this.check(unsafe { sys::m3_LoadModule(runtime, module.module) })?;
        this.module = std::mem::replace(&mut module.module, null_mut());
        Ok(this)
    }

    /// Links functions of the host to the module, which is loaded and lives for the call.
    pub fn link(
        &self,
        link: impl FnOnce(*mut sys::M3Module) -> sys::M3Result,
    ) -> Result<(), Failure> {
        self.check(link(self.module))
    }

    /// Runs the module's start function, if it has one.
    pub fn run_start(&self) -> Result<(), Failure> {
        // SAFETY: the module is loaded and linked.
        self.check(unsafe { sys::m3_RunStart(self.module) })
    }

    /// Finds an exported function, and translates it.
    pub fn find(&self, name: &str) -> Result<Option<Function>, Failure> {
        let name = CString::new(name).map_err(Failure::unsupported)?;
        let mut function = null_mut();
        // SAFETY: all pointers live for the call.
        let result = unsafe { sys::m3_FindFunction(&mut function, self.runtime, name.as_ptr()) };
        // SAFETY: a constant of wasm3.
        if result == unsafe { sys::m3Err_functionLookupFailed } {
            return Ok(None);
        }
        self.check(result).map(|()| Some(Function(function)))
    }

    /// Calls a function without parameters and results. Tells the exit code if it calls `proc_exit`.
    pub fn run(&self, function: Function) -> Result<Option<i32>, Failure> {
        // SAFETY: the function is this runtime's, and takes nothing.
        let result = unsafe { sys::m3_Call(function.0, 0, std::ptr::null()) };
        // SAFETY: a constant of wasm3.
        if result == unsafe { sys::m3Err_trapExit } {
            // SAFETY: linking WASI has made the context.
            return Ok(Some(unsafe { (*sys::m3_GetWasiContext()).exit_code }));
        }
        self.check(result).map(|()| None)
    }

    /// Calls a function of type `(i32) -> i64`, which [`Function::is_bench`] must have told.
    pub fn call(&self, function: Function, n: u32) -> Result<u64, Failure> {
        let mut value = 0u64;
        let argument = (&raw const n).cast::<c_void>();
        let result = (&raw mut value).cast_const().cast::<c_void>();
        // SAFETY: the function is this runtime's, and of that type.
        self.check(unsafe { sys::m3_Call(function.0, 1, &argument) })?;
        // SAFETY: its one result is an i64.
        self.check(unsafe { sys::m3_GetResults(function.0, 1, &result) })?;
        Ok(value)
    }

    /// Calls a function of any type, with the bits of its arguments. Tells type and bits of each result.
    pub fn call_any(&self, function: Function, bits: &[u64]) -> Result<Vec<(i32, u64)>, Failure> {
        // SAFETY: the function is this runtime's.
        let (takes, gives) = unsafe {
            (
                sys::m3_GetArgCount(function.0),
                sys::m3_GetRetCount(function.0),
            )
        };
        if takes as usize != bits.len() {
            let reason = format!("it takes {takes} arguments, not {}", bits.len());
            return Err(Failure::unsupported(reason));
        }
        let mut values = vec![0u64; gives as usize];
        let arguments: Vec<_> = bits.iter().map(|n| (&raw const *n).cast()).collect();
        let results: Vec<*const c_void> = values
            .iter_mut()
            .map(|n| (&raw mut *n).cast_const().cast())
            .collect();
        // SAFETY: the function is this runtime's; there are as many values as it says, none wider than 64 bits.
        self.check(unsafe { sys::m3_Call(function.0, takes, arguments.as_ptr()) })?;
        // SAFETY: the same.
        self.check(unsafe { sys::m3_GetResults(function.0, gives, results.as_ptr()) })?;
        // SAFETY: a type is asked for within their count.
        let kind = |index| unsafe { sys::m3_GetRetType(function.0, index) };
        Ok((0..gives).map(kind).zip(values).collect())
    }

    /// Type and bits of an exported global, if there is one of that name.
    pub fn global(&self, name: &str) -> Result<Option<(i32, u64)>, Failure> {
        let name = CString::new(name).map_err(Failure::unsupported)?;
        // SAFETY: the module is loaded, and the name lives for the call.
        let global = unsafe { sys::m3_FindGlobal(self.module, name.as_ptr()) };
        if global.is_null() {
            return Ok(None);
        }
        let mut value = sys::TaggedValue { kind: 0, bits: 0 };
        // SAFETY: the global is of a module that lives.
        self.check(unsafe { sys::m3_GetGlobal(global, &mut value) })?;
        Ok(Some((value.kind, value.bits)))
    }

    fn check(&self, result: sys::M3Result) -> Result<(), Failure> {
        check(result).map_err(|result| failure(result, Some(self)))
    }
}

impl Function {
    /// Whether its type is `(i32) -> i64`.
    pub fn is_bench(self) -> bool {
        // SAFETY: the function lives; types are asked for within the counts.
        unsafe {
            sys::m3_GetArgCount(self.0) == 1
                && sys::m3_GetRetCount(self.0) == 1
                && sys::m3_GetArgType(self.0, 0) == sys::TYPE_I32
                && sys::m3_GetRetType(self.0, 0) == sys::TYPE_I64
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        // SAFETY: nobody else has it. It frees its module too.
        unsafe { sys::m3_FreeRuntime(self.runtime) }
    }
}

fn check(result: sys::M3Result) -> Result<(), &'static CStr> {
    if result.is_null() {
        return Ok(());
    }
    // SAFETY: wasm3's results are constant texts.
    Err(unsafe { CStr::from_ptr(result) })
}

/// wasm3 marks what guests do wrong; all else (also in the middle of a run, for it translates functions when
/// they are first called) means that it refuses the module.
fn failure(result: &CStr, runtime: Option<&Runtime>) -> Failure {
    let mut text = result.to_string_lossy().into_owned();
    if let Some(trap) = text.strip_prefix("[trap] ") {
        return Failure::trap(trap);
    }
    if let Some(runtime) = runtime {
        let mut info = std::mem::MaybeUninit::<sys::ErrorInfo>::zeroed();
        // SAFETY: the runtime lives, and all-zero is a valid value, which the call replaces.
        let info = unsafe {
            sys::m3_GetErrorInfo(runtime.runtime, info.as_mut_ptr());
            info.assume_init()
        };
        // What it tells may be of an earlier error: of an export that was looked up in vain, say.
        if info.result == result.as_ptr() && !info.message.is_null() {
            // SAFETY: a text in the runtime.
            let more = unsafe { CStr::from_ptr(info.message) }.to_string_lossy();
            if !more.is_empty() {
                text = format!("{text}: {more}");
            }
        }
    }
    Failure::unsupported(text)
}
