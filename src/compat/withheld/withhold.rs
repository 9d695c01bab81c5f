//! Takes what broke a runtime out of a record.

use crate::results::support::verdict::Verdict;
use crate::results::support::withheld::{Known, Seen, Withheld, join, key};
use crate::results::support::{CaseEnd, CaseResult, Expect, ProbeResult, Record, SANDBOX};
use std::collections::{BTreeMap, BTreeSet};

/// A case that broke a runtime.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// `group/name`
    pub probe: String,
    pub case: String,
    pub outcome: CaseEnd,
    pub configurations: BTreeSet<String>,
}

impl Record {
    /// The cases that broke a runtime, by probe, case and outcome.
    pub fn broken(&self) -> Vec<Broken> {
        let mut found: BTreeMap<(&str, &str, CaseEnd), BTreeSet<String>> = BTreeMap::new();
        for (tried, _, case) in self.all() {
            if let Some(outcome) = breaks(&tried.probe, case) {
                let on = found
                    .entry((&tried.probe, &case.case, outcome))
                    .or_default();
                on.insert(tried.configuration.clone());
            }
        }
        let broken = |((probe, case, outcome), configurations): ((&str, &str, _), _)| Broken {
            probe: probe.to_string(),
            case: case.to_string(),
            outcome,
            configurations,
        };
        found.into_iter().map(broken).collect()
    }

    /// Moves these cases, and those that broke a runtime elsewhere, from the results to what is
    /// withheld, of all configurations: verdicts then are of what is left.
    pub fn withhold(&mut self, known: &Known) {
        let names = self.probes.iter().flat_map(|probe| {
            let cases = probe.cases.iter();
            cases.map(|case| (probe.name.clone(), case.clone()))
        });
        let mut broken: BTreeSet<(String, String)> = names
            .filter(|(probe, case)| known.has(&key(probe, case)))
            .collect();
        let here = self.broken().into_iter();
        broken.extend(here.map(|broken| (broken.probe, broken.case)));
        let words = |(probe, case): &(String, String)| Withheld {
            probe: probe.clone(),
            key: key(probe, case),
            asked: format!("one case of {probe}"),
            seen: self.seen(probe, case),
        };
        let moved: Vec<Withheld> = broken.iter().map(words).collect();
        join(&mut self.withheld, &moved);

        let stays =
            |probe: &str, case: &str| !broken.contains(&(probe.to_string(), case.to_string()));
        for probe in &mut self.probes {
            probe.cases.retain(|case| stays(&probe.name, case));
        }
        self.probes.retain(|probe| !probe.cases.is_empty());
        for tried in &mut self.results {
            tried.cases.retain(|case| stays(&tried.probe, &case.case));
            let group = tried.probe.split('/').next().unwrap_or_default();
            tried.verdict = Verdict::of(group, &tried.cases);
            if let Some(on) = &mut tried.with_switch {
                on.cases.retain(|case| stays(&tried.probe, &case.case));
                on.verdict = Verdict::of(group, &on.cases);
            }
        }
        self.results.retain(|tried| !tried.cases.is_empty());
    }

    /// How a case ended, outcome by outcome.
    fn seen(&self, probe: &str, case: &str) -> Vec<Seen> {
        let version = |name: &str| {
            let mut configurations = self.configurations.iter();
            let its = configurations.find(|c| c.name == name);
            its.and_then(|c| c.version.clone()).unwrap_or_default()
        };
        let mut on: BTreeMap<(CaseEnd, Option<String>), BTreeMap<String, String>> = BTreeMap::new();
        for (tried, switch, result) in self.all() {
            if tried.probe == probe && result.case == case {
                let outcome = breaks(probe, result).unwrap_or(result.end);
                let on = on.entry((outcome, switch.map(str::to_string))).or_default();
                on.insert(tried.configuration.clone(), version(&tried.configuration));
            }
        }
        let seen = |((outcome, with_switch), on)| Seen {
            date: self.started.chars().take("YYYY-MM-DD".len()).collect(),
            place: self.machine.place(),
            outcome,
            with_switch,
            on,
        };
        on.into_iter().map(seen).collect()
    }

    /// All that was tried, also with switches on, which are named.
    fn all(&self) -> impl Iterator<Item = (&ProbeResult, Option<&str>, &CaseResult)> {
        self.results.iter().flat_map(|tried| {
            let plain = tried.cases.iter().map(move |case| (tried, None, case));
            let on = tried.with_switch.iter();
            let on = on.flat_map(move |on| {
                on.cases
                    .iter()
                    .map(move |case| (tried, Some(on.how.as_str()), case))
            });
            plain.chain(on)
        })
    }
}

