//! The pins of a runtime: packages of registries. The versions are read where the build reads them,
//! and stand nowhere else.

use serde::{Deserialize, Serialize};
use std::path::Path;
use toml::Table;

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

    /// Its name in the registry.
    pub fn package(&self) -> &str {
        let (Pin::Cargo(name) | Pin::Npm(name) | Pin::Go(name)) = self;
        name
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
