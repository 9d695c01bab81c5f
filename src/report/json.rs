//! Cells as JSON, with where they come from.

use crate::analysis::cells::{Cell, Cells};
use crate::results::machine::Machine;
use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;

/// The schema of this output; `results/SCHEMA.md` explains it.
pub const SCHEMA: &str = "wasmeter-cells/1";

#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    wasmeter: &'a str,
    started: &'a str,
    finished: &'a str,
    machine: &'a Machine,
    native: Option<&'a str>,
    cells: &'a [Cell],
}

/// The schema as JSON Schema has it.
pub fn schema() -> Result<String> {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Document>();
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

pub fn render(cells: &Cells) -> Result<String> {
    let header = &cells.results.header;
    let mut text = serde_json::to_string_pretty(&Document {
        schema: SCHEMA,
        wasmeter: &header.wasmeter,
        started: &header.started,
        finished: &cells.results.finished,
        machine: &header.machine,
        native: cells.native,
        cells: &cells.list,
    })?;
    text.push('\n');
    Ok(text)
}
