//! A module of the user's own as a guest: it has no source here and no native build, so the first
//! configuration that runs it says what the others are verified against.

use super::prepare::{Column, Row, Workers};
use super::sample::Work;
use crate::build::Unavailable;
use crate::build::guests::BuiltGuest;
use crate::build::key::sha256_file;
use crate::catalog::guest::{Guest, Input, Kind, Manifest};
use crate::module;
use crate::worker::{End, Limits, Outcome, Worker};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Request, WasiArguments};

/// Makes a row of a `.wasm` file that exports `bench` or `_start`.
pub fn row(
    file: &Path,
    stdin: Option<&Path>,
    columns: &[Column],
    workers: &Workers,
    limits: Limits,
) -> Result<Row> {
    let module = module::inspect(file)?;
    let kind = match (module.bench, module.command) {
        (true, _) => Kind::Bench,
        (false, true) => Kind::Command,
        (false, false) => bail!(
            "{}: it exports neither bench (a function from i32 to i64) nor _start",
            file.display()
        ),
    };
    let file = std::path::absolute(file)?;
    let stdin = stdin.map(std::path::absolute).transpose()?;
    let (by, expected) = first_answer(&file, stdin.as_deref(), kind, columns, workers, limits)?;
    let input = Input {
        name: "default".to_string(),
        default: true,
        file: stdin,
        units: 1.0,
        args: Vec::new(),
        stdout: String::new(),
        exit_code: 0,
    };
    let name = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let manifest = Manifest {
        description: format!("{}, verified against {by}", file.display()),
        language: "unknown".to_string(),
        kind,
        group: "own".to_string(),
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
        expected: Some(expected),
    })
}

fn first_answer(
    file: &Path,
    stdin: Option<&Path>,
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
        let started = Worker::start(&built.program, stdin, limits)?;
        match started.and_then(|mut worker| ask(&mut worker, file, kind, &column.manifest.name)) {
            Ok(work) => return Ok((column.name(), work)),
            Err(end) => refusals.push(format!("{}: {end}", column.name())),
        }
    }
    bail!(
        "{}: no configuration runs it\n{}",
        file.display(),
        refusals.join("\n")
    )
}

fn ask(worker: &mut Worker, file: &Path, kind: Kind, configuration: &str) -> Result<Work, End> {
    worker.step(&Request::Engine {
        configuration: configuration.to_string(),
    })?;
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
