//! `probes/wasm/features.toml`: what tables say of the features that probes show.

use super::probe::FEATURES;
use crate::catalog::read_toml;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;

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
    /// What the table of features at webassembly.org calls it; several levels may be one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webassembly_org: Option<String>,
    /// Why no module can show it: then there is no probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_observable: Option<String>,
}

/// What the table at webassembly.org calls components. They are no feature of modules, and have
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    features: Vec<Feature>,
}

/// The features of a project, in the order of tables.
pub fn features(root: &Path) -> Result<Vec<Feature>> {
    let file = root.join("probes").join(FEATURES).join("features.toml");
    // A project of one's own may have no probes of features.
    if !file.exists() {
        return Ok(Vec::new());
    }
    Ok(read_toml::<File>(&file)?.features)
}

impl Feature {
    /// The probe's full name.
    pub fn probe(&self) -> String {
        format!("{FEATURES}/{}", self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPONENT_GROUP, COMPONENTS, features, probes_of};
    use crate::compat::probe::{FEATURES, sources};
    use crate::compat::withheld::{FILE, Known};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_probe_of_a_feature_is_described_and_no_other() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let known = features(root).unwrap();
        let shown = known.iter().filter(|f| f.not_observable.is_none());
        let shown: BTreeSet<_> = shown.map(|f| f.key.clone()).collect();
        let sources = sources(root).unwrap().into_iter();
        let sources = sources.filter(|s| s.group == FEATURES).map(|s| s.name);
        // Those whose cases all broke a runtime have no source any more.
        let withheld = Known::read(&root.join(FILE)).unwrap().cases.into_iter();
        let withheld =
            withheld.filter_map(|case| Some(case.probe.strip_prefix("wasm/")?.to_string()));
        assert_eq!(shown, sources.chain(withheld).collect());
    }

    #[test]
    fn every_probe_of_components_counts_for_the_whole() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = sources(root).unwrap().into_iter();
        let sources = sources.filter(|source| source.group == COMPONENT_GROUP);
        let names: Vec<_> = sources.map(|source| source.full_name()).collect();
        assert_eq!(probes_of(&[], COMPONENTS), names);
    }
}
