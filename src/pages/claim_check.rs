//! Verdicts on statements, from cells. Nothing is derived from documentation: a statement that no
//! cell shows could not be tested here.

use super::statements::{Evidence, Statement, Want};
use crate::analysis::metric::Metric;
use crate::filter::Filter;
use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::inputs::Material;
use crate::pages::ranking::Standing;
use crate::results::runtime::Execution;
use std::cell::RefCell;
use std::collections::BTreeMap;

mod better;
mod bytes;
pub mod finding;
mod probes;
mod ways;

/// A statement of a runtime, and what the cells say.
#[derive(Debug)]
pub struct Judged<'a> {
    pub statement: &'a Statement,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
}

/// By run, metric and the ways of executing that race.
type Standings = BTreeMap<(usize, Metric, Vec<Execution>), Option<Standing>>;

/// Judges statements by what was measured.
pub struct Judge<'a> {
    material: &'a Material,
    standings: RefCell<Standings>,
}

impl<'a> Judge<'a> {
    pub fn new(material: &'a Material) -> Self {
        Judge {
            material,
            standings: RefCell::default(),
        }
    }

    /// All that is said of a runtime, and not of all of them.
    pub fn statements_of(&self, runtime: &str) -> Vec<Judged<'a>> {
        let all = self.material.statements.iter().flat_map(|s| &s.statements);
        let of = |statement: &&Statement| statement.of.iter().any(|of| of == runtime);
        all.filter(of)
            .map(|statement| self.judged(runtime, statement))
            .collect()
    }

    /// Returns statements about all runtimes (`*`), judged by these: equal findings are listed
    /// once.
    pub fn statements_of_all(&self, runtimes: &[&str]) -> Vec<Judged<'a>> {
        let all = self.material.statements.iter().flat_map(|s| &s.statements);
        let of = all.filter(|statement| statement.of.iter().any(|of| of == "*"));
        let judged = |statement| {
            let each = runtimes
                .iter()
                .map(|runtime| (*runtime, self.judged(runtime, statement)));
            let each: Vec<_> = each.collect();
            let mut alike: Vec<(Finding, Vec<&str>)> = Vec::new();
            for (runtime, judged) in &each {
                for finding in &judged.findings {
                    match alike.iter_mut().find(|(known, _)| known == finding) {
                        Some((_, of)) => of.push(runtime),
                        None => alike.push((finding.clone(), vec![runtime])),
                    }
                }
            }
            let named = |(finding, of): (Finding, Vec<&str>)| Finding {
                says: format!("{}: {}", of.join(", "), finding.says),
                ..finding
            };
            Judged {
                statement,
                verdict: Verdict::of_all(each.iter().map(|(_, judged)| judged.verdict)),
                findings: alike.into_iter().map(named).collect(),
            }
        };
        of.map(judged).collect()
    }

    fn judged(&self, runtime: &str, statement: &'a Statement) -> Judged<'a> {
        let evidence = statement.shown_by.iter();
        let of_each: Vec<Vec<Finding>> = evidence.map(|e| self.findings(runtime, e)).collect();
        let verdict = |findings: &Vec<Finding>| Verdict::of_all(findings.iter().map(|f| f.verdict));
        Judged {
            statement,
            verdict: Verdict::of_all(of_each.iter().map(verdict)),
            findings: of_each.into_iter().flatten().collect(),
        }
    }

    fn findings(&self, runtime: &str, evidence: &Evidence) -> Vec<Finding> {
        match evidence {
            Evidence::Probes { probes, want, any } => self.probes(runtime, probes, *want, *any),
            Evidence::Better { metric, among } => {
                let runs = 0..self.material.runs.len();
                runs.map(|run| self.better(run, runtime, *metric, among))
                    .collect()
            }
            Evidence::Executes { as_one_of, any } => vec![self.executes(runtime, as_one_of, *any)],
            Evidence::Ways { at_least } => vec![self.ways(runtime, *at_least)],
            Evidence::Portable {
                architectures,
                systems,
            } => vec![bytes::portable(
                self.material,
                runtime,
                *architectures,
                *systems,
            )],
        }
    }

    /// One for each record of support.
    fn probes(&self, runtime: &str, globs: &[String], want: Want, any: bool) -> Vec<Finding> {
        let Ok(filter) = Filter::new(globs) else {
            return vec![Finding::none(format!("{} is no pattern", globs.join(", ")))];
        };
        if self.material.support.is_empty() {
            return vec![Finding::none(
                "support was not tried: there is no file of compat --save here",
            )];
        }
        let records = self.material.support.iter();
        records
            .map(|record| probes::finding(record, runtime, &filter, want, any))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::claim_check::finding::Verdict;
    use crate::pages::claim_check::finding::Verdict::*;

    #[test]
    fn parts_come_to_a_verdict() {
        assert_eq!(Verdict::of_all([]), NotShown);
        assert_eq!(Verdict::of_all([Shown, Shown]), Shown);
        assert_eq!(Verdict::of_all([Shown, NotShown]), Partly);
        assert_eq!(Verdict::of_all([Shown, Contradicted]), Partly);
        assert_eq!(Verdict::of_all([Partly]), Partly);
        assert_eq!(Verdict::of_all([Contradicted, NotShown]), Contradicted);
        assert_eq!(Verdict::of_all([NotShown]), NotShown);
        assert_eq!(Verdict::of_best([Contradicted, Shown]), Shown);
        assert_eq!(Verdict::of_best([Contradicted, Partly]), Partly);
        assert_eq!(Verdict::of_best([NotShown, Contradicted]), Contradicted);
        assert_eq!(Verdict::of_best([]), NotShown);
    }
}
