//! A module of the user's own as a guest: it has no source here and no native build, so the first
//! configuration that runs it says what the others are verified against.

use super::prepare::{Column, Row, Workers};
use super::sample::Work;
use crate::build::guests::BuiltGuest;
use crate::build::key::{sha256, sha256_file};
use crate::build::{Home, Unavailable};
use crate::catalog::guest::{Guest, Input, Kind, Manifest};
use crate::graft;
use crate::module;
use crate::worker::{End, Limits, Outcome, Worker, copy_folder};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Request, WasiArguments};

/// What the user gave.
pub struct Own<'a> {
    pub file: &'a Path,
    pub stdin: Option<&'a Path>,
    /// A folder whose copy the module gets as its `/`.
    pub files: Option<&'a Path>,
}

/// Makes a row of a `.wasm` file that exports `bench` or `_start`.
pub fn row(
    own: &Own,
    columns: &[Column],
    workers: &Workers,
    limits: Limits,
    home: &Home,
) -> Result<Row> {
    let module = module::inspect(own.file)?;
    let kind = match (module.bench, module.command) {
        (true, _) => Kind::Bench,
        (false, true) => Kind::Command,
        (false, false) => bail!(
            "{}: it exports neither bench (a function from i32 to i64) nor _start",
            own.file.display()
        ),
    };
    let name = own.file.file_stem().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let section = module.section && kind == Kind::Command;
    let file = match section {
        true => with_clock(own.file, home)?,
        false => std::path::absolute(own.file)?,
    };
    let stdin = own.stdin.map(std::path::absolute).transpose()?;
    let files = own.files.map(std::path::absolute).transpose()?;
    let asked = Own {
        file: &file,
        stdin: stdin.as_deref(),
        files: files.as_deref(),
    };
    let (by, expected) = first_answer(&asked, kind, columns, workers, limits)?;
    let input = Input {
        name: "default".to_string(),
        default: true,
        file: stdin,
        units: 1.0,
        args: Vec::new(),
        stdout: String::new(),
        exit_code: 0,
    };
    let manifest = Manifest {
        description: format!("{}, verified against {by}", own.file.display()),
        language: "unknown".to_string(),
        kind,
        group: "own".to_string(),
        same_as: None,
        interpreter: None,
        on_request: false,
        unit: if kind == Kind::Bench {
            "call of bench(1)"
        } else {
            ""
        }
        .to_string(),
        features: Vec::new(),
        licences: Vec::new(),
        sources: Vec::new(),
        flags: Vec::new(),
        wasm_flags: Vec::new(),
        needs_files: true,
        inputs: vec![input.clone()],
    };
    let built = BuiltGuest {
        sha256: sha256_file(&file)?,
        bytes: std::fs::metadata(&file)?.len(),
        module: file,
        toolchain: "unknown".to_string(),
        pinned: false,
        not_compiled: None,
        native: Err(Unavailable {
            reason: "a module of your own has no native build".to_string(),
            fix: None,
        }),
    };
    Ok(Row {
        guest: Guest {
            name,
            dir: PathBuf::new(),
            manifest,
        },
        inputs: vec![input],
        built: Ok(built),
        faults: Vec::new(),
        expected: Some(expected),
        files,
        section,
    })
}

/// The same module with functions of its own for the marks of its section, kept by its hash.
fn with_clock(file: &Path, home: &Home) -> Result<PathBuf> {
    let wasm = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    let timed = graft::with_clock(&wasm);
    let timed =
        timed.with_context(|| format!("{}: its section cannot be timed", file.display()))?;
    let kept = home.folder("own")?.join(format!("{}.wasm", sha256(&timed)));
    std::fs::write(&kept, timed).with_context(|| format!("{}", kept.display()))?;
    Ok(kept)
}

fn first_answer(
    own: &Own,
    kind: Kind,
    columns: &[Column],
    workers: &Workers,
    limits: Limits,
) -> Result<(String, Work)> {
    let mut refusals = Vec::new();
    for column in columns
        .iter()
        .filter(|c| c.manifest.artifact == Artifact::Wasm)
    {
        let Ok(built) = column.worker(workers) else {
            continue;
        };
        let started = Worker::start(&built.program, own.stdin, limits)?;
        if let (Ok(worker), Some(files)) = (&started, own.files) {
            copy_folder(files, &worker.guest_dir())?;
        }
        let name = &column.manifest.name;
        match started.and_then(|mut worker| ask(&mut worker, own.file, kind, name)) {
            Ok(work) => return Ok((column.name(), work)),
            Err(end) => refusals.push(format!("{}: {end}", column.name())),
        }
    }
    bail!(
        "{}: no configuration runs it\n{}",
        own.file.display(),
        refusals.join("\n")
    )
}

fn ask(worker: &mut Worker, file: &Path, kind: Kind, configuration: &str) -> Result<Work, End> {
    worker.step(&Request::engine(configuration.to_string()))?;
    worker.step(&Request::Load {
        file: file.to_path_buf(),
        artifact: Artifact::Wasm,
    })?;
    let wasi = WasiArguments {
        args: vec!["guest".to_string()],
        dir: Some(worker.guest_dir()),
        ..WasiArguments::default()
    };
    if kind == Kind::Command {
        let exit_code = worker.step(&Request::Run(wasi))?.exit_code.unwrap_or(0);
        return Ok(Work::Command {
            stdout: worker.stdout(),
            exit_code,
        });
    }
    worker.step(&Request::Instantiate(wasi))?;
    let reply = worker.step(&Request::Call(Call::once(0, "bench", 1)))?;
    let digest = reply.results.first().and_then(|text| text.parse().ok());
    let digest = digest.ok_or_else(|| End::new(Outcome::Crashed, "bench(1) gave no result"))?;
    Ok(Work::Bench { digest })
}
