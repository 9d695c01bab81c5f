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
