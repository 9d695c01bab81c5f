//! How much of a group of probes a configuration has.

use crate::results::support::verdict::Verdict;
use crate::results::support::{FEATURES, Record, SANDBOX};

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
    /// Of the sandbox: something came through.
    pub escaped: usize,
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

    /// Whether everything is there.
    pub fn is_whole(&self) -> bool {
        self.yes == self.of
    }
}

/// Groups that stand in entries, with the titles of their columns.
pub const SHOWN: [(&str, &str); 5] = [
    WASI[0],
    WASI[1],
    WASI[2],
    (FEATURES, "proposals"),
    (SANDBOX, "sandbox"),
];
