//! Differences that one can trust: two runs, two configurations of one run, or all configurations in their order.

pub mod answer;
pub mod changes;
pub mod comparison;
mod means;
pub mod question;
pub mod rank;
pub mod show;
pub mod trust;
pub mod values;
pub mod words;

use serde::Serialize;

/// The schema of `compare --format json`; `results/SCHEMA.md` explains it.
pub const SCHEMA: &str = "wasmeter-comparison/1";

/// Which run a side of a comparison is of.
#[derive(Debug, Serialize)]
pub struct Run<'a> {
    pub file: String,
    pub wasmeter: &'a str,
    pub started: &'a str,
    pub machine: &'a crate::results::schema::Machine,
}
