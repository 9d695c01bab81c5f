//! Makes cells ready, and measures them.

use super::project::Project;
use crate::bench::cell::Cell;
use crate::bench::prepare::prepare;
use crate::bench::run::measure;
use crate::bench::select::{Column, Row, Workers};
use crate::progress::Progress;
use crate::results::journal::Journal;
use crate::results::now;
use crate::results::schema::{Header, Plan, Results, SCHEMA};
use anyhow::Result;

/// Compiles ahead of time, finds digests, and makes the cells and the header of a run.
pub fn make_ready(
    project: &Project,
    columns: &[Column],
    rows: &[Row],
    workers: &Workers,
    plan: Plan,
) -> Result<(Header, Vec<Cell>)> {
    let progress = Progress::new("making ready", rows.len() as u64);
    let prepared = prepare(
        &project.catalog,
        columns,
        rows,
        workers,
        &project.home,
        &progress,
    )?;
    let header = Header {
        schema: SCHEMA.to_string(),
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        started: now(),
        plan,
        compact_of: None,
        folders: project.folders.clone(),
        machine: project.machine(),
        runtimes: project.notes(columns),
        configurations: prepared.configurations,
        guests: prepared.guests,
        precompiled: prepared.precompiled,
    };
    Ok((header, prepared.cells))
}

/// Measures what the journal lacks, with progress.
pub fn run_journal(cells: &[Cell], journal: &mut Journal) -> Result<()> {
    let rounds = u64::from(journal.header.plan.rounds);
    let progress = Progress::new("measuring", cells.len() as u64 * rounds);
    measure(cells, journal, &progress)
}

/// Measures with a journal in a temporary folder.
pub fn measure_unsaved(header: Header, cells: &[Cell]) -> Result<Results> {
    let folder = tempfile::TempDir::with_prefix("wasmeter-")?;
    let mut journal = Journal::create(&folder.path().join("journal.jsonl"), header)?;
    run_journal(cells, &mut journal)?;
    journal.finish(&folder.path().join("results.json"))
}
