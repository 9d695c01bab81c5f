//! A case that is tried in one way, in a process and a world of its own.

use super::visitor;
use crate::compat::fixture;
use crate::compat::fixture::Snapshot;
use crate::compat::judge::{ended, failed, judge, passed, with_evidence};
use crate::compat::target::Target;
use crate::instrument;
use crate::probe::needs::Variant;
use crate::probe::{Case, Probe};
use crate::results::outcome::{End, Outcome};
use crate::results::support::{CaseEnd, CaseResult, Expect};
use crate::worker::{Limits, With, Worker};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Call, Reply, Request, WasiArguments};

pub(super) const LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    memory_bytes: 1 << 30,
    output_bytes: 16 << 20,
    time_option: None,
    memory_option: None,
};

/// How long a case gets that does not end by itself.
const ENDLESS: Duration = Duration::from_secs(3);

/// The same where the runtime is to end it; part of that is for finding out whether the runtime
/// lives on.
const LIMITED: Duration = Duration::from_secs(5);

/// A case to be tried in one way.
pub struct Trial<'a> {
    pub target: Target<'a>,
    pub probe: &'a Probe,
    pub case: &'a Case,
    pub way: &'a Variant,
    pub module: &'a Path,
    /// What must still run then.
    pub next: Option<&'a Path>,
}

