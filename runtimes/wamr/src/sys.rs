//! The functions of WAMR that the worker calls, as `wasm_export.h` declares them, found in a library when it is opened.

use std::ffi::{c_char, c_int, c_void};
use std::path::Path;

/// `wasm_module_t`, `wasm_module_inst_t`, `wasm_function_inst_t`, `wasm_exec_env_t`
pub type Module = *mut c_void;
pub type Instance = *mut c_void;
pub type Function = *mut c_void;
pub type ExecEnv = *mut c_void;
type Strings = *mut *const c_char;

/// `InstantiationArgs`: the fields from which 0 takes what is usual.
#[repr(C)]
pub struct InstantiationArgs {
    pub default_stack_size: u32,
    pub host_managed_heap_size: u32,
    pub max_memory_pages: u32,
}

/// `wasm_valkind_t`
pub const I32: u8 = 0;
pub const I64: u8 = 1;
/// `log_level_t`
pub const LOG_FATAL: c_int = 0;

macro_rules! library {
    ($(#[$doc:meta])* $library:ident { $(fn $name:ident($($argument:ty),*) $(-> $result:ty)?;)* }) => {
        $(#[$doc])*
        pub struct $library {
            $(pub $name: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
        }

        impl $library {
            /// Opens a library, for the rest of the process.
            ///
            /// # Safety
            /// It must be WAMR's: one that `build.sh` has made, or that is installed.
            pub unsafe fn open(file: &Path) -> Result<Self, libloading::Error> {
                // SAFETY: the types are those of WAMR's headers.
                unsafe {
                    let library = libloading::Library::new(file)?;
                    let this = $library {
                        $($name: *library.get(concat!(stringify!($name), "\0").as_bytes())?,)*
                    };
                    std::mem::forget(library);
                    Ok(this)
                }
            }
        }
    };
}

library!(
    /// A runtime.
    Library {
        fn wasm_runtime_init() -> bool;
        fn wasm_runtime_set_log_level(c_int);
        fn wasm_runtime_get_version(*mut u32, *mut u32, *mut u32);
        fn wasm_runtime_load(*mut u8, u32, *mut c_char, u32) -> Module;
        fn wasm_runtime_unload(Module);
        fn wasm_runtime_set_wasi_args(Module, Strings, u32, Strings, u32, Strings, u32, Strings, c_int);
        fn wasm_runtime_instantiate_ex(Module, *const InstantiationArgs, *mut c_char, u32) -> Instance;
        fn wasm_runtime_deinstantiate(Instance);
        fn wasm_runtime_is_wasi_mode(Instance) -> bool;
        fn wasm_runtime_lookup_function(Instance, *const c_char) -> Function;
        fn wasm_func_get_param_count(Function, Instance) -> u32;
        fn wasm_func_get_result_count(Function, Instance) -> u32;
        fn wasm_func_get_param_types(Function, Instance, *mut u8);
        fn wasm_func_get_result_types(Function, Instance, *mut u8);
        fn wasm_runtime_get_exec_env_singleton(Instance) -> ExecEnv;
        fn wasm_application_execute_main(Instance, c_int, *mut *mut c_char) -> bool;
        fn wasm_runtime_call_wasm(ExecEnv, Function, u32, *mut u32) -> bool;
        fn wasm_runtime_get_exception(Instance) -> *const c_char;
        fn wasm_runtime_clear_exception(Instance);
        fn wasm_runtime_get_wasi_exit_code(Instance) -> u32;
    }
);

library!(
    /// The compiler that works ahead of time, by `compile.c`.
    Compiler {
        fn wasmeter_compile(*mut u8, u32, *const c_char, *mut c_char, u32) -> bool;
    }
);
