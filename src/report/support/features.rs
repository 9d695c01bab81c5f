//! Support in the form of features.json of webassembly.org.

use super::withheld;
use crate::results::support::claims::{Category, Phase, Platform, Proposal, State, Status, Table};
use crate::results::support::feature::{COMPONENTS, Feature, probes_of};
use crate::results::support::measured::Measured;
use crate::results::support::{Configuration, Record};
use anyhow::Result;
use std::collections::BTreeMap;

pub fn render(record: &Record) -> Result<String> {
    let mut table = Table {
        features: BTreeMap::new(),
        browsers: BTreeMap::new(),
    };
    let shown = record
        .features
        .iter()
        .filter(|f| f.not_observable.is_none());
    for (feature, name) in shown.filter_map(|f| Some((f, f.webassembly_org.as_ref()?))) {
        let proposal = || proposal(feature);
        table.features.entry(name.clone()).or_insert_with(proposal);
    }
    let components = probes_of(&record.features, COMPONENTS);
    let tried = |probe: &String| record.probes.iter().any(|notes| notes.name == *probe);
    if components.iter().all(tried) {
        let of_components = Proposal {
            description: "Component Model".to_string(),
            url: "https://github.com/WebAssembly/component-model".to_string(),
            phase: Phase::Number(1),
        };
        table.features.insert(COMPONENTS.to_string(), of_components);
    }
    for runtime in &record.runtimes {
        let is_its = |c: &&Configuration| c.name.split('/').next() == Some(&runtime.name);
        let configurations: Vec<_> = record.here().filter(is_its).collect();
        let status = |name: &String| Some((name.clone(), status(record, &configurations, name)?));
        let features: BTreeMap<_, _> = table.features.keys().filter_map(status).collect();
        if features.is_empty() {
            continue;
        }
        let platform = Platform {
            url: runtime.homepage.clone(),
            category: Category::One("Standalone Runtimes".to_string()),
            features,
        };
        let name = runtime.webassembly_org.as_ref().unwrap_or(&runtime.name);
        // Of two that are the same runtime, the second keeps its folder's name.
        let taken = table.browsers.contains_key(name);
        let name = if taken { &runtime.name } else { name };
        table.browsers.insert(name.clone(), platform);
    }
    Ok(serde_json::to_string_pretty(&table)? + "\n")
}

fn proposal(feature: &Feature) -> Proposal {
    let title = feature.title.split(':').next().unwrap_or(&feature.title);
    let phase = feature.status.rsplit_once("phase ").map(|(_, n)| n.parse());
    Proposal {
        description: title.to_string(),
        url: feature.url.clone(),
        phase: match phase {
            Some(Ok(number)) => Phase::Number(number),
            _ if feature.status.starts_with("WebAssembly ") => Phase::Number(5),
            _ => Phase::Word("inactive".to_string()),
        },
    }
}

/// Returns the status of the configuration that has most of it; the others are in the note, as is
/// the version.
fn status(record: &Record, configurations: &[&Configuration], name: &str) -> Option<Status> {
    let mut all = Vec::new();
    for c in configurations {
        all.extend(Measured::of(record, &c.name, name).map(|measured| (measured, c)));
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let (best, configuration) = all.first()?;
    let state = match best {
        Measured::Flag(_) => State::Since("flag".to_string()),
        // The table has no word for a part: the note says which cases fail.
        other => State::Is(other.is_there()),
    };
    let version = configuration
        .version
        .as_deref()
        .unwrap_or("unknown version");
    let mut note = format!("{version}: {}", best.in_full());
    for (worse, c) in all.iter().filter(|(measured, _)| measured != best) {
        note += &format!("; {}: {}", c.name, worse.in_full());
    }
    let names: Vec<&str> = configurations.iter().map(|c| c.name.as_str()).collect();
    let probes = probes_of(&record.features, name);
    let its = record
        .withheld
        .iter()
        .filter(|case| probes.contains(&case.probe));
    let its: Vec<_> = its.cloned().collect();
    if let Some(text) = withheld::in_short(&its, |configuration| names.contains(&configuration)) {
        note += &format!("; withheld: {text}");
    }
    Some(Status::Noted(state, note))
}
