//! A results file as the page shows it.

use crate::analysis::cells::Cells;
use crate::pages::inputs::Named;
use crate::results::schema::Results;
use std::collections::BTreeSet;

pub struct View<'a> {
    /// The architecture, with the file's name where that is another.
    pub name: String,
    pub cells: &'a Cells<'a>,
    pub names: Names<'a>,
}

/// What rows and columns may be about, so that they can be filtered by it.
#[derive(Default)]
pub struct Names<'a> {
    configurations: BTreeSet<&'a str>,
    /// Inputs and guests.
    guests: BTreeSet<&'a str>,
    /// Guests whose sources are in the repository.
    sources: BTreeSet<&'a str>,
}

impl<'a> View<'a> {
    /// Of runs, each with its cells.
    pub fn all(runs: &'a [Named<Results>], cells: &'a [Cells<'a>]) -> Vec<Self> {
        let names = unique(runs.iter().map(|run| {
            let arch = &run.what.header.machine.arch;
            match &run.name == arch {
                true => arch.clone(),
                false => format!("{arch} ({})", run.name),
            }
        }));
        let view = |(cells, name): (&'a Cells<'a>, String)| View {
            name,
            cells,
            names: Names::of(cells.results),
        };
        cells.iter().zip(names).map(view).collect()
    }
}

/// Files of several folders may have the same name.
pub fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut free = std::iter::once(name.clone())
            .chain(numbered)
            .filter(|name| !all.contains(name));
        all.extend(free.next());
    }
    all
}

impl<'a> Names<'a> {
    fn of(results: &'a Results) -> Self {
        let header = &results.header;
        let guests = header.guests.iter().map(|guest| guest.name.as_str());
        // Those of the user's own lie elsewhere.
        let ours = header.guests.iter().filter(|guest| guest.given.is_empty());
        let ours = ours.map(|guest| guest.name.as_str());
        let ours = ours.filter(|_| header.folders.is_empty());
        Names {
            configurations: header
                .configurations
                .iter()
                .map(|c| c.name.as_str())
                .collect(),
            guests: guests
                .chain(header.plan.inputs.iter().map(String::as_str))
                .collect(),
            sources: ours.filter(|name| is_folder(name)).collect(),
        }
    }

    pub fn of_configurations(names: impl IntoIterator<Item = &'a str>) -> Self {
        Names {
            configurations: names.into_iter().collect(),
            ..Names::default()
        }
    }

    /// Whether there is no room for a word in each column.
    pub fn are_many(&self) -> bool {
        self.configurations.len() > 10
    }

    /// The configuration that a field names; headers break names where the slash was.
    pub fn configuration(&self, text: &str) -> Option<&'a str> {
        let name = text.trim().replace('\n', "/");
        self.configurations.get(name.as_str()).copied()
    }

    /// The input or guest that a field names, perhaps with its size in parentheses.
    pub fn guest(&self, text: &str) -> Option<&'a str> {
        let text = text.trim();
        let name = text.split_once(" (").map_or(text, |(name, _)| name);
        self.guests.get(name).copied()
    }

    /// The guest that a field names, or one of whose inputs, if its source is in the repository.
    pub fn source(&self, text: &str) -> Option<&'a str> {
        let guest = self.guest(text)?.split('/').next()?;
        self.sources.get(guest).copied()
    }
}

/// Whether a name can be a folder's, and nothing else.
fn is_folder(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    name.chars().all(is_plain)
}