impl Trial<'_> {
    /// What becomes of it. Fails only if the harness itself cannot work.
    pub fn result(&self) -> Result<CaseResult> {
        // Some runtimes have no environment for guests, and refuse one.
        for with_environment in [true, false] {
            let fresh = TempDir::with_prefix("wasmeter-")?;
            let stdin = fresh.path().join("stdin");
            let _open = fixture::open_pipe(&stdin, fixture::STDIN)?;
            let worker = self
                .target
                .start(Some(&stdin), self.limits(), With::default())?;
            let outcome = match worker {
                Ok(mut worker) => {
                    self.watched(&mut worker, with_environment, |worker| self.load(worker))?
                }
                Err(end) => Err(Failure::Before(end)),
            };
            match outcome {
                Ok(result) => return Ok(result),
                Err(Failure::Before(refusal))
                    if with_environment && refusal.outcome == Outcome::Unsupported => {}
                Err(Failure::Before(end) | Failure::Inside(end) | Failure::Engine(end)) => {
                    return Ok(ended(self.case, end));
                }
                Err(Failure::NotAsked) => {
                    let why = "its command line can only start commands".to_string();
                    return Ok(with_evidence(self.case, CaseEnd::NotShown, why));
                }
            }
        }
        unreachable!("the second attempt returns")
    }

    fn limits(&self) -> Limits {
        let mut limits = LIMITS;
        if self.case.must == Expect::BeEnded {
            limits.time = match self.way.limits {
                Some(_) => LIMITED,
                None => ENDLESS,
            };
        }
        limits
    }

    /// Tries it in a fresh world, when `load` has loaded its module, and looks at what became of
    /// that. The guest's folder is empty before.
    pub(super) fn watched(
        &self,
        worker: &mut Worker,
        with_environment: bool,
        load: impl FnOnce(&mut Worker) -> Result<(), Failure>,
    ) -> Result<Result<CaseResult, Failure>> {
        let (dir, setting) = (worker.guest_dir(), self.probe.setting);
        fixture::make(&dir, setting)?;
        let before = match setting.read_only {
            true => Some(Snapshot::of(&dir)?),
            false => None,
        };
        let written = worker.outputs().map(|output| output.so_far().len());
        let ready = load(worker);
        let mut wasi = fixture::arguments(&dir, setting, with_environment);
        if setting.visitor {
            wasi.listen = Some(visitor::address()?);
        }
        let reply = ready.and_then(|()| self.ask(worker, wasi));
        if !fixture::is_intact(&dir) {
            let evidence = "what lies beside the guest's folder was changed".to_string();
            return Ok(Ok(failed(self.case, evidence, "a change".to_string())));
        }
        if let Some(before) = before
            && let Some(path) = before.difference(&Snapshot::of(&dir)?)
        {
            let evidence = format!("{path} was changed, which can only be read");
            return Ok(Ok(failed(self.case, evidence, "a change".to_string())));
        }
        let result = match reply {
            Ok(reply) => judge(self.probe, self.case, &reply),
            Err(Failure::Inside(end)) if self.way.limits.is_some() => ended(self.case, end),
            Err(Failure::Engine(end))
                if self.way.limits.is_some() && end.outcome == Outcome::Unsupported =>
            {
                return Ok(Ok(CaseResult {
                    end: CaseEnd::NoMeans,
                    ..ended(self.case, end)
                }));
            }
            Err(failure) => return Ok(Err(failure)),
        };
        let result = match (result.end, self.case.prints()) {
            (CaseEnd::Passed, Some(text)) if !has_printed(worker, text, written) => failed(
                self.case,
                format!("{text:?} wanted on standard output or error"),
                "nothing of it".to_string(),
            ),
            _ => result,
        };
        let result = match self.next {
            Some(next) => self.under_limit(worker, result, next),
            None => result,
        };
        Ok(Ok(match result.end {
            CaseEnd::Passed => CaseResult {
                by: self.way.by.clone(),
                ..result
            },
            _ => result,
        }))
    }

    /// What a result means where the runtime was to end it: how it did is its own affair, if it
    /// goes on afterwards.
    fn under_limit(&self, worker: &mut Worker, result: CaseResult, next: &Path) -> CaseResult {
        let by = self.way.by.join(" ");
        let told = |end, what: &str| CaseResult {
            end,
            evidence: Some(format!("by {by}: {what}")),
            got: None,
            ..passed(self.case)
        };
        let evidence = result.evidence.as_deref().unwrap_or_default();
        match result.end {
            CaseEnd::Passed | CaseEnd::Trap => match self.goes_on(worker, next) {
                Ok(()) => passed(self.case),
                Err(end) => told(
                    CaseEnd::Crashed,
                    &format!("then it did not run another module: {}", end.message),
                ),
            },
            CaseEnd::Failed => told(CaseEnd::Limit, "the guest got more than it was to have"),
            end => told(end, evidence),
        }
    }

    fn goes_on(&self, worker: &mut Worker, next: &Path) -> Result<(), End> {
        worker.step(&Request::Load {
            file: next.to_path_buf(),
            artifact: self.target.artifact,
        })?;
        let instance = worker.step(&Request::Instantiate(WasiArguments::default()))?;
        let call = Call::once(instance.instance.unwrap_or(0), "next", 0);
        worker.step(&Request::Call(call)).map(|_| ())
    }

    fn load(&self, worker: &mut Worker) -> Result<(), Failure> {
        self.target.engine(worker).map_err(Failure::Engine)?;
        let loaded = self.target.load(worker, self.module);
        loaded.map_err(Failure::Inside)
    }

    fn ask(&self, worker: &mut Worker, wasi: WasiArguments) -> Result<Reply, Failure> {
        if let Expect::Exit(_) = self.case.must {
            return worker.step(&Request::Run(wasi)).map_err(Failure::Before);
        }
        if self.target.worker.one_shot {
            return self.run(worker, wasi);
        }
        let instance = worker
            .step(&Request::Instantiate(wasi))
            .map_err(Failure::Before)?
            .instance
            .unwrap_or(0);
        let call = Call::once(instance, &self.probe.export(self.case), self.way.argument);
        worker.step(&Request::Call(call)).map_err(Failure::Inside)
    }

    /// The same where only commands can be started: one that makes the call and tells what it
    /// returned.
    fn run(&self, worker: &mut Worker, wasi: WasiArguments) -> Result<Reply, Failure> {
        let component = self.probe.is_component();
        let failure = |end: End| match component && end.outcome != Outcome::Unsupported {
            true => Failure::NotAsked,
            false => Failure::Before(end),
        };
        let mut reply = worker.step(&Request::Run(wasi)).map_err(failure)?;
        if component {
            return Err(Failure::NotAsked);
        }
        let code = reply.exit_code.unwrap_or(0);
        let told = instrument::told(&self.probe.wasm, worker.stdout(), code).ok();
        let told = told.flatten().ok_or_else(|| {
            let said = worker.telling_line().unwrap_or_default();
            let message = format!("it ended with code {code}: {said}");
            Failure::Inside(End::new(Outcome::Trap, message))
        })?;
        reply.results = vec![told.to_string()];
        Ok(reply)
    }
}

/// Whether it has on standard output or error, behind what was there before.
fn has_printed(worker: &Worker, text: &str, before: [usize; 2]) -> bool {
    let is_in = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    // A guest may have made it shorter.
    let behind = |bytes: Vec<u8>, at: usize| is_in(bytes.get(at..).unwrap_or(&bytes));
    behind(worker.stdout(), before[0]) || behind(worker.stderr(), before[1])
}

/// Where a process's way ended.
pub(super) enum Failure {
    /// Before the case was called.
    Before(End),
    Inside(End),
    /// Where the engine was made.
    Engine(End),
    /// It does not refuse the component, and there is no way to call what that exports.
    NotAsked,
}
