//! What a processor counted.

use serde::{Deserialize, Serialize};

/// What a worker executed, on all its threads and in all its child processes, the kernel aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub instructions: u64,
    pub cycles: u64,
}

impl Counts {
    /// What was executed after it had come to `before`.
    pub fn since(self, before: Counts) -> Counts {
        Counts {
            instructions: self.instructions.saturating_sub(before.instructions),
            cycles: self.cycles.saturating_sub(before.cycles),
        }
    }
}
