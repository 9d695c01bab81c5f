//! A results file as the page shows it.

use crate::report::cells::Cells;
use crate::results::schema::Results;
use std::collections::BTreeSet;

pub struct View<'a> {
    /// The architecture; of a second file of the same one with a number.
    pub name: String,
    pub cells: Cells<'a>,
    pub names: Names<'a>,
}

/// What rows and columns may be about, so that they can be filtered by it.
#[derive(Default)]
pub struct Names<'a> {
    configurations: BTreeSet<&'a str>,
    /// Inputs and guests.
    guests: BTreeSet<&'a str>,
}

impl<'a> View<'a> {
    pub fn all(files: impl IntoIterator<Item = &'a Results>) -> Vec<Self> {
        let mut views: Vec<View> = Vec::new();
        for results in files {
            let arch = &results.header.machine.arch;
            let same = |view: &&View| &view.cells.results.header.machine.arch == arch;
            let name = match views.iter().filter(same).count() {
                0 => arch.clone(),
                before => format!("{arch} {}", before + 1),
            };
            views.push(View {
                name,
                cells: Cells::derive(results),
                names: Names::of(results),
            });
        }
        views
    }
}

impl<'a> Names<'a> {
    fn of(results: &'a Results) -> Self {
        let header = &results.header;
        let guests = header.guests.iter().map(|guest| guest.name.as_str());
        Names {
            configurations: header.configurations.iter().map(|c| c.name.as_str()).collect(),
            guests: guests.chain(header.plan.inputs.iter().map(String::as_str)).collect(),
        }
    }

    pub fn of_configurations(names: impl IntoIterator<Item = &'a str>) -> Self {
        Names {
            configurations: names.into_iter().collect(),
            guests: BTreeSet::new(),
        }
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
}
