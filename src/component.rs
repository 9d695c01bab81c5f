//! Components of the component model: made of core modules that import WASI's functions, from 0.2
//! on, and what they export.

use crate::instrument;
use crate::instrument::Command;
use anyhow::{Context, Result};
use wasi_preview1_component_adapter_provider::WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER;
use wasmparser::{ComponentExternalKind, Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The interface that a command component exports, in some version.
const RUN: &str = "wasi:cli/run";

/// The module that commands of WASI 0.1 import.
const PREVIEW_1: &str = "wasi_snapshot_preview1";

/// The version since which functions may wait: they are asynchronous then, for only such may.
const WAITING: &str = "0.3.";

/// The name of an export as a component may have it: its letters and digits, and `-` for all
/// between them.
pub fn label(words: &str) -> String {
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
}

/// True if a core module imports functions of a component's interfaces, whose names are
/// `namespace:package/interface@version`. Without a version it is a module that some runtime gives
/// to modules.
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
    exports(component, ComponentExternalKind::Func)
}

/// True if a component is a command: it exports `wasi:cli/run`.
pub fn is_command(component: &[u8]) -> Result<bool> {
    let interfaces = exports(component, ComponentExternalKind::Instance)?;
    let mut names = interfaces.iter().map(|name| name.split('@').next());
    Ok(names.any(|name| name == Some(RUN)))
}

/// Makes a component of a command of WASI 0.1: the adapter, a module of the makers of WASI 0.2 that
/// is linked to it, does by WASI 0.2 what the command asks of WASI 0.1.
pub fn of_command(core: &[u8]) -> Result<Vec<u8>> {
    ComponentEncoder::default()
        .validate(true)
        .module(core)?
        .adapter(PREVIEW_1, WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER)?
        .encode()
}

/// The names of what a component exports itself of one kind.
fn exports(component: &[u8], kind: ComponentExternalKind) -> Result<Vec<String>> {
    let (mut depth, mut names) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentExportSection(exports) if depth == 1 => {
                for export in exports {
                    let export = export?;
                    if export.kind == kind {
                        names.push(export.name.name.to_string());
                    }
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Makes a component of a core module and the text of the interfaces that it imports: a function of
/// type (s32) -> s64 for each of the module's `cases`, under its [`label`]. If `command` is one of
/// them, the component is a command, which calls it and succeeds if it returns 0.
pub fn encode(core: &[u8], wit: &str, cases: &[&str], command: Option<&str>) -> Result<Vec<u8>> {
    let interfaces = interfaces(core)?;
    let version = interfaces.iter().find_map(|name| name.split_once('@'));
    let version = version.map_or("", |(_, version)| version);
    let (run, waits) = (format!("{RUN}@{version}"), version.starts_with(WAITING));
    let function = if waits { "async func" } else { "func" };
    let mut world = String::from("package wasmeter:probe;\nworld probe {\n");
    for interface in interfaces {
        world += &format!("  import {interface};\n");
    }
    for case in cases {
        world += &format!("  export {}: {function}(n: s32) -> s64;\n", label(case));
    }
    if command.is_some() {
        world += &format!("  export {run};\n");
    }
    let mut resolve = Resolve::default();
    let package = resolve.push_str("probe.wit", &format!("{world}}}\n{wit}"))?;
    let world = resolve.select_world(&[package], Some("probe"))?;
    let command = command.map(|case| Command {
        case,
        interface: &run,
        waits,
    });
    let mut module = instrument::with_aliases(core, cases, label, command)?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)?;
    ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .encode()
        .context("making a component of it")
}

#[cfg(test)]
mod tests {
    use super::encode;
    use wasmparser::{CanonicalFunction, CanonicalOption, Parser, Payload};

    /// Returns the number of functions that a component lifts as asynchronous ones, with a
    /// callback.
    fn with_callback(component: &[u8]) -> usize {
        let mut found = 0;
        for payload in Parser::new(0).parse_all(component) {
            if let Payload::ComponentCanonicalSection(functions) = payload.unwrap() {
                found += functions
                    .into_iter()
                    .filter(|function| match function.as_ref().unwrap() {
                        CanonicalFunction::Lift { options, .. } => {
                            let mut options = options.iter();
                            options.any(|option| matches!(option, CanonicalOption::Callback(_)))
                        }
                        _ => false,
                    })
                    .count();
            }
        }
        found
    }

    #[test]
    fn a_command_of_wasi_0_1_becomes_one_of_0_2() {
        let core = r#"(module
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (memory (export "memory") 1)
            (func (export "_start") (call $exit (i32.const 3))))"#;
        let made = super::of_command(&wat::parse_str(core).unwrap()).unwrap();
        assert!(Parser::is_component(&made) && super::is_command(&made).unwrap());
        assert!(!super::is_command(&wat::parse_str("(component)").unwrap()).unwrap());
        let unknown = r#"(module (import "env" "f" (func)) (func (export "_start")))"#;
        let refused = super::of_command(&wat::parse_str(unknown).unwrap());
        let refused = format!("{:#}", refused.unwrap_err());
        assert!(refused.contains("env"), "{refused}");
    }

    #[test]
    fn a_command_is_made_as_its_version_of_wasi_has_it() {
        for (version, function, callbacks) in [("0.2.0", "func", 0), ("0.3.0", "async func", 1)] {
            let core = format!(
                r#"(module (import "wasi:cli/exit@{version}" "exit" (func (param i32)))
                    (func (export "a case") (param i32) (result i64) i64.const 0))"#
            );
            let wit = format!(
                "package wasi:cli@{version} {{
                    interface exit {{ exit: func(status: result); }}
                    interface run {{ run: {function}() -> result; }}
                }}"
            );
            let core = wat::parse_str(core).unwrap();
            let made = |command| encode(&core, &wit, &["a case"], command).unwrap();
            assert_eq!(with_callback(&made(Some("a case"))), callbacks, "{version}");
            assert_eq!(with_callback(&made(None)), 0, "{version}");
            assert_eq!(super::functions(&made(None)).unwrap(), ["a-case"]);
        }
    }
}
