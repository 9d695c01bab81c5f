//! What a runtime is pinned to: packages of registries. The versions are read where the build reads
//! them, and stand nowhere else.

use super::runtime::Runtime;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
use toml::Table;
use wasmeter_worker::locked_version;

/// A package that holds the runtime, or a part of it, by the client of its registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pin {
    /// A crate: pinned by Cargo.lock, or by the `--version` of a build that is `cargo install`.
    Cargo(String),
    /// Pinned by package-lock.json.
    Npm(String),
    /// A module: pinned by go.mod.
    Go(String),
}

impl Pin {
    /// The client of its registry.
    pub fn client(&self) -> &'static str {
        match self {
            Pin::Cargo(_) => "cargo",
            Pin::Npm(_) => "npm",
            Pin::Go(_) => "go",
        }
    }

    /// What the registry calls it.
    pub fn package(&self) -> &str {
        let (Pin::Cargo(name) | Pin::Npm(name) | Pin::Go(name)) = self;
        name
    }

    /// The pinned version, without Go's `v`.
    ///
    /// # Errors
    /// Where the file that pins it cannot be read, or does not name it.
    pub fn version(&self, runtime: &Runtime) -> Result<String> {
        let read = |file: &str| {
            let file = runtime.dir.join(file);
            std::fs::read_to_string(&file).with_context(|| format!("{}", file.display()))
        };
        let version = match self {
            Pin::Cargo(name) if runtime.dir.join("Cargo.lock").is_file() => {
                let version = locked_version(&read("Cargo.lock")?, name);
                (!version.is_empty()).then_some(version)
            }
            Pin::Cargo(name) => installed(&runtime.manifest.worker.build, name),
            Pin::Npm(name) => {
                let lock: serde_json::Value = serde_json::from_str(&read("package-lock.json")?)?;
                let version = &lock["packages"][format!("node_modules/{name}")]["version"];
                version.as_str().map(str::to_string)
            }
            Pin::Go(name) => required(&read("go.mod")?, name),
        };
        version.with_context(|| format!("{}: nothing pins {}", runtime.name, self.package()))
    }

    /// The versions that Cargo.toml asks for, where that is what a build reads.
    pub fn requirement(&self, dir: &Path) -> Option<String> {
        let Pin::Cargo(name) = self else { return None };
        let manifest = std::fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        let manifest: Table = manifest.parse().ok()?;
        let dependency = manifest.get("dependencies")?.get(name)?;
        let version = dependency.get("version").unwrap_or(dependency);
        version.as_str().map(str::to_string)
    }
}

fn installed(build: &[String], name: &str) -> Option<String> {
    build.iter().find(|word| *word == name)?;
    let behind = build
        .iter()
        .skip_while(|word| *word != "--version")
        .nth(1)?;
    Some(behind.trim_start_matches('=').to_string())
}

fn required(go_mod: &str, name: &str) -> Option<String> {
    let mut lines = go_mod
        .lines()
        .map(|l| l.trim().trim_start_matches("require "));
    let version = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(" v"))?;
    version.split_whitespace().next().map(str::to_string)
}
