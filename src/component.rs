//! Components of the component model: made of core modules that import WASI 0.2's functions, and what they export.

use crate::graft;
use anyhow::{Context, Result};
use wasmparser::{ComponentExternalKind, Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// What a component exports that is a command.
const RUN: &str = "wasi:cli/run@0.2.0";

/// The name of an export as a component may have it: its letters and digits, and `-` for what is between them.
pub fn label(words: &str) -> String {
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
}

/// Whether a core module imports functions of a component's interfaces, whose names are
/// `namespace:package/interface@version`. Without a version it is a module that some runtime gives to modules.
pub fn imports_interfaces(wasm: &[u8]) -> bool {
    interfaces(wasm).is_ok_and(|interfaces| !interfaces.is_empty())
}

fn interfaces(wasm: &[u8]) -> Result<Vec<&str>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                let module = import?.module;
                if module.contains(':') && module.contains('@') && !found.contains(&module) {
                    found.push(module);
                }
            }
        }
    }
    Ok(found)
}

/// The names of the functions that a component exports itself.
pub fn functions(component: &[u8]) -> Result<Vec<String>> {
    let (mut depth, mut names) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentExportSection(exports) if depth == 1 => {
                for export in exports {
                    let export = export?;
                    if export.kind == ComponentExternalKind::Func {
                        names.push(export.name.name.to_string());
                    }
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Makes a component of a core module and the text of the interfaces that it imports: a function of type
/// (s32) -> s64 for each of the module's `cases`, under its [`label`]. If `command` is one of them, the component
/// is a command, which calls it and succeeds if it returns 0.
pub fn encode(core: &[u8], wit: &str, cases: &[&str], command: Option<&str>) -> Result<Vec<u8>> {
    let mut world = String::from("package wasmeter:probe;\nworld probe {\n");
    for interface in interfaces(core)? {
        world += &format!("  import {interface};\n");
    }
    for case in cases {
        world += &format!("  export {}: func(n: s32) -> s64;\n", label(case));
    }
    if command.is_some() {
        world += &format!("  export {RUN};\n");
    }
    let mut resolve = Resolve::default();
    let package = resolve.push_str("probe.wit", &format!("{world}}}\n{wit}"))?;
    let world = resolve.select_world(&[package], Some("probe"))?;
    let mut module = graft::with_aliases(core, cases, label, command.map(|case| (case, RUN)))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)?;
    ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .encode()
        .context("making a component of it")
}
