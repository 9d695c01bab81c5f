//! Workers that are there: what each is, as it says itself.

use super::Unavailable;
use crate::catalog::runtime::Runtime;
use crate::hash::sha256_file;
use crate::results::outcome::Outcome;
use crate::worker::Limits;
use crate::worker::Program;
use crate::worker::Worker;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasmeter_worker::protocol::Request;
use wasmeter_worker::{Description, ValueType};

/// The subcommand of wasmeter that is the worker of runtimes with `[command]`: its arguments are
/// the runtime's folder, and after `--` the program to drive.
pub const COMMAND_WORKER: &str = "command-worker";

/// The limits of a worker that is asked questions, and not measured.
pub const LIMITS: Limits = Limits {
    time: Duration::from_secs(30),
    memory_bytes: 4 << 30,
    output_bytes: 1 << 20,
    time_option: None,
    memory_option: None,
};

/// A worker that is ready to be started.
#[derive(Debug, Clone)]
pub struct BuiltWorker {
    pub program: Program,
    /// Names what it was built from.
    pub key: String,
    pub description: Description,
    /// Each step that runs a guest is a process of its own.
    pub one_shot: bool,
    /// The types of values that it can pass to modules that are linked to each other. Empty: it
    /// links none.
    pub passes: Vec<ValueType>,
    /// The digest of its program; of a runtime driven through its command line, the runtime's own.
    pub sha256: String,
    /// Size of that program.
    pub bytes: u64,
    /// The Rust compiler that built it, as that says itself. `None`: it is in no Rust, or was built
    /// before this was kept.
    pub rust: Option<String>,
    /// The workers of configurations that have a program of their own.
    pub own: BTreeMap<String, Result<BuiltWorker, Unavailable>>,
    /// The worker that compiles ahead of time for this one, where it is another.
    pub precompiler: Option<Box<BuiltWorker>>,
    /// The worker that is given components, where there is one beside this and it was asked for.
    pub components: Option<Box<BuiltWorker>>,
}

impl BuiltWorker {
    /// The worker of a configuration: that of its own program if it has one, else this one.
    pub fn of(&self, configuration: &str) -> Result<&BuiltWorker, Unavailable> {
        match self.own.get(configuration) {
            Some(own) => own.as_ref().map_err(Clone::clone),
            None => Ok(self),
        }
    }

    /// Adds a worker that is given components, on every configuration: that configuration's own, if
    /// it has one.
    pub fn with_components(mut self, components: &BuiltWorker) -> Self {
        let plain = self.clone();
        for name in components.own.keys() {
            let own = self.own.entry(name.clone());
            own.or_insert_with(|| {
                Ok(BuiltWorker {
                    own: BTreeMap::new(),
                    ..plain.clone()
                })
            });
        }
        for (name, worker) in &mut self.own {
            let of_modules = worker.clone();
            *worker = of_modules.and_then(|worker| {
                let components = Some(Box::new(components.of(name)?.clone()));
                Ok(BuiltWorker {
                    components,
                    ..worker
                })
            });
        }
        self.components = Some(Box::new(components.clone()));
        self
    }

    /// The worker that is given components.
    pub fn for_components(&self) -> &BuiltWorker {
        self.components.as_deref().unwrap_or(self)
    }

    /// The worker that compiles for this one; it can also execute what it has compiled.
    pub fn for_compiling(&self) -> &BuiltWorker {
        self.precompiler.as_deref().unwrap_or(self)
    }

    /// The program and the libraries that it has mapped once it has made a configuration's engine.
    /// `None`: of a command line, which lives too shortly, of an emulated program, and where there
    /// is no such engine.
    pub fn mapped_files(&self, configuration: &str) -> Result<Option<BTreeSet<PathBuf>>> {
        if self.one_shot || self.program.is_emulated() {
            return Ok(None);
        }
        let configuration = configuration.to_string();
        let mapped = Worker::start(&self.program, None, LIMITS)?.and_then(|mut worker| {
            worker.step(&Request::engine(configuration))?;
            Ok(worker.mapped_files())
        });
        Ok(mapped.ok())
    }
}

/// The worker that drives a program through its command line: wasmeter itself.
pub fn command_worker(runtime: &Runtime, program: Vec<OsString>) -> Vec<OsString> {
    // Not by its path: another build may take its place there while it measures.
    let wasmeter = "/proc/self/exe".into();
    let worker = [
        wasmeter,
        COMMAND_WORKER.into(),
        runtime.dir.clone().into(),
        "--".into(),
    ];
    worker.into_iter().chain(program).collect()
}

/// Asks a worker what it is. `file` is its program, or the one that it drives; hashes of programs
/// are kept in `hashes`.
pub fn inspect(
    program: Program,
    file: &Path,
    hashes: &mut BTreeMap<PathBuf, String>,
    key: &str,
) -> Result<Result<BuiltWorker, Unavailable>> {
    let described = Worker::start(&program, None, LIMITS)?
        .and_then(|mut worker| worker.step(&Request::Describe));
    let broken = |reason: String| Ok(Err(Unavailable { reason, fix: None }));
    let reply = match described {
        Ok(described) => described,
        Err(end) => {
            let never_began = end.outcome == Outcome::Unavailable;
            let fix = "`program` in runtime.toml names it: correct that, or make it executable";
            return Ok(Err(Unavailable {
                reason: format!("its worker does not answer: {}", end.message),
                fix: never_began.then(|| fix.to_string()),
            }));
        }
    };
    let Some(description) = reply.runtime else {
        return broken("its worker does not describe itself".into());
    };
    let sha256 = match hashes.get(file) {
        Some(known) => known.clone(),
        None => sha256_file(file)?,
    };
    hashes.insert(file.to_path_buf(), sha256.clone());
    Ok(Ok(BuiltWorker {
        key: key.to_string(),
        description,
        one_shot: reply.one_shot,
        passes: reply.passes,
        sha256,
        bytes: std::fs::metadata(file)?.len(),
        rust: None,
        own: BTreeMap::new(),
        precompiler: None,
        components: None,
        program: Program {
            one_shot: reply.one_shot,
            ..program
        },
    }))
}
