//! The tables of a report, one file a question that they answer.

pub(crate) mod configurations;
pub(crate) mod emulated;
pub(crate) mod failures;
pub(crate) mod guests;
pub(crate) mod languages;
pub(crate) mod memory;
pub(crate) mod outliers;
pub(crate) mod overview;
pub(crate) mod parts;
pub(crate) mod precompiled;
pub(crate) mod provenance;
pub(crate) mod section;
pub(crate) mod startup;
pub(crate) mod throughput;

use super::model::Section;
use crate::analysis::cells::Cells;
use crate::report::tables::parts::Extent;

/// The sections of a report. One without a table is not there.
pub fn sections(cells: &Cells, extent: Extent) -> Vec<Section> {
    let mut sections = match cells.results.header.machine.emulator {
        Some(_) => vec![emulated::section(cells), throughput::section(cells)],
        None => timed(cells, extent),
    };
    sections.push(failures::section(cells, extent));
    if extent == Extent::Whole {
        sections.push(provenance::section(cells));
        sections.push(configurations::section(cells));
        sections.push(guests::section(cells));
    }
    sections.retain(|section| !section.tables.is_empty());
    sections
}

/// Returns the tables of times and memory.
fn timed(cells: &Cells, extent: Extent) -> Vec<Section> {
    let mut sections = vec![
        overview::section(cells),
        throughput::section(cells),
        section::section(cells),
        languages::section(cells, extent),
        startup::phases(cells),
        throughput::host_calls(cells),
        memory::in_short(cells),
    ];
    if extent == Extent::Whole {
        sections.insert(5, startup::by_size(cells));
        sections.insert(2, throughput::warm_up(cells));
        sections.push(throughput::cost(cells));
        sections.push(outliers::section(cells));
        sections.push(memory::by_input(cells));
        sections.push(precompiled::section(cells));
    }
    sections
}
