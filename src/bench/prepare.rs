//! Turns what was asked for and what could be built into cells.

use super::run::Cell;
use super::sample::{Subject, Work};
use crate::build::built::BuiltWorker;
use crate::build::guests::{self, BuiltGuest};
use crate::build::key::sha256_file;
use crate::build::lock::Lock;
use crate::build::{Home, Unavailable, precompile};
use crate::catalog::Catalog;
use crate::catalog::guest::{Guest, Input, Kind};
use crate::catalog::runtime::ConfigurationManifest;
use crate::progress::Progress;
use crate::results::schema;
use crate::worker::{End, Outcome};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wasmeter_worker::Artifact;

/// The workers of the runtimes, by the runtime's name.
pub type Workers = BTreeMap<String, Result<BuiltWorker, Unavailable>>;

/// A column that was asked for.
#[derive(Debug, Clone)]
pub struct Column {
    pub runtime: String,
    pub manifest: ConfigurationManifest,
}

impl Column {
    /// `runtime/configuration`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.runtime, self.manifest.name)
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
        Err(Unavailable {
            reason: format!("this build of its worker lacks {}", self.manifest.name),
            fix: self.manifest.fix.clone(),
        })
    }
}

/// A guest that was asked for, with the inputs that were asked for.
#[derive(Debug, Clone)]
pub struct Row {
    pub guest: Guest,
    pub inputs: Vec<Input>,
    pub built: Result<BuiltGuest, Unavailable>,
    /// What it must do, where neither guest.toml nor a native build tells.
    pub expected: Option<Work>,
    /// A folder whose copy it gets, if it needs files.
    pub files: Option<PathBuf>,
    /// Whether it marks a section to be measured, and tells its time.
    pub section: bool,
}

/// Everything that a run needs, and everything that its header tells.
pub struct Prepared {
    pub configurations: Vec<schema::Configuration>,
    pub guests: Vec<schema::Guest>,
    pub precompiled: Vec<schema::Precompiled>,
    pub cells: Vec<Cell>,
}

