//! Compiles wasm3 as its makers' CMake files do, into a library that the worker is linked with.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-env-changed=WASM3_SOURCE");
    println!("cargo:rerun-if-changed=src/version.c");
    let source = std::env::var("WASM3_SOURCE").expect("build.sh sets WASM3_SOURCE");
    let files = std::fs::read_dir(&source).expect("WASM3_SOURCE is a folder");
    let files = files.map(|file| file.expect("it can be read").path());
    cc::Build::new()
        .files(files.filter(|file| is_source(file)))
        .file("src/version.c")
        .include(&source)
        .std("gnu99")
        .opt_level(3)
        .define("NDEBUG", None)
        .define("d_m3HasWASI", None)
        .warnings(false)
        .compile("wasm3");
}

/// Not the WASI that uses the library uvwasi: it has a source of its own and the same names.
fn is_source(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "c") && !file.ends_with("m3_api_uvwasi.c")
}
