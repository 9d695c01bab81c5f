//! `wasmeter exec`: one module on every configuration, side by side.

use super::context::{Context, Selection, seconds};
use super::{Global, ListFormat};
use crate::bench::prepare::Workers;
use crate::build::built::BuiltWorker;
use crate::build::key::sha256_file;
use crate::build::precompile::{Job, precompile};
use crate::module;
use crate::progress::Progress;
use crate::report::table;
use crate::worker::{End, Limits, Outcome, Worker, copy_folder, start_ns};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Request, WasiArguments};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter exec program.wasm one two
  echo input | wasmeter exec -r RUNTIME -r 'OTHER/*' program.wasm
  wasmeter exec --dir data program.wasm      each configuration gets a copy of data/ as its /

Exit code 1 if the configurations that ran it differ in output or exit code, or if none ran it.")]
pub struct Args {
    /// Runtimes or configurations, as globs
    #[arg(short, long = "runtime", value_name = "GLOB")]
    runtimes: Vec<String>,
    /// A folder; each configuration gets a fresh copy of it as the guest's /
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Seconds after which a process is ended
    #[arg(long, value_name = "S", value_parser = seconds(), default_value_t = 60)]
    timeout: u64,
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// A module that exports `_start`
    file: PathBuf,
    /// The program's arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// What became of the module on one configuration.
#[derive(Debug, Serialize)]
struct Run {
    configuration: String,
    outcome: Outcome,
    message: Option<String>,
    exit_code: Option<i32>,
    #[serde(skip)]
    stdout: Vec<u8>,
    #[serde(skip)]
    stderr: Vec<u8>,
    stdout_bytes: usize,
    /// Compile and validate, or load what was compiled ahead of time.
    load_ns: Option<u64>,
    instantiate_ns: Option<u64>,
    /// `_start`, from the call to its end.
    start_ns: Option<u64>,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    if !module::inspect(&args.file)?.command {
        bail!(
            "{}: it exports no _start, so it is no command",
            args.file.display()
        );
    }
    if let Some(dir) = args.dir.as_ref().filter(|dir| !dir.is_dir()) {
        bail!("{}: there is no such folder for --dir", dir.display());
    }
    let context = Context::new(global)?;
    let selection = Selection {
        runtimes: args.runtimes.clone(),
        ..Selection::default()
    };
    let mut columns = context.columns(&selection)?;
    columns.retain(|column| column.manifest.artifact != Artifact::Native);
    let mut workers = Workers::new();
    context.build_workers(&context.runtimes(&columns), &mut workers)?;
    let stdin = keep_stdin()?;
    let subject = Subject {
        args,
        file: std::path::absolute(&args.file)?,
        sha256: sha256_file(&args.file)?,
        stdin: stdin.as_ref().map(tempfile::NamedTempFile::path),
        limits: Limits {
            time: Duration::from_secs(args.timeout),
            memory_bytes: 4 << 30,
            output_bytes: 64 << 20,
        },
        emulated: context.home.target.is_some(),
    };
    let progress = Progress::new("running", columns.len() as u64);
    let mut runs = Vec::new();
    for column in &columns {
        progress.message(&column.name());
        let mut run = Run::new(column.name());
        let end = match column.worker(&workers) {
            Err(unavailable) => Some(End::new(Outcome::Unavailable, unavailable.to_string())),
            Ok(worker) => subject
                .run(&context, worker, column.manifest.artifact, &mut run)?
                .err(),
        };
        if let Some(end) = end {
            (run.outcome, run.message) = (end.outcome, Some(end.message));
        }
        runs.push(run);
        progress.step();
    }
    drop(progress);
    show(&runs, args.format)
}

/// What is run, the same for every configuration.
struct Subject<'a> {
    args: &'a Args,
    file: PathBuf,
    sha256: String,
    stdin: Option<&'a Path>,
    limits: Limits,
    /// Then its times tell nothing.
    emulated: bool,
}

