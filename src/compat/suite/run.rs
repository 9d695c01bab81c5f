//! Runs a test of the suite on a configuration.

use super::{Expectations, Suite, Test};
use crate::build::Home;
use crate::compat::Subject;
use crate::compat::world::open_pipe;
use crate::worker::{End, Limits, Outcome, Streams, With, Worker, copy_folder, exit_status};
use anyhow::{Context, Result};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter_worker::protocol::{Request, WasiArguments};

const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    memory_bytes: 2 << 30,
    output_bytes: 16 << 20,
    time_option: None,
};

/// What became of a test, in the suite's words.
#[derive(Debug, Clone, Serialize)]
pub struct TestResult {
    pub configuration: String,
    pub suite: String,
    pub test: String,
    pub end: TestEnd,
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
}

impl TestResult {
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

/// Why a test failed.
struct Failure {
    message: String,
    broke: bool,
    stderr: Option<String>,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure {
            message,
            broke: false,
            stderr: None,
        }
    }
}

impl From<End> for Failure {
    fn from(end: End) -> Self {
        Failure {
            message: end.to_string(),
            stderr: None,
            broke: [Outcome::Crashed, Outcome::Timeout].contains(&end.outcome),
        }
    }
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

/// Runs a test. Fails only if the harness itself cannot work.
pub fn run(
    subject: Subject,
    suite: &Suite,
    test: &Test,
    expectations: &Expectations,
    home: &Home,
) -> Result<TestResult> {
    let began = Instant::now();
    let mut skipped = test.skipped.clone();
    if expectations.skips(&suite.name, &test.name) {
        skipped = Some("the file of expectations says so".to_string());
    }
    let failure = match &skipped {
        Some(_) => None,
        None => attempt(subject, test, home)?.err(),
    };
    let known = expectations.fails(&suite.name, &test.name);
    Ok(TestResult {
        configuration: subject.name.to_string(),
        suite: suite.name.clone(),
        test: test.name.clone(),
        end: match (&skipped, &failure, known) {
            (Some(_), ..) => TestEnd::Skip,
            (None, None, false) => TestEnd::Pass,
            (None, None, true) => TestEnd::Xpass,
            (None, Some(_), false) => TestEnd::Fail,
            (None, Some(_), true) => TestEnd::Xfail,
        },
        broke: failure.as_ref().is_some_and(|failure| failure.broke),
        stderr: failure.as_ref().and_then(|failure| failure.stderr.clone()),
        message: skipped.or(failure.map(|failure| failure.message)),
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// The inner error says what was not as expected.
fn attempt(subject: Subject, test: &Test, home: &Home) -> Result<Result<(), Failure>> {
    let folder = TempDir::with_prefix("wasmeter-")?;
    let wasm = std::fs::read(&test.module).with_context(|| format!("{}", test.module.display()))?;
    let module = match subject.module(&wasm, folder.path(), home)? {
        Ok(module) => module,
        Err(end) => return Ok(Err(end.into())),
    };
    // An open pipe into which nobody writes, as the suite wants it.
    let stdin = folder.path().join("stdin");
    let _open = open_pipe(&stdin, b"")?;
    let with = With {
        streams: match subject.worker.one_shot {
            true => Streams::PipesOfItsProcesses,
            false => Streams::Pipes,
        },
        ..With::default()
    };
    let mut worker = match subject.start(Some(&stdin), LIMITS, with)? {
        Ok(worker) => worker,
        Err(end) => return Ok(Err(end.into())),
    };
    if let Some(root) = &test.spec.root {
        copy_folder(root, &worker.guest_dir())?;
    }
    for dir in &test.spec.dirs {
        let name = dir.file_name().unwrap_or_default();
        let to = worker.guest_dir().join(name);
        std::fs::create_dir_all(&to)?;
        copy_folder(dir, &to)?;
    }
    remove_leftovers(&worker.guest_dir())?;
    let asked = ask(&mut worker, subject, test, &module);
    Ok(asked.map_err(|failure| {
        let stderr = String::from_utf8_lossy(&worker.stderr()).into_owned();
        Failure {
            stderr: Some(stderr).filter(|text| !text.is_empty()),
            ..failure
        }
    }))
}

fn ask(worker: &mut Worker, subject: Subject, test: &Test, module: &Path) -> Result<(), Failure> {
    let spec = &test.spec;
    let name = test
        .module
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    subject.load(worker, module)?;
    let reply = worker.step(&Request::Run(WasiArguments {
        args: std::iter::once(name)
            .chain(spec.args.iter().cloned())
            .collect(),
        env: spec.env.clone(),
        dir: (spec.root.is_some() || !spec.dirs.is_empty()).then(|| worker.guest_dir()),
        ..WasiArguments::default()
    }));
    let said = || {
        worker
            .telling_line()
            .map_or(String::new(), |line| format!(" ({line})"))
    };
    let reply = reply.map_err(Failure::from)?;
    for (stream, wanted, got) in [
        ("stdout", &spec.stdout, worker.stdout()),
        ("stderr", &spec.stderr, worker.stderr()),
    ] {
        if !got.starts_with(wanted.as_bytes()) {
            let got = String::from_utf8_lossy(&got[..got.len().min(80)]).into_owned();
            return Err(format!("{stream}: {got:?}, wanted {wanted:?}").into());
        }
    }
    match reply.exit_code {
        Some(code) if exit_status(code) == exit_status(spec.exit_code) => Ok(()),
        code => {
            let code = code.map_or("none".to_string(), |code| code.to_string());
            let wanted = spec.exit_code;
            Err(format!("exit code {code}, wanted {wanted}{}", said()).into())
        }
    }
}

/// Removes what an earlier run of the suite left in a folder: whatever is called `*.cleanup`.
fn remove_leftovers(dir: &Path) -> Result<()> {
    let entries: Vec<PathBuf> = walkdir::WalkDir::new(dir)
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "cleanup"))
        .collect();
    for path in entries.into_iter().filter(|path| path.exists()) {
        if path.is_dir() {
            std::fs::remove_dir_all(path)?;
        } else {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
