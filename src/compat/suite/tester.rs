//! Runs tests of the suite on a configuration, one after another.

use super::checkout::Suite;
use super::expectations::Expectations;
use super::process::Process;
use super::result::{Came, Failure, Ran};
use super::test::{Needs, Test};
use crate::build::Home;
use crate::catalog::runtime::Runtime;
use crate::compat::Target;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;
use tempfile::TempDir;
use wasmeter_worker::Artifact;

/// What switches call wasi-threads: the probe of them.
const THREADS: &str = "wasi-proposals/threads";

/// Runs tests. Those that leave nothing behind share a process. What does not pass there is run
/// once more in a process of its own, whose word is the last.
pub struct Tester<'a> {
    target: Target<'a>,
    /// The same with wasi-threads, where these are switched on.
    with_threads: Target<'a>,
    suite: &'a Suite,
    expectations: &'a Expectations,
    home: &'a Home,
    failed: &'a Failed,
    process: Option<Process<'a>>,
    /// Twice those that failed in a shared process, without those that passed there.
    worse: i32,
}

/// Tests that failed on some configuration of a runtime. On its others they get a process of their
/// own at once.
#[derive(Debug, Default)]
pub struct Failed(Mutex<BTreeSet<(String, String)>>);

impl<'a> Tester<'a> {
    pub fn new(
        target: Target<'a>,
        runtime: &'a Runtime,
        suite: &'a Suite,
        expectations: &'a Expectations,
        home: &'a Home,
        failed: &'a Failed,
    ) -> Self {
        Tester {
            target,
            with_threads: target.with(runtime, THREADS).unwrap_or(target),
            suite,
            expectations,
            home,
            failed,
            process: None,
            worse: 0,
        }
    }

    /// Runs a test. Fails only if the harness itself cannot work.
    pub fn run(&mut self, test: &Test) -> Result<Ran> {
        let began = Instant::now();
        let suite = &self.suite.name;
        let to_fail = self.expectations.fails(suite, &test.name);
        let came = if self.expectations.skips(suite, &test.name) {
            Came::Skipped("the file of expectations says so".to_string())
        } else if let Some(why) = &test.skipped {
            Came::Skipped(why.clone())
        } else {
            let tried = self.attempt(test);
            Came::Of(tried.with_context(|| format!("{}", test.module.display()))?)
        };
        let mut ran = Ran::new(self.target.name, suite, test, came, to_fail);
        ran.result.switch = self.subject_for(test).switch().map(str::to_string);
        ran.result.seconds = began.elapsed().as_secs_f64();
        Ok(ran)
    }

    fn subject_for(&self, test: &Test) -> Target<'a> {
        match test.needs {
            Needs::Components | Needs::Services => Target {
                worker: self.target.worker.for_components(),
                ..self.target
            },
            Needs::Modules => self.target,
            Needs::Threads => self.with_threads,
        }
    }

    /// The inner error says what was not as expected.
    fn attempt(&mut self, test: &Test) -> Result<Result<(), Failure>> {
        let target = self.subject_for(test);
        let runtime = self.target.name.split('/').next().unwrap_or_default();
        let key = (
            runtime.to_string(),
            format!("{}/{}", self.suite.name, test.name),
        );
        let module = match test.needs {
            Needs::Modules => self.suite.lean.module(test)?,
            _ => test.module.clone(),
        };
        // Where most fail, running them twice would cost more than it saves.
        if test.may_share() && !self.failed.has(&key) && self.worse < 6 {
            let came = self.once(target, test, &module, |_| true)?;
            self.worse += if came.is_ok() { -1 } else { 2 };
            // What is refused is refused wherever it is loaded.
            if came.as_ref().err().is_none_or(|failure| failure.refused) {
                return Ok(came);
            }
        }
        let shared = self.process.take_if(|process| process.used);
        let came = self.once(target, test, &module, |process| !process.used)?;
        if came.is_err() {
            self.failed.add(key);
        }
        self.process = shared.or(self.process.take());
        Ok(came)
    }

    /// Runs it in the process that is kept, if that will do, or in a new one.
    fn once(
        &mut self,
        target: Target<'a>,
        test: &Test,
        module: &Path,
        will_do: impl Fn(&Process) -> bool,
    ) -> Result<Result<(), Failure>> {
        let folder = TempDir::with_prefix("wasmeter-")?;
        let module = match target.artifact {
            Artifact::Precompiled => {
                target.module(&std::fs::read(module)?, folder.path(), self.home)?
            }
            _ => Ok(module.to_path_buf()),
        };
        let module = match module {
            Ok(module) => module,
            Err(end) => return Ok(Err(end.into())),
        };
        let kept = self.process.take();
        let mut process = match kept.filter(|kept| kept.is_of(target) && will_do(kept)) {
            Some(kept) => kept,
            None => match Process::start(target)? {
                Ok(started) => started,
                Err(end) => return Ok(Err(end.into())),
            },
        };
        let came = process.run(test, &module)?;
        if process.can_go_on(test, &came) {
            self.process = Some(process);
        }
        Ok(came)
    }
}

impl Failed {
    fn has(&self, key: &(String, String)) -> bool {
        self.0.lock().expect("no panic").contains(key)
    }

    fn add(&self, key: (String, String)) {
        self.0.lock().expect("no panic").insert(key);
    }
}
