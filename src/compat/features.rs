//! `probes/wasm/features.toml`: what tables say of the features that probes show.

use crate::catalog::files::read_toml;
use crate::results::support::FEATURES;
use crate::results::support::feature::Feature;
use anyhow::Result;
use serde::Deserialize;
use std::path::Path;

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

#[cfg(test)]
mod tests {
    use super::features;
    use crate::probe::sources;
    use crate::results::support::FEATURES;
    use crate::results::support::feature::{COMPONENT_GROUP, COMPONENTS, probes_of};
    use crate::results::support::withheld::{FILE, Known};
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
