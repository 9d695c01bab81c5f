//! How fast guests run in the steady state, and how long calls to the host take.

use super::super::across::across;
use super::super::cells::{Cells, Input};
use super::super::groups::calls_the_host;
use super::super::metric::Metric;
use super::super::model::{Field, Section, Table, best, grey_ones, mark_best};
use super::super::number;
use super::{is_throughput, matrix, same, that_have};
use crate::results::schema::Configuration;

/// Time per unit of work, as a ratio to native if there is one.
pub fn section(cells: &Cells) -> Section {
    let (title, what, takes) = match cells.throughput() {
        Metric::InstructionsPerUnit => ("Instructions", "Instructions", "takes twice as many"),
        _ => ("Throughput", "Time", "takes twice as long"),
    };
    let note = match native(cells) {
        Some(_) => format!(
            "{what} for a unit of work as a multiple of the native build's, which has its own shown: 2.00 {takes}; less is better."
        ),
        None => format!(
            "{what} for a unit of work; less is better. There is no native build here to take ratios to."
        ),
    };
    Section {
        title: title.to_string(),
        note,
        tables: table(cells, cells.throughput()).into_iter().collect(),
    }
}

/// What a unit of work costs the processor, beside the time that it takes.
pub fn cost(cells: &Cells) -> Section {
    let metrics = [
        ("CPU time", Metric::CpuPerUnit),
        ("Instructions", Metric::InstructionsPerUnit),
        ("Cycles", Metric::CyclesPerUnit),
    ];
    let titled = |(title, metric): (&str, Metric)| {
        Some(Table {
            title: title.to_string(),
            ..table(cells, metric)?
        })
    };
    let mut timed = cells
        .results
        .processes
        .iter()
        .filter_map(|p| p.throughput.as_ref());
    let uncounted = match timed.any(|timed| timed.counts.is_some()) {
        true => "",
        false => {
            " Instructions and cycles are not here: this machine has no counters of them, or lets nobody read them."
        }
    };
    Section {
        title: "What the processor does".to_string(),
        note: format!(
            "For a unit of work in the steady state, shown as throughput is: CPU time of all threads (where it is more than the \
             time, threads of the runtime work beside the guest), and what the processor counts of the process, the kernel \
             aside.{uncounted}"
        ),
        tables: metrics.into_iter().filter_map(titled).collect(),
    }
}

/// How long a guest is called before it is as fast as it becomes.
pub fn warm_up(cells: &Cells) -> Section {
    let inputs: Vec<_> = that_have(cells, Metric::WarmUp)
        .filter(is_throughput)
        .collect();
    let rows = inputs.iter().map(same);
    let mut table = matrix(cells, &cells.alive(), rows, Metric::WarmUp, false);
    grouped(&mut table, &inputs);
    Section {
        title: "Warm-up".to_string(),
        note: "How long a guest had been called, after a first step that prepares, before its steps took at most 1.1 times what \
               they take in the steady state: who compiles better code while it runs needs that long to have it. Zero: from the \
               first call on. Told by the requests to make calls, of which the longest take a quarter of a process's budget."
            .to_string(),
        tables: if inputs.is_empty() { Vec::new() } else { vec![table] },
    }
}

/// The native configuration, if anything went well on it.
fn native<'a>(cells: &Cells<'a>) -> Option<&'a Configuration> {
    let name = cells.native?;
    cells.alive().into_iter().find(|c| c.name == name)
}

/// A metric of the work of every input, as a ratio to native if there is one. `None`: no process has it.
fn table(cells: &Cells, metric: Metric) -> Option<Table> {
    let inputs: Vec<_> = that_have(cells, metric).filter(is_throughput).collect();
    let native = native(cells);
    let mut configurations = cells.alive();
    configurations.retain(|c| Some(c.name.as_str()) != cells.native);
    let rows = inputs.iter().map(same);
    let mut table = matrix(cells, &configurations, rows, metric, native.is_some());
    for (row, input) in table.rows.iter_mut().zip(&inputs) {
        let unit = input.guest.map_or("", |guest| guest.unit.as_str());
        row.insert(1, Field::text(unit));
        if let Some(native) = native {
            row.insert(2, Field::value(cells.get(&native.name, input.name, metric)));
        }
    }
    table.header.insert(1, "unit".to_string());
    if let Some(native) = native {
        table.header.insert(2, native.name.clone());
        if !configurations.is_empty() {
            grouped(&mut table, &inputs);
            table
                .rows
                .push(mean(cells, metric, &configurations, &inputs));
        }
    } else {
        grouped(&mut table, &inputs);
    }
    (!inputs.is_empty()).then_some(table)
}

/// Time of one call to the host.
pub fn host_calls(cells: &Cells) -> Section {
    let mut inputs: Vec<_> = that_have(cells, Metric::TimePerUnit)
        .filter(|i| calls_the_host(i.group()))
        .collect();
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
        title: "Host calls and files".to_string(),
        note: "Time of one WASI call, with the guest's own work around it, and of the work on one file. The native build makes \
               the same calls to libc."
            .to_string(),
        tables: if inputs.is_empty() { Vec::new() } else { vec![table] },
    }
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
fn mean(
    cells: &Cells,
    metric: Metric,
    configurations: &[&Configuration],
    inputs: &[Input],
) -> Vec<Field> {
    let across = across(cells, metric, true, inputs);
    let means: Vec<_> = configurations
        .iter()
        .map(|c| across.mean(&c.name))
        .collect();
    let field = |mean: &Option<_>| Field::estimate(mean.as_ref(), number::ratio, "too few ok");
    let mut fields: Vec<_> = means.iter().map(field).collect();
    let floor = cells.noise_floor(metric.unit());
    for (field, mean) in fields.iter_mut().zip(&means) {
        grey_ones(field, mean.as_ref(), floor);
    }
    mark_best(&mut fields, &best(&means, floor));
    let label = "geometric mean".to_string();
    fields.splice(
        0..0,
        [Field::title(label), Field::text(""), Field::text("")],
    );
    fields
}
