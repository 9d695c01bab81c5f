//! `runtime.toml`: one runtime.

use super::command::CommandLine;
use super::pin::Pin;
use super::switch::Switch;
use crate::catalog::files::{folder_name, read_toml};
use crate::filter::Filter;
use crate::results::runtime::{Execution, Hosts, LandscapeItem, RuntimeNotes, Security};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;

/// The file in a runtime's folder.
pub const MANIFEST: &str = "runtime.toml";

/// A runtime: its folder's name, and what its `runtime.toml` says.
#[derive(Debug, Clone, Serialize)]
pub struct Runtime {
    pub name: String,
    #[serde(skip)]
    pub dir: PathBuf,
    #[serde(flatten)]
    pub manifest: Manifest,
}

/// The contents of `runtime.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The name that its worker gives the runtime, where the folder has another name: for another
    /// version of it, say.
    pub name: Option<String>,
    /// As people write it; left out where that is the folder's name.
    pub title: Option<String>,
    /// One line: what it is.
    pub description: String,
    pub homepage: String,
    pub repository: String,
    /// SPDX expression.
    pub licence: String,
    /// The machines of wasmeter's that its makers say it can be built for.
    #[serde(default)]
    pub architectures: Vec<String>,
    /// The way in which the worker embeds it.
    pub embedding: String,
    /// The packages whose versions are the runtime's.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// Built and measured only where it is named: for what takes long, or is there to be compared
    /// with its twin.
    #[serde(default)]
    pub optional: bool,
    /// Languages of programs that its makers document how to embed it in.
    pub hosts: Option<Hosts>,
    /// The runtime that this is too, driven another way: configurations of the same name are pairs.
    pub twin_of: Option<String>,
    /// Globs over probes of what the runtime can be had with, but not as it is built here, each
    /// with the reason.
    #[serde(default)]
    pub not_shown: BTreeMap<String, String>,
    pub worker: WorkerManifest,
    /// The worker that is given components, where that of modules is another one. Built only where
    /// there are components.
    pub components: Option<WorkerManifest>,
    /// The effect of loading a module that is both a command and a reactor.
    #[serde(default)]
    pub start_and_initialize: StartAndInitialize,
    /// Its program is no worker: wasmeter drives it through its command line.
    pub command: Option<CommandLine>,
    pub configurations: Vec<ConfigurationManifest>,
    /// Features that it leaves off.
    #[serde(default)]
    pub switches: Vec<Switch>,
    /// Its name in the table of features at webassembly.org.
    pub webassembly_org: Option<String>,
    /// Its item in the landscape, if it has one.
    pub landscape: Option<LandscapeItem>,
    /// The address to which a vulnerability is reported, and what its documents say about
    /// protection.
    pub security: Option<Security>,
}

/// What the runtime's own command line runs of a module that exports both `_start` and
/// `_initialize`, and so its worker too.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartAndInitialize {
    /// `_start` alone, as of any command.
    #[default]
    Start,
    /// First `_initialize`, then `_start`.
    Both,
    /// It refuses such a module.
    Refused,
}

/// Instructions to build a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerManifest {
    /// A program in the runtime's folder that makes ready what the build needs.
    pub setup: Option<String>,
    /// The build command; `{work}` stands for a folder that is kept between builds, `{NAME}` for a
    /// variable that the set-up printed.
    #[serde(default)]
    pub build: Vec<String>,
    /// The worker's program and its arguments; with `[command]`, the runtime's own.
    pub program: Vec<String>,
    /// Further built files, as globs, which the program finds in its own folder.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Further folders that it is built from, such as a working copy of the runtime.
    #[serde(default)]
    pub sources: Vec<PathBuf>,
    /// About how much CPU time a cold build takes, in minutes; orders the builds.
    #[serde(default)]
    pub build_cpu_minutes: f64,
    /// Programs that must be on `PATH`.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The programs of `[components]`, with their arguments, for configurations that have one of
    /// their own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub programs: BTreeMap<String, Vec<String>>,
}

