//! Cells as CSV, one a row.

use super::cells::{Cell, Cells};
use super::metric::{Metric, Unit};
use crate::worker::Outcome;
use anyhow::Result;
use serde::Serialize;

/// A cell without nesting.
#[derive(Serialize)]
struct Row<'a> {
    configuration: &'a str,
    guest: Option<&'a str>,
    input: Option<&'a str>,
    metric: Metric,
    unit: Unit,
    per: Option<&'a str>,
    outcome: Outcome,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    n: Option<usize>,
    ratio: Option<f64>,
    ratio_low: Option<f64>,
    ratio_high: Option<f64>,
    ratio_n: Option<usize>,
    processes: usize,
    message: Option<&'a str>,
    command: &'a str,
}

pub fn render(cells: &Cells) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for cell in &cells.list {
        writer.serialize(row(cell))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn row(cell: &Cell) -> Row<'_> {
    let (estimate, ratio) = (cell.estimate.as_ref(), cell.ratio.as_ref());
    Row {
        configuration: &cell.configuration,
        guest: cell.guest.as_deref(),
        input: cell.input.as_deref(),
        metric: cell.metric,
        unit: cell.unit,
        per: cell.per.as_deref(),
        outcome: cell.outcome,
        value: estimate.map(|e| e.value),
        low: estimate.map(|e| e.low),
        high: estimate.map(|e| e.high),
        n: estimate.map(|e| e.n),
        ratio: ratio.map(|e| e.value),
        ratio_low: ratio.map(|e| e.low),
        ratio_high: ratio.map(|e| e.high),
        ratio_n: ratio.map(|e| e.n),
        processes: cell.processes,
        message: cell.message.as_deref(),
        command: &cell.command,
    }
}
