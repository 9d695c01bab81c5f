//! The sections of support.

use super::{failures, withheld};
use crate::report::model::Section;
use crate::report::support::matrix::matrices;
use crate::report::tables::parts::Extent;
use crate::results::support::Record;

/// A section for each group of probes, one of withheld cases, and one of failures.
pub fn sections(record: &Record, extent: Extent) -> Vec<Section> {
    let matrices = matrices(record, extent).into_iter();
    let mut sections: Vec<Section> = matrices.map(|(section, _)| section).collect();
    sections.extend(withheld::section(record));
    sections.extend(failures::section(record));
    sections
}
