//! `wasmeter exec`: one module on every configuration, side by side.

mod lacks;
mod show;

use super::context::{Context, Selection, mebibytes, memory_limit_bytes, seconds};
use super::given::{Given, Input};
use super::{Global, ListFormat};
use crate::bench::adapted::as_component;
use crate::bench::own;
use crate::bench::select::{Workers, for_components};
use crate::build::built::BuiltWorker;
use crate::build::precompile::{Job, precompile};
use crate::hash::sha256_file;
use crate::progress::Progress;
use crate::results::outcome::{End, Outcome};
use crate::worker::{Limits, Worker, copy_folder, start_ns};
use crate::{graft, module};
use anyhow::{Result, bail};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Request, WasiArguments};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter exec program.wasm one two
  wasmeter exec program.wasm --version       all behind the file is the program's; ours comes before
  echo input | wasmeter exec --stdin - -r RUNTIME -r 'OTHER/*' program.wasm
  wasmeter exec --dir data --env HOME=/ program.wasm   each configuration gets a copy of data/ as \
  its /
  wasmeter exec --ignore 'took .* ms' program.wasm     lines that may differ
  wasmeter exec -r RUNTIME component.wasm              a component that exports wasi:cli/run
  wasmeter exec -r RUNTIME --as-component program.wasm   a module as a component

Standard input is the program's only with --stdin. Components end with exit code
0 or 1: WASI 0.2 has no others. Exit code 1 if the configurations that ran it
differ in output or exit code (as a shell sees it: modulo 256), if it trapped or
did not end on some, or if none ran it.")]
pub struct Args {
    /// Runtimes or configurations, as globs
    #[arg(short, long = "runtime", value_name = "GLOB")]
    runtimes: Vec<String>,
    #[command(flatten)]
    given: Given,
    /// Seconds after which a process is ended
    #[arg(long, value_name = "S", value_parser = seconds(), default_value_t = 60)]
    timeout: u64,
    /// Mebibytes of resident memory above which a process is ended [default: 4096, or half of the
    /// machine's if that is less]
    #[arg(long, value_name = "MIB", value_parser = mebibytes())]
    memory: Option<u64>,
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// A module that exports `_start` or a component that exports `wasi:cli/run`, and the program's
    /// arguments: whatever is behind the module
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    #[arg(value_names = ["FILE", "ARGS"], num_args = 1..)]
    command: Vec<String>,
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
    /// Compiling ahead of time, when that was done.
    ahead_ns: Option<u64>,
    /// Compile and validate, or load what was compiled ahead of time.
    load_ns: Option<u64>,
    instantiate_ns: Option<u64>,
    /// `_start`, from the call to its end.
    start_ns: Option<u64>,
    /// Of the section that the module marks, by its clock.
    section_ns: Option<u64>,
    /// If the runtime refused the module: what that needs and this configuration lacks, by probes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacks: Vec<String>,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let (file, words) = args.command.split_first().expect("clap wants one");
    if file.starts_with('-') {
        bail!("{file}: no option of wasmeter's, see wasmeter exec --help; a file is ./{file}");
    }
    let given = PathBuf::from(file);
    let module = module::inspect(&given)?;
    if !module.command {
        bail!("{file}: it exports no _start, so it is no command");
    }
    args.given.check()?;
    let context = Context::new(global)?;
    let selection = Selection {
        runtimes: args.runtimes.clone(),
        ..Selection::default()
    };
    let mut columns = context.columns(&selection)?;
    columns.retain(|column| column.manifest.artifact != Artifact::Native);
    let file = match (args.given.as_component, module.section) {
        (true, _) => as_component(&given, &context.home)?,
        (false, true) => own::kept(&given, &context.home, graft::with_clock)?,
        (false, false) => std::path::absolute(&given)?,
    };
    let mut workers = Workers::new();
    match module.component || args.given.as_component {
        true => workers = for_components(context.workers_with_components(&columns)?),
        false => context.build_workers(&context.runtimes(&columns), &mut workers)?,
    }
    let program = given.file_name().unwrap_or_default().to_string_lossy();
    let subject = Subject {
        given: &args.given,
        args: std::iter::once(program.into_owned())
            .chain(words.iter().cloned())
            .collect(),
        sha256: sha256_file(&file)?,
        file,
        section: module.section,
        stdin: args.given.input(Duration::from_secs(args.timeout))?,
        limits: Limits {
            time: Duration::from_secs(args.timeout),
            memory_bytes: memory_limit_bytes(args.memory),
            output_bytes: 64 << 20,
            time_option: Some("--timeout"),
            memory_option: Some("--memory"),
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
    lacks::find(&context, &columns, &workers, &subject.file, &mut runs)?;
    show::show(&runs, &subject, args.format)
}

/// What is run, the same for every configuration.
struct Subject<'a> {
    given: &'a Given,
    /// `argv`, the program's name first.
    args: Vec<String>,
    file: PathBuf,
    sha256: String,
    /// Whether it tells the time of a section.
    section: bool,
    stdin: Option<Input>,
    limits: Limits,
    /// Then its times tell nothing.
    emulated: bool,
}

impl Subject<'_> {
    /// What a runtime must have for it.
    fn needs(&self) -> Option<String> {
        module::needs(&std::fs::read(&self.file).ok()?)
    }

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
                Ok((file, notes)) => {
                    run.ahead_ns = notes.ns;
                    file
                }
                Err(end) => return Ok(Err(end)),
            };
        }
        let stdin = self.stdin.as_ref().map(|input| input.file.as_path());
        let mut worker = match Worker::start(&built.program, stdin, self.limits)? {
            Ok(worker) => worker,
            Err(end) => return Ok(Err(end)),
        };
        if let Some(dir) = &self.given.dir {
            copy_folder(dir, &worker.guest_dir())?;
        }
        let mut end = self.ask(&mut worker, built.one_shot, file, artifact, run);
        (run.stdout, run.stderr) = (worker.stdout(), worker.stderr());
        run.stdout_bytes = run.stdout.len();
        if self.section {
            let told = graft::section_ns(&mut run.stderr);
            match (&end, told) {
                (Ok(()), Ok(ns)) => run.section_ns = (!self.emulated).then_some(ns),
                (Ok(()), Err(broken)) => end = Err(End::new(Outcome::WrongOutput, broken)),
                (Err(_), _) => {}
            }
        }
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
        let reply = worker.step(&Request::Run(WasiArguments {
            args: self.args.clone(),
            env: self.given.env(),
            dir: self.given.dir.is_some().then(|| worker.guest_dir()),
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
        run.start_ns = Some(start_ns(&reply)?);
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
            ahead_ns: None,
            load_ns: None,
            instantiate_ns: None,
            start_ns: None,
            section_ns: None,
            lacks: Vec::new(),
        }
    }
}
