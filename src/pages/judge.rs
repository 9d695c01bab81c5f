//! What cells say of statements. Nothing is derived from documentation: what no cell shows is not shown here.

use super::material::{Material, runtime_of};
use super::standing::{Standing, standing};
use super::statements::{Evidence, Statement, Want};
use crate::catalog::filter::Filter;
use crate::report::metric::Metric;
use crate::results::runtime::Execution;
use crate::results::schema::Configuration;
use std::cell::RefCell;
use std::collections::BTreeMap;

mod bytes;
mod probes;

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All that would show it does.
    Shown,
    /// Some of it does.
    Partly,
    /// No cell here says anything of it.
    NotShown,
    /// All that was measured says otherwise.
    Contradicted,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Shown => "shown",
            Verdict::Partly => "partly",
            Verdict::NotShown => "not shown here",
            Verdict::Contradicted => "contradicted",
        }
    }

    /// Of parts that all belong to it. What is not shown does not speak against what was measured otherwise.
    pub fn of_all(parts: impl IntoIterator<Item = Verdict>) -> Self {
        let parts: Vec<_> = parts.into_iter().collect();
        let any = |verdict| parts.contains(&verdict);
        let only = |verdict| parts.iter().all(|part| *part == verdict);
        if parts.is_empty() || only(Verdict::NotShown) {
            Verdict::NotShown
        } else if only(Verdict::Shown) {
            Verdict::Shown
        } else if any(Verdict::Shown) || any(Verdict::Partly) {
            Verdict::Partly
        } else {
            Verdict::Contradicted
        }
    }

    /// Of several of which one is enough.
    pub fn of_best(parts: impl IntoIterator<Item = Verdict>) -> Self {
        let order = [Verdict::Shown, Verdict::Partly, Verdict::Contradicted];
        let parts: Vec<_> = parts.into_iter().collect();
        let best = order.into_iter().find(|verdict| parts.contains(verdict));
        best.unwrap_or(Verdict::NotShown)
    }
}

/// A statement of a runtime, and what the cells say.
#[derive(Debug)]
pub struct Judged<'a> {
    pub statement: &'a Statement,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
}

/// What one piece of evidence came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub verdict: Verdict,
    /// In words, with the figures.
    pub says: String,
    /// Where its cells are: the name of a page without its ending, and a heading there.
    pub cells: Option<(String, String)>,
}

