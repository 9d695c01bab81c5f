//! WAMR, an interpreter, compilers that run at run time and one that runs ahead of time, with its own WASI.
//! Each configuration is a library of its own, because WAMR is configured when it is compiled.

mod c;
mod sys;

use std::ffi::{CStr, c_int};
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::rc::Rc;
use wasmeter_worker::{
    Abilities, Artifact, Description, Failure, Options, Runtime, Wasi, names, serve,
};

/// Of the stack for a guest's locals and operands.
const STACK_BYTES: u32 = 256 << 10;

const PAGE_BYTES: u64 = 65536;

/// What a configuration executes, and the libraries that it needs: the runtime's first.
const CONFIGURATIONS: [(&str, Artifact, &[&str]); 6] = [
    ("fast-interp", Artifact::Wasm, &["fast-interp"]),
    ("classic-interp", Artifact::Wasm, &["classic-interp"]),
    ("fast-jit", Artifact::Wasm, &["fast-jit"]),
    ("llvm-jit", Artifact::Wasm, &["llvm-jit"]),
    ("aot", Artifact::Precompiled, &["aot", "compiler"]),
    // Nothing that is built here: `runtimes/wamr-system` puts the machine's own library beside this program.
    ("installed", Artifact::Wasm, &["installed"]),
];

fn main() -> std::io::Result<()> {
    serve::<Wamr>()
}

/// Where a library is: beside this program.
fn file(library: &str) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.with_file_name(format!("libwamr-{library}.so"))
}

/// Asked of one of the libraries: all that are here are of one version.
fn version() -> Option<String> {
    let mut files = CONFIGURATIONS
        .iter()
        .map(|(_, _, libraries)| file(libraries[0]));
    // SAFETY: it is WAMR's.
    let library = unsafe { sys::Library::open(&files.find(|file| file.exists())?) }.ok()?;
    let (mut major, mut minor, mut patch) = (0, 0, 0);
    // SAFETY: all pointers live for the call.
    unsafe { (library.wasm_runtime_get_version)(&mut major, &mut minor, &mut patch) };
    Some(format!("{major}.{minor}.{patch}"))
}

struct Wamr {
    library: Rc<sys::Library>,
    compiler: Option<&'static str>,
    /// How large a memory may become; 0: as it says itself.
    memory_pages: u32,
}

struct Module {
    library: Rc<sys::Library>,
    module: sys::Module,
    /// WAMR reads it, and writes to it, as long as the module lives.
    _bytes: Vec<u8>,
}

struct Instance {
    module: Rc<Module>,
    instance: sys::Instance,
    exec_env: sys::ExecEnv,
}

impl Runtime for Wamr {
    type Module = Rc<Module>;
    type Instance = Instance;
    type Function = sys::Function;

