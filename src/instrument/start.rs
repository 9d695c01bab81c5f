//! A `_start` that calls an export, and the exports that can be called so.

use super::calls::{initialize, quoted};
use super::records;
use super::survey::Survey;
use crate::instrument::addition::GUEST;
use crate::instrument::addition::add_functions;
use anyhow::Result;

const VALUE: u64 = 5;

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
    add_functions(wasm, &wat, &[], &["_start"])
}

/// Makes a module a command, which calls one of these exports with `argument` and writes the value
/// that it returned: see [`told`].
///
/// A guest finds everything as it would without that: its memory, its arguments.
pub fn start_telling(wasm: &[u8], export: &str, argument: u32) -> Result<Vec<u8>> {
    let survey = Survey::of(wasm)?;
    let call = format!(
        "(import \"{GUEST}\" {} (func $case (param i32) (result i64)))
         {}
         (func $call (result i64) (call $initialize) (call $case (i32.const {})))",
        quoted(export),
        initialize(&survey),
        argument.cast_signed()
    );
    let wat = match answers_by_exit_code(&survey) {
        true => include_str!("exiting.wat"),
        false => include_str!("telling.wat"),
    };
    let wat = records::with_records(&wat.replace(";; {call}", &call));
    add_functions(wasm, &wat, &[], &["_initialize", "_start"])
}

/// True if WASI cannot reach the module's memory, so that nothing can be written.
fn answers_by_exit_code(survey: &Survey) -> bool {
    survey.memory().is_err()
}

/// Returns the value that such a command's export has returned, if it has. If WASI cannot reach its
/// memory, the value is cut to 125.
pub fn told(wasm: &[u8], mut stdout: Vec<u8>, exit_code: i32) -> Result<Option<u64>> {
    if answers_by_exit_code(&Survey::of(wasm)?) {
        return Ok(u64::try_from(exit_code).ok().filter(|code| *code <= 125));
    }
    let records = records::take(&mut stdout);
    let value = records.iter().find(|record| record.kind == VALUE);
    Ok(value.map(|record| record.result))
}

/// A command that also exports functions to be called, as a reactor: initializing it is starting
/// it.
pub fn started_first(wasm: &[u8]) -> Result<Vec<u8>> {
    let wat = format!(
        r#"(module (import "{GUEST}" "_start" (func $start))
             (func (export "_initialize") (call $start)))"#
    );
    add_functions(wasm, &wat, &[], &["_initialize", "_start"])
}

/// The parts that make a component a command.
#[derive(Debug, Clone, Copy)]
pub struct Command<'a> {
    /// The export that it calls. It fails if that does not return 0.
    pub case: &'a str,
    /// The interface whose function `run` it is.
    pub interface: &'a str,
    /// True if it is asynchronous, as compilers make it then: it returns by a call, and ends at
    /// once.
    pub waits: bool,
}

impl Command<'_> {
    /// Returns its imports and exports, as text that calls `$fails`.
    fn parts(self) -> (String, String) {
        let run = format!("{}#run", self.interface);
        match self.waits {
            false => {
                let export = format!("(func (export \"{run}\") (result i32) (call $fails))");
                (String::new(), export)
            }
            true => (
                format!(
                    "(import \"[export]{}\" \"[task-return]run\" (func $return (param i32)))",
                    self.interface
                ),
                format!(
                    "(func (export \"[async-lift]{run}\") (result i32)
                       (call $return (call $fails)) (i32.const 0))
                     (func (export \"[callback][async-lift]{run}\") (param i32 i32 i32) (result i32)
                       unreachable)"
                ),
            ),
        }
    }
}

/// Exports `cases` under other names, and what a component's command is made of.
pub fn with_aliases(
    wasm: &[u8],
    cases: &[&str],
    alias: impl Fn(&str) -> String,
    command: Option<Command>,
) -> Result<Vec<u8>> {
    // What a command imports comes first: names have to be in the order of the functions' new
    // numbers.
    let (mut imports, mut exports) = command.map_or_else(Default::default, Command::parts);
    for (number, case) in cases.iter().enumerate() {
        imports += &format!(
            "(import \"{GUEST}\" {} (func $case{number} (param i32) (result i64)))",
            quoted(case)
        );
        exports += &format!("(export {} (func $case{number}))", quoted(&alias(case)));
        if command.is_some_and(|command| command.case == *case) {
            exports += &format!(
                "(func $fails (result i32)
                   (i64.ne (call $case{number} (i32.const 0)) (i64.const 0)))"
            );
        }
    }
    add_functions(wasm, &format!("(module {imports} {exports})"), &[], cases)
}
