//! Switches of a runtime: features of WebAssembly that it has, and that are off by default.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One switch. Its features are named as the probes in `probes/wasm/`; what others try, as
/// `group/name`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// The features that it switches on.
    pub features: Vec<String>,
    /// The setting, as the runtime's users write it.
    pub how: String,
    /// Where it is there. Left out: in all configurations.
    #[serde(default)]
    pub configurations: Vec<String>,
    /// Arguments of the program, before all others; with `[command]`, behind the configuration's
    /// flags.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Environment of the program.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
}

impl Switch {
    /// True if it switches a feature on in a configuration.
    pub fn is_for(&self, configuration: &str, feature: &str) -> bool {
        let here = |name: &String| name == configuration;
        self.features.iter().any(|name| name == feature)
            && (self.configurations.is_empty() || self.configurations.iter().any(here))
    }

    /// True if the process is started with it. Otherwise its worker is asked for the features.
    pub fn is_of_process(&self) -> bool {
        !self.flags.is_empty() || !self.env.is_empty()
    }
}
