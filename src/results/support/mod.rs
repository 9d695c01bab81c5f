//! What `compat` found out, as it is saved.

pub mod claims;
pub mod differences;
pub mod feature;
pub mod measured;
pub mod merge;
pub mod verdict;
pub mod withheld;

use crate::results::runtime::RuntimeNotes;
use crate::results::saved::Saved;
use crate::results::schema::Machine;
use anyhow::Result;
use feature::Feature;
use serde::{Deserialize, Serialize};
use std::path::Path;
use verdict::Verdict;
use withheld::Withheld;

/// What a probe is about; its folder under `probes/`: ways out of the sandbox.
pub const SANDBOX: &str = "sandbox";
/// Features of WebAssembly, which runtimes may have switches for.
pub const FEATURES: &str = "wasm";

/// What WebAssembly leaves open to the machine or the runtime.
pub const CHOICES: &str = "choices";

/// What the name of a case begins with that tells something.
pub const TELLS: &str = "tells: ";

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
    /// What tables say of the features of WebAssembly, in their order.
    pub features: Vec<Feature>,
    pub probes: Vec<ProbeNotes>,
    pub results: Vec<Tried>,
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
    /// The options by which it is had again, of --root, --runtime-dir and --pinned, paths whole;
    /// empty if none was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    pub cases: Vec<String>,
}

/// One probe on one configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tried {
    pub configuration: String,
    /// `group/name`
    pub probe: String,
    /// With the configuration's own settings, as are the cases.
    pub verdict: Verdict,
    pub cases: Vec<CaseResult>,
    /// What came of it with a switch on, where there is one for what is off by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_switch: Option<WithSwitch>,
}

/// The same probe with a feature switched on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithSwitch {
    /// What was set.
    pub how: String,
    pub verdict: Verdict,
    pub cases: Vec<CaseResult>,
}

/// What became of a case, and the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult {
    pub case: String,
    pub end: CaseEnd,
    /// Which check failed: `file:line` and that line, or in the runtime's words why it did not come
    /// so far. Of a case that tells something: what it returned, in hexadecimal digits.
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
    /// In the sandbox: a check found something outside.
    Escaped,
    /// The function is there and says that it is not implemented (errno `nosys`).
    Nosys,
    /// The runtime refused the module: an import, an instruction.
    Unsupported,
    Trap,
    Timeout,
    /// The runtime's process died.
    Crashed,
    /// Its worker told figures that cannot be.
    Misreported,
    /// Wasmeter ended it for what it used, or it got more than the runtime was told to allow.
    Limit,
    /// It is there, or the runtime can be had with it, but nothing here shows what it does.
    NotShown,
    /// The runtime has no means to hold a guest so, and it was not tried.
    NoMeans,
}

impl Record {
    /// Of a file's contents; the error names the file, what is wrong and what to do.
    pub fn of(saved: &Saved, file: &Path) -> Result<Self> {
        saved.parse(SCHEMA, file, "run compat again")
    }

    /// The configurations that are here.
    pub fn here(&self) -> impl Iterator<Item = &Configuration> {
        self.configurations
            .iter()
            .filter(|c| c.unavailable.is_none())
    }

    /// What became of a probe on a configuration.
    pub fn tried(&self, configuration: &str, probe: &str) -> Option<&Tried> {
        let is_it = |t: &&Tried| t.configuration == configuration && t.probe == probe;
        self.results.iter().find(is_it)
    }
}

impl Tried {
    /// What was found with a switch on, if that makes more cases pass.
    pub fn helped(&self) -> Option<&WithSwitch> {
        let more = |on: &&WithSwitch| passed(&on.cases) > passed(&self.cases);
        self.with_switch.as_ref().filter(more)
    }
}

impl CaseResult {
    /// What it told of, and what, if that is what it is for.
    pub fn told(&self) -> Option<(&str, &str)> {
        let of = self.case.strip_prefix(TELLS)?;
        let value = self.evidence.as_deref()?;
        (self.end == CaseEnd::Passed).then_some((of, value))
    }
}

/// How many cases passed.
pub fn passed(cases: &[CaseResult]) -> usize {
    let passed = |case: &&CaseResult| case.end == CaseEnd::Passed;
    cases.iter().filter(passed).count()
}
