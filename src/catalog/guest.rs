//! `guest.toml`: one guest.

use crate::catalog::files::{folder_name, read_toml};
use crate::catalog::groups::Groups;
use crate::results::group::CountsIn;
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
    /// As its group does.
    pub counts_in: CountsIn,
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
    /// True if a component is run: what its language's script makes is one, or one is made of that
    /// by the adapter of WASI 0.1.
    #[serde(default)]
    pub component: bool,
    /// Reports put guests of one group together. `guests/groups.toml` says what they count in.
    pub group: String,
    /// The guest that does the same work on inputs of the same names: what its native build
    /// computes is the truth for this one too. A command prints the digest, 16 hexadecimal digits
    /// and a newline.
    pub same_as: Option<String>,
    /// The interpreter of the guest's program within the module; `None` if that is compiled to
    /// WebAssembly.
    pub interpreter: Option<String>,
    /// True if it costs so much that it only runs where it is named.
    #[serde(default)]
    pub on_request: bool,
    /// The unit of work.
    #[serde(default)]
    pub unit: String,
    /// Inputs that count in no mean, because a host may do them without asking the system.
    #[serde(default)]
    pub apart: Vec<String>,
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
    /// True if it wants a folder of its own, preopened as `/`.
    #[serde(default)]
    pub needs_files: bool,
    pub inputs: Vec<Input>,
}

/// The kind of the module.
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
    /// True if `--quick` measures it.
    #[serde(default)]
    pub default: bool,
    /// The file that becomes stdin, relative to the guest's folder.
    pub file: Option<PathBuf>,
    /// The number of units of work in one step, or in a command's whole run.
    #[serde(default = "one")]
    pub units: f64,
    /// `argv` after the program's name.
    #[serde(default)]
    pub args: Vec<String>,
    /// The output that a command must print.
    #[serde(default)]
    pub stdout: String,
    /// The exit code that a command must end with.
    #[serde(default)]
    pub exit_code: i32,
}

fn one() -> f64 {
    1.0
}

impl Guest {
    /// Reads `DIR/guest.toml`.
    pub fn read(dir: &Path, groups: &Groups) -> Result<Self> {
        let file = dir.join("guest.toml");
        let manifest: Manifest = read_toml(&file)?;
        let problem = |what: String| -> Result<Self> { bail!("{}: {what}", file.display()) };
        if manifest.inputs.is_empty() {
            return problem("wants at least one [[inputs]]".into());
        }
        if (manifest.kind == Kind::Bench) == manifest.unit.is_empty() {
            return problem("unit is wanted if kind is bench, and only then".into());
        }
        if manifest.component && manifest.kind != Kind::Command {
            return problem("component is for commands".into());
        }
        let is_input = |name: &&String| manifest.inputs.iter().any(|input| input.name == **name);
        if let Some(unknown) = manifest.apart.iter().find(|name| !is_input(name)) {
            return problem(format!("apart: there is no input {unknown}"));
        }
        for input in &manifest.inputs {
            if !(input.units > 0.0 && input.units.is_finite()) {
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
            counts_in: groups.counts_in(&manifest.group),
            manifest,
        })
    }

    /// Checks that the guest it wants to be the same as is there, and is given the very same.
    pub fn check_twin(&self, guests: &[Guest]) -> Result<()> {
        let Some(name) = &self.manifest.same_as else {
            return Ok(());
        };
        let problem = |what: String| -> Result<()> {
            bail!("{}: same_as: {what}", self.dir.join("guest.toml").display())
        };
        let twin = guests.iter().find(|guest| guest.name == *name);
        let Some(twin) = twin.filter(|twin| twin.manifest.kind == Kind::Bench) else {
            return problem(format!("there is no guest {name} of kind bench"));
        };
        if twin.manifest.same_as.is_some() {
            return problem(format!("{name} itself is the same as another"));
        }
        for input in &self.manifest.inputs {
            let file = |guest: &Guest, input: &Input| {
                let file = input.file.as_ref().map(|file| guest.dir.join(file));
                file.and_then(|file| file.canonicalize().ok())
            };
            let mut inputs = twin.manifest.inputs.iter();
            let same = |i: &Input| i.name == input.name && file(twin, i) == file(self, input);
            if !inputs.any(same) {
                return problem(format!("{name} has no input {} of that file", input.name));
            }
            if !input.stdout.is_empty() {
                return problem(format!("input {}: stdout is the digest then", input.name));
            }
        }
        Ok(())
    }

    /// The full names of its inputs: `guest/input`.
    pub fn input_names(&self) -> impl Iterator<Item = String> {
        let full = |input: &Input| format!("{}/{}", self.name, input.name);
        self.manifest.inputs.iter().map(full)
    }
}
