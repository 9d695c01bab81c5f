//! Builds workers: that of a runtime, and that of its components where it is another.

use super::built::{self, BuiltWorker};
use super::compile::{compile, compiler, kept, own_programs};
use super::key::Key;
use super::words::{Words, in_folder};
use super::{Home, Unavailable, shell};
use crate::build::part::Part;
use crate::catalog::runtime::{ConfigurationManifest, MANIFEST, Runtime, WorkerManifest};
use crate::environment;
use crate::instrument;
use crate::progress::Progress;
use crate::worker::{EMULATOR, Program};
use anyhow::Result;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds a runtime's worker unless it is built already, and asks it what it is.
/// The outer error is the harness's own, the inner one is why the runtime cannot be had here.
pub fn build(
    runtime: &Runtime,
    home: &Home,
    progress: &Progress,
) -> Result<Result<BuiltWorker, Unavailable>> {
    build_part(&of_modules(runtime, true), home, progress)
}

/// A runtime's worker as it was built, which it is not if it is not here, or of other sources or
/// settings.
pub fn as_built(
    runtime: &Runtime,
    home: &Home,
    progress: &Progress,
) -> Result<Result<BuiltWorker, Unavailable>> {
    build_part(&of_modules(runtime, false), home, progress)
}

fn of_modules(runtime: &Runtime, missing_is_built: bool) -> Part<'_> {
    Part {
        runtime,
        name: runtime.name.clone(),
        manifest: &runtime.manifest.worker,
        missing_is_built,
        configurations: &runtime.manifest.configurations,
    }
}

/// Builds the worker that is given components. `None`: that of modules is given them too.
pub fn build_for_components(
    runtime: &Runtime,
    home: &Home,
    progress: &Progress,
) -> Result<Option<Result<BuiltWorker, Unavailable>>> {
    let Some(manifest) = &runtime.manifest.components else {
        return Ok(None);
    };
    let of_components = |configuration: &ConfigurationManifest| ConfigurationManifest {
        program: manifest
            .programs
            .get(&configuration.name)
            .cloned()
            .unwrap_or_default(),
        precompiler: Vec::new(),
        ..configuration.clone()
    };
    let all = runtime.manifest.configurations.iter();
    let configurations: Vec<_> = all.map(of_components).collect();
    let part = Part {
        runtime,
        name: format!("{}-components", runtime.name),
        manifest,
        missing_is_built: true,
        configurations: &configurations,
    };
    build_part(&part, home, progress).map(Some)
}

