//! What became of a test, in the suite's words.

use super::test::{Needs, Test};
use crate::results::outcome::{End, Outcome};
use crate::results::suite::{TestEnd, TestResult};
use std::collections::BTreeMap;

/// What became of a test, and what is not saved of it.
#[derive(Debug, Clone)]
pub struct Ran {
    pub result: TestResult,
    /// Whether the runtime's process died, or did not come back.
    pub broke: bool,
    /// Whether the runtime refused it.
    refused: bool,
    needs: Needs,
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

impl Ran {
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
        Ran {
            broke: failed(|failure| failure.broke),
            refused: failed(|failure| failure.refused),
            needs: test.needs,
            result: TestResult {
                configuration: configuration.to_string(),
                suite: suite.to_string(),
                test: test.name.clone(),
                end,
                switch: None,
                stderr: failure.as_ref().and_then(|failure| failure.stderr.clone()),
                message: failure.map(|failure| failure.message),
                seconds: 0.0,
            },
        }
    }

    /// The result without the test's name, if that broke the runtime.
    pub fn withheld(&self) -> TestResult {
        let mut result = self.result.clone();
        if self.broke {
            result.test = "withheld".to_string();
            result.stderr = None;
            result.message = Some("the runtime's process died, or did not come back".to_string());
        }
        result
    }
}

/// Where a configuration refused every test that needs the same of it, it lacks that here: none of
/// them was tried.
pub fn settle_not_tried(all: &mut [Ran]) {
    let mut refused_all: BTreeMap<(String, Needs), bool> = BTreeMap::new();
    let ran = all.iter().filter(|ran| ran.result.end != TestEnd::Skip);
    for ran in ran.filter(|ran| ran.needs != Needs::Modules) {
        let key = (ran.result.configuration.clone(), ran.needs);
        *refused_all.entry(key).or_insert(true) &= ran.refused;
    }
    for Ran { result, needs, .. } in all.iter_mut().filter(|ran| ran.refused) {
        let key = (result.configuration.clone(), *needs);
        if refused_all.get(&key) == Some(&true) {
            let why = result.message.take().unwrap_or_default();
            let what = match needs {
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
