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
