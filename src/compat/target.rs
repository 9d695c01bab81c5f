//! A configuration to try something on, and how a module gets into its worker.

use crate::build::Home;
use crate::build::built::BuiltWorker;
use crate::build::precompile::{Job, precompile};
use crate::catalog::runtime::Runtime;
use crate::catalog::switch::Switch;
use crate::hash::sha256;
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use crate::worker;
use crate::worker::With;
use crate::worker::Worker;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasmeter_worker::protocol::Request;
use wasmeter_worker::{Abilities, Artifact, Limits};

/// What is emulated may take so many times as long.
const EMULATED: u32 = 5;

/// A configuration to try something on.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// `runtime/configuration`
    pub name: &'a str,
    pub artifact: Artifact,
    pub worker: &'a BuiltWorker,
    /// What its guests are held to.
    pub limits: Option<&'a Limits>,
    /// What is switched on; `None`: all is as the configuration has it.
    pub on: Option<On<'a>>,
}

/// A feature that is switched on.
#[derive(Debug, Clone, Copy)]
pub struct On<'a> {
    pub switch: &'a Switch,
    /// Which of the switch's features, as the worker is asked for it. Empty where the process is
    /// started with it.
    pub asked: &'a [String],
}

impl<'a> Target<'a> {
    /// What it can do to hold a guest, as its worker says.
    pub fn can(&self) -> Abilities {
        let mut said = self.worker.description.configurations.iter();
        let is_it = said.find(|c| c.name == self.configuration());
        is_it.map_or_else(Abilities::default, |c| c.can.clone())
    }

    fn configuration(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The same with a feature switched on; `None` if its runtime has no switch for that, or its
    /// worker does not know it.
    pub fn with(self, runtime: &'a Runtime, feature: &str) -> Option<Self> {
        let switch = runtime.switch(self.configuration(), feature)?;
        let feature = switch.features.iter().find(|name| *name == feature)?;
        let knows = self.worker.description.features.contains(feature);
        if !knows && !switch.is_of_process() {
            return None;
        }
        let asked = if knows {
            std::slice::from_ref(feature)
        } else {
            &[]
        };
        Some(Target {
            on: Some(On { switch, asked }),
            ..self
        })
    }

    /// What is switched on, as the runtime's users write it.
    pub fn switch(&self) -> Option<&'a str> {
        Some(&self.on?.switch.how)
    }

    /// Whether a process of the other's worker will do for it: the same program, with the same
    /// switched on.
    pub fn is_served_like(&self, other: Self) -> bool {
        let on = |target: &Self| target.on.map(|on| (&raw const *on.switch, on.asked));
        std::ptr::eq(self.worker, other.worker) && on(self) == on(&other)
    }

    /// How long something may take that takes so long where nothing is emulated.
    pub fn time(&self, time: Duration) -> Duration {
        match self.worker.program.is_emulated() {
            true => time * EMULATED,
            false => time,
        }
    }

    /// Starts its worker.
    pub fn start(
        &self,
        stdin: Option<&Path>,
        mut limits: worker::Limits,
        with: With,
    ) -> Result<Result<Worker, End>> {
        let mut program = self.worker.program.clone();
        limits.time = self.time(limits.time);
        let Some(on) = self.on else {
            return Worker::start_with(&program, stdin, limits, with);
        };
        if on.asked.is_empty() {
            let flags = on.switch.flags.iter().map(Into::into);
            // An emulator stands before the program.
            let at = 1 + usize::from(program.is_emulated());
            program.argv.splice(at..at, flags);
            program.env.extend(on.switch.env.clone());
        }
        let started = Worker::start_with(&program, stdin, limits, with)?;
        // A program that does not come up with a flag refuses the flag.
        Ok(started.map_err(|end| End::new(Outcome::Unsupported, end.message)))
    }

    /// The file that it executes: the module, which is put into `folder`, or what was compiled of
    /// it.
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
            limits: self.limits,
            call: None,
        };
        Ok(precompile(job, home)?.map(|(file, _)| file))
    }

    /// Makes the engine.
    pub fn engine(&self, worker: &mut Worker) -> Result<(), End> {
        worker.step(&Request::Engine {
            configuration: self.configuration().to_string(),
            features: self.features().to_vec(),
            limits: self.limits.cloned(),
        })?;
        Ok(())
    }

    /// Loads that file.
    pub fn load(&self, worker: &mut Worker, module: &Path) -> Result<(), End> {
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
