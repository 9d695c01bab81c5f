//! The results of `compat`, as they are saved.

use super::case::{CaseResult, passed};
use super::feature::Feature;
use super::verdict::Verdict;
use super::withheld::Withheld;
use crate::results::machine::Machine;
use crate::results::runtime::RuntimeNotes;
use crate::results::saved::Saved;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the file's form.
pub const SCHEMA: &str = "wasmeter-support/1";

/// A whole run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    pub schema: String,
    /// Version of wasmeter.
    pub wasmeter: String,
    /// When it began, RFC 3339.
    pub started: String,
    pub machine: Machine,
    pub runtimes: Vec<RuntimeNotes>,
    pub configurations: Vec<Configuration>,
    /// The features of WebAssembly that tables list, in their order.
    pub features: Vec<Feature>,
    pub probes: Vec<ProbeNotes>,
    pub results: Vec<ProbeResult>,
    /// Cases that broke a runtime, in words; they are in no other list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
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
    /// The options that reproduce it, of --root, --runtime-dir and --pinned, paths whole; empty if
    /// none was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    pub cases: Vec<String>,
}

/// One probe on one configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProbeResult {
    pub configuration: String,
    /// `group/name`
    pub probe: String,
    /// With the configuration's own settings, as are the cases.
    pub verdict: Verdict,
    pub cases: Vec<CaseResult>,
    /// The result with a switch on, where there is one for a feature that is off by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_switch: Option<WithSwitch>,
}

/// The result of the probe with a feature switched on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithSwitch {
    /// The setting.
    pub how: String,
    pub verdict: Verdict,
    pub cases: Vec<CaseResult>,
}

impl Record {
    /// Reads a file's contents.
    ///
    /// # Errors
    /// Names the file, what is wrong and what to do.
    pub fn of(saved: &Saved, file: &Path) -> Result<Self> {
        saved.parse(SCHEMA, file, "run compat again")
    }

    /// The configurations that are here.
    pub fn here(&self) -> impl Iterator<Item = &Configuration> {
        self.configurations
            .iter()
            .filter(|c| c.unavailable.is_none())
    }

    /// Returns the result of a probe on a configuration.
    pub fn tried(&self, configuration: &str, probe: &str) -> Option<&ProbeResult> {
        let is_it = |t: &&ProbeResult| t.configuration == configuration && t.probe == probe;
        self.results.iter().find(is_it)
    }
}

impl ProbeResult {
    /// Returns the result with a switch on, if that makes more cases pass.
    pub fn helped(&self) -> Option<&WithSwitch> {
        let more = |on: &&WithSwitch| passed(&on.cases) > passed(&self.cases);
        self.with_switch.as_ref().filter(more)
    }
}
