//! Builds workers, and asks them what they are.

use super::key::{Key, sha256_file};
use super::{Home, Unavailable, shell};
use crate::catalog::runtime::Runtime;
use crate::progress::Progress;
use crate::worker::{Limits, Program, Worker};
use anyhow::{Context, Result};
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
    pub sha256: String,
    /// Size of its program.
    pub bytes: u64,
    /// Size of its program and of the libraries that it maps.
    pub mapped_bytes: u64,
}

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
    let key = key.short();
    let program: Vec<OsString> = if manifest.build.is_empty() {
        manifest
            .program
            .iter()
            .map(|part| in_folder(&runtime.dir, part))
            .collect()
    } else {
        match compile(runtime, home, &key, &env, progress)? {
            Ok(argv) => argv,
            Err(unavailable) => return Ok(Err(unavailable)),
        }
    };
    let stamp = Stamp {
        source,
        program: resolve(&program[0]),
    };
    let stamp_file = home
        .folder("workers")?
        .join(format!("{}.json", runtime.name));
    std::fs::write(stamp_file, serde_json::to_vec(&stamp)?)?;
    inspect(Program { argv: program, env }, key)
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

/// Names the sources: the runtime's folder, and the kit beside it if there is one.
fn source_key(runtime: &Runtime) -> Result<String> {
    let mut key = Key::default().path(&runtime.dir)?;
    if let Some(kit) = runtime
        .dir
        .parent()
        .map(|dir| dir.join("kit"))
        .filter(|kit| kit.is_dir())
    {
        key = key.path(&kit)?;
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
    let mut command = Command::new(in_folder(&runtime.dir, setup));
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

fn compile(
    runtime: &Runtime,
    home: &Home,
    key: &str,
    env: &[(String, String)],
    progress: &Progress,
) -> Result<Result<Vec<OsString>, Unavailable>> {
    let manifest = &runtime.manifest.worker;
    let work = home.dir.join("build").join(&runtime.name);
    let expand = |part: &String| part.replace("{work}", &work.to_string_lossy());
    let built = PathBuf::from(expand(&manifest.program[0]));
    let name = built
        .file_name()
        .context("worker.program wants a file")?
        .to_os_string();
    let finished = home
        .dir
        .join("workers")
        .join(format!("{}-{key}", runtime.name))
        .join(name);
    if !finished.is_file() {
        let minutes = manifest.build_cpu_minutes;
        progress.note(&format!(
            "{}: building its worker (about {minutes} CPU minutes)",
            runtime.name
        ));
        std::fs::create_dir_all(&work)?;
        let argv: Vec<String> = manifest.build.iter().map(expand).collect();
        let mut command = Command::new(in_folder(&runtime.dir, &argv[0]));
        command
            .args(&argv[1..])
            .current_dir(&runtime.dir)
            .envs(env.iter().map(|(name, value)| (name, value)));
        let log = home
            .folder("logs")?
            .join(format!("{}-build.log", runtime.name));
        let output = shell::run(command, &log, &|line| {
            progress.message(&format!("{}: {line}", runtime.name))
        })?;
        if let Err(unavailable) = output {
            return Ok(Err(unavailable));
        }
        std::fs::create_dir_all(finished.parent().context("a folder")?)?;
        let partial = finished.with_extension("partial");
        std::fs::copy(&built, &partial)
            .with_context(|| format!("{} (named by worker.program)", built.display()))?;
        std::fs::rename(&partial, &finished)?;
    }
    let arguments = manifest.program[1..]
        .iter()
        .map(|part| OsString::from(expand(part)));
    Ok(Ok(std::iter::once(finished.into_os_string())
        .chain(arguments)
        .collect()))
}

fn inspect(program: Program, key: String) -> Result<Result<BuiltWorker, Unavailable>> {
    let limits = Limits {
        time: Duration::from_secs(30),
        memory_bytes: 4 << 30,
        output_bytes: 1 << 20,
    };
    let described = Worker::start(&program, None, limits)?.and_then(|mut worker| {
        let reply = worker.step(&Request::Describe)?;
        Ok((reply.runtime, worker.mapped_bytes()))
    });
    let broken = |reason: String| Unavailable { reason, fix: None };
    let (description, mapped_bytes) = match described {
        Ok((Some(description), bytes)) => (description, bytes),
        Ok((None, _)) => return Ok(Err(broken("its worker does not describe itself".into()))),
        Err(end) => {
            return Ok(Err(broken(format!(
                "its worker does not answer: {}",
                end.message
            ))));
        }
    };
    let file = resolve(&program.argv[0]);
    Ok(Ok(BuiltWorker {
        key,
        description,
        sha256: sha256_file(&file)?,
        bytes: std::fs::metadata(&file)?.len(),
        mapped_bytes,
        program,
    }))
}

/// A word of a command line: the file of that name in `dir` if there is one, else the word itself.
fn in_folder(dir: &Path, word: &str) -> OsString {
    let file = dir.join(word);
    if file.is_file() {
        file.into_os_string()
    } else {
        OsString::from(word)
    }
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
