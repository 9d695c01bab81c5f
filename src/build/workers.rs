//! Builds workers, and asks them what they are.

use super::key::{Key, sha256_file};
use super::words::{Words, in_folder};
use super::{Home, Unavailable, shell};
use crate::catalog::runtime::Runtime;
use crate::graft;
use crate::progress::Progress;
use crate::worker::{Limits, Program, Worker};
use anyhow::{Context, Result};
use globset::Glob;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use wasmeter_worker::Description;
use wasmeter_worker::protocol::Request;

/// A worker that is ready to be started.
#[derive(Debug, Clone)]
pub struct BuiltWorker {
    pub program: Program,
    /// Names what it was built from.
    pub key: String,
    pub description: Description,
    /// Each step that runs a guest is a process of its own.
    pub one_shot: bool,
    /// Of its program: of one that is driven through its command line, the runtime's own.
    pub sha256: String,
    /// Size of that program.
    pub bytes: u64,
    /// Size of the program and of the libraries that it maps; `None` for a command line's.
    pub mapped_bytes: Option<u64>,
}

/// The subcommand of wasmeter that is the worker of runtimes with `[command]`: its arguments are the runtime's folder, and
/// after `--` the program.
pub const COMMAND_WORKER: &str = "command-worker";

/// Builds a runtime's worker unless it is built already, and asks it what it is.
/// The outer error is the harness's own, the inner one is why the runtime cannot be had here.
pub fn build(
    runtime: &Runtime,
    home: &Home,
    progress: &Progress,
) -> Result<Result<BuiltWorker, Unavailable>> {
    let manifest = &runtime.manifest.worker;
    if let Some(need) = manifest.needs.iter().find(|need| !on_path(&need.program)) {
        return Ok(Err(Unavailable {
            reason: format!("{} is not on PATH", need.program),
            fix: Some(need.fix.clone()),
        }));
    }
    let env = match set_up(runtime, home, progress)? {
        Ok(env) => env,
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    let source = source_key(runtime)?;
    let mut key = Key::default().text(&source);
    for (name, value) in &env {
        key = key.text(name).text(value);
    }
    if runtime.manifest.command.is_some() {
        key = key.text(graft::KEY);
    }
    let key = key.short();
    let work = home.dir.join("build").join(&runtime.name);
    let words = Words {
        dir: &runtime.dir,
        work: &work,
        env: &env,
    };
    let expanded: Result<Vec<OsString>, _> =
        manifest.program.iter().map(|w| words.expand(w)).collect();
    let mut program = match expanded {
        Ok(program) => program,
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    if !manifest.build.is_empty() {
        match compile(runtime, home, &key, &words, progress)? {
            Ok(finished) => program[0] = finished.into_os_string(),
            Err(unavailable) => return Ok(Err(unavailable)),
        }
    }
    let stamp = Stamp {
        source,
        program: resolve(&program[0]),
    };
    let stamp_file = home
        .folder("workers")?
        .join(format!("{}.json", runtime.name));
    std::fs::write(stamp_file, serde_json::to_vec(&stamp)?)?;
    let file = resolve(&program[0]);
    let argv = match &runtime.manifest.command {
        None => program,
        Some(_) => command_worker(runtime, program)?,
    };
    inspect(Program { argv, env }, &file, key)
}

/// The worker that drives a program through its command line: this very program.
fn command_worker(runtime: &Runtime, program: Vec<OsString>) -> Result<Vec<OsString>> {
    let wasmeter = std::env::current_exe().context("where is wasmeter's own program?")?;
    let dir = &runtime.dir;
    let mut argv = vec![
        wasmeter.into(),
        COMMAND_WORKER.into(),
        dir.into(),
        "--".into(),
    ];
    argv.extend(program);
    Ok(argv)
}

/// Whether a worker was built from what is here now, as far as can be told without setting anything up.
pub fn is_built(runtime: &Runtime, home: &Home) -> bool {
    let stamp = home
        .dir
        .join("workers")
        .join(format!("{}.json", runtime.name));
    let known = std::fs::read(stamp)
        .ok()
        .and_then(|text| serde_json::from_slice::<Stamp>(&text).ok());
    known.is_some_and(|stamp| {
        stamp.program.is_file() && source_key(runtime).is_ok_and(|key| key == stamp.source)
    })
}

/// What the last build was made of.
#[derive(serde::Serialize, serde::Deserialize)]
struct Stamp {
    source: String,
    program: PathBuf,
}

/// Names the sources: the runtime's folder, the kit beside it if there is one, and what its command lines
/// name in other folders.
fn source_key(runtime: &Runtime) -> Result<String> {
    let mut key = Key::default().path(&runtime.dir)?;
    let kit = runtime.dir.parent().map(|dir| dir.join("kit"));
    let uses_kit = runtime.manifest.command.is_none();
    if let Some(kit) = kit.filter(|kit| uses_kit && kit.is_dir()) {
        key = key.path(&kit)?;
    }
    let manifest = &runtime.manifest.worker;
    let setup = manifest.setup.iter();
    for word in manifest.build.iter().chain(&manifest.program).chain(setup) {
        if word.starts_with("..")
            && let Some(file) = in_folder(&runtime.dir, word)
        {
            key = key.path(&file)?;
        }
    }
    Ok(key.short())
}

fn set_up(
    runtime: &Runtime,
    home: &Home,
    progress: &Progress,
) -> Result<Result<Vec<(String, String)>, Unavailable>> {
    let Some(setup) = &runtime.manifest.worker.setup else {
        return Ok(Ok(Vec::new()));
    };
    let mut command = Command::new(in_folder(&runtime.dir, setup).unwrap_or(setup.into()));
    command
        .arg(home.folder("toolchains")?.join(&runtime.name))
        .current_dir(&runtime.dir);
    let log = home
        .folder("logs")?
        .join(format!("{}-setup.log", runtime.name));
    let output = shell::run(command, &log, &|line| {
        progress.announce(&format!("{}: {line}", runtime.name))
    })?;
    Ok(output.map(|text| shell::variables(&text)))
}

/// Builds the program, and gives the copy of it that is kept by its key, with what belongs beside it.
fn compile(
    runtime: &Runtime,
    home: &Home,
    key: &str,
    words: &Words,
    progress: &Progress,
) -> Result<Result<PathBuf, Unavailable>> {
    let manifest = &runtime.manifest.worker;
    let fill = |list: &[String]| -> Result<Vec<String>, Unavailable> {
        list.iter().map(|word| words.fill(word)).collect()
    };
    let (argv, program, beside) = match (
        fill(&manifest.build),
        words.fill(&manifest.program[0]),
        fill(&manifest.beside),
    ) {
        (Ok(argv), Ok(program), Ok(beside)) => (argv, PathBuf::from(program), beside),
        (Err(missing), ..) | (_, Err(missing), _) | (.., Err(missing)) => return Ok(Err(missing)),
    };
    let name = program.file_name();
    let name = name.context("worker.program wants a file")?;
    let folder = home.dir.join("workers");
    let folder = folder.join(format!("{}-{key}", runtime.name));
    let finished = folder.join(name);
    if finished.is_file() {
        return Ok(Ok(finished));
    }
    let minutes = manifest.build_cpu_minutes;
    progress.note(&format!(
        "{}: building its worker (about {minutes} CPU minutes)",
        runtime.name
    ));
    std::fs::create_dir_all(words.work)?;
    let first = in_folder(&runtime.dir, &argv[0]).unwrap_or(PathBuf::from(&argv[0]));
    let mut command = Command::new(first);
    command
        .args(&argv[1..])
        .current_dir(&runtime.dir)
        .envs(words.env.iter().map(|(name, value)| (name, value)));
    let log = home
        .folder("logs")?
        .join(format!("{}-build.log", runtime.name));
    let output = shell::run(command, &log, &|line| {
        progress.message(&format!("{}: {line}", runtime.name))
    })?;
    if let Err(unavailable) = output {
        return Ok(Err(unavailable));
    }
    std::fs::create_dir_all(&folder)?;
    for file in matching(&beside)? {
        let name = file.file_name().context("a file")?;
        std::fs::copy(&file, folder.join(name)).with_context(|| format!("{}", file.display()))?;
    }
    // The program comes last: where it is, all is.
    let partial = finished.with_extension("partial");
    std::fs::copy(&program, &partial)
        .with_context(|| format!("{} (named by worker.program)", program.display()))?;
    std::fs::rename(&partial, &finished)?;
    Ok(Ok(finished))
}

/// The files that match globs, whose last part alone may have wildcards.
fn matching(globs: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for glob in globs {
        let matcher = Glob::new(glob)
            .with_context(|| format!("worker.beside: {glob:?} is no pattern"))?
            .compile_matcher();
        let dir = Path::new(glob).parent().unwrap_or(Path::new("."));
        let entries = std::fs::read_dir(dir)
            .with_context(|| format!("{} (named by worker.beside)", dir.display()))?;
        for entry in entries {
            let file = entry?.path();
            if file.is_file() && matcher.is_match(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// Asks a worker what it is. `file` is the program that it is the worker of, or that it drives.
fn inspect(program: Program, file: &Path, key: String) -> Result<Result<BuiltWorker, Unavailable>> {
    let limits = Limits {
        time: Duration::from_secs(30),
        memory_bytes: 4 << 30,
        output_bytes: 1 << 20,
    };
    let described = Worker::start(&program, None, limits)?.and_then(|mut worker| {
        let reply = worker.step(&Request::Describe)?;
        Ok((reply, worker.mapped_bytes()))
    });
    let broken = |reason: String| Unavailable { reason, fix: None };
    let (reply, mapped_bytes) = match described {
        Ok(described) => described,
        Err(end) => {
            return Ok(Err(broken(format!(
                "its worker does not answer: {}",
                end.message
            ))));
        }
    };
    let Some(description) = reply.runtime else {
        return Ok(Err(broken("its worker does not describe itself".into())));
    };
    Ok(Ok(BuiltWorker {
        key,
        description,
        one_shot: reply.one_shot,
        sha256: sha256_file(file)?,
        bytes: std::fs::metadata(file)?.len(),
        mapped_bytes: (!reply.one_shot).then_some(mapped_bytes),
        program,
    }))
}

fn on_path(program: &str) -> bool {
    resolve(program.as_ref()).is_file()
}

/// The file that a program's name stands for.
fn resolve(program: &std::ffi::OsStr) -> PathBuf {
    let path = Path::new(program);
    if path.components().count() > 1 {
        return path.to_path_buf();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .map(|dir| dir.join(path))
        .find(|file| file.is_file())
        .unwrap_or(path.to_path_buf())
}
