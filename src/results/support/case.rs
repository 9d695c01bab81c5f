//! Cases of probes, and how they ended.

use super::kind::TELLS;
use serde::{Deserialize, Serialize};

/// What a probe is about; its folder under `probes/`: ways out of the sandbox.
pub const SANDBOX: &str = "sandbox";
/// Features of WebAssembly, which runtimes may have switches for.
pub const FEATURES: &str = "wasm";

/// What WebAssembly leaves open to the machine or the runtime.
pub const CHOICES: &str = "choices";

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
