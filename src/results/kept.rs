//! The calibration that is kept in wasmeter's folder.

use super::calibration::Calibration;
use super::machine::Machine;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Which machine a calibration is of.
#[derive(Serialize, Deserialize)]
struct Kept {
    arch: String,
    cpu: String,
    cores: usize,
    calibration: Calibration,
}

/// The file in wasmeter's folder.
const FILE: &str = "calibration.json";

impl Calibration {
    /// Keeps it in `folder` for later runs on this machine.
    ///
    /// # Errors
    /// Names the file that cannot be written.
    pub fn keep(&self, folder: &Path, machine: &Machine) -> Result<()> {
        let kept = Kept {
            arch: machine.arch.clone(),
            cpu: machine.cpu.clone(),
            cores: machine.cores,
            calibration: self.clone(),
        };
        let file = folder.join(FILE);
        std::fs::write(&file, serde_json::to_vec_pretty(&kept)?)
            .with_context(|| format!("{}", file.display()))
    }

    /// The one that was kept in `folder`, if it is of this machine.
    pub fn kept(folder: &Path, machine: &Machine) -> Option<Self> {
        let text = std::fs::read(folder.join(FILE)).ok()?;
        let kept: Kept = serde_json::from_slice(&text).ok()?;
        let same =
            (&kept.arch, &kept.cpu, kept.cores) == (&machine.arch, &machine.cpu, machine.cores);
        same.then_some(kept.calibration)
    }
}

#[cfg(test)]
mod tests {
    use crate::results::calibration::Calibration;
    use crate::results::calibration::tests::example;
    use crate::results::machine::Machine;

    #[test]
    fn it_is_kept_for_this_machine_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut machine = Machine::here();
        assert_eq!(Calibration::kept(folder.path(), &machine), None);
        example().keep(folder.path(), &machine).unwrap();
        machine.calibration = Calibration::kept(folder.path(), &machine);
        assert_eq!(machine.calibration, Some(example()));
        assert_eq!(machine.noise_floor(), Some(0.01));
        machine.cores += 1;
        assert_eq!(Calibration::kept(folder.path(), &machine), None);
    }
}
