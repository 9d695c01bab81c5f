//! The results of wasi-testsuite, in the suite's words.

use serde::Serialize;

/// The result of a test.
#[derive(Debug, Clone, Serialize)]
pub struct TestResult {
    pub configuration: String,
    pub suite: String,
    pub test: String,
    pub end: TestEnd,
    /// The feature that was switched on for it, where it is off by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// Why it failed or was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// All that came on standard error, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stderr: Option<String>,
    /// The time of the whole test, in seconds.
    pub seconds: f64,
}

/// The suite's outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TestEnd {
    Pass,
    Fail,
    Skip,
    /// It failed, as was expected.
    Xfail,
    /// It passed, and was expected to fail.
    Xpass,
}

impl TestEnd {
    /// True if it is not as expected.
    pub fn is_failure(self) -> bool {
        matches!(self, TestEnd::Fail | TestEnd::Xpass)
    }
}
