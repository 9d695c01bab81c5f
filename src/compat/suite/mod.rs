//! A checkout of the official wasi-testsuite, as it is: its manifests, its tests and what they
//! expect.
//!
//! The form is that of the suite's `doc/specification.md`, the legacy one and the one of
//! operations.

mod drive;
mod expectations;
mod http;
mod lean;
mod operation;
mod process;
mod result;
mod server;
mod spec;
mod tester;

pub use expectations::Expectations;
pub use result::{Ran, settle_not_tried};
pub use spec::Spec;
pub use tester::{Failed, Tester};

use anyhow::{Context, Result, bail};
use lean::Lean;
use serde::Deserialize;
use spec::World;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wasmparser::{Parser, Payload, TypeRef};

/// The versions of WASI that workers are asked for: of modules, and of components.
const MODULES: &str = "wasm32-wasip1";
const COMPONENTS: &str = "wasm32-wasip3";

/// A folder of tests.
#[derive(Debug, Clone)]
pub struct Suite {
    pub name: String,
    /// Of WASI: `wasm32-wasip1`.
    pub version: String,
    pub tests: Vec<Test>,
    lean: Arc<Lean>,
}

/// One test.
#[derive(Debug, Clone)]
pub struct Test {
    pub name: String,
    pub module: PathBuf,
    pub spec: Spec,
    pub needs: Needs,
    /// Why it is not run here.
    pub skipped: Option<String>,
}

/// What a worker must be able to do, so that a test can be tried at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// What every worker has: modules with WASI 0.1.
    Modules,
    /// wasi-threads.
    Threads,
    /// Components of WASI 0.3.
    Components,
    /// Those that answer HTTP requests.
    Services,
}

impl Suite {
    /// Whether its tests are components.
    pub fn has_components(&self) -> bool {
        let runs = self.tests.iter().filter(|test| test.skipped.is_none());
        runs.into_iter()
            .any(|test| matches!(test.needs, Needs::Components | Needs::Services))
    }
}

impl Test {
    /// Whether it may be one of many in a process: it is done when the guest has ended, and leaves
    /// nothing running.
    fn may_share(&self) -> bool {
        self.needs == Needs::Modules && self.spec.only_looks_back()
    }
}

#[derive(Default, Deserialize)]
struct Manifest {
    name: Option<String>,
    version: Option<String>,
}

/// Finds the suites in a checkout: all folders that have modules and a `manifest.json`, or this
/// one.
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
             the suite's branch prod/testsuite-base has the modules, its branch main only their \
             sources",
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
        let version = manifest.version.unwrap_or(MODULES.to_string());
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
            lean: Arc::new(Lean::new()?),
            version,
        })
    }
}

impl Test {
    fn read(module: PathBuf, version: &str) -> Result<Self> {
        let name = module.file_stem().unwrap_or_default();
        let mut test = Test {
            name: name.to_string_lossy().into_owned(),
            spec: Spec::default(),
            needs: Needs::Modules,
            skipped: None,
            module,
        };
        if ![MODULES, COMPONENTS].contains(&version) {
            test.skipped = Some(format!("it is for {version}"));
            return Ok(test);
        }
        let file = test.module.with_extension("json");
        if file.is_file() {
            match Spec::read(&file)? {
                Ok(spec) => test.spec = spec,
                Err(why) => test.skipped = Some(why),
            }
        }
        test.needs = match (test.spec.world, version) {
            (World::Service, _) => Needs::Services,
            (_, COMPONENTS) => Needs::Components,
            _ => modules_need(&test.module)?,
        };
        Ok(test)
    }
}

/// What a module needs, by its imports.
fn modules_need(file: &Path) -> Result<Needs> {
    let wasm = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    for payload in Parser::new(0).parse_all(&wasm).map_while(Result::ok) {
        if let Payload::ImportSection(imports) = payload {
            let mut imports = imports.into_imports().map_while(Result::ok);
            let is_of_threads = |import: wasmparser::Import| match import.ty {
                TypeRef::Memory(memory) => memory.shared,
                _ => (import.module, import.name) == ("wasi", "thread-spawn"),
            };
            if imports.any(is_of_threads) {
                return Ok(Needs::Threads);
            }
        }
    }
    Ok(Needs::Modules)
}

fn read_json<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{}", file.display()))
}
