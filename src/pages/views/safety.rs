//! The results of a mode's sandbox by kind of case, and the limits that it can set for a guest.

use crate::results::support::withheld::{Seen, Withheld as WithheldCase};
use crate::results::support::{CaseEnd, ProbeResult, Record, SANDBOX};
use serde::Serialize;

/// The sandbox of a mode.
#[derive(Debug, Serialize)]
pub struct Safety {
    pub kinds: Vec<Kind>,
    pub limits: Vec<Limit>,
    /// How withheld cases ended. `None`: they were not tried on it.
    pub withheld: Option<Withheld>,
}

/// Ways out of the sandbox of one kind. Withheld cases are counted too.
#[derive(Debug, Serialize)]
pub struct Kind {
    pub kind: &'static str,
    /// Cases in which nothing came through.
    pub blocked: usize,
    /// Cases in which something did.
    pub escaped: usize,
    /// Cases that were tried.
    pub of: usize,
}

/// Something that a guest uses up, and whether the runtime can end that.
#[derive(Debug, Serialize)]
pub struct Limit {
    pub limit: &'static str,
    pub holds: bool,
    /// The runtime's means, where they have names.
    pub by: Vec<String>,
}

/// Withheld cases by how they ended, with no switch on unless it says so.
#[derive(Debug, Default, Serialize)]
pub struct Withheld {
    pub crashed: usize,
    /// The call did not return.
    pub hung: usize,
    /// Cases that crashed, hung or escaped with a switch on.
    pub with_switch: usize,
    /// The version that they were tried on, where that is another than the one measured.
    pub version: Option<String>,
}

/// Probes of limits, with what each limit does.
const LIMITS: [(&str, &str); 5] = [
    ("loop", "stops a loop"),
    ("wait", "ends a long wait"),
    ("memory", "caps memory"),
    ("table", "caps tables"),
    ("output", "caps output"),
];

/// Probes by the kind of way out. The others are about files and folders.
const KINDS: [(&str, &[&str]); 2] = [
    ("memory", &["pointers"]),
    ("environment, descriptors", &["environment", "descriptors"]),
];

const FILES: &str = "files and folders";

impl Safety {
    /// `None`: no probe of the sandbox was run on the configuration.
    pub fn of(record: &Record, configuration: &str) -> Option<Self> {
        let tried: Vec<(&str, &ProbeResult)> = record
            .results
            .iter()
            .filter(|tried| tried.configuration == configuration)
            .filter_map(|tried| {
                let (group, name) = tried.probe.split_once('/')?;
                (group == SANDBOX).then_some((name, tried))
            })
            .collect();
        if tried.is_empty() {
            return None;
        }
        let limits = LIMITS.iter().filter_map(|(probe, limit)| {
            let (_, tried) = tried.iter().find(|(name, _)| name == probe)?;
            Some(Limit::of(limit, tried))
        });
        let mut kinds = kinds(&tried);
        for case in &record.withheld {
            let Some(name) = case.probe.strip_prefix("sandbox/") else {
                continue;
            };
            let ends = seen(record, case, configuration);
            for seen in ends.filter(|seen| seen.with_switch.is_none()) {
                count(&mut kinds, name, seen.outcome);
            }
        }
        Some(Safety {
            limits: limits.collect(),
            kinds,
            withheld: Withheld::of(record, configuration),
        })
    }

    /// True if the runtime keeps this limit by its own means.
    pub fn holds(&self, limit: &str) -> bool {
        self.limits
            .iter()
            .any(|one| one.limit == limit && one.holds)
    }
}

/// The ends of a withheld case on a mode, where the record was made.
fn seen<'a>(
    record: &Record,
    case: &'a WithheldCase,
    configuration: &str,
) -> impl Iterator<Item = &'a Seen> {
    let place = record.machine.place();
    let is_here = move |seen: &&Seen| seen.place == place && seen.on.contains_key(configuration);
    case.seen.iter().filter(is_here)
}

