//! Cases of a probe that are tried one after another in one process, which costs a fraction of a
//! process for each.
//!
//! Each has a fresh instance in a fresh world. What does not simply pass is tried once more in a
//! process of its own, and what becomes of it there counts. So is a refusal, once a guest has run
//! in the process: a guest that closes a descriptor may have closed the host's, and then every
//! instance after it is refused. A refusal in a process where no guest has run counts at once.

use crate::compat::attempt::Failure;
use crate::compat::attempt::LIMITS;
use crate::compat::attempt::Trial;
use crate::compat::fixture;
use crate::compat::judge::ended;
use crate::compat::target::Target;
use crate::probe::Probe;
use crate::results::outcome::Outcome;
use crate::results::support::{CaseEnd, CaseResult, Expect, SANDBOX};
use crate::worker::{With, Worker, empty_folder};
use anyhow::Result;
use std::fs::File;
use std::path::PathBuf;
use tempfile::TempDir;

/// The process, which is made anew when a case has changed it.
#[derive(Default)]
pub struct Shared {
    process: Option<Process>,
}

struct Process {
    worker: Worker,
    stdin: File,
    has_engine: bool,
    /// A guest has run in it.
    has_run: bool,
    /// What is loaded.
    loaded: Option<PathBuf>,
    /// Its runtime has no environment for guests, and has refused one.
    without_environment: bool,
    _folder: TempDir,
}

impl Shared {
    /// Whether the cases of a probe can be: what is made to break out, or to run into a limit, gets
    /// a process of its own.
    pub fn serves(target: Target, probe: &Probe) -> bool {
        let setting = &probe.setting;
        let endless = probe.cases.iter().any(|case| case.must == Expect::BeEnded);
        let one_shot = target.worker.one_shot;
        let made_to_break = probe.source.group == SANDBOX || setting.limit.is_some() || endless;
        !one_shot && !made_to_break && !setting.visitor && !setting.second_folder
    }

    /// What becomes of a case. `None`: it needs a process of its own. Fails only if the harness
    /// itself cannot work.
    pub fn result(&mut self, trial: &Trial) -> Result<Option<CaseResult>> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => match Process::start(trial)? {
                Some(process) => process,
                None => return Ok(None),
            },
        };
        let outcome = process.result(trial)?;
        let (result, is_whole) = match outcome {
            Ok(result) => {
                process.has_run = true;
                let shown = [CaseEnd::Passed, CaseEnd::NotShown].contains(&result.end);
                (shown.then_some(result), true)
            }
            Err(Failure::Before(end) | Failure::Inside(end) | Failure::Engine(end)) => {
                let refused = end.outcome == Outcome::Unsupported;
                let doubtful = refused && process.has_run;
                let is_whole = refused && !doubtful || end.outcome == Outcome::Trap;
                process.has_run |= !refused;
                let result = ended(trial.case, end);
                let settled = refused || result.end == CaseEnd::Passed;
                ((settled && !doubtful).then_some(result), is_whole)
            }
            Err(Failure::NotAsked) => (None, true),
        };
        self.process = is_whole.then_some(process);
        Ok(result)
    }
}

impl Process {
    fn start(trial: &Trial) -> Result<Option<Self>> {
        let folder = TempDir::with_prefix("wasmeter-")?;
        let pipe = folder.path().join("stdin");
        let stdin = fixture::open_pipe(&pipe, b"")?;
        let worker = trial.target.start(Some(&pipe), LIMITS, With::default())?;
        let process = |worker| Process {
            worker,
            stdin,
            has_engine: false,
            has_run: false,
            loaded: None,
            without_environment: false,
            _folder: folder,
        };
        Ok(worker.ok().map(process))
    }

    fn result(&mut self, trial: &Trial) -> Result<Result<CaseResult, Failure>> {
        loop {
            empty_folder(&self.worker.guest_dir())?;
            fixture::refill(&mut self.stdin, fixture::STDIN)?;
            self.worker.renew_time(trial.target.time(LIMITS.time));
            let load = |worker: &mut Worker| {
                if self.loaded.as_deref() == Some(trial.module) {
                    return Ok(());
                }
                if !self.has_engine {
                    trial.target.engine(worker).map_err(Failure::Engine)?;
                    self.has_engine = true;
                }
                let loaded = trial.target.load(worker, trial.module);
                self.loaded = loaded.is_ok().then(|| trial.module.to_path_buf());
                loaded.map_err(Failure::Inside)
            };
            let with_environment = !self.without_environment;
            match trial.watched(&mut self.worker, with_environment, load)? {
                Err(Failure::Before(refusal))
                    if with_environment && refusal.outcome == Outcome::Unsupported =>
                {
                    self.without_environment = true;
                }
                outcome => return Ok(outcome),
            }
        }
    }
}
