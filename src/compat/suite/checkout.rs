//! A checkout of the suite: folders of tests.

use super::json::read_json;
use crate::compat::suite::lean::Lean;
use crate::compat::suite::test::{MODULES, Needs, Test};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of tests.
#[derive(Debug, Clone)]
pub struct Suite {
    pub name: String,
    /// Of WASI: `wasm32-wasip1`.
    pub version: String,
    pub tests: Vec<Test>,
    pub lean: Arc<Lean>,
}

impl Suite {
    /// Whether its tests are components.
    pub fn has_components(&self) -> bool {
        let runs = self.tests.iter().filter(|test| test.skipped.is_none());
        runs.into_iter()
            .any(|test| matches!(test.needs, Needs::Components | Needs::Services))
    }
}

#[derive(Default, Deserialize)]
pub struct Manifest {
    pub name: Option<String>,
    pub version: Option<String>,
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
    pub fn read(dir: &Path) -> Result<Self> {
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
