//! The libraries: WAMR is configured when it is compiled, so that each configuration has one of its own.

use crate::sys;
use std::path::PathBuf;
use wasmeter_worker::Artifact;

/// What a configuration executes, and the libraries that it needs: the runtime's first.
pub const CONFIGURATIONS: [(&str, Artifact, &[&str]); 6] = [
    ("fast-interp", Artifact::Wasm, &["fast-interp"]),
    ("classic-interp", Artifact::Wasm, &["classic-interp"]),
    ("fast-jit", Artifact::Wasm, &["fast-jit"]),
    ("llvm-jit", Artifact::Wasm, &["llvm-jit"]),
    ("aot", Artifact::Precompiled, &["aot", "compiler"]),
    // Nothing that is built here: `runtimes/wamr-system` puts the machine's own library beside this program.
    ("installed", Artifact::Wasm, &["installed"]),
];

/// What a library with wasi-threads has beside the configuration's own, named as wasmeter's probes.
pub const THREADS: [&str; 3] = ["atomics", "shared-memory", "wasi-proposals/threads"];

/// The library of a configuration with wasi-threads, which are chosen when WAMR is compiled.
pub fn with_threads(library: &str) -> PathBuf {
    file(&format!("{library}-threads"))
}

/// Where a library is: beside this program.
pub fn file(library: &str) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.with_file_name(format!("libwamr-{library}.so"))
}

/// Asked of one of the libraries: all that are here are of one version.
pub fn version() -> Option<String> {
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
