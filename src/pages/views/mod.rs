//! The data of the page's views: runtimes, which open into their modes. Plain data, made from
//! results files alone; `wasmeter report --format json FOLDER` prints the same.

pub mod mode;
pub mod peers;
pub mod price;
pub mod run;
pub mod safety;
pub mod why;

use super::claim_check::finding::Verdict;
use super::entry::Entry;
use super::inputs::Material;
use crate::analysis::cells::Cells;
use crate::analysis::figures::Figures;
use crate::results::runtime::{Hosts, Security};
use mode::Mode;
use run::Run;
use serde::Serialize;

/// The version of the form.
const SCHEMA: &str = "wasmeter-views/1";

/// All runtimes, by their titles.
#[derive(Debug, Serialize)]
pub struct Views {
    pub schema: &'static str,
    pub runtimes: Vec<Runtime>,
}

/// A runtime.
#[derive(Debug, Serialize)]
pub struct Runtime {
    /// Its folder's name.
    pub name: String,
    pub title: String,
    pub description: String,
    pub homepage: String,
    pub repository: String,
    pub licence: String,
    /// The way in which wasmeter embeds it.
    pub embedding: String,
    /// Languages of programs that its makers document how to embed it in, and where. Not measured.
    pub hosts: Option<Hosts>,
    pub versions: Vec<String>,
    /// Architectures that it was timed on.
    pub measured_on: Vec<String>,
    /// Architectures whose instructions were counted under emulation, and nothing else.
    pub counted_on: Vec<String>,
    pub claims: Claims,
    /// Where to report a vulnerability, and what its documents say of protection.
    pub security: Option<Security>,
    /// Cases that are withheld, in words; one entry a machine.
    pub withheld: Vec<String>,
    /// Modes that are not here, with the reason.
    pub unavailable: Vec<Unavailable>,
    pub modes: Vec<Mode>,
}

/// The number of statements about a runtime with each verdict.
#[derive(Debug, Default, Serialize)]
pub struct Claims {
    pub shown: usize,
    pub partly: usize,
    pub not_tested: usize,
    pub refuted: usize,
}

/// A mode that is not on the machine.
#[derive(Debug, Serialize)]
pub struct Unavailable {
    pub mode: String,
    pub why: String,
}

impl Views {
    /// The views of what was read, with the cells of its runs and its entries.
    pub fn of(material: &Material, cells: &[Cells], entries: &[Entry]) -> Self {
        let counted: Vec<Cells> = material
            .emulated
            .iter()
            .map(|run| Cells::derive(&run.what))
            .collect();
        let runs = material.runs.iter().zip(cells);
        let runs: Vec<Run> = runs
            .map(|(run, cells)| {
                let arch = &cells.results.header.machine.arch;
                let same_arch = |other: &&Cells| other.results.header.machine.arch == *arch;
                Run {
                    name: &run.name,
                    cells,
                    figures: Figures::of(cells),
                    counted: counted.iter().find(same_arch).map(Figures::of),
                }
            })
            .collect();
        let limits = material.limits.iter();
        let limits: Vec<Cells> = limits.map(|run| Cells::derive(&run.what)).collect();
        Views {
            schema: SCHEMA,
            runtimes: entries
                .iter()
                .map(|entry| Runtime::of(material, &runs, &limits, entry))
                .collect(),
        }
    }
}

impl Runtime {
    fn of(material: &Material, runs: &[Run], limits: &[Cells], entry: &Entry) -> Self {
        let notes = &entry.notes;
        let modes = entry.columns.iter();
        Runtime {
            name: notes.name.clone(),
            title: notes.title().to_string(),
            description: notes.description.clone(),
            homepage: notes.homepage.clone(),
            repository: notes.repository.clone(),
            licence: notes.licence.clone(),
            embedding: notes.embedding.clone(),
            hosts: notes.hosts.clone(),
            versions: entry.versions.iter().cloned().collect(),
            measured_on: entry.measured_on.iter().cloned().collect(),
            counted_on: entry.emulated_on.iter().cloned().collect(),
            claims: Claims::of(entry),
            security: notes.security.clone(),
            withheld: entry.withheld.clone(),
            unavailable: entry
                .unavailable
                .iter()
                .map(|(mode, why)| Unavailable {
                    mode: mode.clone(),
                    why: why.clone(),
                })
                .collect(),
            modes: modes
                .map(|column| Mode::of(material, runs, limits, column))
                .collect(),
        }
    }
}

impl Claims {
    /// `2 shown, 1 refuted`: verdicts that occur. Empty without statements.
    pub fn in_words(&self) -> String {
        let counts = [
            (self.shown, "shown"),
            (self.partly, "partly"),
            (self.refuted, "refuted"),
            (self.not_tested, "could not be tested here"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let words: Vec<String> = counts
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        words.join(", ")
    }

    fn of(entry: &Entry) -> Self {
        let count = |verdict| entry.said.iter().filter(|j| j.verdict == verdict).count();
        Claims {
            shown: count(Verdict::Shown),
            partly: count(Verdict::Partly),
            not_tested: count(Verdict::NotShown),
            refuted: count(Verdict::Contradicted),
        }
    }
}
