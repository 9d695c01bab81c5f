//! The imports and features that a module needs of a runtime, for those who read why a runtime
//! refused it.

use std::collections::BTreeSet;
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// Every runtime has these, or they are no features of modules.
const EVERYWHERE: [&str; 3] = ["floats", "gc-types", "mutable-global"];

/// WASI 0.1, which every runtime here has.
const WASI: &str = "wasi_snapshot_preview1";

/// The most imports that are named.
const NAMED: usize = 8;

/// The features beyond the first version of WebAssembly without which a module is invalid, and its
/// imports beyond WASI 0.1, as text; none if there are none, or if it cannot be read.
pub fn needs(wasm: &[u8]) -> Option<String> {
    if Parser::is_component(wasm) {
        return Some("the component needs the component model and WASI 0.2 or later".to_string());
    }
    let features = features(wasm);
    let imports = imports(wasm);
    let mut parts = Vec::new();
    if !features.is_empty() {
        parts.push(features.join(", "));
    }
    if !imports.is_empty() {
        let more = imports.len().saturating_sub(NAMED);
        let mut named: Vec<_> = imports.into_iter().take(NAMED).collect();
        if more > 0 {
            named.push(format!("and {more} more"));
        }
        parts.push(format!("imports {}", named.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("the module needs {}", parts.join("; ")))
}

/// Adds those of some features without which a module is not valid. Where it is valid without all
/// of them, none is needed: large modules take long to validate, and most need few features.
fn add_needed(
    some: &[(String, WasmFeatures)],
    is_valid_without: &dyn Fn(WasmFeatures) -> bool,
    needed: &mut Vec<String>,
) {
    let together = some
        .iter()
        .fold(WasmFeatures::empty(), |all, (_, one)| all | *one);
    match some {
        _ if is_valid_without(together) => {}
        [(name, _)] => needed.push(name.clone()),
        _ => {
            let (first, second) = some.split_at(some.len() / 2);
            add_needed(first, is_valid_without, needed);
            add_needed(second, is_valid_without, needed);
        }
    }
}

/// The features beyond the first version of WebAssembly without which a module is invalid, named as
/// the crate `wasmparser` names them, in small letters with hyphens; none of a component, or if it
/// cannot be read.
pub fn features(wasm: &[u8]) -> Vec<String> {
    if Parser::is_component(wasm) {
        return Vec::new();
    }
    let valid = |features| {
        let mut validator = Validator::new_with_features(features);
        validator.validate_all(wasm).is_ok()
    };
    let all = WasmFeatures::all();
    if !valid(all) {
        return Vec::new();
    }
    let named = all.iter_names();
    let named = named.map(|(name, one)| (name.to_ascii_lowercase().replace('_', "-"), one));
    let named: Vec<(String, WasmFeatures)> = named
        .filter(|(name, _)| !EVERYWHERE.contains(&name.as_str()))
        .collect();
    let mut needed = Vec::new();
    add_needed(&named, &|one| valid(all - one), &mut needed);
    needed
}

fn imports(wasm: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm).map_while(Result::ok) {
        if let Payload::ImportSection(imports) = payload {
            for import in imports.into_imports().map_while(Result::ok) {
                if import.module != WASI {
                    found.insert(format!("{}.{}", import.module, import.name));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::needs;

    #[test]
    fn features_and_imports_are_named() {
        let wasm = |text: &str| wat::parse_str(text).unwrap();
        assert_eq!(needs(&wasm("(module)")), None);
        let both = wasm(
            r#"(module (import "env" "abort" (func)) (type (struct))
                (func (result v128) (v128.const i32x4 0 0 0 0)))"#,
        );
        let said = needs(&both).unwrap();
        assert!(said.contains("simd") && said.contains("gc"), "{said}");
        assert!(said.ends_with("imports env.abort"), "{said}");
    }
}
