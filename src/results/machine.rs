//! A machine.

use crate::results::calibration::Calibration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The machine's fingerprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Machine {
    pub arch: String,
    pub os: String,
    pub kernel: String,
    pub cpu: String,
    /// Logical processors that the harness may use.
    pub cores: usize,
    pub memory_bytes: u64,
    /// Frequency governor, if the kernel shows one.
    pub governor: Option<String>,
    /// The hypervisor's name, or whether one was noticed; `None` on bare metal.
    pub virtualised: Option<String>,
    /// One-minute load average when the run began.
    pub load: f64,
    /// The file system of the guests' scratch folders.
    pub scratch: String,
    /// The emulator of the processes, if they were builds for an emulated processor: instructions
    /// were counted, and no time or memory was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emulator: Option<String>,
    /// The results of `wasmeter calibrate` here; left out if it was not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
}

/// The budget that gives a machine's noise floor.
const FLOOR_SECONDS: u64 = 10;

impl Machine {
    /// The smallest difference of times, as a fraction, that ten seconds of measuring find here;
    /// `None` if the machine was not calibrated.
    pub fn noise_floor(&self) -> Option<f64> {
        let detectable = &self.calibration.as_ref()?.detectable;
        detectable
            .iter()
            .find(|d| d.seconds == FLOOR_SECONDS)?
            .fraction
    }
}