fn build_part(
    part: &Part,
    home: &Home,
    progress: &Progress,
) -> Result<Result<BuiltWorker, Unavailable>> {
    let Part {
        runtime, manifest, ..
    } = part;
    if let Some(need) = manifest.needs.iter().find(|need| !on_path(&need.program)) {
        return Ok(Err(Unavailable {
            reason: format!("{} is not on PATH", need.program),
            fix: Some(need.fix.clone()),
        }));
    }
    let processor = home.processor.as_ref();
    if processor.is_some() && runtime.manifest.command.is_some() {
        return Ok(Err(Unavailable {
            reason: "it is driven through its command line, whose processes are not emulated"
                .into(),
            fix: None,
        }));
    }
    let env = match set_up(part, home, progress)? {
        // The variables of a set-up come after those that are set for all builds.
        Ok(env) => [home.env(), &env].concat(),
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    let source = source_key(runtime, manifest)?;
    let mut key = Key::default().text(&source);
    for (name, value) in &env {
        key = key.text(name).text(value);
    }
    if runtime.manifest.command.is_some() {
        key = key.text(instrument::KEY);
    }
    let key = key.short();
    // One for all its workers, which may share what they are built from.
    let work = home.dir.join("build").join(&runtime.name);
    let words = Words {
        dir: &runtime.dir,
        work: &work,
        env: &env,
    };
    let finished = match compile(part, home, &key, &words, progress)? {
        Ok(finished) => finished,
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    let argv = |program: &[String], below: &Path| -> Result<Vec<OsString>, Unavailable> {
        let mut argv = words.expand_all(program)?;
        if let Some(folder) = &finished {
            argv[0] = kept(&folder.join(below), Path::new(&argv[0])).into_os_string();
        }
        Ok(argv)
    };
    let program = match argv(&manifest.program, Path::new("")) {
        Ok(program) => program,
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    let stamp = Stamp {
        source,
        program: resolve(&program[0]),
    };
    let stamp_file = home.folder("workers")?.join(format!("{}.json", part.name));
    std::fs::write(stamp_file, serde_json::to_vec(&stamp)?)?;
    // Several configurations may have the same program, and hashing it takes a while.
    let mut hashes = BTreeMap::new();
    let rust = finished.as_deref().and_then(compiler);
    let mut inspect = |program: Vec<OsString>| -> Result<_> {
        let file = resolve(&program[0]);
        let argv = match (&runtime.manifest.command, processor) {
            (Some(_), _) => built::command_worker(runtime, program),
            (None, Some(processor)) => processor.argv(program),
            (None, None) => program,
        };
        let mut env = env.clone();
        if let Some(processor) = processor {
            env.push((
                EMULATOR.to_string(),
                processor.emulator.display().to_string(),
            ));
        }
        let program = Program {
            name: runtime.name.clone(),
            argv,
            env,
            one_shot: false,
            counter: processor.map(|processor| processor.counter.clone()),
        };
        let inspected = built::inspect(program, &file, &mut hashes, &home.keyed(&key))?;
        Ok(inspected.map(|worker| BuiltWorker {
            rust: rust.clone(),
            ..worker
        }))
    };
    let mut built = match inspect(program)? {
        Ok(built) => built,
        Err(unavailable) => return Ok(Err(unavailable)),
    };
    for configuration in part.configurations {
        let mut own = |below: &Path, program: &[String]| -> Result<_> {
            if program.is_empty() {
                return Ok(None);
            }
            Ok(Some(match argv(program, below) {
                Ok(argv) if !resolve(&argv[0]).is_file() => Err(Unavailable {
                    reason: format!("this build has no program for {}", configuration.name),
                    fix: configuration.fix.clone(),
                }),
                Ok(argv) => inspect(argv)?,
                Err(unavailable) => Err(unavailable),
            }))
        };
        let [executing, compiling] = own_programs(configuration);
        let executing = own(&executing.0, executing.1)?;
        let compiling = own(&compiling.0, compiling.1)?;
        if executing.is_none() && compiling.is_none() {
            continue;
        }
        let executing = executing.unwrap_or_else(|| Ok(built.clone()));
        let worker = executing.and_then(|executing| {
            let precompiler = compiling.transpose()?.map(Box::new);
            Ok(BuiltWorker {
                precompiler,
                ..executing
            })
        });
        built.own.insert(configuration.name.clone(), worker);
    }
    Ok(Ok(built))
}

/// True if a worker was built from what is here now, as far as is known without setting anything
/// up.
pub fn is_built(runtime: &Runtime, home: &Home) -> bool {
    let stamp = home
        .dir
        .join("workers")
        .join(format!("{}.json", runtime.name));
    let known = std::fs::read(stamp)
        .ok()
        .and_then(|text| serde_json::from_slice::<Stamp>(&text).ok());
    known.is_some_and(|stamp| {
        stamp.program.is_file()
            && source_key(runtime, &runtime.manifest.worker).is_ok_and(|key| key == stamp.source)
    })
}

/// The inputs of the last build.
#[derive(serde::Serialize, serde::Deserialize)]
struct Stamp {
    source: String,
    program: PathBuf,
}

/// Names the sources: the runtime's folder, what its `runtime.toml` says of building and running,
/// the kit beside it if there is one, further folders that it lists, what its command lines name in
/// other folders, and flags for compilers in the environment.
fn source_key(runtime: &Runtime, manifest: &WorkerManifest) -> Result<String> {
    let mut key = Key::default()
        .path_without(&runtime.dir, Some(MANIFEST))?
        .text(&serde_json::to_string(
            &runtime.manifest.building(manifest),
        )?);
    for (name, value) in environment::of_compilers() {
        key = key.text(&name).text(&value);
    }
    let kit = runtime.dir.parent().map(|dir| dir.join("kit"));
    let uses_kit = runtime.manifest.command.is_none();
    if let Some(kit) = kit.filter(|kit| uses_kit && kit.is_dir()) {
        key = key.path(&kit)?;
    }
    for dir in &manifest.sources {
        key = key.path(&runtime.dir.join(dir))?;
    }
    let setup = manifest.setup.iter();
    let own = runtime
        .manifest
        .configurations
        .iter()
        .flat_map(|c| c.program.iter().chain(&c.precompiler));
    let words = manifest.build.iter().chain(&manifest.program).chain(own);
    for word in words.chain(setup) {
        if word.starts_with("..")
            && let Some(file) = in_folder(&runtime.dir, word)
        {
            key = key.path(&file)?;
        }
    }
    Ok(key.short())
}

fn set_up(
    part: &Part,
    home: &Home,
    progress: &Progress,
) -> Result<Result<Vec<(String, String)>, Unavailable>> {
    let Some(setup) = &part.manifest.setup else {
        return Ok(Ok(Vec::new()));
    };
    let runtime = part.runtime;
    let mut command = Command::new(in_folder(&runtime.dir, setup).unwrap_or(setup.into()));
    command
        .arg(home.folder("toolchains")?.join(&runtime.name))
        .current_dir(&runtime.dir)
        .envs(home.env().iter().cloned());
    let log = home
        .folder("logs")?
        .join(format!("{}-setup.log", part.name));
    let output = shell::run(command, &log, &|line| {
        progress.announce(&format!("{}: {line}", part.name))
    })?;
    Ok(output.map(|text| shell::variables(&text)))
}

/// True if a program can be started by its name.
pub fn on_path(program: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_a_runtime_build_no_other_worker() {
        let dir = tempfile::TempDir::new().unwrap();
        let toml = |about: &str, program: &str| {
            format!(
                "description = {about:?}\nhomepage = \"\"\nrepository = \"\"\nlicence \
                = \"\"\nembedding = \"\"\n\
                 [worker]\nprogram = [{program:?}]\n\
                 [[configurations]]\nname = \"a\"\nartifact = \"wasm\"\ndescription = \
                 {about:?}\nwhy = {about:?}\n"
            )
        };
        let key = |about: &str, program: &str| {
            std::fs::write(dir.path().join("runtime.toml"), toml(about, program)).unwrap();
            {
                let runtime = Runtime::read(dir.path()).unwrap();
                source_key(&runtime, &runtime.manifest.worker).unwrap()
            }
        };
        let first = key("one", "./worker");
        assert_eq!(key("another", "./worker"), first);
        assert_ne!(key("one", "./other"), first);
        std::fs::write(dir.path().join("main.rs"), "fn main() {}").unwrap();
        assert_ne!(key("one", "./worker"), first);
    }
}
