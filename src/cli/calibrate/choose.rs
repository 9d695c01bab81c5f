//! What to calibrate with.

use super::super::context::{Budget, Context, Effort, Selection};
use super::super::matrix::make_ready;
use super::{Args, CALLS};
use crate::analysis::groups;
use crate::bench::cell::Cell;
use crate::bench::select::{Column, Workers};
use crate::build::lock::Lock;
use crate::catalog::guest::{Guest, Input, Kind};
use crate::results::schema::Plan;
use anyhow::{Result, bail};
use wasmeter_worker::Artifact;

/// The cell to calibrate with, and the plan of its processes.
pub fn choose(context: &Context, args: &Args, seed: u64) -> Result<(Cell, Plan)> {
    let guest = match &args.guest {
        Some(glob) => glob.clone(),
        None => smallest(context)?,
    };
    let selection = Selection {
        runtimes: args.runtime.iter().cloned().collect(),
        guests: vec![guest],
        pinned: true,
        ..Selection::default()
    };
    let mut columns = context.columns(&selection)?;
    if args.runtime.is_none() {
        columns.retain(|column| column.manifest.artifact == Artifact::Native);
    }
    let mut workers = Workers::new();
    context.build_workers(&context.runtimes(&columns), &mut workers)?;
    let mut chosen = context.guests(&selection, false)?;
    for (_, inputs) in &mut chosen {
        // Steps that are short make calls that are short, though a known part of one is to be
        // injected.
        inputs.sort_by(|a, b| a.units.total_cmp(&b.units));
        inputs.truncate(1);
    }
    let rows = context.build_guests(chosen, selection.pinned)?;
    let effort = Effort {
        budget: Some(Budget::Process(args.budget)),
        seed: Some(seed),
        ..Effort::default()
    };
    let plan = Plan {
        samples: CALLS,
        sample_ns: args.budget * 1_000_000 / u64::from(CALLS),
        ..effort.plan(&rows)
    };
    let (_, cells) = make_ready(context, &columns, &rows, &workers, plan.clone())?;
    let asked = |name: &str| args.runtime.is_none() || !is_native(&columns, name);
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
fn smallest(context: &Context) -> Result<String> {
    let lock = Lock::read(&context.catalog.root)?;
    let computes = |guest: &&Guest| {
        let manifest = &guest.manifest;
        let default = |input: &Input| input.default;
        manifest.kind == Kind::Bench
            && !groups::calls_the_host(&manifest.group)
            && manifest.features.is_empty()
            && !manifest.on_request
            && manifest.inputs.iter().any(default)
    };
    let pinned = |guest: &Guest| Some((lock.guests.get(&guest.name)?.bytes, guest.name.clone()));
    let guests = context.catalog.guests.iter().filter(computes);
    match guests.filter_map(pinned).min() {
        Some((_, name)) => Ok(name),
        None => bail!("no guest that computes is pinned; name one with -g"),
    }
}
