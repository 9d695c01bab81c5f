//! One record of several: probes that were run one after another, or on several machines of a kind.

use crate::results::support::withheld::join;
use crate::results::support::{Configuration, Record};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Puts the parts together. Each must have tried other probes, and all the same configurations, by
/// the same wasmeter.
///
/// # Errors
/// Names two parts that do not belong together, and why.
pub fn merge(parts: Vec<(PathBuf, Record)>) -> Result<Record> {
    let mut parts = parts.into_iter();
    let Some((first, mut whole)) = parts.next() else {
        bail!("there is nothing to merge");
    };
    for (file, part) in parts {
        if let Some(what) = difference(&whole, &part) {
            bail!(
                "{} and {}: {what}\ntry the parts by one wasmeter, with the same -r and other \
                probes each",
                first.display(),
                file.display()
            );
        }
        whole.started = whole.started.min(part.started);
        whole.probes.extend(part.probes);
        whole.results.extend(part.results);
        join(&mut whole.withheld, &part.withheld);
    }
    whole.probes.sort_by(|a, b| a.name.cmp(&b.name));
    let names: Vec<_> = whole.configurations.iter().map(|c| &c.name).collect();
    let column = |name: &String| names.iter().position(|known| *known == name);
    whole
        .results
        .sort_by_cached_key(|tried| (column(&tried.configuration), tried.probe.clone()));
    Ok(whole)
}

/// Why two parts do not belong together.
fn difference(a: &Record, b: &Record) -> Option<String> {
    if a.wasmeter != b.wasmeter {
        let (ours, theirs) = (&a.wasmeter, &b.wasmeter);
        return Some(format!("one is of wasmeter {ours}, the other of {theirs}"));
    }
    let (ours, theirs) = (a.machine.place(), b.machine.place());
    if ours != theirs {
        return Some(format!("one is of {ours}, the other of {theirs}"));
    }
    let both = |name: &String| b.probes.iter().any(|probe| probe.name == *name);
    if let Some(probe) = a.probes.iter().find(|probe| both(&probe.name)) {
        return Some(format!("both tried {}", probe.name));
    }
    let facts = |c: &Configuration| (c.name.clone(), c.version.clone(), c.unavailable.is_some());
    let lacks = |here: &Record, there: &Record| {
        let known: Vec<_> = there.configurations.iter().map(facts).collect();
        let mut all = here.configurations.iter();
        all.find(|c| !known.contains(&facts(c)))
            .map(|c| c.name.clone())
    };
    let other = lacks(a, b).or_else(|| lacks(b, a))?;
    Some(format!(
        "{other} is not the same in both, or only in one of them"
    ))
}

#[cfg(test)]
mod tests {
    use crate::report::tests::support::record;
    use crate::results::support::Record;
    use crate::results::support::merge::merge;

    /// The probes of a group, or all others.
    fn part(group: &str, wanted: bool) -> Record {
        let mut part = record();
        let is_of = |name: &str| name.starts_with(group) == wanted;
        part.probes.retain(|probe| is_of(&probe.name));
        part.results.retain(|tried| is_of(&tried.probe));
        part
    }

    fn merged(a: Record, b: Record) -> Result<Record, String> {
        merge(vec![("a.json".into(), a), ("b.json".into(), b)]).map_err(|e| e.to_string())
    }

    #[test]
    fn parts_are_the_whole_in_whatever_order() {
        let text = |record: &Record| serde_json::to_string(record).unwrap();
        let whole = text(&merge(vec![("whole.json".into(), record())]).unwrap());
        for group in ["sandbox", "wasm/"] {
            let (of, others) = (part(group, true), part(group, false));
            assert_eq!(text(&merged(others, of).unwrap()), whole);
        }
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let refused = |change: &dyn Fn(&mut Record), word: &str| {
            let mut other = part("wasm/", false);
            change(&mut other);
            let why = merged(part("wasm/", true), other).unwrap_err();
            assert!(why.contains(word) && why.contains("b.json"), "{why}");
        };
        refused(&|r| r.wasmeter = "9.9.9".to_string(), "9.9.9");
        refused(&|r| r.machine.arch = "vax".to_string(), "vax");
        refused(&|r| *r = record(), "both tried wasm/wide");
        refused(
            &|r| r.configurations[0].version = Some("2".to_string()),
            "fast/jit",
        );
        refused(&|r| drop(r.configurations.remove(1)), "fast/loop");
    }
}