/// Adds a case to those of its probe's kind.
fn count(kinds: &mut Vec<Kind>, probe: &str, end: CaseEnd) {
    if LIMITS.iter().any(|(limit, _)| *limit == probe) {
        return;
    }
    let known = KINDS.iter().find(|(_, probes)| probes.contains(&probe));
    let kind = known.map_or(FILES, |(kind, _)| *kind);
    let at = kinds.iter().position(|known| known.kind == kind);
    let at = at.unwrap_or_else(|| {
        kinds.push(Kind {
            kind,
            blocked: 0,
            escaped: 0,
            of: 0,
        });
        kinds.len() - 1
    });
    kinds[at].of += 1;
    match end {
        CaseEnd::Escaped => kinds[at].escaped += 1,
        CaseEnd::Crashed | CaseEnd::Misreported | CaseEnd::Timeout => {}
        // What a runtime does not have, nobody escapes by.
        _ => kinds[at].blocked += 1,
    }
}

fn kinds(tried: &[(&str, &ProbeResult)]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (name, tried) in tried {
        for case in &tried.cases {
            count(&mut kinds, name, case.end);
        }
    }
    kinds
}

impl Limit {
    fn of(limit: &'static str, tried: &ProbeResult) -> Self {
        let ends = [
            CaseEnd::Limit,
            CaseEnd::Timeout,
            CaseEnd::NoMeans,
            CaseEnd::Crashed,
        ];
        let mut by: Vec<String> = tried.cases.iter().flat_map(|c| c.by.clone()).collect();
        by.sort();
        by.dedup();
        Limit {
            limit,
            holds: tried.cases.iter().all(|case| !ends.contains(&case.end)),
            by,
        }
    }
}

impl Withheld {
    fn of(record: &Record, configuration: &str) -> Option<Self> {
        let ends = || {
            let cases = record.withheld.iter();
            cases.flat_map(|case| seen(record, case, configuration))
        };
        if ends().next().is_none() && !record.withheld.is_empty() {
            return None;
        }
        let count = |wanted: &dyn Fn(&Seen) -> bool| ends().filter(|seen| wanted(seen)).count();
        let by_default =
            |outcome| count(&|seen: &Seen| seen.outcome == outcome && seen.with_switch.is_none());
        let broke = [CaseEnd::Crashed, CaseEnd::Timeout, CaseEnd::Escaped];
        let mut here = record
            .configurations
            .iter()
            .filter(|c| c.name == configuration);
        let measured = here.next().and_then(|c| c.version.clone());
        let latest = ends().max_by_key(|seen| &seen.date);
        let tried = latest.and_then(|seen| seen.on.get(configuration).cloned());
        Some(Withheld {
            crashed: by_default(CaseEnd::Crashed),
            hung: by_default(CaseEnd::Timeout),
            with_switch: count(&|seen: &Seen| {
                seen.with_switch.is_some() && broke.contains(&seen.outcome)
            }),
            version: tried.filter(|tried| Some(tried) != measured.as_ref()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Safety;
    use crate::report::tests::support::record;

    #[test]
    fn a_mode_without_probes_of_the_sandbox_has_no_safety() {
        let mut record = record();
        let name = record.configurations[0].name.clone();
        record
            .results
            .retain(|tried| tried.probe.starts_with("wasm/"));
        assert!(Safety::of(&record, &name).is_none());
    }

    #[test]
    fn every_case_of_the_sandbox_is_counted_once() {
        let record = record();
        for c in record.here() {
            let Some(safety) = Safety::of(&record, &c.name) else {
                continue;
            };
            let tried = record.results.iter().filter(|t| t.configuration == c.name);
            let tried = tried.filter(|t| t.probe.starts_with("sandbox/"));
            let probes: Vec<_> = tried.collect();
            let limits = safety.limits.len();
            let in_kinds: usize = safety.kinds.iter().map(|kind| kind.of).sum();
            let of_limits: usize = probes
                .iter()
                .filter(|t| super::LIMITS.iter().any(|(l, _)| t.probe.ends_with(l)))
                .map(|t| t.cases.len())
                .sum();
            let all: usize = probes.iter().map(|t| t.cases.len()).sum();
            assert_eq!(in_kinds + of_limits, all, "{}: {limits} limits", c.name);
        }
    }
}
