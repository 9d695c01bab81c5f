//! Cells of runtimes and guests that are built already, for benchmarks: these should not begin with
//! building runtimes.

use super::prepare::prepare;
use crate::bench::cell::Cell;
use crate::bench::select::{Column, Row, Workers};
use crate::build::{Home, guests, workers};
use crate::catalog::Catalog;
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::Runtime;
use crate::progress::Progress;
use anyhow::Result;

/// These inputs (`guest/input`) on every configuration of the wanted runtimes whose worker is
/// built; those that cannot be measured are left out. Modules are the pinned ones. What a guest's
/// native build or a precompiled module lacks is made.
pub fn cells(
    catalog: &Catalog,
    home: &Home,
    wanted: impl Fn(&Runtime) -> bool,
    inputs: &[&str],
) -> Result<Vec<Cell>> {
    let runtimes = catalog.runtimes.iter();
    let runtimes: Vec<&Runtime> = runtimes
        .filter(|runtime| wanted(runtime) && workers::is_built(runtime, home))
        .collect();
    let progress = Progress::new("making ready", (runtimes.len() + 3 * inputs.len()) as u64);
    let mut built = Workers::new();
    let mut columns = Vec::new();
    for runtime in runtimes {
        let _lock = home.lock(&runtime.name)?;
        progress.message(&runtime.name);
        built.insert(
            runtime.name.clone(),
            workers::build(runtime, home, &progress)?,
        );
        let configurations = runtime.manifest.configurations.iter();
        let is_emulated = home.processor.is_some();
        columns.extend(configurations.map(|c| Column::new(&runtime.name, c, is_emulated)));
        progress.step();
    }
    let rows = rows(catalog, home, inputs, &progress)?;
    let mut cells = prepare(catalog, &columns, &rows, &built, home, &progress)?.cells;
    cells.retain(|cell| cell.subject.is_ok());
    Ok(cells)
}

fn rows(catalog: &Catalog, home: &Home, inputs: &[&str], progress: &Progress) -> Result<Vec<Row>> {
    let asked = |guest: &Guest| -> Vec<Input> {
        let name = |input: &Input| format!("{}/{}", guest.name, input.name);
        let all = guest.manifest.inputs.iter();
        all.filter(|input| inputs.contains(&name(input).as_str()))
            .cloned()
            .collect()
    };
    let chosen: Vec<(&Guest, Vec<Input>)> = catalog
        .guests
        .iter()
        .map(|guest| (guest, asked(guest)))
        .filter(|(_, inputs)| !inputs.is_empty())
        .collect();
    let _lock = home.lock("guests")?;
    let names: Vec<&Guest> = chosen.iter().map(|(guest, _)| *guest).collect();
    let built = guests::build(catalog, &names, home, true, progress)?;
    let row = |((guest, inputs), build): ((&Guest, Vec<Input>), _)| Row::new(guest, inputs, build);
    Ok(chosen.into_iter().zip(built).map(row).collect())
}
