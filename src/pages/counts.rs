//! The share of a group of probes that a configuration has.

use crate::results::support::verdict::Verdict;
use crate::results::support::withheld::{Seen, key};
use crate::results::support::{CaseEnd, FEATURES, Record, SANDBOX};
use std::collections::BTreeSet;

/// Groups of WASI's versions, with their names.
pub const WASI: [(&str, &str); 3] = [
    ("wasi-p1", "WASI 0.1"),
    ("wasi-p2", "WASI 0.2"),
    ("wasi-p3", "WASI 0.3"),
];

/// Probes of one group on one configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// `yes`, or `held`.
    pub yes: usize,
    /// Those that are so with a switch on.
    pub flag: usize,
    /// Cases of the sandbox in which something came through.
    pub escaped: usize,
    /// Cases of the sandbox for which the runtime has no limit.
    pub unlimited: usize,
    pub of: usize,
}

impl Tally {
    /// `None`: nothing of the group was tried on it.
    pub fn of(record: &Record, configuration: &str, group: &str) -> Option<Self> {
        let mut tally = Tally::default();
        let tried = record
            .results
            .iter()
            .filter(|t| t.configuration == configuration);
        for tried in tried.filter(|t| t.probe.split('/').next() == Some(group)) {
            tally.of += 1;
            let on = tried.helped().is_some_and(|on| on.verdict == Verdict::Yes);
            match tried.verdict {
                Verdict::Yes | Verdict::Held => tally.yes += 1,
                Verdict::Escaped => tally.escaped += 1,
                Verdict::NoLimit => tally.unlimited += 1,
                _ if on => tally.flag += 1,
                _ => {}
            }
        }
        (tally.of > 0).then_some(tally)
    }

    /// As tables show it.
    pub fn text(&self) -> String {
        let mut text = format!("{}/{}", self.yes, self.of);
        if self.flag > 0 {
            text += &format!(" +{} by flag", self.flag);
        }
        if self.escaped > 0 {
            text += &format!(", {} escaped", self.escaped);
        }
        text
    }
}

/// Cases in which something came through on the configurations that `its` takes: those in the
/// records, and those that are withheld.
pub fn escapes<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    its: impl Fn(&str) -> bool,
) -> usize {
    let mut cases = BTreeSet::new();
    for record in records {
        for tried in record.results.iter().filter(|t| its(&t.configuration)) {
            let escaped = tried.cases.iter().filter(|c| c.end == CaseEnd::Escaped);
            cases.extend(escaped.map(|case| key(&tried.probe, &case.case)));
        }
        let escaped =
            |seen: &Seen| seen.outcome == CaseEnd::Escaped && seen.on.keys().any(|c| its(c));
        let withheld = record.withheld.iter();
        let withheld = withheld.filter(|case| case.seen.iter().any(escaped));
        cases.extend(withheld.map(|case| case.key.clone()));
    }
    cases.len()
}

/// The versions on which withheld cases escaped, other than those that are measured.
pub fn escaped_on(records: &[&Record], its: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut versions = BTreeSet::new();
    for record in records {
        let seen = record.withheld.iter().flat_map(|case| &case.seen);
        for seen in seen.filter(|seen| seen.outcome == CaseEnd::Escaped) {
            versions.extend(
                seen.on
                    .iter()
                    .filter(|(c, _)| its(c))
                    .map(|(_, v)| v.clone()),
            );
        }
    }
    for c in records.iter().flat_map(|record| &record.configurations) {
        if let Some(measured) = c.version.as_ref().filter(|_| its(&c.name)) {
            versions.remove(measured);
        }
    }
    versions
}

/// Groups that stand in entries, with the titles of their columns.
pub const SHOWN: [(&str, &str); 5] = [
    WASI[0],
    WASI[1],
    WASI[2],
    (FEATURES, "proposals"),
    (SANDBOX, "sandbox"),
];
