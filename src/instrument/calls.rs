//! Makes a command of a reactor: its `_start` makes the calls that its last argument asks for.

use super::records;
use super::survey::Survey;
use crate::instrument::addition::GUEST;
use crate::instrument::addition::add_functions;
use anyhow::{Result, bail};

/// The text of everything that is added: what was made with another text is another module.
pub const KEY: &str = concat!(
    include_str!("calls.wat"),
    include_str!("record.wat"),
    include_str!("now.wat")
);
const WAT: &str = include_str!("calls.wat");

/// The calls to make.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub export: &'a str,
    /// One untimed call with this argument comes first.
    pub prepare: Option<u32>,
    /// The time of untimed calls with `n` that follow, in nanoseconds; 0: none.
    pub warm_up_ns: u64,
    pub n: u32,
    /// The most timed calls, and as many in the warm-up; 0: none.
    pub samples: u32,
    /// The time after which no further timed call is made, in nanoseconds since the first.
    pub budget_ns: u64,
}

/// The results of the calls. Each is a time in nanoseconds, and the value that the call returned.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// The preparing call and the warm-up.
    pub untimed: Vec<(u64, u64)>,
    pub timed: Vec<(u64, u64)>,
    /// True if `_start` came to its end.
    pub finished: bool,
    /// Why it could not do what was asked.
    pub refusal: Option<&'static str>,
}

/// True if a module is a command already, or cannot be looked into: then the runtime says what it
/// is.
pub fn is_command(wasm: &[u8]) -> bool {
    Survey::of(wasm).map_or(true, |survey| survey.function("_start").is_some())
}

/// The reactor as a command. Its exports of type (i32) → i64 can be called.
pub fn with_start(reactor: &[u8]) -> Result<Vec<u8>> {
    let survey = Survey::of(reactor)?;
    let mut callable = survey.callable();
    if callable.is_empty() {
        bail!("it exports no function of type (i32) -> i64");
    }
    // The one that is called most is found first.
    callable.sort_by_key(|name| *name != "bench");
    let mut exports = String::new();
    let mut dispatch = String::new();
    for (number, name) in callable.iter().enumerate() {
        let import = format!("(import \"{GUEST}\" {} ", quoted(name));
        exports += &format!("{import}(func $export{number} (param i32) (result i64)))\n");
        let is_it = format!(
            "(i64.eq (local.get $export) (i64.const {}))",
            hash(name) as i64
        );
        let call = format!("(return (call $export{number} (local.get $n)))");
        dispatch += &format!("(if {is_it} (then {call}))\n");
    }
    exports += &initialize(&survey);
    let wat = WAT
        .replace(";; {exports}", &exports)
        .replace(";; {dispatch}", &dispatch);
    // A command must not export `_initialize`, and there can be but one `_start`.
    add_functions(
        reactor,
        &records::with_records(&wat),
        &[],
        &["_initialize", "_start"],
    )
}

/// The function `$initialize`: the guest's own, or one that does nothing. Comes behind all imports.
pub(super) fn initialize(guest: &Survey) -> String {
    match guest.function("_initialize") {
        Some(_) => format!("(import \"{GUEST}\" \"_initialize\" (func $initialize))"),
        None => "(func $initialize)".to_string(),
    }
}

impl Ask<'_> {
    /// The argument that asks for them.
    pub fn argument(&self) -> String {
        let numbers = [
            hash(self.export),
            self.prepare.map_or(u64::MAX, u64::from),
            self.warm_up_ns,
            u64::from(self.n),
            u64::from(self.samples),
            self.budget_ns,
        ];
        let letter = |number: u64, at: u32| char::from(b'a' + (number >> (4 * at) & 15) as u8);
        let letters = |number| (0..16).rev().map(move |at| letter(number, at));
        numbers.into_iter().flat_map(letters).collect()
    }
}

impl Calls {
    /// Takes the records of `_start` out of a standard output.
    pub fn take(stdout: &mut Vec<u8>) -> Self {
        let mut calls = Calls::default();
        for record in records::take(stdout) {
            match record.kind {
                0 | 1 => calls.untimed.push((record.ns, record.result)),
                2 => calls.timed.push((record.ns, record.result)),
                3 => calls.finished = true,
                16 => {
                    calls.refusal = Some("its memory cannot grow by the page that arguments need")
                }
                17 => {
                    calls.refusal = Some("the command line does not pass arguments on as they are")
                }
                18 => calls.refusal = Some("it has no such export of type (i32) -> i64"),
                _ => {}
            }
        }
        calls
    }
}

/// A name as WAT has it, whatever is in it.
pub(super) fn quoted(name: &str) -> String {
    let bytes: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    format!("\"{bytes}\"")
}

/// FNV-1a: short enough for an argument, and different for the exports of one module.
fn hash(name: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}
