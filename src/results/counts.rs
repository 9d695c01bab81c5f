//! Events that a processor counted.

use serde::{Deserialize, Serialize};

/// The instructions and cycles of a worker, on all its threads and in all its child processes, the
/// kernel aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub instructions: u64,
    pub cycles: u64,
}

impl Counts {
    /// Returns the counts since `before`.
    pub fn since(self, before: Counts) -> Counts {
        Counts {
            instructions: self.instructions.saturating_sub(before.instructions),
            cycles: self.cycles.saturating_sub(before.cycles),
        }
    }
}
