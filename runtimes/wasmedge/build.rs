//! Lets the workers find the libwasmedge that they are linked with, wherever that lies. The one that only executes finds a stand-in for
//! the LLVM that libwasmedge may be linked with, if the set-up made one: see no-llvm.sh.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-env-changed=WASMEDGE_DIR");
    println!("cargo:rerun-if-env-changed=WASMEDGE_NO_LLVM");
    let Some(root) = env::var_os("WASMEDGE_DIR").map(PathBuf::from) else {
        return;
    };
    let lib = root.join("lib");
    println!("cargo:rerun-if-changed={}", lib.display());
    match loader(&lib) {
        // Debian's build, with a libc of its own, which only the loader next to it can start.
        Some(loader) => {
            println!("cargo:rustc-env=WASMEDGE_BUILD=+debian");
            link_arg(&format!("--dynamic-linker={}", loader.display()));
            link_arg("--allow-shlib-undefined");
            // The old kind of RPATH, because libraries inherit it.
            link_arg("--disable-new-dtags");
            if let Some(dir) = env::var_os("WASMEDGE_NO_LLVM").map(PathBuf::from) {
                println!("cargo:rerun-if-changed={}", dir.display());
                for stand_in in fs::read_dir(&dir).into_iter().flatten().flatten() {
                    // What the program itself is linked with is loaded before what libwasmedge is linked with.
                    let (stand_in, dir) = (stand_in.path(), dir.display());
                    let linked = format!("--no-as-needed,{},-rpath,{dir}", stand_in.display());
                    println!("cargo:rustc-link-arg-bin=wasmeter-wasmedge=-Wl,{linked}");
                }
            }
            link_arg(&format!("-rpath,{}", lib.display()));
        }
        None => {
            link_arg(&format!("-rpath,{}", root.join("lib64").display()));
            link_arg(&format!("-rpath,{}", lib.display()));
        }
    }
}

fn loader(lib: &Path) -> Option<PathBuf> {
    let is_loader = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with("ld-linux-")
    };
    let entries = fs::read_dir(lib).ok()?;
    entries.flatten().map(|entry| entry.path()).find(is_loader)
}

fn link_arg(arg: &str) {
    println!("cargo:rustc-link-arg-bins=-Wl,{arg}");
}
