//! The configurations: versions, hashes, and which settings were chosen.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::Cells;
use crate::analysis::number;
use crate::report::tables::parts::one_shot_note;
use wasmeter_worker::Artifact;

pub fn section(cells: &Cells) -> Section {
    let mut configurations: Vec<_> = cells.results.header.configurations.iter().collect();
    configurations.sort_by_key(|c| &c.name);
    let size = |bytes: Option<u64>| Field::text(bytes.map_or("–".to_string(), number::bytes));
    let identity = configurations.iter().map(|c| {
        vec![
            Field::text(&c.name),
            Field::text(c.version.as_deref().unwrap_or("unavailable")),
            Field::text(match (c.artifact, c.one_shot) {
                (Artifact::Wasm, false) => "the module",
                (Artifact::Wasm, true) => "the module, by its command line",
                (Artifact::Precompiled, false) => "code compiled ahead of time",
                (Artifact::Precompiled, true) => "code compiled ahead of time, by its command line",
                (Artifact::Native, _) => "a native build",
            }),
            Field::text(c.worker_sha256.as_deref().unwrap_or("–")),
            size(c.worker_bytes),
            size(c.mapped_bytes),
        ]
    });
    let choices = configurations
        .iter()
        .map(|c| vec![Field::text(&c.name), Field::text(c.why.trim())]);
    let table = |title: &str, header: &[&str], rows: Vec<Vec<Field>>| Table {
        title: title.to_string(),
        header: header.iter().map(ToString::to_string).collect(),
        rows,
        keys: header.len(),
    };
    let columns = [
        "mode",
        "version",
        "executes",
        "SHA-256 of the worker",
        "worker",
        "mapped",
    ];
    Section {
        title: "Configurations".to_string(),
        note: format!(
            "Each worker is one program; its hash identifies it.{}",
            one_shot_note(cells)
        ),
        tables: if configurations.is_empty() {
            Vec::new()
        } else {
            vec![
                table("Versions", &columns, identity.collect()),
                table(
                    "What was chosen, and why",
                    &["mode", "why"],
                    choices.collect(),
                ),
            ]
        },
    }
}
