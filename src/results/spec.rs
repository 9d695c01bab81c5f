//! The results of the official tests, as they are saved.

use crate::results::machine::Machine;
use crate::results::support::Configuration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file's form.
pub const SCHEMA: &str = "wasmeter-spec/2";

/// A whole run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    pub schema: String,
    /// Version of wasmeter.
    pub wasmeter: String,
    /// When it began, RFC 3339.
    pub started: String,
    pub machine: Machine,
    pub configurations: Vec<Configuration>,
    pub files: Vec<FileNotes>,
    pub groups: Vec<Group>,
    pub results: Vec<FileResult>,
}

impl Record {
    /// Leaves out which directives ended a process, or did not come back: they are counted, and
    /// that is all.
    pub fn withhold(&mut self) {
        for result in &mut self.results {
            result.failures.retain(|failure| failure.end == "failed");
        }
    }
}

/// A script that was run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileNotes {
    /// The same text may have several names; results contain the first.
    pub names: Vec<String>,
    /// SHA-256 of the text.
    pub sha256: String,
}

/// Scripts whose counts are reported together: a folder of them, or a version of the specification.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    /// The first name of each.
    pub files: Vec<String>,
}

/// A script on a configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileResult {
    pub configuration: String,
    pub file: String,
    pub counts: Counts,
    /// Why some were skipped, and how many.
    pub skipped: BTreeMap<String, usize>,
    pub failures: Vec<Failure>,
}

/// The number of directives for each end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    /// The worker's process died, or was ended for what it used.
    pub crashed: usize,
    pub timeout: usize,
    pub skipped: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.crashed += other.crashed;
        self.timeout += other.timeout;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Those that were asked of the runtime.
    pub fn asked(&self) -> usize {
        self.passed + self.failed + self.crashed + self.timeout
    }
}

/// Directives of a script that did not end as it says, all in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// In `folder/name.wast`.
    pub lines: Vec<usize>,
    pub directive: String,
    /// `failed`, `crashed` or `timeout`
    pub end: String,
    pub expected: String,
    pub got: String,
    /// The command that shows the first of them again.
    pub again: String,
}
