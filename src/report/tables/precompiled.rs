//! Modules compiled ahead of time.

use super::super::model::Section;
use crate::analysis::cells::Cells;
use crate::analysis::metric::Metric;
use crate::analysis::number;
use crate::report::tables::parts::matrix;
use wasmeter_worker::Artifact;

pub fn section(cells: &Cells) -> Section {
    let mut configurations = cells.alive();
    configurations.retain(|c| c.artifact == Artifact::Precompiled);
    let mut guests: Vec<_> = cells.results.header.guests.iter().collect();
    guests.sort_by_key(|guest| (guest.bytes, &guest.name));
    let mut tables = Vec::new();
    for (title, metric) in [
        ("CPU time", Metric::Precompile),
        ("Size of the compiled code's file", Metric::CompiledSize),
    ] {
        let rows = guests.iter().map(|guest| {
            let label = format!("{} ({})", guest.name, number::bytes(guest.bytes));
            (label, guest.name.clone())
        });
        let mut table = matrix(cells, &configurations, rows, metric, false);
        table.title = title.to_string();
        table.header[0] = "guest".to_string();
        if !table.rows.is_empty() && !configurations.is_empty() {
            tables.push(table);
        }
    }
    Section {
        title: "Compiled ahead of time".to_string(),
        note: "What a module costs before it is deployed. CPU time, because other work may have \
        gone on beside; of compilers with several threads, of all of them. Measured once, so \
        without an interval: take it as a magnitude."
            .to_string(),
        tables,
    }
}
