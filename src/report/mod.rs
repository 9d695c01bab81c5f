//! Reports.
use crate::cli::Format;
use crate::results::schema::Results;
use anyhow::Result;

pub fn render(results: &Results, _format: Format) -> Result<String> {
    Ok(terminal(results))
}
pub fn terminal(results: &Results) -> String {
    let mut text = String::new();
    for p in &results.processes {
        text += &format!(
            "{} {} {} {:?}\n",
            p.configuration, p.input, p.outcome, p.message
        );
    }
    text
}
pub fn markdown(results: &Results) -> String {
    terminal(results)
}

/// A plain table for the terminal.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut builder = tabled::builder::Builder::default();
    builder.push_record(header.iter().copied());
    for row in rows {
        builder.push_record(row);
    }
    let mut table = builder.build();
    table.with(tabled::settings::Style::sharp());
    table.to_string()
}
