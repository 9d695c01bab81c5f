//! Features of WebAssembly, as tables know them.

use super::case::FEATURES;
use serde::{Deserialize, Serialize};

/// A feature of WebAssembly, or a level of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// The probe's name.
    pub key: String,
    pub title: String,
    pub url: String,
    /// The version of WebAssembly that has it, or the phase of its proposal.
    pub status: String,
    /// Its name in the table of features at webassembly.org; several levels may be one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webassembly_org: Option<String>,
    /// Why no module can show it: then there is no probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_observable: Option<String>,
}

/// The name of components in the table at webassembly.org. They are no feature of modules, and have
/// probes of their own.
pub const COMPONENTS: &str = "componentModel";

/// The folder of these probes.
pub const COMPONENT_GROUP: &str = "component";

/// All of these probes: where one was not tried, it is not known whether a runtime has the whole.
const COMPONENT_PROBES: [&str; 7] = [
    "async",
    "futures",
    "resources",
    "scalars",
    "streams",
    "strings",
    "variants",
];

/// The probes that show what the table at webassembly.org calls `name`.
pub fn probes_of(features: &[Feature], name: &str) -> Vec<String> {
    if name == COMPONENTS {
        let full = |name: &&str| format!("{COMPONENT_GROUP}/{name}");
        return COMPONENT_PROBES.iter().map(full).collect();
    }
    let its = features.iter().filter(|feature| {
        let is_it = feature.webassembly_org.as_deref() == Some(name);
        is_it && feature.not_observable.is_none()
    });
    its.map(Feature::probe).collect()
}

impl Feature {
    /// The probe's full name.
    pub fn probe(&self) -> String {
        format!("{FEATURES}/{}", self.key)
    }
}