impl Finding {
    fn none(says: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::NotShown,
            says: says.into(),
            cells: None,
        }
    }
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

    /// All that is said of a runtime.
    pub fn statements_of(&self, runtime: &str) -> Vec<Judged<'a>> {
        let all = self.material.statements.iter().flat_map(|s| &s.statements);
        let of = |statement: &&Statement| statement.of.iter().any(|of| of == runtime || of == "*");
        all.filter(of).map(|statement| self.judged(runtime, statement)).collect()
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
            Evidence::Probes { probes, want } => self.probes(runtime, probes, *want),
            Evidence::Better { metric, among } => {
                let runs = 0..self.material.runs.len();
                runs.map(|run| self.better(run, runtime, *metric, among)).collect()
            }
            Evidence::Executes { as_one_of } => vec![self.executes(runtime, as_one_of)],
            Evidence::Ways { at_least } => vec![self.ways(runtime, *at_least)],
            Evidence::Portable {
                architectures,
                systems,
            } => vec![bytes::portable(self.material, runtime, *architectures, *systems)],
        }
    }

    /// One for each record of support.
    fn probes(&self, runtime: &str, globs: &[String], want: Want) -> Vec<Finding> {
        let Ok(filter) = Filter::new(globs) else {
            return vec![Finding::none(format!("{} is no pattern", globs.join(", ")))];
        };
        let records = self.material.support.iter();
        records.map(|record| probes::finding(record, runtime, &filter, want)).collect()
    }

    /// Whether it is certainly better than at least half of the others in a run.
    fn better(&self, run: usize, runtime: &str, metric: Metric, among: &[Execution]) -> Finding {
        let run_of = &self.material.runs[run];
        let mut standings = self.standings.borrow_mut();
        let standing = standings
            .entry((run, metric, among.to_vec()))
            .or_insert_with(|| standing(&run_of.what, metric, among));
        let among = match among {
            [] => String::new(),
            ways => {
                let words: Vec<_> = ways.iter().map(|way| way.word()).collect();
                format!(" among those that execute by {}", words.join(" or "))
            }
        };
        let place = standing.as_ref().and_then(|s| Some((s, s.of(runtime)?)));
        let Some((standing, place)) = place else {
            return Finding::none(format!(
                "{}: no {} to compare{among}",
                run_of.name,
                words(metric)
            ));
        };
        let others = standing.places.len() - 1;
        Finding {
            verdict: standing_verdict(place.better, place.worse, others),
            says: format!(
                "{}: {} of {}: {}; certainly better than {} of {others} other runtimes{among}, certainly worse than {}",
                run_of.name,
                words(metric),
                place.configuration,
                standing.figure(place),
                place.worse,
                place.better
            ),
            cells: Some((run_of.name.clone(), heading(metric).to_string())),
        }
    }

    fn configurations(&self, runtime: &str) -> Vec<&'a Configuration> {
        let runs = self.material.runs.iter();
        let mut all: Vec<_> = runs.flat_map(|run| &run.what.header.configurations).collect();
        all.retain(|c| runtime_of(&c.name) == runtime && c.unavailable.is_none());
        all.sort_by_key(|c| &c.name);
        all.dedup_by_key(|c| &c.name);
        all
    }

    fn executes(&self, runtime: &str, as_one_of: &[Execution]) -> Finding {
        let told: Vec<_> = self
            .configurations(runtime)
            .into_iter()
            .filter_map(|c| Some((c, c.execution?)))
            .collect();
        let verdict = |(_, way): &(&Configuration, Execution)| match as_one_of.contains(way) {
            true => Verdict::Shown,
            false => Verdict::Contradicted,
        };
        let says: Vec<_> = told.iter().map(|(c, way)| format!("{}: {}", c.name, way.word())).collect();
        Finding {
            verdict: Verdict::of_all(told.iter().map(verdict)),
            says: match says.as_slice() {
                [] => "no configuration of it was measured".to_string(),
                says => says.join(", "),
            },
            cells: None,
        }
    }

    fn ways(&self, runtime: &str, at_least: usize) -> Finding {
        let names: Vec<_> = self.configurations(runtime).iter().map(|c| c.name.as_str()).collect();
        Finding {
            // That few were tried says nothing against it.
            verdict: match names.len() {
                n if n >= at_least => Verdict::Shown,
                2.. => Verdict::Partly,
                _ => Verdict::NotShown,
            },
            says: match names.as_slice() {
                [] => "no configuration of it was measured".to_string(),
                names => format!("measured as {}", names.join(", ")),
            },
            cells: None,
        }
    }
}

/// Of how many of the others are certainly better, and how many certainly worse.
fn standing_verdict(better: usize, worse: usize, others: usize) -> Verdict {
    if others == 0 || better + worse == 0 {
        Verdict::NotShown
    } else if 2 * worse >= others && worse > better {
        Verdict::Shown
    } else if 2 * better >= others && better > worse {
        Verdict::Contradicted
    } else {
        Verdict::Partly
    }
}

fn words(metric: Metric) -> &'static str {
    match metric {
        Metric::TimePerUnit => "throughput",
        Metric::ColdStart => "cold start",
        Metric::WarmStart => "warm start",
        Metric::Load => "time to load",
        Metric::StartupPeakMemory => "peak memory at start",
        Metric::PeakMemory => "peak memory",
        Metric::InstanceMemory => "memory of an instance",
        Metric::WorkerSize => "size of the program",
        Metric::MappedSize => "size of the program with its libraries",
        _ => "a phase of a start",
    }
}

/// The heading under which a page shows a metric.
fn heading(metric: Metric) -> &'static str {
    match metric {
        Metric::TimePerUnit => "Throughput",
        Metric::StartupPeakMemory
        | Metric::PeakMemory
        | Metric::InstanceMemory
        | Metric::WorkerSize
        | Metric::MappedSize => "Memory and size",
        _ => "Startup",
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, *};
    use super::standing_verdict;

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

    #[test]
    fn a_standing_counts_only_what_is_certain() {
        assert_eq!(standing_verdict(0, 5, 9), Shown);
        assert_eq!(standing_verdict(5, 0, 9), Contradicted);
        assert_eq!(standing_verdict(2, 3, 9), Partly);
        assert_eq!(standing_verdict(0, 0, 9), NotShown);
        assert_eq!(standing_verdict(0, 0, 0), NotShown);
        assert_eq!(standing_verdict(1, 1, 2), Partly);
    }
}
