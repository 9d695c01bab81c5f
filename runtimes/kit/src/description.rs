//! What a worker says of its runtime, as a part of the protocol's messages.

use crate::limits::Abilities;
use crate::protocol::Artifact;
use serde::{Deserialize, Serialize};

/// What a worker says of its runtime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// The runtime's name, as in `runtime.toml`.
    pub name: String,
    /// The runtime's version, asked of the runtime or of what was linked.
    pub version: String,
    /// The configurations that this build of the worker has.
    pub configurations: Vec<Configuration>,
    /// Whose WASI implementation the guests use.
    pub wasi: WasiSupport,
    /// Features of WebAssembly that its configurations leave off, and that `engine` can switch on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
}

impl Description {
    /// A runtime that brings its own WASI, with configurations of these names.
    pub fn new(
        name: &str,
        version: impl Into<String>,
        configurations: &[(&str, Artifact)],
    ) -> Self {
        let configuration = |(name, artifact): &(&str, Artifact)| Configuration {
            name: name.to_string(),
            artifact: *artifact,
            can: Abilities::default(),
        };
        Description {
            name: name.to_string(),
            version: version.into(),
            configurations: configurations.iter().map(configuration).collect(),
            wasi: WasiSupport::Runtime,
            features: Vec::new(),
        }
    }

    /// One that can switch on these features of WebAssembly, named as wasmeter's probes of them.
    pub fn switching(self, features: &[&str]) -> Self {
        Description {
            features: features.iter().map(ToString::to_string).collect(),
            ..self
        }
    }

    /// The same, with what each configuration can do to hold a guest.
    pub fn can(mut self, of: impl Fn(&str) -> Abilities) -> Self {
        for configuration in &mut self.configurations {
            configuration.can = of(&configuration.name);
        }
        self
    }
}

/// One way of executing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    pub name: String,
    pub artifact: Artifact,
    /// What it can do to hold a guest.
    #[serde(default, skip_serializing_if = "Abilities::is_empty")]
    pub can: Abilities,
}

/// Whose WASI implementation the guests use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WasiSupport {
    /// The runtime's own.
    Runtime,
    /// The worker supplies it, because the runtime has none.
    Worker,
    /// There is none: the guest is a native program.
    Host,
}
