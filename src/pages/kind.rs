//! How a mode gets from a module to the code that runs.

use crate::results::runtime::Execution;
use crate::results::schema::Configuration;
use serde::Serialize;
use wasmeter_worker::Artifact;

/// The way of a mode from a module to the code that the processor executes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Interpreter,
    Baseline,
    Optimising,
    Tiered,
    AheadOfTime,
}

impl Kind {
    /// `None`: native, or its `runtime.toml` does not say.
    pub fn of(configuration: &Configuration) -> Option<Self> {
        match (configuration.artifact, configuration.execution?) {
            (Artifact::Precompiled, _) => Some(Kind::AheadOfTime),
            (_, Execution::Interpreter) => Some(Kind::Interpreter),
            (_, Execution::Baseline) => Some(Kind::Baseline),
            (_, Execution::Optimising) => Some(Kind::Optimising),
            (_, Execution::Tiered) => Some(Kind::Tiered),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Kind::Interpreter => "interpreter",
            Kind::Baseline => "baseline compiler",
            Kind::Optimising => "optimising compiler",
            Kind::Tiered => "tiers",
            Kind::AheadOfTime => "ahead of time",
        }
    }
}
