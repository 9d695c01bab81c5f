//! A checkout of the official wasi-testsuite, as it is: its manifests, its tests and what they expect.
//!
//! The form is that of the suite's `doc/specification.md`, the legacy one and the one of operations.

mod expectations;
mod run;
mod spec;

pub use expectations::Expectations;
pub use run::{TestEnd, TestResult, run};
pub use spec::Spec;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The only version of WASI that workers are asked for.
const VERSION: &str = "wasm32-wasip1";

/// A folder of tests.
#[derive(Debug, Clone)]
pub struct Suite {
    pub name: String,
    /// Of WASI: `wasm32-wasip1`.
    pub version: String,
    pub tests: Vec<Test>,
}

/// One test.
#[derive(Debug, Clone)]
pub struct Test {
    pub name: String,
    pub module: PathBuf,
    pub spec: Spec,
    /// Why it is not run here.
    pub skipped: Option<String>,
}

#[derive(Default, Deserialize)]
struct Manifest {
    name: Option<String>,
    version: Option<String>,
}

/// Finds the suites in a checkout: all folders that have modules and a `manifest.json`, or this one.
pub fn read(dir: &Path) -> Result<Vec<Suite>> {
    if !dir.is_dir() {
        bail!("{}: there is no such folder for --suite", dir.display());
    }
    let mut suites = Vec::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{}", dir.display()))?;
        if entry.file_type().is_dir()
            && (entry.path().join("manifest.json").is_file() || entry.path() == dir)
        {
            let suite = Suite::read(entry.path())?;
            if !suite.tests.is_empty() {
                suites.push(suite);
            }
        }
    }
    if suites.is_empty() {
        bail!(
            "{}: no folder with .wasm files and a manifest.json is here\n\
             the suite's branch prod/testsuite-base has the modules, its branch main only their sources",
            dir.display()
        );
    }
    Ok(suites)
}

impl Suite {
    fn read(dir: &Path) -> Result<Self> {
        let file = dir.join("manifest.json");
        let manifest = match file.is_file() {
            true => read_json(&file)?,
            false => Manifest::default(),
        };
        let version = manifest.version.unwrap_or(VERSION.to_string());
        let mut modules: Vec<PathBuf> = std::fs::read_dir(dir)
            .with_context(|| format!("{}", dir.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        modules.retain(|file| file.extension().is_some_and(|ending| ending == "wasm"));
        modules.sort();
        let tests = modules
            .into_iter()
            .map(|module| Test::read(module, &version));
        Ok(Suite {
            name: manifest.name.unwrap_or(dir.display().to_string()),
            tests: tests.collect::<Result<_>>()?,
            version,
        })
    }
}

impl Test {
    fn read(module: PathBuf, version: &str) -> Result<Self> {
        let name = module
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = module.with_extension("json");
        let skip = |why: String| Test {
            name: name.clone(),
            module: module.clone(),
            spec: Spec::default(),
            skipped: Some(why),
        };
        if version != VERSION {
            return Ok(skip(format!("it is for {version}")));
        }
        if !file.is_file() {
            return Ok(Test {
                skipped: None,
                ..skip(String::new())
            });
        }
        let read = Spec::read(&file)?;
        Ok(match read {
            Ok(spec) => Test {
                spec,
                skipped: None,
                ..skip(String::new())
            },
            Err(why) => skip(why),
        })
    }
}

fn read_json<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{}", file.display()))
}
