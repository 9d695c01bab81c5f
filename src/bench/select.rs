//! Selects the parts of a run: rows, columns, and the workers of these.

use crate::bench::subject::Work;
use crate::build::Unavailable;
use crate::build::built::BuiltWorker;
use crate::build::guests::{BuiltGuest, GuestBuild};
use crate::catalog::command::Pattern;
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::ConfigurationManifest;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wasmeter_worker::{Deadline, Limits};

/// The workers of the runtimes, by the runtime's name.
pub type Workers = BTreeMap<String, Result<BuiltWorker, Unavailable>>;

/// The workers that are given components, in place of those that are given modules.
pub fn for_components(workers: Workers) -> Workers {
    let of = |worker: BuiltWorker| worker.for_components().clone();
    let each = workers
        .into_iter()
        .map(|(name, worker)| (name, worker.map(of)));
    each.collect()
}

/// A column that was asked for.
#[derive(Debug, Clone)]
pub struct Column {
    pub runtime: String,
    pub manifest: ConfigurationManifest,
    /// The means by which its guests are held to a deadline, if they are.
    pub deadline: Option<String>,
    /// Why it is not on this machine whatever its worker has.
    absent: Option<String>,
}

/// A deadline that no guest reaches: what it costs to watch for it is measured. In milliseconds.
pub const NEVER_MS: u64 = 3_600_000;

impl Column {
    /// A configuration without a deadline. Under emulation some cannot be had.
    pub fn new(runtime: &str, manifest: &ConfigurationManifest, is_emulated: bool) -> Self {
        Column {
            runtime: runtime.to_string(),
            manifest: manifest.clone(),
            deadline: None,
            absent: manifest.not_emulated.clone().filter(|_| is_emulated),
        }
    }

    /// `runtime/configuration`, and `+means` of a deadline.
    pub fn name(&self) -> String {
        let plain = format!("{}/{}", self.runtime, self.manifest.name);
        match &self.deadline {
            Some(by) => format!("{plain}+{by}"),
            None => plain,
        }
    }

    /// Returns the limits that its guests have.
    pub fn limits(&self) -> Option<Limits> {
        self.deadline.as_ref().map(|by| Limits {
            deadline: Some(Deadline {
                ms: NEVER_MS,
                by: by.clone(),
            }),
            ..Limits::default()
        })
    }

    /// Returns one column for each means by which its worker can enforce a deadline.
    pub fn with_deadlines(&self, workers: &Workers) -> Vec<Column> {
        let worker = self.worker(workers).ok();
        let said = worker
            .iter()
            .flat_map(|worker| &worker.description.configurations);
        said.filter(|c| c.name == self.manifest.name)
            .flat_map(|c| &c.can.deadline)
            .map(|by| Column {
                deadline: Some(by.clone()),
                ..self.clone()
            })
            .collect()
    }

    /// The worker that has this configuration, or why there is none.
    pub fn worker<'a>(&self, workers: &'a Workers) -> Result<&'a BuiltWorker, Unavailable> {
        if let Some(reason) = &self.absent {
            return Err(Unavailable {
                reason: reason.clone(),
                fix: None,
            });
        }
        let Some(worker) = workers.get(&self.runtime) else {
            return Err(Unavailable {
                reason: "its worker was not built".to_string(),
                fix: Some(format!("wasmeter runtimes build {}", self.runtime)),
            });
        };
        let worker = worker.as_ref().map_err(Clone::clone)?;
        let worker = worker.of(&self.manifest.name)?;
        let mut has = worker.description.configurations.iter();
        if has.any(|c| c.name == self.manifest.name && c.artifact == self.manifest.artifact) {
            return Ok(worker);
        }
        let has = worker.description.configurations.iter();
        let has: Vec<_> = has.map(|c| c.name.as_str()).collect();
        Err(Unavailable {
            reason: format!(
                "this build of its worker lacks {}; it describes {}",
                self.manifest.name,
                has.join(", ")
            ),
            fix: self.manifest.fix.clone().or_else(|| {
                Some("give it the same name in runtime.toml as in `describe`".to_string())
            }),
        })
    }
}

/// A guest that was asked for, with the inputs that were asked for.
#[derive(Debug, Clone)]
pub struct Row {
    pub guest: Guest,
    pub inputs: Vec<Input>,
    pub built: Result<BuiltGuest, Unavailable>,
    /// Faults of the guest itself.
    pub faults: Vec<String>,
    /// The expected behaviour, where neither guest.toml nor a native build gives it.
    pub expected: Option<Work>,
    /// A folder whose copy it gets, if it needs files.
    pub files: Option<PathBuf>,
    /// Its whole environment.
    pub env: BTreeMap<String, String>,
    /// Lines of its output that may differ.
    pub ignored: Vec<Pattern>,
    /// True if it marks a section to be measured, and reports its time.
    pub section: bool,
}

impl Row {
    /// A guest of the catalog, with inputs of its own.
    pub fn new(guest: &Guest, inputs: Vec<Input>, build: GuestBuild) -> Self {
        Row {
            guest: guest.clone(),
            inputs,
            built: build.built,
            faults: build.faults,
            expected: None,
            files: None,
            env: BTreeMap::new(),
            ignored: Vec::new(),
            section: false,
        }
    }
}
