//! A `_start` that calls an export, and the exports that can be called so.

use super::calls::quoted;
use super::survey::Survey;
use super::{GUEST, graft};
use anyhow::Result;

/// The names of a module's exports of type (i32) -> i64.
pub fn cases(wasm: &[u8]) -> Result<Vec<String>> {
    let survey = Survey::of(wasm)?;
    Ok(survey.callable().into_iter().map(str::to_string).collect())
}

/// Makes a module a command, which calls one of these exports with 0 and drops its result.
pub fn start_calling(wasm: &[u8], export: &str) -> Result<Vec<u8>> {
    let wat = format!(
        "(module (import \"{GUEST}\" {} (func $case (param i32) (result i64)))
           (func (export \"_start\") (drop (call $case (i32.const 0)))))",
        quoted(export)
    );
    graft(wasm, &wat, &[], &["_start"])
}

/// Exports `cases` under other names, and of a component's command the function `interface#run`, which calls one of them.
pub fn with_aliases(
    wasm: &[u8],
    cases: &[&str],
    alias: impl Fn(&str) -> String,
    command: Option<(&str, &str)>,
) -> Result<Vec<u8>> {
    let (mut imports, mut exports) = (String::new(), String::new());
    for (number, case) in cases.iter().enumerate() {
        imports += &format!(
            "(import \"{GUEST}\" {} (func $case{number} (param i32) (result i64)))",
            quoted(case)
        );
        let name = quoted(&alias(case));
        exports += &format!("(export {name} (func $case{number}))");
        if let Some((_, interface)) = command.filter(|(called, _)| called == case) {
            exports += &format!(
                "(func (export \"{interface}#run\") (result i32)
                   (i64.ne (call $case{number} (i32.const 0)) (i64.const 0)))"
            );
        }
    }
    graft(wasm, &format!("(module {imports} {exports})"), &[], cases)
}