/// A program that must be on `PATH`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub program: String,
    /// The line that would install it.
    pub fix: String,
}

/// One way of executing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationManifest {
    pub name: String,
    pub artifact: Artifact,
    /// The compiler of native code, if it is not the module's own.
    pub compiler: Option<Compiler>,
    /// The way in which it executes; left out for native code.
    pub execution: Option<Execution>,
    /// One line: what it is.
    pub description: String,
    /// Which settings were chosen, and why.
    pub why: String,
    /// An explanation of figures that look absurd, as a clause.
    pub caution: Option<String>,
    /// Why it cannot be run under emulation, where it cannot.
    pub not_emulated: Option<String>,
    /// What to do if this build of the worker lacks the configuration.
    pub fix: Option<String>,
    /// A program of its own and its arguments, instead of the worker's.
    #[serde(default)]
    pub program: Vec<String>,
    /// A program that compiles ahead of time for it, and its arguments, if the one that executes
    /// has no compiler in it.
    #[serde(default)]
    pub precompiler: Vec<String>,
    /// With `[command]`: what `{flags}` stands for.
    #[serde(default)]
    pub flags: Vec<String>,
}

/// A compiler of native builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compiler {
    System,
}

/// The fields that the building and starting of a worker depends on.
#[derive(Serialize)]
pub struct Building<'a> {
    name: &'a Option<String>,
    worker: &'a WorkerManifest,
    command: &'a Option<CommandLine>,
    switches: &'a [Switch],
    configurations: Vec<BuildingOne<'a>>,
}

/// The fields of one configuration that it depends on.
#[derive(Serialize)]
struct BuildingOne<'a> {
    name: &'a str,
    artifact: Artifact,
    program: &'a [String],
    precompiler: &'a [String],
    flags: &'a [String],
}

impl Manifest {
    /// Returns all but the fields that only describe the runtime, or that belong to its other
    /// worker: a new wording of a description needs no new build.
    pub fn building<'a>(&'a self, worker: &'a WorkerManifest) -> Building<'a> {
        Building {
            name: &self.name,
            worker,
            command: &self.command,
            switches: &self.switches,
            configurations: self
                .configurations
                .iter()
                .map(|c| BuildingOne {
                    name: &c.name,
                    artifact: c.artifact,
                    program: &c.program,
                    precompiler: &c.precompiler,
                    flags: &c.flags,
                })
                .collect(),
        }
    }
}

impl Runtime {
    /// Reads `DIR/runtime.toml`.
    pub fn read(dir: &Path) -> Result<Self> {
        let file = dir.join(MANIFEST);
        let manifest: Manifest = read_toml(&file)?;
        if manifest.configurations.is_empty() {
            bail!("{}: wants at least one [[configurations]]", file.display());
        }
        let workers = [
            ("worker", Some(&manifest.worker)),
            ("components", manifest.components.as_ref()),
        ];
        for (table, worker) in workers {
            if worker.is_some_and(|worker| worker.program.is_empty()) {
                bail!(
                    "{}: {table}.program wants the worker's program",
                    file.display()
                );
            }
        }
        if !manifest.worker.programs.is_empty() {
            bail!(
                "{}: worker.programs: a configuration's own program stands in its \
                [[configurations]]",
                file.display()
            );
        }
        let components = manifest.components.iter();
        for (name, program) in components.flat_map(|worker| &worker.programs) {
            if !manifest.configurations.iter().any(|c| c.name == *name) {
                bail!(
                    "{}: components.programs names {name:?}, which is no configuration",
                    file.display()
                );
            }
            if program.is_empty() {
                bail!(
                    "{}: components.programs.{name} wants a program",
                    file.display()
                );
            }
        }
        if let Some(command) = &manifest.command {
            command
                .check()
                .with_context(|| format!("{}", file.display()))?;
        } else if manifest.configurations.iter().any(|c| !c.flags.is_empty()) {
            bail!("{}: flags are for runtimes with [command]", file.display());
        }
        let compiled = |c: &&ConfigurationManifest| c.artifact == Artifact::Precompiled;
        let mut others = manifest.configurations.iter().filter(|c| !compiled(c));
        if let Some(idle) = others.find(|c| !c.precompiler.is_empty()) {
            bail!(
                "{}: {} has a precompiler, and its artifact is not \"precompiled\"",
                file.display(),
                idle.name
            );
        }
        let globs: Vec<String> = manifest.not_shown.keys().cloned().collect();
        Filter::new(&globs).with_context(|| format!("{}: [not_shown]", file.display()))?;
        for switch in &manifest.switches {
            let known = |name: &&String| manifest.configurations.iter().any(|c| c.name == **name);
            if let Some(unknown) = switch.configurations.iter().find(|name| !known(name)) {
                let how = &switch.how;
                bail!(
                    "{}: the switch {how:?} names {unknown:?}, which is no configuration",
                    file.display()
                );
            }
            if manifest.command.is_some() && !switch.env.is_empty() {
                bail!(
                    "{}: with [command], a switch has flags and no env",
                    file.display()
                );
            }
        }
        Ok(Runtime {
            name: folder_name(dir),
            dir: dir.to_path_buf(),
            manifest,
        })
    }

