//! The module, and its run on one configuration.

use crate::build::built::BuiltWorker;
use crate::build::precompile::{Job, precompile};
use crate::cli::given::{Given, Input};
use crate::instrument;
use crate::module;
use crate::pipeline::project::Project;
use crate::results::outcome::{End, Outcome};
use crate::worker::{Limits, Worker, copy_folder, start_ns};
use anyhow::Result;
use serde::Serialize;
use std::path::PathBuf;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Request, WasiArguments};

/// The result of the module on one configuration.
#[derive(Debug, Serialize)]
pub struct Run {
    pub configuration: String,
    pub outcome: Outcome,
    pub message: Option<String>,
    pub exit_code: Option<i32>,
    #[serde(skip)]
    pub stdout: Vec<u8>,
    #[serde(skip)]
    pub stderr: Vec<u8>,
    pub stdout_bytes: usize,
    /// Compiling ahead of time, when that was done.
    pub ahead_ns: Option<u64>,
    /// Compile and validate, or load what was compiled ahead of time.
    pub load_ns: Option<u64>,
    pub instantiate_ns: Option<u64>,
    /// `_start`, from the call to its end.
    pub start_ns: Option<u64>,
    /// The time of the section that the module marks, by its clock.
    pub section_ns: Option<u64>,
    /// If the runtime refused the module: what that needs and this configuration lacks, by probes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
}

/// The module that is run, the same for every configuration.
pub struct Subject<'a> {
    pub given: &'a Given,
    /// `argv`, the program's name first.
    pub args: Vec<String>,
    pub file: PathBuf,
    pub sha256: String,
    /// True if it reports the time of a section.
    pub section: bool,
    pub stdin: Option<Input>,
    pub limits: Limits,
    /// True under emulation: then its times are not recorded.
    pub emulated: bool,
}

impl Subject<'_> {
    /// Returns what a runtime must have for it.
    pub fn needs(&self) -> Option<String> {
        module::needs(&std::fs::read(&self.file).ok()?)
    }

    pub fn run(
        &self,
        project: &Project,
        built: &BuiltWorker,
        artifact: Artifact,
        run: &mut Run,
    ) -> Result<Result<(), End>> {
        let mut file = self.file.clone();
        if artifact == Artifact::Precompiled {
            let job = Job {
                worker: built,
                configuration: &run.configuration,
                guest: "exec",
                module: &self.file,
                sha256: &self.sha256,
                features: &[],
                limits: None,
                call: Some(self.limits),
            };
            file = match precompile(job, &project.home)? {
                Ok((file, notes)) => {
                    run.ahead_ns = notes.ns;
                    file
                }
                Err(end) => return Ok(Err(end)),
            };
        }
        let stdin = self.stdin.as_ref().map(|input| input.file.as_path());
        let mut worker = match Worker::start(&built.program, stdin, self.limits)? {
            Ok(worker) => worker,
            Err(end) => return Ok(Err(end)),
        };
        if let Some(dir) = &self.given.dir {
            copy_folder(dir, &worker.guest_dir())?;
        }
        let mut end = self.ask(&mut worker, built.one_shot, file, artifact, run);
        (run.stdout, run.stderr) = (worker.stdout(), worker.stderr());
        run.stdout_bytes = run.stdout.len();
        if self.section {
            let found = instrument::section_ns(&mut run.stderr);
            match (&end, found) {
                (Ok(()), Ok(ns)) => run.section_ns = (!self.emulated).then_some(ns),
                (Ok(()), Err(broken)) => end = Err(End::new(Outcome::WrongOutput, broken)),
                (Err(_), _) => {}
            }
        }
        Ok(end)
    }

    fn ask(
        &self,
        worker: &mut Worker,
        one_shot: bool,
        file: PathBuf,
        artifact: Artifact,
        run: &mut Run,
    ) -> Result<(), End> {
        let configuration = run
            .configuration
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_string();
        worker.step(&Request::engine(configuration))?;
        let load = worker.step(&Request::Load { file, artifact })?;
        let reply = worker.step(&Request::Run(WasiArguments {
            args: self.args.clone(),
            env: self.given.env(),
            dir: self.given.dir.is_some().then(|| worker.guest_dir()),
            ..WasiArguments::default()
        }))?;
        run.exit_code = reply.exit_code;
        if self.emulated {
            return Ok(());
        }
        // A one-shot runtime loads when it runs; what came before is wasmeter's own.
        run.load_ns = match one_shot {
            true => reply.load_ns,
            false => Some(load.ns),
        };
        run.instantiate_ns = reply.instantiate_ns;
        run.start_ns = Some(start_ns(&reply)?);
        Ok(())
    }
}

impl Run {
    pub fn new(configuration: String) -> Self {
        Run {
            configuration,
            outcome: Outcome::Ok,
            message: None,
            exit_code: None,
            stdout: Vec::new(),
            stderr: Vec::new(),
            stdout_bytes: 0,
            ahead_ns: None,
            load_ns: None,
            instantiate_ns: None,
            start_ns: None,
            section_ns: None,
            lacks: Vec::new(),
        }
    }
}