impl Subject<'_> {
    fn run(
        &self,
        context: &Context,
        built: &BuiltWorker,
        artifact: Artifact,
        run: &mut Run,
    ) -> Result<Result<(), End>> {
        let mut file = self.file.clone();
        if artifact == Artifact::Precompiled {
            let job = Job {
                worker: built,
                configuration: &run.configuration,
                guest: "exec",
                module: &self.file,
                sha256: &self.sha256,
                features: &[],
                limits: None,
            };
            file = match precompile(job, &context.home)? {
                Ok((file, _)) => file,
                Err(end) => return Ok(Err(end)),
            };
        }
        let mut worker = match Worker::start(&built.program, self.stdin, self.limits)? {
            Ok(worker) => worker,
            Err(end) => return Ok(Err(end)),
        };
        if let Some(dir) = &self.args.dir {
            copy_folder(dir, &worker.guest_dir())?;
        }
        let end = self.ask(&mut worker, built.one_shot, file, artifact, run);
        (run.stdout, run.stderr) = (worker.stdout(), worker.stderr());
        run.stdout_bytes = run.stdout.len();
        Ok(end)
    }

    fn ask(
        &self,
        worker: &mut Worker,
        one_shot: bool,
        file: PathBuf,
        artifact: Artifact,
        run: &mut Run,
    ) -> Result<(), End> {
        let configuration = run
            .configuration
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_string();
        worker.step(&Request::engine(configuration))?;
        let load = worker.step(&Request::Load { file, artifact })?;
        let program = self
            .args
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let words = std::iter::once(program.into_owned()).chain(self.args.args.iter().cloned());
        let reply = worker.step(&Request::Run(WasiArguments {
            args: words.collect(),
            env: BTreeMap::new(),
            dir: self.args.dir.is_some().then(|| worker.guest_dir()),
            ..WasiArguments::default()
        }))?;
        run.exit_code = reply.exit_code;
        if self.emulated {
            return Ok(());
        }
        // A one-shot runtime loads when it runs; what came before is wasmeter's own.
        run.load_ns = match one_shot {
            true => reply.load_ns,
            false => Some(load.ns),
        };
        run.instantiate_ns = reply.instantiate_ns;
        run.start_ns = Some(start_ns(&reply));
        Ok(())
    }
}

impl Run {
    fn new(configuration: String) -> Self {
        Run {
            configuration,
            outcome: Outcome::Ok,
            message: None,
            exit_code: None,
            stdout: Vec::new(),
            stderr: Vec::new(),
            stdout_bytes: 0,
            load_ns: None,
            instantiate_ns: None,
            start_ns: None,
        }
    }

    fn result(&self) -> (Option<i32>, &[u8]) {
        (self.exit_code, &self.stdout)
    }
}

/// The program's input, if some was given, for every configuration alike.
fn keep_stdin() -> Result<Option<tempfile::NamedTempFile>> {
    if std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let mut file = tempfile::NamedTempFile::with_prefix("wasmeter-")?;
    std::io::copy(&mut std::io::stdin().lock(), &mut file).context("reading standard input")?;
    Ok(Some(file))
}

/// Prints what the first configuration that ran it printed, and how the others compare.
fn show(runs: &[Run], format: ListFormat) -> Result<ExitCode> {
    let first = runs.iter().find(|run| run.outcome == Outcome::Ok);
    let same = |run: &Run| first.is_some_and(|first| first.result() == run.result());
    let differ = runs
        .iter()
        .any(|run| run.outcome == Outcome::Ok && !same(run));
    let code = if differ || first.is_none() { 1 } else { 0 };
    if format == ListFormat::Json {
        let entry = |run: &Run| -> Result<_> {
            let mut entry = serde_json::to_value(run)?;
            entry["stdout"] = String::from_utf8_lossy(&run.stdout).into();
            entry["stderr"] = String::from_utf8_lossy(&run.stderr).into();
            Ok(entry)
        };
        let entries = runs.iter().map(entry).collect::<Result<Vec<_>>>()?;
        println!("{}", serde_json::to_string_pretty(&entries)?);
        return Ok(ExitCode::from(code));
    }
    if let Some(first) = first {
        std::io::stdout().write_all(&first.stdout)?;
        std::io::stderr().write_all(&first.stderr)?;
        if !first.stdout.is_empty() && !first.stdout.ends_with(b"\n") {
            println!();
        }
    }
    let time =
        |ns: Option<u64>| ns.map_or(String::new(), |ns| format!("{:.2} ms", ns as f64 / 1e6));
    let row = |run: &Run| {
        let output = match run.outcome {
            Outcome::Ok if same(run) => format!("{} B", run.stdout_bytes),
            Outcome::Ok => format!("{} B, differs", run.stdout_bytes),
            _ => run.message.clone().unwrap_or_default(),
        };
        vec![
            run.configuration.clone(),
            run.outcome.to_string(),
            run.exit_code.map_or(String::new(), |code| code.to_string()),
            time(run.load_ns),
            time(run.instantiate_ns),
            time(run.start_ns),
            output,
        ]
    };
    let rows: Vec<_> = runs.iter().map(row).collect();
    let header = [
        "configuration",
        "outcome",
        "exit code",
        "load",
        "instantiate",
        "_start",
        "output",
    ];
    println!("{}", table(&header, &rows));
    if differ {
        println!("The configurations differ in what they printed or how they ended.");
    }
    Ok(ExitCode::from(code))
}
