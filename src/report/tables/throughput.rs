//! How fast guests run in the steady state, and how long calls to the host take.

use super::super::across::common;
use super::super::cells::{Cells, Input};
use super::super::metric::Metric;
use super::super::model::{Field, Section, Table, best, grey_ones, mark_best};
use super::super::number;
use super::{HOST_CALLS, is_throughput, matrix, same};
use crate::results::schema::Configuration;

/// Time per unit of work, as a ratio to native if there is one.
pub fn section(cells: &Cells) -> Section {
    let inputs: Vec<_> = timed(cells).filter(is_throughput).collect();
    let native = cells
        .native
        .and_then(|native| cells.alive().into_iter().find(|c| c.name == native));
    let mut configurations = cells.alive();
    configurations.retain(|c| Some(c.name.as_str()) != cells.native);
    let as_ratio = native.is_some();
    let mut table = matrix(
        cells,
        &configurations,
        inputs.iter().map(same),
        cells.throughput(),
        as_ratio,
    );
    for (row, input) in table.rows.iter_mut().zip(&inputs) {
        let unit = input.guest.map_or("", |guest| guest.unit.as_str());
        row.insert(1, Field::text(unit));
        if let Some(native) = native {
            row.insert(
                2,
                Field::value(cells.get(&native.name, input.name, cells.throughput())),
            );
        }
    }
    table.header.insert(1, "unit".to_string());
    if let Some(native) = native {
        table.header.insert(2, native.name.clone());
        if !configurations.is_empty() {
            grouped(&mut table, &inputs);
            table.rows.push(mean(cells, &configurations, &inputs));
        }
    } else {
        grouped(&mut table, &inputs);
    }
    let (title, what, takes) = match cells.throughput() {
        Metric::InstructionsPerUnit => ("Instructions", "Instructions", "takes twice as many"),
        _ => ("Throughput", "Time", "takes twice as long"),
    };
    let note = if as_ratio {
        format!(
            "{what} for a unit of work as a multiple of the native build's, which has its own shown: 2.00 {takes}; less is better."
        )
    } else {
        format!(
            "{what} for a unit of work; less is better. There is no native build here to take ratios to."
        )
    };
    Section {
        title: title.to_string(),
        note,
        tables: if inputs.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Time of one call to the host.
pub fn host_calls(cells: &Cells) -> Section {
    let mut inputs: Vec<_> = timed(cells).filter(|i| i.group() == HOST_CALLS).collect();
    // They are kinds of calls, not amounts of work.
    inputs.sort_by_key(|input| input.name);
    let table = matrix(
        cells,
        &cells.alive(),
        inputs.iter().map(same),
        Metric::TimePerUnit,
        false,
    );
    Section {
        title: "Host calls".to_string(),
        note: "Time of one WASI call, with the guest's own work around it. The native build makes the same call \
               to libc."
            .to_string(),
        tables: if inputs.is_empty() { Vec::new() } else { vec![table] },
    }
}

/// The inputs whose work is timed in the steady state.
fn timed<'a>(cells: &Cells<'a>) -> impl Iterator<Item = Input<'a>> {
    let alive = cells.alive();
    let has = |input: &Input| {
        let cell = |c: &&Configuration| cells.get(&c.name, input.name, cells.throughput());
        alive.iter().any(|c| cell(c).is_some())
    };
    let mut inputs = cells.inputs();
    inputs.retain(has);
    inputs.into_iter()
}

/// Puts a title above the rows of each group.
fn grouped(table: &mut Table, inputs: &[Input]) {
    let rows = std::mem::take(&mut table.rows);
    let mut last = None;
    for (mut row, input) in rows.into_iter().zip(inputs) {
        if last != Some(input.group()) {
            last = Some(input.group());
            let mut title = vec![Field::title(input.group())];
            title.resize_with(row.len(), || Field::text(""));
            table.rows.push(title);
        }
        row[0].text.insert_str(0, "  ");
        table.rows.push(row);
    }
}

/// The row of geometric means.
fn mean(cells: &Cells, configurations: &[&Configuration], inputs: &[Input]) -> Vec<Field> {
    let common = common(cells, cells.throughput(), true, inputs);
    let means: Vec<_> = configurations
        .iter()
        .map(|c| common.geometric_mean(cells, &c.name))
        .collect();
    let field = |mean: &Option<_>| Field::estimate(mean.as_ref(), number::ratio, "too few ok");
    let mut fields: Vec<_> = means.iter().map(field).collect();
    let floor = cells.noise_floor(cells.throughput().unit());
    for (field, mean) in fields.iter_mut().zip(&means) {
        grey_ones(field, mean.as_ref(), floor);
    }
    mark_best(&mut fields, &best(&means, floor));
    let label = format!("geometric mean, {}", common.share());
    fields.splice(
        0..0,
        [Field::title(label), Field::text(""), Field::text("")],
    );
    fields
}
