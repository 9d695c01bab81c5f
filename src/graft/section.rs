//! Modules that mark the section to be measured by calls of `bench.start` and `bench.end`, as Sightglass's do.

use super::survey::Survey;
use super::{graft, records};
use anyhow::Result;

const WAT: &str = include_str!("section.wat");
const IMPORTS: [(&str, &str); 2] = [("bench", "start"), ("bench", "end")];
const SECTION: u64 = 4;

/// Whether a module imports `bench.start` or `bench.end`.
pub fn has_section(wasm: &[u8]) -> Result<bool> {
    let survey = Survey::of(wasm)?;
    let mut imports = survey.imports.iter();
    Ok(imports.any(|import| IMPORTS.contains(&(import.module, import.name))))
}

/// The same module with functions in the place of these imports, which time the section by the guest's clock.
pub fn with_clock(wasm: &[u8]) -> Result<Vec<u8>> {
    graft(wasm, &records::with_records(WAT), &IMPORTS, &[])
}

/// Takes what those functions told out of a standard error: the section's time in nanoseconds, if it was passed.
pub fn section_ns(stderr: &mut Vec<u8>) -> Option<u64> {
    let records = records::take(stderr);
    let sections = records.iter().filter(|record| record.kind == SECTION);
    sections
        .map(|record| record.ns)
        .reduce(|all, one| all + one)
}
