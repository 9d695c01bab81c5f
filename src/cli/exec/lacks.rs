//! Why a module was refused: what it needs and a configuration lacks.

use super::subject::Run;
use crate::bench::select::{Column, Workers};
use crate::build::probes;
use crate::compat::{Target, is_of, lacking};
use crate::module;
use crate::pipeline::project::Project;
use crate::probe::sources;
use crate::progress::Progress;
use crate::results::outcome::Outcome;
use anyhow::Result;
use std::path::Path;

/// Tries the probes of what the module needs, on those who refused it.
pub fn find(
    project: &Project,
    columns: &[Column],
    workers: &Workers,
    file: &Path,
    runs: &mut [Run],
) -> Result<()> {
    let is_refused = |run: &Run| run.outcome == Outcome::Unsupported;
    let root = &project.catalog.root;
    // A project of one's own may have no probes.
    if !runs.iter().any(is_refused) || !root.join("probes").is_dir() {
        return Ok(());
    }
    let needed = module::features(&std::fs::read(file)?);
    let mut sources = sources(root)?;
    sources.retain(|source| needed.iter().any(|feature| is_of(source, feature)));
    let progress = Progress::new("trying what it needs", sources.len() as u64);
    // All of these are text, for which no compiler is set up.
    let probes = probes::build(root, sources, &project.home, true, &progress)?;
    for (column, run) in columns.iter().zip(runs).filter(|(_, run)| is_refused(run)) {
        let Ok(worker) = column.worker(workers) else {
            continue;
        };
        let subject = Target {
            name: &run.configuration,
            artifact: column.manifest.artifact,
            worker,
            limits: None,
            on: None,
        };
        let runtime = project.catalog.runtime_of(&run.configuration);
        run.lacks = lacking(subject, &needed, &probes, runtime, &project.home)?;
    }
    Ok(())
}
