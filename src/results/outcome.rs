//! The outcome of a cell: never mixed, never a zero, never a blank.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use wasmeter_worker::protocol::Status;

/// The outcome of a cell.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It ran, and what it gave was verified.
    Ok,
    /// The runtime said no.
    Unsupported,
    /// It ran, and gave something else than the native build does.
    WrongOutput,
    /// It ran, and its worker reported impossible figures.
    Misreported,
    /// The guest ended abnormally inside the runtime.
    Trap,
    /// It took longer than it may.
    Timeout,
    /// The worker died or broke the protocol, or wasmeter ended it for what it used.
    Crashed,
    /// Not built on this machine.
    Unavailable,
}

impl From<Status> for Outcome {
    fn from(status: Status) -> Self {
        match status {
            Status::Ok => Outcome::Ok,
            Status::Unsupported => Outcome::Unsupported,
            Status::Trap => Outcome::Trap,
            // The harness asks in order and in form: a worker that objects is at fault.
            Status::BadRequest => Outcome::Crashed,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Outcome::Ok => "ok",
            Outcome::Unsupported => "unsupported",
            Outcome::WrongOutput => "wrong-output",
            Outcome::Misreported => "misreported",
            Outcome::Trap => "trap",
            Outcome::Timeout => "timeout",
            Outcome::Crashed => "crashed",
            Outcome::Unavailable => "unavailable",
        })
    }
}

/// An outcome other than `ok`, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub outcome: Outcome,
    pub message: String,
    /// True if wasmeter ended it, for what it used of memory or output.
    pub at_limit: bool,
}

impl End {
    pub fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        End {
            outcome,
            message: message.into(),
            at_limit: false,
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.outcome, self.message)
    }
}
