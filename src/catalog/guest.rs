//! `guest.toml`: one guest.

use super::{folder_name, read_toml};
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A guest: its folder's name, and what its `guest.toml` says.
#[derive(Debug, Clone, Serialize)]
pub struct Guest {
    pub name: String,
    #[serde(skip)]
    pub dir: PathBuf,
    #[serde(flatten)]
    pub manifest: Manifest,
}

/// The contents of `guest.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One line: what it does.
    pub description: String,
    /// Names the script `guests/languages/<language>.sh` that builds it.
    pub language: String,
    pub kind: Kind,
    /// Reports put guests of one group together.
    pub group: String,
    /// What one unit of work is.
    #[serde(default)]
    pub unit: String,
    /// Wasm proposals it needs beyond what compilers turn on by default.
    #[serde(default)]
    pub features: Vec<String>,
    /// Licences of third-party sources and inputs.
    #[serde(default)]
    pub licences: Vec<String>,
    /// Source files, for languages whose build script wants them.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Compiler flags of both builds.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Further compiler flags of the wasm build.
    #[serde(default)]
    pub wasm_flags: Vec<String>,
    /// Whether it wants a folder of its own, preopened as `/`.
    #[serde(default)]
    pub needs_files: bool,
    pub inputs: Vec<Input>,
}

/// What the module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A reactor that exports `bench(n) -> checksum`.
    Bench,
    /// A command: it has `_start`.
    Command,
}

/// One input of a guest.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub name: String,
    /// Whether `--quick` measures it.
    #[serde(default)]
    pub default: bool,
    /// The file that becomes stdin, relative to the guest's folder.
    pub file: Option<PathBuf>,
    /// How many units of work one step does.
    #[serde(default = "one")]
    pub units: f64,
    /// `argv` after the program's name.
    #[serde(default)]
    pub args: Vec<String>,
    /// What a command must print.
    #[serde(default)]
    pub stdout: String,
    /// How a command must end.
    #[serde(default)]
    pub exit_code: i32,
}

fn one() -> f64 {
    1.0
}

impl Guest {
    /// Reads `DIR/guest.toml`.
    pub fn read(dir: &Path) -> Result<Self> {
        let file = dir.join("guest.toml");
        let manifest: Manifest = read_toml(&file)?;
        let problem = |what: String| -> Result<Self> { bail!("{}: {what}", file.display()) };
        if !manifest.inputs.iter().any(|input| input.default) {
            return problem("wants at least one [[inputs]] with default = true".into());
        }
        if (manifest.kind == Kind::Bench) == manifest.unit.is_empty() {
            return problem("unit is wanted if kind is bench, and only then".into());
        }
        for input in &manifest.inputs {
            if manifest.kind == Kind::Bench && !(input.units > 0.0 && input.units.is_finite()) {
                return problem(format!(
                    "input {}: units wants a number above 0",
                    input.name
                ));
            }
            if let Some(missing) = input.file.as_ref().filter(|f| !dir.join(f).is_file()) {
                return problem(format!(
                    "input {}: there is no file {}",
                    input.name,
                    missing.display()
                ));
            }
        }
        Ok(Guest {
            name: folder_name(dir),
            dir: dir.to_path_buf(),
            manifest,
        })
    }

    /// The full names of its inputs: `guest/input`.
    pub fn input_names(&self) -> impl Iterator<Item = String> {
        let full = |input: &Input| format!("{}/{}", self.name, input.name);
        self.manifest.inputs.iter().map(full)
    }
}
