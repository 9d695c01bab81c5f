//! A configuration to try something on, and how a module gets into its worker.

use crate::build::Home;
use crate::build::built::BuiltWorker;
use crate::build::key::sha256;
use crate::build::precompile::{Job, precompile};
use crate::worker::{End, Worker};
use anyhow::Result;
use std::path::{Path, PathBuf};
use wasmeter_worker::protocol::Request;
use wasmeter_worker::{Abilities, Artifact, Limits};

/// A configuration to try something on.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// `runtime/configuration`
    pub name: &'a str,
    pub artifact: Artifact,
    pub worker: &'a BuiltWorker,
    /// What its guests are held to.
    pub limits: Option<&'a Limits>,
}

impl Subject<'_> {
    /// What it can do to hold a guest, as its worker says.
    pub fn can(&self) -> Abilities {
        let mut said = self.worker.description.configurations.iter();
        let is_it = said.find(|c| c.name == self.configuration());
        is_it.map_or_else(Abilities::default, |c| c.can.clone())
    }

    fn configuration(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
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
            limits: self.limits,
        };
        Ok(precompile(job, home)?.map(|(file, _)| file))
    }

    /// Makes the engine.
    pub fn engine(&self, worker: &mut Worker) -> Result<(), End> {
        worker.step(&Request::Engine {
            configuration: self.configuration().to_string(),
            limits: self.limits.cloned(),
        })?;
        Ok(())
    }

    /// Makes the engine, and loads that file.
    pub fn load(&self, worker: &mut Worker, module: &Path) -> Result<(), End> {
        self.engine(worker)?;
        worker.step(&Request::Load {
            file: module.to_path_buf(),
            artifact: self.artifact,
        })?;
        Ok(())
    }
}
