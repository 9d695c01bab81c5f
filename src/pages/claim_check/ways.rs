//! Statements of how a runtime executes.

use super::Judge;
use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::inputs::runtime_of;
use crate::results::runtime::Execution;
use crate::results::schema::Configuration;

impl<'a> Judge<'a> {
    fn configurations(&self, runtime: &str) -> Vec<&'a Configuration> {
        let runs = self.material.runs.iter();
        let mut all: Vec<_> = runs
            .flat_map(|run| &run.what.header.configurations)
            .collect();
        all.retain(|c| runtime_of(&c.name) == runtime && c.unavailable.is_none());
        all.sort_by_key(|c| &c.name);
        all.dedup_by_key(|c| &c.name);
        all
    }

    pub(super) fn executes(&self, runtime: &str, as_one_of: &[Execution], any: bool) -> Finding {
        let known: Vec<_> = self
            .configurations(runtime)
            .into_iter()
            .filter_map(|c| Some((c, c.execution?)))
            .collect();
        let verdict = |(_, way): &(&Configuration, Execution)| match as_one_of.contains(way) {
            true => Verdict::Shown,
            false => Verdict::Contradicted,
        };
        let says: Vec<_> = known
            .iter()
            .map(|(c, way)| format!("{}: {}", c.name, way.word()))
            .collect();
        let verdicts = known.iter().map(verdict);
        Finding {
            verdict: if any {
                Verdict::of_best(verdicts)
            } else {
                Verdict::of_all(verdicts)
            },
            says: match says.as_slice() {
                [] => "how it executes is not known: no configuration of it was measured by a \
                wasmeter that records it"
                    .to_string(),
                says => says.join(", "),
            },
            cells: None,
        }
    }

    pub(super) fn ways(&self, runtime: &str, at_least: usize) -> Finding {
        let names: Vec<_> = self
            .configurations(runtime)
            .iter()
            .map(|c| c.name.as_str())
            .collect();
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
