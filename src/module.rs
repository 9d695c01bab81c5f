//! Looks at a `.wasm` file before any runtime does, so that bad input is reported as such.

mod needs;

pub use needs::{features, needs};

use crate::component;
use crate::files;
use crate::instrument::SECTION_IMPORTS;
use anyhow::{Context, Result, bail};
use std::path::Path;
use wasmparser::{
    BinaryReader, ExternalKind, ImportSectionReader, Parser, Validator, WasmFeatures,
};

/// A core module or a component, and what it exports that matters here.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// It is a component.
    pub component: bool,
    /// It exports `_start`, or as a component `wasi:cli/run`: it is a command.
    pub command: bool,
    /// It exports a function `bench`.
    pub bench: bool,
    /// It imports `bench.start` or `bench.end`, between which it has what it wants measured.
    pub section: bool,
}

/// Reads and validates a module or a component with every proposal allowed; whether a runtime has
/// them is its own matter, and so is whether it accepts a module too large for our validator. Of
/// components only commands are taken.
pub fn inspect(file: &Path) -> Result<Module> {
    let name = file.display();
    if file.to_str().is_none() {
        bail!("{name}: its name is not UTF-8, which the worker protocol wants; rename it");
    }
    if file.is_dir() {
        bail!("{name}: a folder; name a .wasm file");
    }
    if file.exists() && !file.is_file() {
        bail!(
            "{name}: no file that can be read again for each runtime, as a pipe cannot; save the \
            module first"
        );
    }
    let bytes = files::read(file, "name a .wasm file")?;
    if !bytes.starts_with(b"\0asm") {
        let hint = if bytes.starts_with(b"(") {
            "; it looks like text: wat2wasm makes a module of it"
        } else {
            ""
        };
        bail!("{name}: not a WebAssembly file: it does not begin with \\0asm{hint}");
    }
    let valid = Validator::new_with_features(WasmFeatures::all()).validate_all(&bytes);
    if let Err(error) = valid
        && !is_limit(error.message())
    {
        return Err(error).with_context(|| format!("{name}: truncated or invalid"));
    }
    let malformed = || format!("{name}: truncated or malformed");
    if !Parser::is_component(&bytes) {
        return exports(&bytes).with_context(malformed);
    }
    if !component::is_command(&bytes).with_context(malformed)? {
        bail!(
            "{name}: a component that exports no wasi:cli/run, so it is no command, and only \
            commands can be started\n\
             compile a program with a main function, in Rust: cargo build --target wasm32-wasip2"
        );
    }
    Ok(Module {
        component: true,
        command: true,
        ..Module::default()
    })
}

/// True if the validator complains of a size that is too large for itself: its errors have no
/// kinds.
fn is_limit(message: &str) -> bool {
    const LIMITS: [&str; 11] = [
        "size is out of bounds",
        "string size out of bounds",
        "number of elements is out of bounds",
        "exceeds limit",
        "exceeds the limit",
        "exceed maximum",
        "exceeds maximum byte size",
        "section is too large",
        "implementation limit",
        "specifies too many data segments",
        "too deep",
    ];
    LIMITS.iter().any(|limit| message.contains(limit))
}

/// Reads sections, imports and exports of any size.
fn exports(bytes: &[u8]) -> wasmparser::Result<Module> {
    let mut module = Module::default();
    let mut sections = BinaryReader::new(bytes.get(8..).unwrap_or_default(), 8);
    while !sections.eof() {
        let id = sections.read_u8()?;
        let size = sections.read_var_u32()?;
        let section = sections.read_bytes(size as usize)?;
        match id {
            IMPORTS => module.section = marks_section(section),
            EXPORTS => {
                let mut exports = BinaryReader::new(section, 0);
                for _ in 0..exports.read_var_u32()? {
                    let name = exports.read_unlimited_string()?;
                    let function = exports.read::<ExternalKind>()? == ExternalKind::Func;
                    exports.read_var_u32()?;
                    module.command |= function && name == "_start";
                    module.bench |= function && name == "bench";
                }
            }
            _ => {}
        }
    }
    Ok(module)
}

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// True if one of these imports is a mark, as far as they can be read.
fn marks_section(imports: &[u8]) -> bool {
    let Ok(imports) = ImportSectionReader::new(BinaryReader::new(imports, 0)) else {
        return false;
    };
    let mut imports = imports.into_imports().map_while(Result::ok);
    imports.any(|import| SECTION_IMPORTS.contains(&(import.module, import.name)))
}
