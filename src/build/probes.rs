//! Compiles probes: those in C by the toolchain of C guests, those in WAT by ourselves.

use super::key::Key;
use super::languages::Language;
use super::probe_lock::{ProbeLock, pinned_module};
use super::{Home, Unavailable, shell};
use crate::probe::{Probe, Source};
use crate::progress::Progress;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// The language whose toolchain compiles probes, and the variable that names its compiler.
const LANGUAGE: &str = "c";
const COMPILER: &str = "WASM_CC";

/// Files that probes in C are made with and of, besides their own source.
const SHARED: [&str; 7] = [
    "compile.sh",
    "probe.h",
    "component.h",
    "wasi-p2.h",
    "wasi-p2-http.h",
    "wasi-p3.h",
    "wasix.h",
];

/// Compiles probes; where there is no compiler for them, the pinned modules are taken.
pub fn build(
    root: &Path,
    sources: Vec<Source>,
    home: &Home,
    pinned_only: bool,
    progress: &Progress,
) -> Result<Vec<Probe>> {
    // Probes are the same wherever they run.
    let home = &home.of_this_machine();
    let wants_compiler = sources.iter().any(|source| !source.is_text());
    let compiler = match wants_compiler && !pinned_only {
        true => compiler(root, home, progress)?,
        false => None,
    };
    let lock = ProbeLock::read(root)?;
    let mut probes = Vec::new();
    for source in sources {
        progress.message(&source.full_name());
        let wasm = if source.is_text() {
            wat::parse_file(&source.file)?
        } else {
            match &compiler {
                Some(compiler) => compile(root, &source, compiler, home, progress)?,
                None => lock.module(root, &source)?,
            }
        };
        probes.push(Probe::new(source, wasm)?);
        progress.step();
    }
    Ok(probes)
}

/// The compiler's program and what names it.
struct Compiler {
    program: String,
    key: String,
}

fn compiler(root: &Path, home: &Home, progress: &Progress) -> Result<Option<Compiler>> {
    let language = Language::ask(root, LANGUAGE, home, home, false, progress)?;
    let env = match language.toolchain {
        Ok(env) => env,
        Err(unavailable) => {
            progress.note(&format!("probes: the pinned modules, since {unavailable}"));
            return Ok(None);
        }
    };
    let of = |name: &str| {
        env.iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.clone())
    };
    let mut key = Key::default().text(&of("TOOLCHAIN").unwrap_or_default());
    for shared in SHARED {
        key = key.path(&root.join("probes").join(shared))?;
    }
    Ok(of(COMPILER).map(|program| Compiler {
        program,
        key: key.short(),
    }))
}

fn compile(
    root: &Path,
    source: &Source,
    compiler: &Compiler,
    home: &Home,
    progress: &Progress,
) -> Result<Vec<u8>> {
    let pinned = pinned_module(root, source);
    let key = Key::default()
        .text(&compiler.key)
        .path(&source.file)?
        .short();
    let file = home.folder("probes")?.join(format!("{key}.wasm"));
    if !file.is_file() {
        let partial = file.with_extension("partial");
        let mut command = Command::new(root.join("probes/compile.sh"));
        command
            .arg(&compiler.program)
            .arg(&source.file)
            .arg(&partial);
        let log = home
            .folder("logs")?
            .join(format!("probe-{}.log", source.name));
        if let Err(Unavailable { reason, .. }) = shell::run(command, &log, &|_| {})? {
            anyhow::bail!("{}: {reason}", source.file.display());
        }
        std::fs::rename(&partial, &file)?;
    }
    let wasm = std::fs::read(&file)?;
    if std::fs::read(&pinned).is_ok_and(|pinned| pinned != wasm) {
        progress.note(&format!(
            "{}: compiled, differs from the pinned module",
            source.full_name()
        ));
    }
    Ok(wasm)
}