/// How a case broke the runtime, if it did. A limit or a time that is over breaks nothing where
/// only they can end the case.
fn breaks(probe: &str, result: &CaseResult) -> Option<CaseEnd> {
    let is_endless = || Expect::of(&result.case) == Expect::BeEnded;
    match result.end {
        CaseEnd::Crashed | CaseEnd::Escaped => Some(result.end),
        // So it was written before escapes had an end of their own.
        CaseEnd::Failed if probe.starts_with(&format!("{SANDBOX}/")) => Some(CaseEnd::Escaped),
        CaseEnd::Timeout | CaseEnd::Limit if !is_endless() => Some(result.end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::breaks;
    use crate::report::tests::support::{cases, record, tried};
    use crate::results::support::verdict::Verdict;
    use crate::results::support::withheld::{Known, key};
    use crate::results::support::{CaseEnd, Record};
    use CaseEnd::*;

    #[test]
    fn endless_cases_may_be_ended_but_not_end_the_host() {
        let of = |case: &str, end| {
            let mut result = cases(&[end]).remove(0);
            result.case = case.to_string();
            breaks("sandbox/a", &result)
        };
        for end in [Timeout, Limit] {
            assert_eq!(of("is ended: a loop", end), None);
            assert_eq!(of("returns", end), Some(end));
        }
        assert_eq!(of("is ended: a loop", Crashed), Some(Crashed));
        assert_eq!(of("nothing is read", Failed), Some(Escaped));
        for end in [Passed, Nosys, Unsupported, Trap, NotShown, NoMeans] {
            assert_eq!(of("returns", end), None, "{end:?}");
        }
        assert_eq!(breaks("wasm/a", &cases(&[Failed])[0]), None);
    }

    fn planted() -> Record {
        let mut record = record();
        record.results = vec![
            tried("fast/jit", "wasi-p1/b", &[Passed, Crashed], &[]),
            tried("fast/loop", "wasi-p1/b", &[Passed, Passed], &[]),
            tried("fast/jit", "wasm/wide", &[Unsupported; 2], &[Crashed; 2]),
            tried("fast/loop", "sandbox/a", &[Passed, Escaped], &[]),
        ];
        record
    }

    #[test]
    fn what_is_withheld_is_known_in_words_alone() {
        let mut record = planted();
        assert_eq!(record.broken().len(), 4);
        record.withhold(&Known::default());
        assert_eq!(record.broken(), []);
        let text = serde_json::to_string(&record).unwrap();
        let names: Vec<_> = record
            .probes
            .iter()
            .map(|p| (&*p.name, p.cases.len()))
            .collect();
        assert_eq!(names, [("sandbox/a", 1), ("wasi-p1/b", 1)]);
        // The evidence and the name of the case have gone, of those too on which it passed.
        assert!(
            !text.contains("case 1") && !text.contains("check | 1"),
            "{text}"
        );
        assert_eq!(
            record.tried("fast/jit", "wasi-p1/b").unwrap().verdict,
            Verdict::Yes
        );
        assert_eq!(
            record.tried("fast/loop", "sandbox/a").unwrap().verdict,
            Verdict::Held
        );
        assert!(record.tried("fast/jit", "wasm/wide").is_none());

        let of_b = &record
            .withheld
            .iter()
            .find(|w| w.probe == "wasi-p1/b")
            .unwrap();
        assert_eq!(of_b.key, key("wasi-p1/b", "case 1"));
        let seen: Vec<_> = of_b
            .seen
            .iter()
            .map(|s| (s.outcome, s.on.len(), &*s.date))
            .collect();
        assert_eq!(
            seen,
            [(Passed, 1, "2026-01-01"), (Crashed, 1, "2026-01-01")]
        );
        assert_eq!(of_b.seen[1].on["fast/jit"], "1.2");
    }

    #[test]
    fn what_is_known_is_recalled_where_it_was_seen_and_once() {
        let mut record = planted();
        record.withhold(&Known::default());
        let mut known = Known::default();
        known.add(&record);
        known.add(&record);
        assert_eq!(known.cases, record.withheld);

        let mut later = self::record();
        later.recall(&known, |probe| probe.starts_with("wasi-p1/"));
        later.recall(&known, |probe| probe.starts_with("wasi-p1/"));
        assert_eq!(later.withheld_of("wasi-p1/b"), 1);
        assert_eq!(later.withheld.len(), 1);

        later.machine.arch = "vax".to_string();
        later.withheld.clear();
        later.recall(&known, |_| true);
        assert_eq!(later.withheld, []);
    }
}