/// Makes the cells of `columns` times `rows`: finds the digests, and compiles ahead of time what wants it.
pub fn prepare(
    catalog: &Catalog,
    columns: &[Column],
    rows: &[Row],
    workers: &Workers,
    home: &Home,
    progress: &Progress,
) -> Result<Prepared> {
    let lock = Lock::read(&catalog.root)?;
    let reference = reference(workers);
    let mut prepared = Prepared {
        configurations: columns
            .iter()
            .map(|column| configuration(column, workers))
            .collect(),
        guests: Vec::new(),
        precompiled: Vec::new(),
        cells: Vec::new(),
    };
    for row in rows {
        progress.message(&row.guest.name);
        let digests = digests(row, &lock, reference, home)?;
        for input in differing(row, &lock, &digests) {
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
                    let work = work(row, input, &digests)?;
                    Ok(Subject {
                        work,
                        stdin: input.file.as_ref().map(|file| row.guest.dir.join(file)),
                        args: input.args.clone(),
                        needs_files: row.guest.manifest.needs_files,
                        files: row.files.clone(),
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

/// The worker that executes native builds, whoever it is: what it computes is the truth.
pub fn reference(workers: &Workers) -> Option<&BuiltWorker> {
    let is_native = |worker: &&BuiltWorker| {
        let mut configurations = worker.description.configurations.iter();
        configurations.any(|c| c.artifact == Artifact::Native)
    };
    workers.values().flatten().find(is_native)
}

fn unavailable(unavailable: &Unavailable) -> End {
    End::new(Outcome::Unavailable, unavailable.to_string())
}

/// The digests of a row's inputs: from the native build, else from the lock.
fn digests(
    row: &Row,
    lock: &Lock,
    reference: Option<&BuiltWorker>,
    home: &Home,
) -> Result<BTreeMap<String, Result<u64, End>>> {
    let Ok(built) = &row.built else {
        return Ok(BTreeMap::new());
    };
    if row.guest.manifest.kind == Kind::Command {
        return Ok(BTreeMap::new());
    }
    if let (Ok(native), Some(reference)) = (&built.native, reference) {
        return guests::digests(&row.guest, native, reference, home);
    }
    let pin = lock.guests.get(&row.guest.name);
    let pinned = |input: &Input| {
        let digest = pin.and_then(|pin| pin.digest(&input.name));
        let why =
            "nothing to verify it against: no native build here, and guests.lock has no digest";
        let digest = digest.ok_or_else(|| End::new(Outcome::Unavailable, why));
        (input.name.clone(), digest)
    };
    Ok(row.guest.manifest.inputs.iter().map(pinned).collect())
}

/// The inputs whose digest is another one here than where the guest was pinned.
fn differing<'a>(
    row: &Row,
    lock: &'a Lock,
    digests: &'a BTreeMap<String, Result<u64, End>>,
) -> impl Iterator<Item = &'a String> {
    let pin = lock.guests.get(&row.guest.name);
    let differs = move |input: &String, digest: &Result<u64, End>| {
        let pinned = pin.and_then(|pin| pin.digest(input));
        matches!((pinned, digest), (Some(pinned), Ok(digest)) if pinned != *digest)
    };
    digests
        .iter()
        .filter(move |(input, digest)| differs(input, digest))
        .map(|(input, _)| input)
}

/// What the guest must do, by this input.
fn work(
    row: &Row,
    input: &Input,
    digests: &BTreeMap<String, Result<u64, End>>,
) -> Result<Work, End> {
    if let Some(expected) = &row.expected {
        return Ok(expected.clone());
    }
    if row.guest.manifest.kind == Kind::Command {
        return Ok(Work::Command {
            stdout: input.stdout.clone().into_bytes(),
            exit_code: input.exit_code,
        });
    }
    match digests.get(&input.name) {
        Some(Ok(digest)) => Ok(Work::Bench { digest: *digest }),
        Some(Err(end)) => Err(End::new(
            Outcome::Unavailable,
            format!("nothing to verify it against: the native build ended in {end}"),
        )),
        None => Err(End::new(
            Outcome::Unavailable,
            "nothing to verify it against",
        )),
    }
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
    let configuration = &column.manifest;
    let file = match configuration.artifact {
        Artifact::Wasm => built.module.clone(),
        Artifact::Native => match &built.native {
            Ok(file) => file.clone(),
            Err(reason) => return Ok(Err(unavailable(reason))),
        },
        Artifact::Precompiled => {
            let job = precompile::Job {
                worker,
                configuration: &column.name(),
                guest: &row.guest.name,
                module: &built.module,
                sha256: &built.sha256,
            };
            match precompile::precompile(job, home)? {
                Ok((file, notes)) => {
                    precompiled.push(notes);
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
        artifact: configuration.artifact,
        module: file,
        stdin: None,
        args: Vec::new(),
        needs_files: false,
        files: None,
        section: false,
        work: Work::Bench { digest: 0 },
    }))
}

fn configuration(column: &Column, workers: &Workers) -> schema::Configuration {
    let worker = column.worker(workers);
    let built = worker.as_ref().ok();
    schema::Configuration {
        name: column.name(),
        version: built.map(|worker| worker.description.version.clone()),
        artifact: column.manifest.artifact,
        wasi: built.map(|worker| worker.description.wasi),
        one_shot: built.is_some_and(|worker| worker.one_shot),
        why: column.manifest.why.clone(),
        worker_sha256: built.map(|worker| worker.sha256.clone()),
        worker_bytes: built.map(|worker| worker.bytes),
        mapped_bytes: built.and_then(|worker| worker.mapped_bytes),
        unavailable: worker.as_ref().err().map(Unavailable::to_string),
    }
}

fn guest(
    row: &Row,
    built: &BuiltGuest,
    digests: &BTreeMap<String, Result<u64, End>>,
) -> Result<schema::Guest> {
    let manifest = &row.guest.manifest;
    let native_sha256 = built
        .native
        .as_ref()
        .ok()
        .map(|file| sha256_file(file))
        .transpose()?;
    let known =
        |(name, digest): (&String, &Result<u64, End>)| Some((name.clone(), *digest.as_ref().ok()?));
    Ok(schema::Guest {
        name: row.guest.name.clone(),
        group: manifest.group.clone(),
        language: manifest.language.clone(),
        description: manifest.description.clone(),
        unit: manifest.unit.clone(),
        sha256: built.sha256.clone(),
        bytes: built.bytes,
        toolchain: built.toolchain.clone(),
        pinned: built.pinned,
        native_sha256,
        section: row.section,
        units: row
            .inputs
            .iter()
            .map(|input| (input.name.clone(), input.units))
            .collect(),
        digests: digests.iter().filter_map(known).collect(),
    })
}
