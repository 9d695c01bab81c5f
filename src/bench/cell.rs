//! A cell: the pair of a configuration and an input that is measured again and again.

use crate::bench::sample::{self};
use crate::bench::subject::{Sample, Subject};
use crate::results::outcome::End;
use crate::results::schema::{Plan, Startup};
use crate::worker::Empty;
use anyhow::Result;

/// Empty programs that are started before each process sample.
const EMPTIES: usize = 5;

/// A cell to measure, or why it cannot be.
#[derive(Debug, Clone)]
pub struct Cell {
    /// `runtime/configuration`.
    pub configuration: String,
    /// `guest/input`.
    pub input: String,
    pub subject: Result<Subject, End>,
}

impl Cell {
    /// Takes a process sample, and before it the starts of empty programs, if there is one.
    pub fn sample(&self, plan: &Plan, empty: Option<&Empty>) -> Result<Sample> {
        match &self.subject {
            Ok(subject) => {
                let starts = |empty: &Empty| (0..EMPTIES).map(|_| empty.start_ns()).collect();
                let empty_ns = empty.map(starts).transpose()?.unwrap_or_default();
                let mut sample = sample::take(subject, plan)?;
                if sample.startup != Startup::default() {
                    sample.startup.empty_ns = empty_ns;
                }
                Ok(sample)
            }
            Err(end) => Ok(Sample {
                end: Some(end.clone()),
                ..Sample::default()
            }),
        }
    }
}
