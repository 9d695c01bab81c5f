//! The part of a whole feature that a configuration has, by all the probes that show a part of it.

use crate::results::support::feature::probes_of;
use crate::results::support::verdict::Verdict;
use crate::results::support::{CaseEnd, Record, WithSwitch, passed};
use std::collections::BTreeSet;

/// The part of a feature that is there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    Yes,
    /// With switches on: which.
    Flag(String),
    /// Some cases pass, by default or with switches on: how many do not, of how many, and which.
    Partly(usize, usize, Vec<String>),
    No,
}

impl Measured {
    /// Measures the feature that webassembly.org's table calls `name`; `None` if not all of its
    /// probes were tried, or one shows nothing here.
    pub fn of(record: &Record, configuration: &str, name: &str) -> Option<Self> {
        let (mut hows, mut all_pass, mut pass, mut total) = (BTreeSet::new(), true, 0, 0);
        let mut failing = Vec::new();
        for probe in probes_of(&record.features, name) {
            let tried = record.tried(configuration, &probe)?;
            if tried.verdict == Verdict::NotShown {
                return None;
            }
            let on: Option<&WithSwitch> = tried.helped();
            let (verdict, cases) = match on {
                Some(on) => (on.verdict, &on.cases),
                None => (tried.verdict, &tried.cases),
            };
            hows.extend(on.map(|on| on.how.as_str()));
            all_pass &= verdict == Verdict::Yes;
            pass += passed(cases);
            let fails = cases.iter().filter(|case| case.end != CaseEnd::Passed);
            failing.extend(fails.map(|case| case.case.clone()));
            total += cases.len();
        }
        match (total, pass) {
            (0, _) => None,
            (_, 0) => Some(Measured::No),
            _ if !all_pass => Some(Measured::Partly(total - pass, total, failing)),
            _ if hows.is_empty() => Some(Measured::Yes),
            _ => Some(Measured::Flag(
                hows.into_iter().collect::<Vec<_>>().join(", "),
            )),
        }
    }

    /// As tables show it.
    pub fn words(&self) -> String {
        match self {
            Measured::Yes => "yes".to_string(),
            Measured::Flag(how) => format!("flag: {how}"),
            Measured::Partly(failing, all, _) => {
                format!("partly: {} of {all} cases", all - failing)
            }
            Measured::No => "no".to_string(),
        }
    }

    /// Returns it in words, with the cases that fail.
    pub fn in_full(&self) -> String {
        match self {
            Measured::Partly(.., failing) => {
                format!("{}, not: {}", self.words(), failing.join(", "))
            }
            _ => self.words(),
        }
    }

    /// True if it is there by default, wholly or, with a note, for the most part.
    pub fn is_there(&self) -> bool {
        match self {
            Measured::Yes => true,
            Measured::Partly(failing, all, _) => 2 * failing < *all,
            Measured::Flag(_) | Measured::No => false,
        }
    }
}
