//! Runs tests of the suite on a configuration, one after another.

use super::process::{Process, module_of};
use super::result::{Came, Failure};
use super::{Expectations, Needs, Suite, Test, TestResult};
use crate::build::Home;
use crate::compat::Subject;
use anyhow::{Context, Result};
use std::time::Instant;
use tempfile::TempDir;

/// Runs tests. Those that leave nothing behind share a process as long as they pass: what fails there is run once more in
/// a process of its own, whose word is the last.
pub struct Tester<'a> {
    subject: Subject<'a>,
    expectations: &'a Expectations,
    home: &'a Home,
    process: Option<Process<'a>>,
}

impl<'a> Tester<'a> {
    pub fn new(subject: Subject<'a>, expectations: &'a Expectations, home: &'a Home) -> Self {
        Tester {
            subject,
            expectations,
            home,
            process: None,
        }
    }

    /// Runs a test. Fails only if the harness itself cannot work.
    pub fn run(&mut self, suite: &Suite, test: &Test) -> Result<TestResult> {
        let began = Instant::now();
        let to_fail = self.expectations.fails(&suite.name, &test.name);
        let came = if self.expectations.skips(&suite.name, &test.name) {
            Came::Skipped("the file of expectations says so".to_string())
        } else if let Some(why) = &test.skipped {
            Came::Skipped(why.clone())
        } else {
            let tried = self.attempt(test);
            Came::Of(tried.with_context(|| format!("{}", test.module.display()))?)
        };
        let mut result = TestResult::new(self.subject.name, suite, test, came, to_fail);
        result.seconds = began.elapsed().as_secs_f64();
        Ok(result)
    }

    /// The inner error says what was not as expected.
    fn attempt(&mut self, test: &Test) -> Result<Result<(), Failure>> {
        let subject = match test.needs {
            Needs::Components | Needs::Services => Subject {
                worker: self.subject.worker.for_components(),
                ..self.subject
            },
            Needs::Modules | Needs::Threads => self.subject,
        };
        let folder = TempDir::with_prefix("wasmeter-")?;
        let module = match module_of(subject, test, folder.path(), self.home)? {
            Ok(module) => module,
            Err(end) => return Ok(Err(end.into())),
        };
        loop {
            let kept = self.process.take();
            // A process in which a guest has run is for those who share it.
            let kept = kept.filter(|kept| kept.is_of(subject) && (!kept.used || test.may_share()));
            let mut process = match kept {
                Some(kept) => kept,
                None => match Process::start(subject)? {
                    Ok(started) => started,
                    Err(end) => return Ok(Err(end.into())),
                },
            };
            let was_used = process.used;
            let came = process.run(test, &module)?;
            let refused = came.as_ref().is_err_and(|failure| failure.refused);
            let certain = came.is_ok() || refused || !was_used;
            if process.can_go_on(test, &came) {
                self.process = Some(process);
            }
            if certain {
                return Ok(came);
            }
            self.process = None;
        }
    }
}
