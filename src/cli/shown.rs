//! The printing of comparisons.

use crate::report::{markdown, terminal};
use clap::ValueEnum;

/// The format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Markdown,
    Json,
}

/// Tables in a form for people.
pub fn shown(sections: &[crate::report::model::Section], format: Format) -> String {
    match format {
        Format::Markdown => markdown::body(sections).trim_start().to_string(),
        _ => terminal::bare(sections, terminal::Look::of_stdout()),
    }
}
