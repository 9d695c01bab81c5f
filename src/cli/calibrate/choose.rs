//! Chooses the program to calibrate with.

use crate::bench::cell::Cell;
use crate::bench::select::{Column, Workers};
use crate::build::lock::Lock;
use crate::catalog::guest::{Guest, Input, Kind};
use crate::cli::effort::{Budget, Effort};
use crate::pipeline::build::warn_of_unavailable;
use crate::pipeline::measure::make_ready;
use crate::pipeline::project::Project;
use crate::results::group::CountsIn;
use crate::results::schema::Plan;
use anyhow::{Result, bail};
use wasmeter_worker::Artifact;

/// Timed calls of a process at the most.
const CALLS: u32 = 10;

/// The options of the user.
pub struct Wanted<'a> {
    /// A configuration, as a glob.
    pub runtime: Option<&'a str>,
    /// A guest or its input, as a glob.
    pub guest: Option<&'a str>,
    /// Milliseconds of timed calls in a process.
    pub budget_ms: u64,
}

/// The cell to calibrate with, and the plan of its processes.
pub fn choose(project: &Project, wanted: &Wanted, seed: u64) -> Result<(Cell, Plan)> {
    let guest = match wanted.guest {
        Some(glob) => glob.to_string(),
        None => smallest(project)?,
    };
    let runtimes: Vec<String> = wanted.runtime.iter().map(ToString::to_string).collect();
    let mut columns = project.columns(&runtimes)?;
    if wanted.runtime.is_none() {
        columns.retain(|column| column.manifest.artifact == Artifact::Native);
    }
    let mut workers = Workers::new();
    project.build_workers(&project.runtimes(&columns), &mut workers)?;
    warn_of_unavailable(&workers);
    let mut chosen = project.guests(&[guest], None, false)?;
    for (_, inputs) in &mut chosen {
        // Steps that are short make calls that are short, though a known part of one is to be
        // injected.
        inputs.sort_by(|a, b| a.units.total_cmp(&b.units));
        inputs.truncate(1);
    }
    let rows = project.build_guests(chosen, true)?;
    let effort = Effort {
        budget: Some(Budget::Process(wanted.budget_ms)),
        seed: Some(seed),
        ..Effort::default()
    };
    let plan = Plan {
        samples: CALLS,
        sample_ns: wanted.budget_ms * 1_000_000 / u64::from(CALLS),
        ..effort.plan(&rows)
    };
    let (_, cells) = make_ready(project, &columns, &rows, &workers, plan.clone())?;
    let asked = |name: &str| wanted.runtime.is_none() || !is_native(&columns, name);
    let (of_asked, others): (Vec<_>, Vec<_>) = cells
        .into_iter()
        .partition(|cell| asked(&cell.configuration));
    let cells = if of_asked.is_empty() {
        others
    } else {
        of_asked
    };
    match cells.into_iter().next() {
        Some(cell) => Ok((cell, plan)),
        None => bail!("there is nothing to calibrate with; see `wasmeter guests list`"),
    }
}

fn is_native(columns: &[Column], name: &str) -> bool {
    let mut columns = columns.iter();
    columns.any(|c| c.name() == name && c.manifest.artifact == Artifact::Native)
}

/// The guest with the smallest pinned module of those that compute, by name.
fn smallest(project: &Project) -> Result<String> {
    let lock = Lock::read(&project.catalog.root)?;
    let computes = |guest: &&Guest| {
        let manifest = &guest.manifest;
        let default = |input: &Input| input.default;
        manifest.kind == Kind::Bench
            && guest.counts_in != CountsIn::Host
            && manifest.features.is_empty()
            && !manifest.on_request
            && manifest.inputs.iter().any(default)
    };
    let pinned = |guest: &Guest| Some((lock.guests.get(&guest.name)?.bytes, guest.name.clone()));
    let guests = project.catalog.guests.iter().filter(computes);
    match guests.filter_map(pinned).min() {
        Some((_, name)) => Ok(name),
        None => bail!("no guest that computes is pinned; name one with -g"),
    }
}
