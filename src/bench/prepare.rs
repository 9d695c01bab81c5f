//! Turns what was asked for and what could be built into cells.

use super::settle::settle;
use crate::bench::cell::Cell;
use crate::bench::expected;
use crate::bench::expected::Digests;
use crate::bench::select::{Column, Row, Workers};
use crate::bench::subject::{Subject, Work};
use crate::build::built::BuiltWorker;
use crate::build::guests::{BuiltGuest, Native};
use crate::build::lock::Lock;
use crate::build::pairs::two_at_a_time;
use crate::build::{Home, Unavailable, precompile};
use crate::catalog::Catalog;
use crate::catalog::runtime::{Compiler, ConfigurationManifest};
use crate::hash::sha256_file;
use crate::progress::Progress;
use crate::results::group::Group;
use crate::results::outcome::{End, Outcome};
use crate::results::schema;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use wasmeter_worker::Artifact;

/// Everything that a run needs, and everything that its header contains.
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
    let reference = expected::reference(workers);
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
    if home.processor.is_none() {
        progress.message("reading programs from disk");
        programs.iter().for_each(|file| settle(file));
    }
    for row in rows {
        progress.message(&row.guest.name);
        let digests = expected::digests(catalog, row, &lock, reference, home, progress)?;
        for input in expected::differing(row, &lock, &digests) {
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
                    let work = expected::work(row, input, &digests, native)?;
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
/// `runtime`, so that [`prepare`] finds it done. Failures are reported there.
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
                call: None,
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
        group: Group {
            name: manifest.group.clone(),
            counts_in: row.guest.counts_in,
        },
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
