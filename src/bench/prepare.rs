//! Turns what was asked for and what could be built into cells.

use super::run::Cell;
use super::sample::{Subject, Work};
use super::settle::settle;
use super::truth::{self, Digests};
use crate::build::built::BuiltWorker;
use crate::build::guests::{BuiltGuest, GuestBuild, Native};
use crate::build::lock::Lock;
use crate::build::pairs::two_at_a_time;
use crate::build::{Home, Unavailable, precompile};
use crate::catalog::Catalog;
use crate::catalog::command::Pattern;
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::{Compiler, ConfigurationManifest};
use crate::hash::sha256_file;
use crate::progress::Progress;
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use crate::results::schema;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use wasmeter_worker::{Artifact, Deadline, Limits};

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
}

/// A deadline that no guest reaches: what it costs to watch for it is measured. In milliseconds.
const NEVER_MS: u64 = 3_600_000;

impl Column {
    /// `runtime/configuration`, and `+means` of a deadline.
    pub fn name(&self) -> String {
        let plain = format!("{}/{}", self.runtime, self.manifest.name);
        match &self.deadline {
            Some(by) => format!("{plain}+{by}"),
            None => plain,
        }
    }

    /// What its guests are held to.
    pub fn limits(&self) -> Option<Limits> {
        self.deadline.as_ref().map(|by| Limits {
            deadline: Some(Deadline {
                ms: NEVER_MS,
                by: by.clone(),
            }),
            ..Limits::default()
        })
    }

    /// The same, for each means by which its worker can hold guests to a deadline.
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
    /// What is wrong with the guest itself.
    pub faults: Vec<String>,
    /// What it must do, where neither guest.toml nor a native build tells.
    pub expected: Option<Work>,
    /// A folder whose copy it gets, if it needs files.
    pub files: Option<PathBuf>,
    /// Its whole environment.
    pub env: BTreeMap<String, String>,
    /// Lines of its output that may differ.
    pub ignored: Vec<Pattern>,
    /// Whether it marks a section to be measured, and tells its time.
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

/// Everything that a run needs, and everything that its header tells.
pub struct Prepared {
    pub configurations: Vec<schema::Configuration>,
    pub guests: Vec<schema::Guest>,
    pub precompiled: Vec<schema::Precompiled>,
    pub cells: Vec<Cell>,
}

/// Makes the cells of `columns` times `rows`: finds the digests, and compiles ahead of time what
/// wants it.
pub fn prepare(
    catalog: &Catalog,
    columns: &[Column],
    rows: &[Row],
    workers: &Workers,
    home: &Home,
    progress: &Progress,
) -> Result<Prepared> {
    let lock = Lock::read(&catalog.root)?;
    let reference = truth::reference(workers);
    let mut programs = BTreeSet::new();
    let mut prepared = Prepared {
        configurations: columns
            .iter()
            .map(|column| configuration(column, workers, &mut programs))
            .collect::<Result<_>>()?,
        guests: Vec::new(),
        precompiled: Vec::new(),
        cells: Vec::new(),
    };
    if home.target.is_none() {
        progress.message("reading programs from disk");
        programs.iter().for_each(|file| settle(file));
    }
    for row in rows {
        progress.message(&row.guest.name);
        let digests = truth::digests(catalog, row, &lock, reference, home, progress)?;
        for input in truth::differing(row, &lock, &digests) {
            let name = &row.guest.name;
            progress.note(&format!(
                "{name}/{input}: the native build's digest differs from guests.lock"
            ));
        }
        if let Ok(built) = &row.built {
            prepared.guests.push(guest(row, built, &digests)?);
        }
        for column in columns {
            let module = module(column, row, workers, home, &mut prepared.precompiled)?;
            for input in &row.inputs {
                let subject = module.clone().and_then(|partial| {
                    // Of a guest that goes wrong natively, that is the native cell's own end.
                    let native = column.manifest.artifact == Artifact::Native;
                    let work = truth::work(row, input, &digests, native)?;
                    Ok(Subject {
                        work,
                        stdin: input.file.as_ref().map(|file| row.guest.dir.join(file)),
                        args: input.args.clone(),
                        needs_files: row.guest.manifest.needs_files,
                        files: row.files.clone(),
                        env: row.env.clone(),
                        ignored: row.ignored.clone(),
                        section: row.section,
                        ..partial
                    })
                });
                prepared.cells.push(Cell {
                    configuration: column.name(),
                    input: format!("{}/{}", row.guest.name, input.name),
                    subject,
                });
            }
        }
        progress.step();
    }
    Ok(prepared)
}

/// Compiles `rows` ahead of time for those of `columns` that want it and are the worker's of
/// `runtime`, so that [`prepare`] finds it done. What fails is told there.
pub fn compile_ahead(
    runtime: &str,
    worker: &BuiltWorker,
    columns: &[Column],
    rows: &[Row],
    home: &Home,
    progress: &Progress,
) -> Result<()> {
    let workers = Workers::from([(runtime.to_string(), Ok(worker.clone()))]);
    let ahead = |c: &&Column| c.runtime == runtime && c.manifest.artifact == Artifact::Precompiled;
    for column in columns.iter().filter(ahead) {
        progress.announce(&format!(
            "{}: compiling guests ahead of time",
            column.name()
        ));
        // Some compilers have one thread, and the last runtime to be built has no other work beside
        // it.
        let compile = |row: &Row| -> Result<()> {
            let _told_later = module(column, row, &workers, home, &mut Vec::new())?;
            Ok(())
        };
        for done in two_at_a_time(rows, compile) {
            done?;
        }
    }
    Ok(())
}

/// The host's build that a native configuration runs.
fn by_compiler<'a>(
    configuration: &ConfigurationManifest,
    built: &'a BuiltGuest,
) -> &'a Result<Native, Unavailable> {
    match configuration.compiler {
        Some(Compiler::System) => &built.system,
        None => &built.native,
    }
}

