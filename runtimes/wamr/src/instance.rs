//! A module, and an instance of it, each freed when nobody has it any more.

use crate::{c, sys};
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;
use std::rc::Rc;
use wasmeter_worker::{Failure, Wasi};

/// Of the stack for a guest's locals and operands.
const STACK_BYTES: u32 = 256 << 10;

pub struct Module {
    pub library: Rc<sys::Library>,
    pub module: sys::Module,
    /// WAMR reads it, and writes to it, as long as the module lives.
    _bytes: Vec<u8>,
}

impl Module {
    pub fn load(library: &Rc<sys::Library>, mut bytes: Vec<u8>) -> Result<Rc<Module>, Failure> {
        let (start, length) = (bytes.as_mut_ptr(), c::length(&bytes)?);
        let module = c::told(|error, room| {
            // SAFETY: the bytes live as long as the module.
            let module = unsafe { (library.wasm_runtime_load)(start, length, error, room) };
            (!module.is_null()).then_some(module)
        })?;
        Ok(Rc::new(Module {
            library: library.clone(),
            module,
            _bytes: bytes,
        }))
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        // SAFETY: its instances, which keep it alive, are gone.
        unsafe { (self.library.wasm_runtime_unload)(self.module) }
    }
}

pub struct Instance {
    pub module: Rc<Module>,
    pub instance: sys::Instance,
    pub exec_env: sys::ExecEnv,
}

impl Instance {
    /// With what a guest is given through WASI. `memory_pages`: how large a memory may become; 0: as it says itself.
    pub fn new(module: &Rc<Module>, wasi: &Wasi, memory_pages: u32) -> Result<Self, Failure> {
        let library = &module.library;
        let variables = wasi
            .env
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let (_args, mut args) = c::texts(&wasi.args)?;
        let (_env, mut env) = c::texts(variables)?;
        let dir = wasi.dir.iter().map(|dir| format!("/::{}", dir.display()));
        let second = wasi.second_dir.iter();
        let second = second.map(|dir| format!("/second::{}", dir.display()));
        let (_map, mut map) = c::texts(dir.chain(second))?;
        // SAFETY: the module lives. The texts live until the instance, which copies them, is made.
        unsafe {
            (library.wasm_runtime_set_wasi_args)(
                module.module,
                null_mut(),
                0,
                map.as_mut_ptr(),
                map.len() as u32,
                env.as_mut_ptr(),
                env.len() as u32,
                args.as_mut_ptr(),
                args.len() as c_int,
            )
        };
        let with = sys::InstantiationArgs {
            default_stack_size: STACK_BYTES,
            host_managed_heap_size: 0,
            max_memory_pages: memory_pages,
        };
        let instance = c::told(|error, room| {
            // SAFETY: the module and what it is made with live, and the room is the buffer's.
            let instance =
                unsafe { (library.wasm_runtime_instantiate_ex)(module.module, &with, error, room) };
            (!instance.is_null()).then_some(instance)
        })?;
        Ok(Instance {
            module: module.clone(),
            instance,
            // SAFETY: the instance lives.
            exec_env: unsafe { (library.wasm_runtime_get_exec_env_singleton)(instance) },
        })
    }

    /// An export that is a function.
    pub fn find(&self, export: &str) -> Result<sys::Function, Failure> {
        let name = c::text(export)?;
        // SAFETY: the instance lives.
        let function = unsafe {
            (self.module.library.wasm_runtime_lookup_function)(self.instance, name.as_ptr())
        };
        match function.is_null() {
            true => Err(Failure::unsupported(format!("{export}: no such export"))),
            false => Ok(function),
        }
    }

    /// The types of its parameter and its result, as `sys` numbers them, where there is one of each.
    pub fn takes_and_returns(&self, function: sys::Function) -> (u8, u8) {
        let library = &self.module.library;
        let (mut parameter, mut result) = (u8::MAX, u8::MAX);
        // SAFETY: the function is the instance's; types are asked for where there is one of each.
        unsafe {
            if (library.wasm_func_get_param_count)(function, self.instance) == 1
                && (library.wasm_func_get_result_count)(function, self.instance) == 1
            {
                (library.wasm_func_get_param_types)(function, self.instance, &mut parameter);
                (library.wasm_func_get_result_types)(function, self.instance, &mut result);
            }
        }
        (parameter, result)
    }

    pub fn call(&self, function: sys::Function, cells: &mut [u32]) -> Result<(), Failure> {
        let library = &self.module.library;
        let count = u32::from(!cells.is_empty());
        // SAFETY: the function is the instance's, and the cells are as many as its type wants.
        let returned = unsafe {
            (library.wasm_runtime_call_wasm)(self.exec_env, function, count, cells.as_mut_ptr())
        };
        if returned {
            Ok(())
        } else {
            Err(self.exception())
        }
    }

    /// Runs its `_start`, and ends the threads that are left then; the exit code.
    pub fn run(&self) -> Result<i32, Failure> {
        let library = &self.module.library;
        // SAFETY: the instance lives; arguments it has already.
        if !unsafe { (library.wasm_application_execute_main)(self.instance, 0, null_mut()) } {
            return Err(self.exception());
        }
        // SAFETY: the instance lives; WAMR gives each one the context of WASI that this reads.
        Ok(unsafe { (library.wasm_runtime_get_wasi_exit_code)(self.instance) } as i32)
    }

    /// Why a call did not return.
    fn exception(&self) -> Failure {
        let library = &self.module.library;
        // SAFETY: the instance lives, and its exception is copied before it is cleared.
        unsafe {
            let exception = (library.wasm_runtime_get_exception)(self.instance);
            if exception.is_null() {
                return Failure::trap("WAMR does not say why");
            }
            let exception = CStr::from_ptr(exception).to_string_lossy().into_owned();
            (library.wasm_runtime_clear_exception)(self.instance);
            c::failure(&exception)
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: nobody else has it.
        unsafe { (self.module.library.wasm_runtime_deinstantiate)(self.instance) }
    }
}
