//! The verdict on the cases of a probe.

use super::case::{CaseEnd, CaseResult, SANDBOX};
use serde::{Deserialize, Serialize};

/// The verdict on one probe on one configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All cases passed.
    Yes,
    /// Some did.
    Partly,
    /// None did.
    No,
    /// None did, because the function is there and only says that it is not implemented.
    Nosys,
    /// Nothing here shows it: the function is there, or the runtime can be had with it, and no more
    /// is known.
    NotShown,
    /// The runtime's process died in a case.
    Crash,
    /// Its worker reported impossible figures of a case: its other reports count for nothing.
    Misreported,
    /// The sandbox blocked all attempts.
    Held,
    /// A check found something outside the sandbox.
    Escaped,
    /// The runtime has no such limit, or only wasmeter's own ended it.
    NoLimit,
}

impl Verdict {
    /// Returns the verdict on a probe in `group`.
    pub fn of(group: &str, cases: &[CaseResult]) -> Self {
        let any = |end| cases.iter().any(|case| case.end == end);
        let all = |end| cases.iter().all(|case| case.end == end);
        if any(CaseEnd::Escaped) {
            return Verdict::Escaped;
        }
        if any(CaseEnd::Crashed) {
            return Verdict::Crash;
        }
        if any(CaseEnd::Misreported) {
            return Verdict::Misreported;
        }
        if group == SANDBOX {
            let unlimited = [CaseEnd::Limit, CaseEnd::Timeout, CaseEnd::NoMeans];
            return if unlimited.into_iter().any(any) {
                Verdict::NoLimit
            } else {
                // What a runtime does not have, nobody escapes by.
                Verdict::Held
            };
        }
        if all(CaseEnd::Passed) {
            Verdict::Yes
        } else if any(CaseEnd::Passed) {
            Verdict::Partly
        } else if all(CaseEnd::Nosys) {
            Verdict::Nosys
        } else if all(CaseEnd::NotShown) {
            Verdict::NotShown
        } else {
            Verdict::No
        }
    }

    /// As tables show it; saved files keep the variants' own names.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::Partly => "partly",
            Verdict::No => "no",
            Verdict::Nosys => "ENOSYS",
            Verdict::NotShown => "not shown",
            Verdict::Crash => "crash",
            Verdict::Misreported => "misreported",
            Verdict::Held => "blocked",
            Verdict::Escaped => "escaped",
            Verdict::NoLimit => "not limited",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::results::support::CaseEnd;
    use crate::results::support::CaseEnd::*;
    use crate::results::support::CaseResult;
    use crate::results::support::verdict::Verdict;

    fn of(group: &str, ends: &[CaseEnd]) -> Verdict {
        let case = |end: &CaseEnd| CaseResult {
            case: String::new(),
            end: *end,
            evidence: None,
            got: None,
            by: Vec::new(),
        };
        Verdict::of(group, &ends.iter().map(case).collect::<Vec<_>>())
    }

    #[test]
    fn cases_come_to_a_verdict() {
        assert_eq!(of("wasm", &[Passed, Passed]), Verdict::Yes);
        assert_eq!(of("wasm", &[Passed, Timeout]), Verdict::Partly);
        assert_eq!(of("wasm", &[Unsupported, Failed]), Verdict::No);
        assert_eq!(of("wasm", &[Nosys, Nosys]), Verdict::Nosys);
        assert_eq!(of("wasm", &[Nosys, Failed]), Verdict::No);
        assert_eq!(of("wasm", &[Passed, Crashed]), Verdict::Crash);
        assert_eq!(of("wasm", &[Passed, Misreported]), Verdict::Misreported);
        assert_eq!(of("wasm", &[NotShown, NotShown]), Verdict::NotShown);
        assert_eq!(of("wasm", &[NotShown, Failed]), Verdict::No);
    }

    #[test]
    fn a_sandbox_holds_unless_something_came_through() {
        assert_eq!(
            of("sandbox", &[Passed, Unsupported, Nosys, Trap]),
            Verdict::Held
        );
        assert_eq!(of("sandbox", &[Passed, Escaped]), Verdict::Escaped);
        assert_eq!(of("sandbox", &[Limit]), Verdict::NoLimit);
        assert_eq!(of("sandbox", &[NoMeans]), Verdict::NoLimit);
        assert_eq!(of("sandbox", &[Escaped, Crashed]), Verdict::Escaped);
        assert_eq!(of("sandbox", &[Passed, Crashed]), Verdict::Crash);
        assert_eq!(of("sandbox", &[Passed, Misreported]), Verdict::Misreported);
    }
}
