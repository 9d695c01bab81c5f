//! WAMR, an interpreter, compilers that run at run time and one that runs ahead of time, with its own WASI.
//! Each configuration is a library of its own, because WAMR is configured when it is compiled.

mod c;
mod instance;
mod libraries;
mod sys;

use instance::{Instance, Module};
use libraries::{CONFIGURATIONS, THREADS, file, version, with_threads};
use std::path::Path;
use std::rc::Rc;
use wasmeter_worker::{Abilities, Description, Failure, Options, Runtime, Wasi, names, serve};

const PAGE_BYTES: u64 = 65536;

/// `wasm_runtime_init` touches every page of the stack of the thread that calls it, which is 8 MiB of a process's main thread by
/// default: memory and most of a start, which say nothing of WAMR. Embedders call it on threads of their own. 512 KiB hold what
/// all guests need.
const STACK_BYTES: usize = 512 << 10;

fn main() -> std::io::Result<()> {
    let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
    let worker = builder.spawn(serve::<Wamr>)?;
    worker.join().expect("a panic has ended the worker")
}

struct Wamr {
    library: Rc<sys::Library>,
    compiler: Option<&'static str>,
    /// How large a memory may become; 0: as it says itself.
    memory_pages: u32,
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
        let switching = here.iter().any(|(name, _)| with_threads(name).exists());
        Description::new("wamr", version().unwrap_or_default(), &here)
            .can(|_| Abilities {
                second_dir: names(["map_dir_list"]),
                memory: names(["max_memory_pages"]),
                ..Abilities::default()
            })
            .switching(if switching { &THREADS } else { &[] })
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let of = CONFIGURATIONS
            .iter()
            .find(|(name, _, _)| *name == configuration);
        let (_, _, libraries) = of.ok_or_else(|| Failure::unsupported(configuration))?;
        let is_of_threads = |name: &String| THREADS.contains(&name.as_str());
        let library = if options.features.iter().any(is_of_threads) {
            with_threads(libraries[0])
        } else {
            file(libraries[0])
        };
        // SAFETY: it is WAMR's.
        let library = unsafe { sys::Library::open(&library) }.map_err(Failure::refused)?;
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
        Module::load(&self.library, wasm.to_vec())
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
        Module::load(
            &self.library,
            std::fs::read(file).map_err(Failure::refused)?,
        )
    }

    fn instantiate(&self, module: &Rc<Module>, wasi: &Wasi) -> Result<Instance, Failure> {
        let this = Instance::new(module, wasi, self.memory_pages)?;
        // SAFETY: the instance lives.
        let initialized = unsafe { (self.library.wasm_runtime_is_wasi_mode)(this.instance) };
        if !initialized && let Ok(initialize) = this.find("_initialize") {
            this.call(initialize, &mut [])?;
        }
        Ok(this)
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<sys::Function, Failure> {
        let function = of.find(export)?;
        match of.takes_and_returns(function) {
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
        of.find("_start")?;
        of.run()
    }
}
