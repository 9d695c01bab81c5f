//! What became of a test, in the suite's words.

use super::{Needs, Test};
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a test.
#[derive(Debug, Clone, Serialize)]
pub struct TestResult {
    pub configuration: String,
    pub suite: String,
    pub test: String,
    pub end: TestEnd,
    /// What was switched on for it, where the runtime leaves that off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// Why it failed or was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// All that came on standard error, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stderr: Option<String>,
    /// Of the whole test, in seconds.
    pub seconds: f64,
    /// Whether the runtime's process died, or did not come back.
    #[serde(skip)]
    pub broke: bool,
    /// Whether the runtime refused it.
    #[serde(skip)]
    refused: bool,
    #[serde(skip)]
    needs: Needs,
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
    /// Whether it is not as expected.
    pub fn is_failure(self) -> bool {
        matches!(self, TestEnd::Fail | TestEnd::Xpass)
    }
}

/// Why a test failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub message: String,
    /// The runtime's process died, or did not come back.
    pub broke: bool,
    /// The runtime refused it.
    pub refused: bool,
    pub stderr: Option<String>,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure {
            message,
            broke: false,
            refused: false,
            stderr: None,
        }
    }
}

impl From<End> for Failure {
    fn from(end: End) -> Self {
        Failure {
            broke: [Outcome::Crashed, Outcome::Timeout].contains(&end.outcome),
            refused: end.outcome == Outcome::Unsupported,
            ..end.to_string().into()
        }
    }
}

/// What came of a test that was to be run, and whether that is as expected.
pub(super) enum Came {
    /// Not to be run, for this reason.
    Skipped(String),
    Of(Result<(), Failure>),
}

impl TestResult {
    pub(super) fn new(
        configuration: &str,
        suite: &str,
        test: &Test,
        came: Came,
        to_fail: bool,
    ) -> Self {
        let end = match (&came, to_fail) {
            (Came::Skipped(_), _) => TestEnd::Skip,
            (Came::Of(Ok(())), false) => TestEnd::Pass,
            (Came::Of(Ok(())), true) => TestEnd::Xpass,
            (Came::Of(Err(_)), false) => TestEnd::Fail,
            (Came::Of(Err(_)), true) => TestEnd::Xfail,
        };
        let failure = match came {
            Came::Skipped(why) => Some(Failure::from(why)),
            Came::Of(came) => came.err(),
        };
        let failed = |what: fn(&Failure) -> bool| failure.as_ref().is_some_and(what);
        TestResult {
            configuration: configuration.to_string(),
            suite: suite.to_string(),
            test: test.name.clone(),
            end,
            switch: None,
            broke: failed(|failure| failure.broke),
            refused: failed(|failure| failure.refused),
            needs: test.needs,
            stderr: failure.as_ref().and_then(|failure| failure.stderr.clone()),
            message: failure.map(|failure| failure.message),
            seconds: 0.0,
        }
    }

    /// The same without telling which test it was, if that broke the runtime.
    pub fn withheld(mut self) -> Self {
        if self.broke {
            self.test = "withheld".to_string();
            self.stderr = None;
            self.message = Some("the runtime's process died, or did not come back".to_string());
        }
        self
    }
}

/// Where a configuration refused every test that needs the same of it, it lacks that here: none of
/// them was tried.
pub fn settle_not_tried(results: &mut [TestResult]) {
    let mut refused_all: BTreeMap<(String, Needs), bool> = BTreeMap::new();
    let ran = results.iter().filter(|r| r.end != TestEnd::Skip);
    for result in ran.filter(|result| result.needs != Needs::Modules) {
        let key = (result.configuration.clone(), result.needs);
        *refused_all.entry(key).or_insert(true) &= result.refused;
    }
    for result in results.iter_mut().filter(|r| r.refused) {
        let key = (result.configuration.clone(), result.needs);
        if refused_all.get(&key) == Some(&true) {
            let why = result.message.take().unwrap_or_default();
            let what = match result.needs {
                Needs::Modules => "modules",
                Needs::Threads => "wasi-threads",
                Needs::Components => "components of WASI 0.3",
                Needs::Services => "HTTP services of WASI 0.3",
            };
            result.end = TestEnd::Skip;
            result.stderr = None;
            result.message = Some(format!("not tried: it runs no {what} here ({why})"));
        }
    }
}
