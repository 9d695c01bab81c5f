//! Other differences between two runs: machine, plan, versions, hashes, settings, toolchains.

use crate::results::schema::{Header, Results};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A field that differs between both headers, or that only one of them has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// Where in the header: `configurations/NAME/version`.
    pub what: String,
    pub a: Option<String>,
    pub b: Option<String>,
}

/// True if native code was compiled by another compiler in one of the runs.
pub fn has_other_native_compiler(changes: &[Change]) -> bool {
    changes
        .iter()
        .any(|c| c.what.ends_with("/native_toolchain"))
}

/// Fields that differ between any two runs, and mean nothing.
const ALWAYS: [&str; 4] = [
    "started",
    "plan/seed",
    "machine/load",
    "machine/calibration",
];

/// Returns all differences between the headers.
pub fn changes(a: &Results, b: &Results) -> Vec<Change> {
    let (a, b) = (facts(&a.header), facts(&b.header));
    let whats: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    whats
        .into_iter()
        .filter(|what| a.get(*what) != b.get(*what))
        .filter(|what| !ALWAYS.iter().any(|always| what.starts_with(always)))
        .map(|what| Change {
            what: what.clone(),
            a: a.get(what).cloned(),
            b: b.get(what).cloned(),
        })
        .collect()
}

fn facts(header: &Header) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    // Plain data, which JSON can hold.
    let mut value = serde_json::to_value(header).unwrap_or_default();
    if let Some(header) = value.as_object_mut() {
        // Compiling ahead of time is measured, not set.
        header.remove("precompiled");
        // Notes about runtimes are no part of the run.
        header.remove("runtimes");
    }
    flatten("", &value, &mut facts);
    facts
}

/// Objects by the names of their fields, lists of named objects by their names, everything else as
/// it is.
fn flatten(place: &str, value: &Value, facts: &mut BTreeMap<String, String>) {
    let below = |name: &str| match place {
        "" => name.to_string(),
        place => format!("{place}/{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&below(name), value, facts);
            }
        }
        Value::Array(list) => {
            for value in list {
                match (value.get("name").and_then(Value::as_str), value.as_str()) {
                    (Some(name), _) => flatten(&below(name), value, facts),
                    (None, Some(text)) => {
                        facts.insert(below(text), "there".to_string());
                    }
                    (None, None) => {}
                }
            }
        }
        Value::String(text) => {
            facts.insert(place.to_string(), text.clone());
        }
        other => {
            facts.insert(place.to_string(), other.to_string());
        }
    }
}
