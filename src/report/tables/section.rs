//! The sections that modules of the user's mark for measuring.

use super::super::model::Section;
use crate::analysis::cells::Cells;
use crate::analysis::metric::Metric;
use crate::report::tables::parts::{matrix, same};

pub fn section(cells: &Cells) -> Section {
    let mut inputs = cells.inputs();
    inputs.retain(|input| input.guest.is_some_and(|guest| guest.section));
    let table = matrix(
        cells,
        &cells.alive(),
        inputs.iter().map(same),
        Metric::Section,
        false,
    );
    Section {
        title: "Marked section".to_string(),
        note: "From the module's call of bench.start to that of bench.end, by the guest's own \
        clock, in a fresh process. These two were replaced by functions in the module that take \
        the clock; nothing else is another. The whole run is the first call under Startup."
            .to_string(),
        tables: if inputs.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}
