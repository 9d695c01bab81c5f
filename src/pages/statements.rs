//! Claims of others about runtimes: files in `statements/`, each of one source, which
//! `CONTRIBUTING.md` explains.

use crate::analysis::metric::Metric;
use crate::catalog::files::read_toml;
use crate::results::runtime::Execution;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The claims of one source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statements {
    pub source: Source,
    pub statements: Vec<Statement>,
}

/// Where it is said.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    pub url: String,
    /// As the source is dated.
    pub date: String,
}

/// One thing that is said of some runtimes, in our own words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The runtimes, by their folders' names; `*` for all.
    pub of: Vec<String>,
    pub says: String,
    /// The reading of it here: which cells would show it, and which part of it none would.
    pub reading: String,
    /// The evidence that would show it. Empty: it is not measurable here.
    #[serde(default)]
    pub shown_by: Vec<Evidence>,
}

/// The evidence that would show a statement about a runtime.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Evidence {
    /// Configurations have, or lack, what probes show: all of these, or any one.
    Probes {
        /// Globs over `group/name`.
        probes: Vec<String>,
        want: Want,
        #[serde(default)]
        any: bool,
    },
    /// Its best configuration is certainly better than that of at least half of the other runtimes.
    Better {
        metric: Metric,
        /// Only configurations that execute so, of this runtime and of others. Empty: all.
        #[serde(default)]
        among: Vec<Execution>,
    },
    /// Its configurations execute so: all, or one at least.
    Executes {
        as_one_of: Vec<Execution>,
        #[serde(default)]
        any: bool,
    },
    /// It was measured in at least this many ways of executing.
    Ways { at_least: usize },
    /// The same bytes went well on several machines.
    Portable {
        /// Kinds of processors.
        architectures: usize,
        systems: usize,
    },
}

/// The result that probes must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Want {
    /// `yes`, also with a switch on.
    Yes,
    No,
}

impl Statements {
    /// True if this very statement is one of these: two sources may say the same.
    pub fn has(&self, statement: &Statement) -> bool {
        self.statements
            .iter()
            .any(|ours| std::ptr::eq(ours, statement))
    }

    /// All files of a folder, by name. Without the folder there are none.
    pub fn read_all(folder: &Path) -> Result<Vec<Self>> {
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .with_context(|| format!("{}", folder.display()))?;
        files.retain(|file| {
            file.extension()
                .is_some_and(|extension| extension == "toml")
        });
        files.sort();
        files.iter().map(|file| read_toml(file)).collect()
    }
}
