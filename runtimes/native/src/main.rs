//! The host itself as a runtime: a `bench` guest is a shared library, a command guest an executable.

use elf::ElfStream;
use elf::abi::PT_INTERP;
use elf::endian::AnyEndian;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use std::ffi::CStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use wasmeter_worker::{Artifact, Description, Failure, Runtime, Spawn, Wasi, WasiSupport, serve};

fn main() -> std::io::Result<()> {
    serve::<Native>()
}

/// Names the program that runs others where workers are emulated: then their children have to be as well.
const EMULATOR: &str = "WASMETER_EMULATOR";

struct Native;

#[derive(Clone)]
enum Guest {
    Library(Rc<Library>),
    Executable(PathBuf),
}

struct Instance {
    guest: Guest,
    wasi: Wasi,
}

impl Runtime for Native {
    type Module = Guest;
    type Instance = Instance;
    type Function = extern "C" fn(u32) -> u64;

    fn describe() -> Description {
        // SAFETY: glibc returns a constant string of its own.
        let libc = unsafe { CStr::from_ptr(libc::gnu_get_libc_version()) };
        let version = format!("glibc {}", libc.to_string_lossy());
        Description {
            wasi: WasiSupport::Host,
            ..Description::new(
                "native",
                version,
                &[("native", Artifact::Native), ("system", Artifact::Native)],
            )
        }
    }

    fn engine(_configuration: &str) -> Result<Self, Failure> {
        Ok(Native)
    }

    fn compile(&self, _wasm: &[u8]) -> Result<Guest, Failure> {
        Err(Failure::unsupported("the host executes native builds only"))
    }

    fn load(&self, file: &Path) -> Result<Guest, Failure> {
        // Without a slash in it, a name would be searched for in the system's folders.
        let file = file.canonicalize().map_err(Failure::refused)?;
        if is_executable(&file).map_err(Failure::refused)? {
            return Ok(Guest::Executable(file));
        }
        // SAFETY: running the guest's own code, constructors included, is what was asked for.
        let library = unsafe { Library::open(Some(file), RTLD_NOW | RTLD_LOCAL) };
        Ok(Guest::Library(Rc::new(library.map_err(Failure::refused)?)))
    }

    fn instantiate(&self, guest: &Guest, wasi: &Wasi) -> Result<Instance, Failure> {
        Ok(Instance {
            guest: guest.clone(),
            wasi: wasi.clone(),
        })
    }

    fn function(&self, instance: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        let Guest::Library(library) = &instance.guest else {
            return Err(Failure::unsupported("an executable exports no functions"));
        };
        // SAFETY: the guest contract fixes the type; the library stays open as long as its instances.
        let symbol = unsafe { library.get::<Self::Function>(export.as_bytes()) };
        Ok(*symbol.map_err(Failure::refused)?)
    }

    fn call(
        &self,
        _instance: &mut Instance,
        function: &mut Self::Function,
        n: u32,
    ) -> Result<u64, Failure> {
        Ok(function(n))
    }

    fn start(&self, instance: &mut Instance) -> Result<i32, Failure> {
        let Guest::Executable(file) = &instance.guest else {
            return Err(Failure::unsupported("a shared library has no `_start`"));
        };
        let wasi = &instance.wasi;
        let process = match std::env::var_os(EMULATOR) {
            Some(emulator) => Spawn::new(emulator).args([file]),
            None => match wasi.args.first() {
                Some(name) => Spawn::new(file).arg0(name),
                None => Spawn::new(file),
            },
        };
        let variables = wasi.env.iter();
        let status = process
            .args(wasi.args.iter().skip(1))
            .env(
                variables
                    .map(|(name, value)| (name.into(), value.into()))
                    .collect(),
            )
            .status()
            .map_err(Failure::refused)?;
        // No code: a signal ended it, which is what a trap is here.
        status.code().ok_or_else(|| Failure::trap(status))
    }
}

/// Whether a file wants to be started (it names its loader) rather than loaded into a process.
fn is_executable(file: &Path) -> Result<bool, elf::ParseError> {
    let headers = ElfStream::<AnyEndian, _>::open_stream(File::open(file)?)?;
    Ok(headers
        .segments()
        .iter()
        .any(|segment| segment.p_type == PT_INTERP))
}
