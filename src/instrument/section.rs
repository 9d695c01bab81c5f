//! Modules that mark the section to be measured by calls of `bench.start` and `bench.end`, as
//! Sightglass's do.

use super::records;
use crate::instrument::addition::add_functions;
use anyhow::Result;

const WAT: &str = include_str!("section.wat");
const SECTION: u64 = 4;
const BROKEN: u64 = 5;

/// The rule for a module that marks a section.
const RULE: &str = "a run marks one section: one call of bench.start, then one of bench.end";

/// Returns the module with functions in the place of these imports, which time the section by the
/// guest's clock.
pub fn with_clock(wasm: &[u8]) -> Result<Vec<u8>> {
    add_functions(wasm, &records::with_records(WAT), &SECTION_IMPORTS, &[])
}

/// Takes the records of those functions out of a standard error: the section's time in nanoseconds,
/// or which rule was broken.
pub fn section_ns(stderr: &mut Vec<u8>) -> Result<u64, String> {
    let records = records::take(stderr);
    let find = |kind| records.iter().find(|record| record.kind == kind);
    if let Some(broken) = find(BROKEN) {
        let mark = ["bench.start", "bench.end"][usize::from(broken.result == 1)];
        let after = match broken.ns {
            0 => "first",
            1 => "after bench.start",
            _ => "after bench.end",
        };
        return Err(format!("it called {mark} {after}: {RULE}"));
    }
    let section = find(SECTION).map(|record| record.ns);
    section.ok_or_else(|| format!("it did not come to its call of bench.end: {RULE}"))
}

/// By calls of these a module marks the section that it wants measured, as Sightglass's do.
pub const SECTION_IMPORTS: [(&str, &str); 2] = [("bench", "start"), ("bench", "end")];
