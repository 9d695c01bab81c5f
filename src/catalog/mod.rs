//! The runtimes under `runtimes/` and the guests under `guests/`, as their TOML files describe
//! them. Nothing here builds or runs anything.

pub mod command;
pub mod files;
pub mod groups;
pub mod guest;
pub mod pin;
pub mod pinned;
pub mod runtime;
pub mod switch;

use crate::catalog::files::folders_with;
use anyhow::{Context, Result, bail};
use groups::Groups;
use guest::Guest;
use runtime::{MANIFEST, Runtime};
use std::path::{Path, PathBuf};

/// Everything that can be measured.
#[derive(Debug)]
pub struct Catalog {
    /// The folder that holds `runtimes/`, `guests/` and `results/`.
    pub root: PathBuf,
    /// By name.
    pub runtimes: Vec<Runtime>,
    /// By name.
    pub guests: Vec<Guest>,
}

impl Catalog {
    /// Reads the project's own catalog, and the runtimes under each of `runtime_dirs`
    /// (a folder of runtimes, or one runtime's folder).
    pub fn load(root: &Path, runtime_dirs: &[PathBuf]) -> Result<Self> {
        let mut runtimes: Vec<Runtime> = Vec::new();
        let own = root.join("runtimes");
        for dir in std::iter::once(&own).chain(runtime_dirs) {
            let before = runtimes.len();
            for folder in folders_with(dir, MANIFEST)? {
                let runtime = Runtime::read(&folder)?;
                if let Some(twin) = runtimes.iter().find(|r| r.name == runtime.name) {
                    bail!(
                        "two runtimes are named {}: {} and {}\nrename one of the folders",
                        runtime.name,
                        twin.dir.display(),
                        runtime.dir.display()
                    );
                }
                runtimes.push(runtime);
            }
            if runtimes.len() == before && *dir != own {
                bail!(
                    "{}: no runtime.toml here, nor in a folder below it",
                    dir.display()
                );
            }
        }
        runtimes.sort_by(|a, b| a.name.cmp(&b.name));
        let folder = root.join("guests");
        let groups = Groups::read(&folder)?;
        let guests = folders_with(&folder, "guest.toml")?
            .iter()
            .map(|folder| Guest::read(folder, &groups))
            .collect::<Result<Vec<_>>>()?;
        for guest in &guests {
            guest.check_twin(&guests)?;
        }
        Ok(Catalog {
            root: root.to_path_buf(),
            runtimes,
            guests,
        })
    }

    /// The runtime of a configuration: `runtime/configuration`, which must be one of these.
    pub fn runtime_of(&self, configuration: &str) -> &Runtime {
        let name = configuration.split('/').next();
        let mut runtimes = self.runtimes.iter();
        runtimes
            .find(|runtime| name == Some(&runtime.name))
            .expect("a configuration is one of a runtime")
    }
}

/// Finds the project's folder: `given`, or the nearest folder above the working folder or the
/// executable that holds `runtimes/` and `guests/`.
pub fn find_root(given: Option<&Path>) -> Result<PathBuf> {
    let is_root = |dir: &&Path| dir.join("runtimes").is_dir() && dir.join("guests").is_dir();
    if let Some(dir) = given {
        let dir = std::path::absolute(dir)?;
        if !is_root(&dir.as_path()) {
            bail!(
                "{}: not wasmeter's folder: it has no runtimes/ and guests/",
                dir.display()
            );
        }
        return Ok(dir);
    }
    let starts = [std::env::current_dir(), std::env::current_exe()];
    starts
        .iter()
        .flatten()
        .find_map(|start| start.ancestors().find(is_root).map(Path::to_path_buf))
        .context(
            "wasmeter's folder (with runtimes/ and guests/) is not above the working folder\n\
             go there, or name it with --root",
        )
}
