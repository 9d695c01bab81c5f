//! Claims versus measurements: where a table of features says something else than the probes did.

use crate::results::support::claims::{State, Status, Table};
use crate::results::support::feature::COMPONENTS;
use crate::results::support::measured::Measured;
use crate::results::support::{Configuration, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The result of the comparison of a table with a record.
#[derive(Debug, Default, Serialize)]
pub struct Differences {
    pub differences: Vec<Difference>,
    /// Claims about a feature of a runtime that agree with what was measured on all its
    /// configurations.
    pub agreeing: usize,
    /// Who is in the table and was not measured.
    pub not_measured: Vec<String>,
    /// Runtimes that were measured and are not in the table.
    pub not_in_table: Vec<String>,
    /// Features of the table that no probe shows, and why, if it is known.
    pub not_probed: BTreeMap<String, Option<String>>,
}

/// A claim that is not what was measured on some configurations.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The name of the runtime in the table.
    pub platform: String,
    /// The name of the feature in the table.
    pub feature: String,
    pub claimed: String,
    pub measured: String,
    /// Where that was measured.
    pub on: BTreeSet<String>,
    /// True if the claim holds on another configuration.
    pub holds_elsewhere: bool,
}

/// Compares the claims of a table with what was measured.
pub fn differences(record: &Record, table: &Table) -> Differences {
    let mut found = Differences::default();
    let platform = |runtime: &str| {
        let mut runtimes = record.runtimes.iter();
        let its = runtimes.find(|r| r.name == runtime);
        its.and_then(|r| r.webassembly_org.as_deref())
    };
    // A runtime may have several folders, another version or embedding each.
    let mut configurations: BTreeMap<&str, Vec<&Configuration>> = BTreeMap::new();
    for configuration in record.here() {
        let runtime = configuration.name.split('/').next().unwrap_or_default();
        match platform(runtime).filter(|name| table.browsers.contains_key(*name)) {
            Some(name) => configurations.entry(name).or_default().push(configuration),
            None => found.not_in_table.push(runtime.to_string()),
        }
    }
    found.not_in_table.dedup();
    for (name, platform) in &table.browsers {
        let Some(configurations) = configurations.get(name.as_str()) else {
            found.not_measured.push(name.clone());
            continue;
        };
        for feature in table.features.keys() {
            let claim = platform.features.get(feature);
            compare(record, &mut found, (name, feature), claim, configurations);
        }
    }
    for feature in table.features.keys().filter(|name| *name != COMPONENTS) {
        let mut known = record.features.iter();
        let its = known.find(|f| f.webassembly_org.as_ref() == Some(feature));
        match its.map(|f| &f.not_observable) {
            Some(None) => {}
            Some(why) => drop(found.not_probed.insert(feature.clone(), why.clone())),
            None => drop(found.not_probed.insert(feature.clone(), None)),
        }
    }
    found
}

fn compare(
    record: &Record,
    found: &mut Differences,
    (platform, feature): (&str, &str),
    claim: Option<&Status>,
    configurations: &[&Configuration],
) {
    let (mut agree, mut differ) = (0, BTreeMap::<String, BTreeSet<String>>::new());
    for configuration in configurations {
        let Some(measured) = Measured::of(record, &configuration.name, feature) else {
            continue;
        };
        let version = configuration.version.as_deref().unwrap_or_default();
        match holds(claim.map(Status::state), &measured, version) {
            true => agree += 1,
            false => {
                let on = differ.entry(measured.words()).or_default();
                on.insert(configuration.name.clone());
            }
        }
    }
    found.agreeing += usize::from(agree > 0 && differ.is_empty());
    for (measured, on) in differ {
        found.differences.push(Difference {
            platform: platform.to_string(),
            feature: feature.to_string(),
            claimed: claimed(claim),
            measured,
            on,
            holds_elsewhere: agree > 0,
        });
    }
}

/// True if a claim agrees with what was measured at a version. Who says nothing of a feature claims
/// that it is not there.
fn holds(claim: Option<&State>, measured: &Measured, version: &str) -> bool {
    let some = |measured: &Measured| matches!(measured, Measured::Yes | Measured::Flag(_));
    match claim {
        None | Some(State::Is(false)) => !some(measured) && !measured.is_there(),
        Some(State::NotApplicable(())) => true,
        Some(State::Is(true)) => measured.is_there(),
        // A switch that is not known here cannot be tried.
        Some(State::Since(text)) if text == "flag" => *measured != Measured::Yes,
        Some(State::Since(since)) if is_later(since, version) => true,
        Some(State::Since(_)) => measured.is_there(),
    }
}

fn claimed(claim: Option<&Status>) -> String {
    let state = match claim.map(Status::state) {
        None => "nothing".to_string(),
        Some(State::Is(true)) => "yes".to_string(),
        Some(State::Is(false)) => "no".to_string(),
        Some(State::NotApplicable(())) => "does not apply".to_string(),
        Some(State::Since(text)) if text == "flag" => "flag".to_string(),
        Some(State::Since(version)) => format!("since {version}"),
    };
    match claim {
        Some(Status::Noted(_, note)) => format!("{state} ({note})"),
        _ => state,
    }
}

/// True if a version is later than another, by their numbers. What has none is not.
fn is_later(since: &str, version: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        let head = text.trim_start_matches(['v', 'V']);
        let end = head.find(|c: char| !c.is_ascii_digit() && c != '.');
        let numbers = head[..end.unwrap_or(head.len())].split('.');
        numbers.map_while(|number| number.parse().ok()).collect()
    };
    let (since, version) = (numbers(since), numbers(version));
    !since.is_empty() && !version.is_empty() && since > version
}

#[cfg(test)]
mod tests {
    use crate::results::support::differences::*;

    #[test]
    fn claims_are_held_against_what_was_measured() {
        let flag = Measured::Flag("--on".to_string());
        let since = |text: &str| State::Since(text.to_string());
        let no = State::Is(false);
        let partly = |failing, of| Measured::Partly(failing, of, Vec::new());
        for (claim, measured, version, wanted) in [
            (Some(&State::Is(true)), &Measured::Yes, "1.0", true),
            (Some(&State::Is(true)), &Measured::No, "1.0", false),
            (Some(&State::Is(true)), &flag, "1.0", false),
            (Some(&no), &flag, "1.0", false),
            (Some(&no), &partly(1, 2), "1.0", true),
            (Some(&no), &partly(1, 5), "1.0", false),
            (Some(&State::Is(true)), &partly(1, 5), "1.0", true),
            (Some(&State::Is(true)), &partly(4, 5), "1.0", false),
            (None, &Measured::Yes, "1.0", false),
            (None, &Measured::No, "1.0", true),
            (Some(&State::NotApplicable(())), &Measured::Yes, "1.0", true),
            (Some(&since("flag")), &flag, "1.0", true),
            (Some(&since("flag")), &Measured::No, "1.0", true),
            (Some(&since("flag")), &Measured::Yes, "1.0", false),
            (Some(&since("9")), &Measured::No, "10.1", false),
            (Some(&since("11")), &Measured::No, "10.1", true),
            (Some(&since("10.2")), &Measured::No, "10.1.9+debian", true),
            (Some(&since("soon")), &Measured::No, "10.1", false),
        ] {
            assert_eq!(
                holds(claim, measured, version),
                wanted,
                "{claim:?} {measured:?}"
            );
        }
    }
}