fn unavailable(unavailable: &Unavailable) -> End {
    End::new(Outcome::Unavailable, unavailable.to_string())
}

/// A subject that still lacks its input: the program and the file that it executes.
fn module(
    column: &Column,
    row: &Row,
    workers: &Workers,
    home: &Home,
    precompiled: &mut Vec<schema::Precompiled>,
) -> Result<Result<Subject, End>> {
    let worker = match column.worker(workers) {
        Ok(worker) => worker,
        Err(reason) => return Ok(Err(unavailable(&reason))),
    };
    let built = match &row.built {
        Ok(built) => built,
        Err(reason) => return Ok(Err(unavailable(reason))),
    };
    let worker = match built.component && column.manifest.artifact != Artifact::Native {
        true => worker.for_components(),
        false => worker,
    };
    let configuration = &column.manifest;
    let limits = column.limits();
    let file = match configuration.artifact {
        Artifact::Wasm => built.module.clone(),
        Artifact::Native => match by_compiler(configuration, built) {
            Ok(native) => native.file.clone(),
            Err(reason) => return Ok(Err(unavailable(reason))),
        },
        Artifact::Precompiled => {
            let job = precompile::Job {
                worker,
                configuration: &format!("{}/{}", column.runtime, configuration.name),
                guest: &row.guest.name,
                module: &built.module,
                sha256: &built.sha256,
                limits: limits.as_ref(),
                features: &[],
            };
            match precompile::precompile(job, home)? {
                Ok((file, notes)) => {
                    precompiled.push(schema::Precompiled {
                        configuration: column.name(),
                        ..notes
                    });
                    file
                }
                Err(end) => return Ok(Err(end)),
            }
        }
    };
    Ok(Ok(Subject {
        program: worker.program.clone(),
        one_shot: worker.one_shot,
        configuration: configuration.name.clone(),
        limits,
        artifact: configuration.artifact,
        module: file,
        stdin: None,
        args: Vec::new(),
        needs_files: false,
        files: None,
        env: BTreeMap::new(),
        ignored: Vec::new(),
        section: false,
        work: Work::Bench { digest: 0 },
    }))
}

/// `programs` gets the files that its processes are made of.
fn configuration(
    column: &Column,
    workers: &Workers,
    programs: &mut BTreeSet<PathBuf>,
) -> Result<schema::Configuration> {
    let worker = column.worker(workers);
    let built = worker.as_ref().ok();
    let mapped = built.map(|worker| worker.mapped_files(&column.manifest.name));
    let mapped = mapped.transpose()?.flatten();
    let argv = built.iter().flat_map(|worker| &worker.program.argv);
    programs.extend(
        argv.map(PathBuf::from)
            .chain(mapped.iter().flatten().cloned()),
    );
    let size = |file: &PathBuf| std::fs::metadata(file).map_or(0, |meta| meta.len());
    Ok(schema::Configuration {
        name: column.name(),
        version: built.map(|worker| worker.description.version.clone()),
        description: column.manifest.description.clone(),
        execution: column.manifest.execution,
        artifact: column.manifest.artifact,
        wasi: built.map(|worker| worker.description.wasi),
        one_shot: built.is_some_and(|worker| worker.one_shot),
        why: column.manifest.why.clone(),
        caution: column.manifest.caution.clone(),
        worker_sha256: built.map(|worker| worker.sha256.clone()),
        worker_bytes: built.map(|worker| worker.bytes),
        mapped_bytes: mapped.map(|files| files.iter().map(size).sum()),
        unavailable: worker.as_ref().err().map(Unavailable::to_string),
    })
}

fn guest(row: &Row, built: &BuiltGuest, digests: &Digests) -> Result<schema::Guest> {
    let manifest = &row.guest.manifest;
    let native = built.native.as_ref().ok();
    let native_sha256 = native.map(|native| sha256_file(&native.file)).transpose()?;
    let toolchain = |native: &Native| native.toolchain.clone();
    let known =
        |(name, digest): (&String, &Result<u64, End>)| Some((name.clone(), *digest.as_ref().ok()?));
    Ok(schema::Guest {
        name: row.guest.name.clone(),
        group: manifest.group.clone(),
        language: manifest.language.clone(),
        interpreter: manifest.interpreter.clone(),
        same_as: manifest.same_as.clone(),
        description: manifest.description.clone(),
        unit: manifest.unit.clone(),
        sha256: built.sha256.clone(),
        bytes: built.bytes,
        toolchain: built.toolchain.clone(),
        pinned: built.pinned,
        native_sha256,
        native_toolchain: native.map(toolchain),
        system_toolchain: built.system.as_ref().ok().map(toolchain),
        section: row.section,
        given: Vec::new(),
        apart: manifest.apart.clone(),
        units: row
            .inputs
            .iter()
            .map(|input| (input.name.clone(), input.units))
            .collect(),
        digests: digests.iter().filter_map(known).collect(),
    })
}