    fn describe() -> Description {
        let here = CONFIGURATIONS
            .iter()
            .filter(|(_, _, libraries)| libraries.iter().all(|name| file(name).exists()));
        let here: Vec<_> = here.map(|(name, artifact, _)| (*name, *artifact)).collect();
        Description::new("wamr", version().unwrap_or_default(), &here).can(|_| Abilities {
            second_dir: names(["map_dir_list"]),
            memory: names(["max_memory_pages"]),
            ..Abilities::default()
        })
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let of = CONFIGURATIONS
            .iter()
            .find(|(name, _, _)| *name == configuration);
        let (_, _, libraries) = of.ok_or_else(|| Failure::unsupported(configuration))?;
        // SAFETY: it is WAMR's.
        let library =
            unsafe { sys::Library::open(&file(libraries[0])) }.map_err(Failure::refused)?;
        // SAFETY: neither has a precondition.
        unsafe {
            if !(library.wasm_runtime_init)() {
                return Err(Failure::unsupported("wasm_runtime_init failed"));
            }
            // What it logs would go to the guest's standard output.
            (library.wasm_runtime_set_log_level)(sys::LOG_FATAL);
        }
        Ok(Wamr {
            library: Rc::new(library),
            compiler: libraries.get(1).copied(),
            memory_pages: (options.limits.memory_bytes.unwrap_or(0) / PAGE_BYTES).min(PAGE_BYTES)
                as u32,
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Rc<Module>, Failure> {
        self.module(wasm.to_vec())
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        let name = self.compiler.ok_or_else(|| {
            Failure::unsupported("this configuration compiles nothing ahead of time")
        })?;
        // SAFETY: build.sh has made it.
        let compiler = unsafe { sys::Compiler::open(&file(name)) }.map_err(Failure::refused)?;
        let to = c::text(to.to_string_lossy())?;
        let mut wasm = wasm.to_vec();
        let (bytes, length) = (wasm.as_mut_ptr(), c::length(&wasm)?);
        c::told(|error, room| {
            // SAFETY: all pointers live for the call, and the lengths are theirs.
            unsafe { (compiler.wasmeter_compile)(bytes, length, to.as_ptr(), error, room) }
                .then_some(())
        })
    }

    fn load(&self, file: &Path) -> Result<Rc<Module>, Failure> {
        self.module(std::fs::read(file).map_err(Failure::refused)?)
    }

    fn instantiate(&self, module: &Rc<Module>, wasi: &Wasi) -> Result<Instance, Failure> {
        let library = &self.library;
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
            max_memory_pages: self.memory_pages,
        };
        let instance = c::told(|error, room| {
            // SAFETY: the module and what it is made with live, and the room is the buffer's.
            let instance =
                unsafe { (library.wasm_runtime_instantiate_ex)(module.module, &with, error, room) };
            (!instance.is_null()).then_some(instance)
        })?;
        let this = Instance {
            module: module.clone(),
            instance,
            // SAFETY: the instance lives.
            exec_env: unsafe { (library.wasm_runtime_get_exec_env_singleton)(instance) },
        };
        // SAFETY: the instance lives.
        let initialized = unsafe { (library.wasm_runtime_is_wasi_mode)(instance) };
        if !initialized && let Some(initialize) = this.find("_initialize")? {
            this.call(initialize, &mut [])?;
        }
        Ok(this)
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<sys::Function, Failure> {
        let function = of.find(export)?.ok_or_else(|| no_export(export))?;
        let (mut parameter, mut result) = (u8::MAX, u8::MAX);
        // SAFETY: the function is the instance's; types are asked for where there is one of each.
        unsafe {
            if (self.library.wasm_func_get_param_count)(function, of.instance) == 1
                && (self.library.wasm_func_get_result_count)(function, of.instance) == 1
            {
                (self.library.wasm_func_get_param_types)(function, of.instance, &mut parameter);
                (self.library.wasm_func_get_result_types)(function, of.instance, &mut result);
            }
        }
        match (parameter, result) {
            (sys::I32, sys::I64) => Ok(function),
            _ => Err(Failure::unsupported(format!("{export}: not (i32) -> i64"))),
        }
    }

    fn call(
        &self,
        of: &mut Instance,
        function: &mut sys::Function,
        n: u32,
    ) -> Result<u64, Failure> {
        // Arguments go in, and results come out, as cells of 32 bits.
        let mut cells = [n, 0];
        of.call(*function, &mut cells)?;
        Ok(u64::from(cells[0]) | u64::from(cells[1]) << 32)
    }

    fn start(&self, of: &mut Instance) -> Result<i32, Failure> {
        let start = of.find("_start")?.ok_or_else(|| no_export("_start"))?;
        match of.call(start, &mut []) {
            Err(Failure::Trap(exception)) if exception.contains("wasi proc exit") => {
                // SAFETY: the instance lives, and has WASI.
                Ok(unsafe { (self.library.wasm_runtime_get_wasi_exit_code)(of.instance) } as i32)
            }
            ended => ended.map(|()| 0),
        }
    }
}

impl Wamr {
    fn module(&self, mut bytes: Vec<u8>) -> Result<Rc<Module>, Failure> {
        let (start, length) = (bytes.as_mut_ptr(), c::length(&bytes)?);
        let module = c::told(|error, room| {
            // SAFETY: the bytes live as long as the module.
            let module = unsafe { (self.library.wasm_runtime_load)(start, length, error, room) };
            (!module.is_null()).then_some(module)
        })?;
        Ok(Rc::new(Module {
            library: self.library.clone(),
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

impl Instance {
    fn find(&self, export: &str) -> Result<Option<sys::Function>, Failure> {
        let name = c::text(export)?;
        // SAFETY: the instance lives.
        let function = unsafe {
            (self.module.library.wasm_runtime_lookup_function)(self.instance, name.as_ptr())
        };
        Ok((!function.is_null()).then_some(function))
    }

    fn call(&self, function: sys::Function, cells: &mut [u32]) -> Result<(), Failure> {
        let library = &self.module.library;
        let count = u32::from(!cells.is_empty());
        // SAFETY: the function is the instance's, and the cells are as many as its type wants.
        if unsafe {
            (library.wasm_runtime_call_wasm)(self.exec_env, function, count, cells.as_mut_ptr())
        } {
            return Ok(());
        }
        // SAFETY: the instance lives, and its exception is copied before it is cleared.
        unsafe {
            let exception = (library.wasm_runtime_get_exception)(self.instance);
            if exception.is_null() {
                return Err(Failure::trap("WAMR does not say why"));
            }
            let exception = CStr::from_ptr(exception).to_string_lossy().into_owned();
            (library.wasm_runtime_clear_exception)(self.instance);
            Err(c::failure(&exception))
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: nobody else has it.
        unsafe { (self.module.library.wasm_runtime_deinstantiate)(self.instance) }
    }
}

fn no_export(name: &str) -> Failure {
    Failure::unsupported(format!("{name}: no such export"))
}
