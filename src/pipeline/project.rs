//! The start of every command: the catalog, and the folder of builds.

use crate::bench::select::Column;
use crate::build::{Home, emulation};
use crate::catalog::runtime::Runtime;
use crate::catalog::{Catalog, find_root};
use crate::progress::Progress;
use crate::results::calibration::Calibration;
use crate::results::machine::Machine;
use crate::results::runtime::RuntimeNotes;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The catalog and the folder to build in.
pub struct Project {
    pub catalog: Catalog,
    pub home: Home,
    /// The options --root and --runtime-dir as they were given, paths whole: with them the same is
    /// found again.
    pub folders: Vec<String>,
}

impl Project {
    /// Opens the project in `root` (`None`: the nearest one above), with the runtimes of further
    /// folders. `emulated` names the processor that builds are for, if it is not this machine's.
    ///
    /// # Errors
    /// There is no project, its catalog cannot be read, or the emulator cannot be had.
    pub fn open(
        root: Option<&Path>,
        runtime_dirs: &[PathBuf],
        emulated: Option<&str>,
    ) -> Result<Self> {
        let folders = folders(root, runtime_dirs)?;
        let root = find_root(root)?;
        let home = Home::find()?;
        let home = match emulated {
            None => home,
            Some(arch) => {
                let progress = Progress::new("emulator", 1);
                let _lock = home.lock(arch)?;
                let target = emulation::set_up(&root, arch, &home, &progress)?;
                home.emulating(target)
            }
        };
        Ok(Project {
            catalog: Catalog::load(&root, runtime_dirs)?,
            home,
            folders,
        })
    }

    /// Returns the machine that is measured: this one, or the one that is emulated on it.
    pub fn machine(&self) -> Machine {
        let mut machine = Machine::here();
        match &self.home.processor {
            None => machine.calibration = Calibration::kept(&self.home.dir, &machine),
            Some(target) => {
                machine.arch = target.arch.clone();
                machine.emulator = Some(target.version.clone());
            }
        }
        machine
    }

    /// The runtimes of these columns, the quickest to build first.
    pub fn runtimes(&self, columns: &[Column]) -> Vec<&Runtime> {
        let used = |runtime: &&Runtime| columns.iter().any(|c| c.runtime == runtime.name);
        let mut runtimes: Vec<_> = self.catalog.runtimes.iter().filter(used).collect();
        let cost = |r: &&Runtime| r.manifest.worker.build_cpu_minutes;
        runtimes.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        runtimes
    }

    /// Returns the notes about the runtimes of these columns, as results keep them.
    pub fn notes(&self, columns: &[Column]) -> Vec<RuntimeNotes> {
        let runtimes = self.runtimes(columns);
        runtimes.into_iter().map(Runtime::notes).collect()
    }
}

/// The options that name folders, as words; paths are whole.
fn folders(root: Option<&Path>, runtime_dirs: &[PathBuf]) -> Result<Vec<String>> {
    let root = root.iter().map(|dir| ("--root", *dir));
    let further = runtime_dirs
        .iter()
        .map(|dir| ("--runtime-dir", dir.as_path()));
    let mut words = Vec::new();
    for (option, dir) in root.chain(further) {
        words.push(option.to_string());
        words.push(std::path::absolute(dir)?.display().to_string());
    }
    Ok(words)
}
