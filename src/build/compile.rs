//! Compiles a worker, and keeps what came of it by the hash of what it was built from.

use super::words::{Words, in_folder};
use super::{Home, Unavailable, rust, shell};
use crate::build::part::Part;
use crate::catalog::runtime::ConfigurationManifest;
use crate::environment;
use crate::progress::Progress;
use anyhow::{Context, Result};
use globset::Glob;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The file beside the programs that names the Rust compiler which built them.
const COMPILER: &str = "rustc.txt";

/// Returns the Rust compiler that built the contents of a folder.
pub fn compiler(folder: &Path) -> Option<String> {
    std::fs::read_to_string(folder.join(COMPILER)).ok()
}

/// Runs the build, and gives the folder in which its programs are kept by their key, with what
/// belongs beside them. `None`: nothing is to be built.
pub fn compile(
    part: &Part,
    home: &Home,
    key: &str,
    words: &Words,
    progress: &Progress,
) -> Result<Result<Option<PathBuf>, Unavailable>> {
    let (name, manifest) = (&part.name, part.manifest);
    if manifest.build.is_empty() {
        return Ok(Ok(None));
    }
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
    let folder = home.dir.join("workers");
    let folder = folder.join(format!("{name}-{key}"));
    let finished = kept(&folder, &program);
    if finished.is_file() {
        return Ok(Ok(Some(folder)));
    }
    if !part.missing_is_built {
        return Ok(Err(Unavailable {
            reason: "not built since its sources or settings changed".to_string(),
            fix: Some(format!("wasmeter runtimes build {}", part.runtime.name)),
        }));
    }
    let minutes = manifest.build_cpu_minutes;
    progress.note(&format!(
        "{name}: building its worker (about {minutes} CPU minutes)"
    ));
    std::fs::create_dir_all(words.work)?;
    let first = in_folder(words.dir, &argv[0]).unwrap_or(PathBuf::from(&argv[0]));
    let mut command = Command::new(first);
    command
        .args(&argv[1..])
        .current_dir(words.dir)
        .envs(words.env.iter().map(|(name, value)| (name, value)))
        .envs(environment::of_fast_builds().iter().copied());
    let log = home.folder("logs")?.join(format!("{name}-build.log"));
    let output = shell::run(command, &log, &|line| {
        progress.message(&format!("{name}: {line}"))
    })?;
    if let Err(unavailable) = output {
        return Ok(Err(unavailable));
    }
    std::fs::create_dir_all(&folder)?;
    for file in matching(&beside)? {
        let name = file.file_name().context("a file")?;
        std::fs::copy(&file, folder.join(name)).with_context(|| format!("{}", file.display()))?;
    }
    for (below, program) in part.configurations.iter().flat_map(own_programs) {
        let own = program.first().map(|word| words.fill(word));
        if let Some(Ok(own)) = own.map(|own| own.map(PathBuf::from))
            && own.is_file()
        {
            let below = folder.join(below);
            std::fs::create_dir_all(&below)?;
            std::fs::copy(&own, kept(&below, &own))
                .with_context(|| format!("{}", own.display()))?;
        }
    }
    let is_rust = argv[0] == "cargo" || words.dir.join("Cargo.toml").is_file();
    if is_rust && let Some(compiler) = rust::compiler(words.env) {
        std::fs::write(folder.join(COMPILER), compiler)?;
    }
    // The program comes last: where it is, all is.
    let partial = finished.with_extension("partial");
    std::fs::copy(&program, &partial)
        .with_context(|| format!("{} (named by worker.program)", program.display()))?;
    std::fs::rename(&partial, &finished)?;
    Ok(Ok(Some(folder)))
}

/// A configuration's own programs, the one that executes before the one that compiles, and the
/// folders that they are kept in.
pub fn own_programs(configuration: &ConfigurationManifest) -> [(PathBuf, &[String]); 2] {
    let below = PathBuf::from(&configuration.name);
    let precompiler = below.join("precompiler");
    [
        (below, &configuration.program),
        (precompiler, &configuration.precompiler),
    ]
}

/// The copy of a built program.
pub fn kept(folder: &Path, program: &Path) -> PathBuf {
    folder.join(program.file_name().unwrap_or_default())
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
