//! A comparison as it is written and read again: the schema `wasmeter-comparison/1`, which
//! `results/SCHEMA.md` explains.

use super::answer::answer;
use super::architectures::Architectures;
use super::changes::{Change, changes};
use super::comparison::{Answer, Scope, Verdict};
use super::question::{self, Question, Reference};
use super::values::Values;
use crate::filter::Filter;
use crate::results::machine::Machine;
use crate::results::schema::Results;
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The schema that this wasmeter writes and reads.
pub const SCHEMA: &str = "wasmeter-comparison/1";

/// The rate of false positives among all reported differences, unless another one is given.
pub const RATE: f64 = 0.01;

#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: String,
    /// Two, or one whose configurations were compared.
    pub runs: Vec<Run>,
    /// True if rounds were compared as pairs.
    pub paired: bool,
    pub rate: f64,
    /// Why nothing could be compared; left out if something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The number of cells without a reported difference that are not in the list.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
    #[serde(flatten)]
    pub answer: Answer,
    pub changes: Vec<Change>,
    /// Left out of runs on one architecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub architectures: Option<Architectures>,
}

/// Which run a side of a comparison is of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run {
    pub file: String,
    pub wasmeter: String,
    pub started: String,
    pub machine: Machine,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Run {
    pub fn of(file: &Path, results: &Results) -> Self {
        Run {
            file: file.display().to_string(),
            wasmeter: results.header.wasmeter.clone(),
            started: results.header.started.clone(),
            machine: results.header.machine.clone(),
        }
    }
}

impl Document {
    /// Returns the changes in `file` since its last run: all means, and the cells that differ. If
    /// the runs cannot be compared, the reason.
    pub fn since(before: Result<Results>, after: &Results, file: &Path) -> Self {
        let name = file.file_name().map(Path::new).unwrap_or(file);
        let mut document = Document {
            schema: SCHEMA.to_string(),
            runs: before
                .iter()
                .chain([after])
                .map(|run| Run::of(name, run))
                .collect(),
            paired: false,
            rate: RATE,
            refused: None,
            left_out: 0,
            answer: Answer::default(),
            changes: Vec::new(),
            architectures: None,
        };
        let both = before.and_then(|before| {
            if !question::same_machine(&before, after) {
                bail!("the last run was of another machine");
            }
            Ok((compared(&before, after)?, changes(&before, after)))
        });
        match both {
            Ok((answer, changes)) => {
                let all = answer.comparisons.len();
                document.answer = answer;
                document
                    .answer
                    .comparisons
                    .retain(|c| c.scope != Scope::Cell || c.verdict != Verdict::NoDifference);
                document.left_out = all - document.answer.comparisons.len();
                document.changes = changes;
            }
            Err(error) => document.refused = Some(format!("{error:#}")),
        }
        document
    }
}

/// Everything that is compared where nothing is chosen.
pub fn compared(before: &Results, after: &Results) -> Result<Answer> {
    let question = Question {
        inputs: Filter::new(&[])?,
        configurations: Filter::new(&[])?,
        metrics: question::default_metrics(&[before, after]),
        rate: RATE,
        reference: Reference::Native,
    };
    let (a, b) = (Values::of(before), Values::of(after));
    answer(&question::two_runs(&a, &b, &question)?, &question)
}
