//! A configuration to try something on, and how a module gets into its worker.

use crate::build::Home;
use crate::build::built::BuiltWorker;
use crate::build::key::sha256;
use crate::build::precompile::{Job, precompile};
use crate::catalog::switch::Switch;
use crate::worker::{End, Limits, Outcome, Worker};
use anyhow::Result;
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::Request;

/// A configuration to try something on.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// `runtime/configuration`
    pub name: &'a str,
    pub artifact: Artifact,
    pub worker: &'a BuiltWorker,
    /// What is switched on; `None`: all is as the configuration has it.
    pub on: Option<On<'a>>,
}

/// A feature that is switched on.
#[derive(Debug, Clone, Copy)]
pub struct On<'a> {
    pub switch: &'a Switch,
    /// Which of the switch's features, as the worker is asked for it. Empty where the process is started with it.
    pub asked: &'a [String],
}

impl<'a> Subject<'a> {
    /// The same with a feature switched on; `None` if its worker does not know that switch.
    pub fn with(self, switch: &'a Switch, feature: &'a String) -> Option<Self> {
        let knows = self.worker.description.features.contains(feature);
        if !knows && !switch.is_of_process() {
            return None;
        }
        let asked = if knows {
            std::slice::from_ref(feature)
        } else {
            &[]
        };
        Some(Subject {
            on: Some(On { switch, asked }),
            ..self
        })
    }

    /// Starts its worker.
    pub fn start(&self, stdin: &Path, limits: Limits) -> Result<Result<Worker, End>> {
        let Some(on) = self.on else {
            return Worker::start(&self.worker.program, Some(stdin), limits);
        };
        let mut program = self.worker.program.clone();
        if on.asked.is_empty() {
            let flags = on.switch.flags.iter().map(Into::into);
            program.argv.splice(1..1, flags);
            program.env.extend(on.switch.env.clone());
        }
        let started = Worker::start(&program, Some(stdin), limits)?;
        // A program that does not come up with a flag refuses the flag.
        Ok(started.map_err(|end| End::new(Outcome::Unsupported, end.message)))
    }

    /// The file that it executes: the module, which is put into `folder`, or what was compiled of it.
    pub fn module(&self, wasm: &[u8], folder: &Path, home: &Home) -> Result<Result<PathBuf, End>> {
        let sha256 = sha256(wasm);
        let file = folder.join(format!("{}.wasm", &sha256[..16]));
        std::fs::write(&file, wasm)?;
        if self.artifact != Artifact::Precompiled {
            return Ok(Ok(file));
        }
        let job = Job {
            worker: self.worker,
            configuration: self.name,
            guest: "probe",
            module: &file,
            sha256: &sha256,
            features: self.features(),
        };
        Ok(precompile(job, home)?.map(|(file, _)| file))
    }

    /// Makes the engine, and loads that file.
    pub fn load(&self, worker: &mut Worker, module: &Path) -> Result<(), End> {
        let configuration = self.name.rsplit('/').next().unwrap_or_default();
        worker.step(&Request::Engine {
            configuration: configuration.to_string(),
            features: self.features().to_vec(),
        })?;
        worker.step(&Request::Load {
            file: module.to_path_buf(),
            artifact: self.artifact,
        })?;
        Ok(())
    }

    fn features(&self) -> &'a [String] {
        self.on.map_or(&[], |on| on.asked)
    }
}
