//! Compiles wasm3 as its makers' CMake files do, into a library that the worker is linked with; with the feature `uvwasi`
//! also uvwasi, which then is wasm3's WASI.

use std::env::{var, var_os};
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=src/version.c");
    println!("cargo:rerun-if-changed=src/uvwasi.c");
    let source = named("WASM3_SOURCE");
    let with_uvwasi = var_os("CARGO_FEATURE_UVWASI").is_some();
    let mut wasm3 = release();
    wasm3
        .files(sources(&source))
        .file("src/version.c")
        .include(&source)
        .std("gnu99");
    if !with_uvwasi {
        wasm3.define("d_m3HasWASI", None).compile("wasm3");
        return;
    }
    let uvwasi = named("UVWASI_SOURCE");
    let headers = [uvwasi.join("include"), named("UV_INCLUDE")];
    wasm3
        .file("src/uvwasi.c")
        .includes(&headers)
        .define("d_m3HasUVWASI", None)
        .compile("wasm3");
    release()
        .files(sources(&uvwasi.join("src")))
        .includes(&headers)
        .define("_GNU_SOURCE", None)
        .compile("uvwasi");
    let uv = named("UV_LIBRARY");
    let folder = uv.parent().expect("a file is in a folder");
    println!("cargo:rustc-link-search=native={}", folder.display());
    let file = uv.file_name().and_then(|name| name.to_str());
    let file = file.expect("its name is text");
    println!("cargo:rustc-link-lib=static:+verbatim={file}");
}

/// A path that build.sh or setup.sh names.
fn named(variable: &str) -> PathBuf {
    println!("cargo:rerun-if-env-changed={variable}");
    PathBuf::from(var(variable).unwrap_or_else(|_| panic!("{variable} is not set")))
}

/// A compiler with what CMake's release builds have.
fn release() -> cc::Build {
    let mut build = cc::Build::new();
    build.opt_level(3).define("NDEBUG", None).warnings(false);
    build
}

/// The C files of a folder. Those of the other WASI are empty without its definition.
fn sources(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files = std::fs::read_dir(folder).expect("it is a folder");
    let files = files.map(|file| file.expect("it can be read").path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "c"))
}
