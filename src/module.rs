//! Looks at a `.wasm` file before any runtime does, so that bad input is told as such.

use anyhow::{Context, Result, bail};
use std::path::Path;
use wasmparser::{Encoding, ExternalKind, Parser, Payload, Validator, WasmFeatures};

/// By calls of these a module marks the section that it wants measured, as Sightglass's do.
pub const SECTION_IMPORTS: [(&str, &str); 2] = [("bench", "start"), ("bench", "end")];

/// A valid core module, and what it exports that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// It exports `_start`: it is a command.
    pub command: bool,
    /// It exports a function `bench`.
    pub bench: bool,
    /// It imports `bench.start` or `bench.end`, between which it has what it wants measured.
    pub section: bool,
}

/// Reads and validates a module with every proposal allowed; whether a runtime has them is its own matter.
pub fn inspect(file: &Path) -> Result<Module> {
    let name = file.display();
    if file.to_str().is_none() {
        bail!("{name}: its name is not UTF-8, which the worker protocol wants; rename it");
    }
    if file.is_dir() {
        bail!("{name}: a folder; name a .wasm file");
    }
    let bytes = std::fs::read(file).with_context(|| format!("{name}"))?;
    if !bytes.starts_with(b"\0asm") {
        let hint = if bytes.starts_with(b"(") {
            "; it looks like text: wat2wasm makes a module of it"
        } else {
            ""
        };
        bail!("{name}: not a WebAssembly file: it does not begin with \\0asm{hint}");
    }
    if Parser::is_component(&bytes) {
        bail!(
            "{name}: a component, and a core module is wanted\n\
             compile the program for wasm32-wasip1, or take the module out of it (wasm-tools component unbundle)"
        );
    }
    let mut module = Module {
        command: false,
        bench: false,
        section: false,
    };
    for payload in Parser::new(0).parse_all(&bytes) {
        let payload = payload.with_context(|| format!("{name}: truncated or malformed"))?;
        match payload {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => unreachable!("asked above"),
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.with_context(|| format!("{name}: malformed"))?;
                    module.section |= SECTION_IMPORTS.contains(&(import.module, import.name));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.with_context(|| format!("{name}: malformed"))?;
                    let function = export.kind == ExternalKind::Func;
                    module.command |= function && export.name == "_start";
                    module.bench |= function && export.name == "bench";
                }
            }
            _ => {}
        }
    }
    Validator::new_with_features(WasmFeatures::all())
        .validate_all(&bytes)
        .with_context(|| format!("{name}: truncated or invalid"))?;
    Ok(module)
}
