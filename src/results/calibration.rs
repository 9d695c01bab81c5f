//! The results of `wasmeter calibrate` about a machine.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The trust in differences on a machine, measured there. Fractions are from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Calibration {
    /// When it was begun, RFC 3339.
    pub started: String,
    /// wasmeter's own version.
    pub wasmeter: String,
    /// The cell that was measured: `runtime/configuration` and `guest/input`.
    pub configuration: String,
    pub input: String,
    /// Seed of the random orders.
    pub seed: u64,
    /// Pairs of processes that did the same, and wall time of one pair.
    pub pairs: usize,
    pub pair_ns: u64,
    /// Pairs of one comparison of a thing with itself.
    pub comparison_pairs: usize,
    /// The number of such comparisons, and of those that reported a difference at a nominal rate of
    /// 1%.
    pub comparisons: usize,
    pub false_alarms: usize,
    /// The number of their 95% intervals that contain the truth, which is no difference.
    pub covered: usize,
    /// The slowdowns that are found with 90% power.
    pub detectable: Vec<Detectable>,
    /// Slowdowns by a known number of extra operations, and what was seen of them.
    pub injected: Vec<Injected>,
    /// The same pairs by the CPU time of their processes, which does not include waiting for a
    /// processor. Left out of files of before December 2026, and where workers report none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_cpu_time: Option<Found>,
    /// The least step of `CLOCK_MONOTONIC` that was seen.
    pub clock_step_ns: u64,
    /// Median time of a request to a worker and its reply.
    pub round_trip_ns: u64,
    /// Share of CPU time that the hypervisor took; `None` if the kernel does not report it.
    pub steal: Option<f64>,
    /// One-minute load averages before and after.
    pub load: [f64; 2],
    /// The lowest and highest frequency that the kernel reported, in MHz; `None` if it reports
    /// none.
    pub mhz: Option<[f64; 2]>,
}

/// The results of a calibration's pairs by CPU time; fields as in [`Calibration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    pub comparisons: usize,
    pub false_alarms: usize,
    pub covered: usize,
    pub detectable: Vec<Detectable>,
    pub injected: Vec<Injected>,
}

/// The smallest slowdown that is found with 90% power, at a rate of false positives of 1%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Detectable {
    /// Wall time spent on one comparison.
    pub seconds: u64,
    /// Pairs of processes in that time.
    pub pairs: usize,
    /// `None`: more than the calibration could find, or too few pairs.
    pub fraction: Option<f64>,
}

/// A slowdown by extra operations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Injected {
    /// The extra operations, as a fraction.
    pub fraction: f64,
    /// The measured slowdown, with its 95% interval; `None` without enough pairs.
    pub seen: f64,
    pub interval: Option<[f64; 2]>,
    pub pairs: usize,
    /// The number of comparisons of `comparison_pairs` pairs each, and of those that reported it.
    pub comparisons: usize,
    pub found: usize,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// With a noise floor of 1%.
    pub(crate) fn example() -> Calibration {
        Calibration {
            started: "2026-01-01T00:00:00Z".to_string(),
            wasmeter: "0.1.0".to_string(),
            configuration: "host/plain".to_string(),
            input: "work/one".to_string(),
            seed: 1,
            pairs: 100,
            pair_ns: 50_000_000,
            comparison_pairs: 10,
            comparisons: 10,
            false_alarms: 0,
            covered: 10,
            detectable: vec![Detectable {
                seconds: 10,
                pairs: 200,
                fraction: Some(0.01),
            }],
            injected: Vec::new(),
            by_cpu_time: None,
            clock_step_ns: 20,
            round_trip_ns: 50_000,
            steal: Some(0.0),
            load: [0.1, 0.9],
            mhz: None,
        }
    }
}