    /// Returns the name that its worker reports.
    pub fn spoken_name(&self) -> &str {
        self.manifest.name.as_ref().unwrap_or(&self.name)
    }

    /// Returns the notes that results files contain about it.
    pub fn notes(&self) -> RuntimeNotes {
        let manifest = &self.manifest;
        RuntimeNotes {
            name: self.name.clone(),
            title: manifest.title.clone().unwrap_or_default(),
            description: manifest.description.clone(),
            homepage: manifest.homepage.clone(),
            repository: manifest.repository.clone(),
            licence: manifest.licence.clone(),
            architectures: manifest.architectures.clone(),
            embedding: manifest.embedding.clone(),
            hosts: manifest.hosts.clone(),
            twin_of: manifest.twin_of.clone(),
            webassembly_org: manifest.webassembly_org.clone(),
            landscape: manifest.landscape.clone(),
            security: manifest.security.clone(),
        }
    }

    /// Returns the switch that turns a feature on in a configuration.
    pub fn switch(&self, configuration: &str, feature: &str) -> Option<&Switch> {
        let mut switches = self.manifest.switches.iter();
        switches.find(|switch| switch.is_for(configuration, feature))
    }

    /// The full names of its configurations: `runtime/configuration`.
    pub fn configuration_names(&self) -> impl Iterator<Item = String> {
        let full = |c: &ConfigurationManifest| format!("{}/{}", self.name, c.name);
        self.manifest.configurations.iter().map(full)
    }
}

#[cfg(test)]
mod tests {
    use super::{MANIFEST, Runtime};
    use tempfile::TempDir;

    #[test]
    fn a_program_of_components_is_of_a_configuration_that_there_is() {
        let dir = TempDir::new().unwrap();
        let read = |of_modules: &str, of_components: &str| {
            let toml = format!(
                "description = \"\"\nhomepage = \"\"\nrepository = \"\"\nlicence = \"\"\nembedding \
                = \"\"\n\
                 [worker]\nprogram = [\"a\"]\n{of_modules}\n\
                 [components]\nprogram = [\"a\"]\n{of_components}\n\
                 [[configurations]]\nname = \"fast\"\nartifact = \"wasm\"\ndescription = \"\"\nwhy \
                 = \"\"\n"
            );
            std::fs::write(dir.path().join(MANIFEST), toml).unwrap();
            Runtime::read(dir.path())
                .err()
                .map(|error| error.to_string())
        };
        assert_eq!(read("", "programs = { fast = [\"b\"] }"), None);
        for (of_modules, of_components, word) in [
            ("", "programs = { fsat = [\"b\"] }", "fsat"),
            ("", "programs = { fast = [] }", "wants a program"),
            ("programs = { fast = [\"b\"] }", "", "[[configurations]]"),
        ] {
            let error = read(of_modules, of_components).unwrap();
            assert!(error.contains(word), "{error}");
        }
    }
}
