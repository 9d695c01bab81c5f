//! Cells as CSV, one a row.

use crate::analysis::cells::{Cell, Cells};
use crate::analysis::metric::{Metric, Unit};
use crate::results::outcome::Outcome;
use anyhow::Result;
use serde::Serialize;
use std::borrow::Cow;

/// A cell without nesting.
#[derive(Serialize)]
struct Row<'a> {
    configuration: Cow<'a, str>,
    guest: Option<Cow<'a, str>>,
    input: Option<Cow<'a, str>>,
    metric: Metric,
    unit: Unit,
    per: Option<Cow<'a, str>>,
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
    message: Option<Cow<'a, str>>,
    command: &'a str,
}

pub fn render(cells: &Cells) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for cell in &cells.list {
        writer.serialize(row(cell))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Text that a spreadsheet takes for text: what begins as a formula does gets a `'` before it.
pub fn inert(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

fn row(cell: &Cell) -> Row<'_> {
    let (estimate, ratio) = (cell.estimate.as_ref(), cell.ratio.as_ref());
    Row {
        configuration: inert(&cell.configuration),
        guest: cell.guest.as_deref().map(inert),
        input: cell.input.as_deref().map(inert),
        metric: cell.metric,
        unit: cell.unit,
        per: cell.per.as_deref().map(inert),
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
        message: cell.message.as_deref().map(inert),
        command: &cell.command,
    }
}
