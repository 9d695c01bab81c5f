//! The results of probes, with everything that a reader must know about them.

use super::on_all::on_all;
use super::project::Project;
use crate::bench::select::{Column, Workers};
use crate::compat::features::features;
use crate::compat::try_all;
use crate::hash::sha256;
use crate::probe::Probe;
use crate::results::now;
use crate::results::support::{Configuration, ProbeNotes, Record, SCHEMA};
use anyhow::Result;

/// Tries all probes on all configurations that are here.
pub fn tried(
    project: &Project,
    columns: &[Column],
    workers: &Workers,
    probes: &[Probe],
    pinned: bool,
) -> Result<Record> {
    let started = now();
    let title = |probe: &Probe| probe.source.full_name();
    let results = on_all(
        "trying",
        columns,
        workers,
        probes,
        title,
        |target, probe| {
            let runtime = project.catalog.runtime_of(target.name);
            try_all(target, probe, runtime, &project.home)
        },
    )?;
    let mut given = project.folders.clone();
    given.extend(pinned.then(|| "--pinned".to_string()));
    let notes = |probe: &Probe| ProbeNotes {
        name: probe.source.full_name(),
        sha256: sha256(&probe.wasm),
        given: given.clone(),
        cases: probe.cases.iter().map(|case| case.export.clone()).collect(),
    };
    Ok(Record {
        schema: SCHEMA.to_string(),
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        started,
        machine: project.machine(),
        runtimes: project.notes(columns),
        features: features(&project.catalog.root)?,
        configurations: configurations(columns, workers),
        probes: probes.iter().map(notes).collect(),
        results,
        withheld: Vec::new(),
    })
}

/// Returns the configurations that were asked, or why they are not here.
pub fn configurations(columns: &[Column], workers: &Workers) -> Vec<Configuration> {
    let configuration = |column: &Column| {
        let worker = column.worker(workers);
        let built = worker.as_ref().ok();
        Configuration {
            name: column.name(),
            version: built.map(|worker| worker.description.version.clone()),
            worker_sha256: built.map(|worker| worker.sha256.clone()),
            unavailable: worker.as_ref().err().map(ToString::to_string),
        }
    };
    columns.iter().map(configuration).collect()
}
