//! What `compat` found out, as it is saved.

use super::verdict::Verdict;
use crate::results::schema::Machine;
use serde::{Deserialize, Serialize};

/// The version of the file's form.
pub const SCHEMA: &str = "wasmeter-compat/1";

/// A whole run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    pub schema: String,
    /// Version of wasmeter.
    pub wasmeter: String,
    /// When it began, RFC 3339.
    pub started: String,
    pub machine: Machine,
    pub configurations: Vec<Configuration>,
    pub probes: Vec<ProbeNotes>,
    pub results: Vec<Tried>,
}

/// A configuration that was asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Configuration {
    pub name: String,
    /// As the runtime says itself.
    pub version: Option<String>,
    /// SHA-256 of the worker's program.
    pub worker_sha256: Option<String>,
    /// Why it is not here, and the fix.
    pub unavailable: Option<String>,
}

/// A probe: what was run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProbeNotes {
    /// `group/name`
    pub name: String,
    /// SHA-256 of the module.
    pub sha256: String,
    pub cases: Vec<String>,
}

/// One probe on one configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tried {
    pub configuration: String,
    /// `group/name`
    pub probe: String,
    pub verdict: Verdict,
    pub cases: Vec<CaseResult>,
}

/// What became of a case, and the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult {
    pub case: String,
    pub end: CaseEnd,
    /// Which check failed: `file:line` and that line, or in the runtime's words why it did not come so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What a failed check got instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
    /// The runtime's means by which it held, where they have names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseEnd {
    /// All held.
    Passed,
    /// A check failed.
    Failed,
    /// The function is there and says that it is not implemented (errno `nosys`).
    Nosys,
    /// The runtime refused the module: an import, an instruction.
    Unsupported,
    Trap,
    Timeout,
    /// The runtime's process died.
    Crashed,
    /// Wasmeter ended it for what it used, or it got more than the runtime was told to allow.
    Limit,
    /// The runtime has no means to hold a guest so, and it was not tried.
    NoMeans,
}
