//! The official tests of the specification.

use super::build::warn_of_unavailable;
use super::on_all::on_all;
use super::project::Project;
use super::support::configurations;
use crate::bench::select::{Column, Workers};
use crate::command_line;
use crate::compat::spec;
use crate::compat::spec::{File, Selection};
use crate::hash::sha256;
use crate::results::now;
use crate::results::spec::{FileNotes, Record, SCHEMA};
use anyhow::Result;

/// Runs scripts on all configurations that are here.
pub fn run(project: &Project, columns: &[Column], globs: &[String]) -> Result<Record> {
    let selection = Selection::new(globs)?;
    let mut workers = Workers::new();
    project.build_workers(&project.runtimes(columns), &mut workers)?;
    warn_of_unavailable(&workers);
    let started = now();
    let title = |file: &File| file.name().to_string();
    let mut results = on_all(
        "testing",
        columns,
        &workers,
        &selection.files,
        title,
        |target, file| spec::run(target, file, selection.line),
    )?;
    let mut given = project.folders.clone();
    if let Some(target) = &project.home.processor {
        given.extend(["--emulated".to_string(), target.arch.clone()]);
    }
    for failure in results.iter_mut().flat_map(|result| &mut result.failures) {
        failure.again = command_line::with(&failure.again, &given);
    }
    let notes = |file: &File| FileNotes {
        names: file.names.clone(),
        sha256: sha256(file.text.as_bytes()),
    };
    Ok(Record {
        schema: SCHEMA.to_string(),
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        started,
        machine: project.machine(),
        configurations: configurations(columns, &workers),
        files: selection.files.iter().map(notes).collect(),
        groups: spec::groups(&selection.files),
        results,
    })
}
