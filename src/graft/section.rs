//! Modules that mark the section to be measured by calls of `bench.start` and `bench.end`, as Sightglass's do.

use super::{graft, records};
use crate::module::SECTION_IMPORTS;
use anyhow::Result;

const WAT: &str = include_str!("section.wat");
const SECTION: u64 = 4;

/// The same module with functions in the place of these imports, which time the section by the guest's clock.
pub fn with_clock(wasm: &[u8]) -> Result<Vec<u8>> {
    graft(wasm, &records::with_records(WAT), &SECTION_IMPORTS, &[])
}

/// What those functions told on a standard error: the section's time in nanoseconds, if its end was reached.
pub fn section_ns(stderr: &[u8]) -> Option<u64> {
    let records = records::take(&mut stderr.to_vec());
    let sections = records.iter().filter(|record| record.kind == SECTION);
    sections
        .map(|record| record.ns)
        .reduce(|all, one| all + one)
}
