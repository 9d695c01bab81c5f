//! Items: the facts and measurements of runtimes, in the form that the landscape can hold.

use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::pages::counts::SHOWN;
use crate::pages::entry::{Column, Entry};
use crate::pages::landscape::address;
use crate::pages::landscape::listed::sort_key;
use crate::pages::landscape::names::{LINK, PREFIX};
use crate::stats::Estimate;
use std::collections::{BTreeMap, BTreeSet};

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub homepage_url: String,
    pub repo_url: String,
    /// A file's name.
    pub logo: String,
    /// One sentence.
    pub description: String,
    /// Text by name; each name begins with [`PREFIX`].
    pub annotations: BTreeMap<String, String>,
    /// Addresses by their names.
    pub other_links: BTreeMap<String, String>,
    /// Where its measurements are published, if that is known.
    pub measurements: Option<String>,
}

impl Item {
    /// All its links by their names, that to its measurements last.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        let others = self.other_links.iter();
        let others = others.map(|(name, url)| (name.as_str(), url.as_str()));
        others.chain(self.measurements.iter().map(|url| (LINK, url.as_str())))
    }
}

/// Returns the items of the runtimes that were measured and that `runtime.toml` gives an item, by
/// name. A runtime that only drives another one has none. `page` is the address of the page with
/// their measurements.
///
/// Nothing that begins with `summary_` is among it: the landscape lets only a project's own people
/// write that.
pub fn items(entries: &[Entry], page: Option<&str>) -> Vec<Item> {
    let items = entries.iter().filter_map(|entry| item(entry, page));
    let mut items: Vec<Item> = items.collect();
    items.sort_by_key(|item| sort_key(&item.name));
    items
}

fn item(entry: &Entry, page: Option<&str>) -> Option<Item> {
    let notes = &entry.notes;
    let landscape = notes
        .landscape
        .as_ref()
        .filter(|_| !entry.columns.is_empty())?;
    Some(Item {
        name: landscape.name.clone(),
        homepage_url: notes.homepage.clone(),
        repo_url: notes.repository.clone(),
        logo: landscape.logo.clone(),
        description: sentence(&notes.description),
        annotations: annotations(entry),
        other_links: landscape.links.clone(),
        measurements: page.map(|page| address::of_runtime(page, &notes.name)),
    })
}

/// Returns the description of a runtime as a sentence. A clause that begins with `, here` says how
/// wasmeter runs it, which is of no interest elsewhere.
pub(super) fn sentence(description: &str) -> String {
    let what = description.split(", here ").next().unwrap_or_default();
    let what = what.trim().trim_end_matches('.');
    let mut rest = what.chars();
    let Some(first) = rest.next() else {
        return String::new();
    };
    format!("{}{}.", first.to_uppercase(), rest.as_str())
}

fn annotations(entry: &Entry) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            all.insert(format!("{PREFIX}{name}"), value);
        }
    };
    let joined = |set: &BTreeSet<String>| {
        let list: Vec<_> = set.iter().map(String::as_str).collect();
        Some(list.join(", "))
    };
    add("version", joined(&entry.versions));
    add("architectures", joined(&entry.measured_on));
    add("licence", Some(entry.notes.licence.clone()));
    let names: BTreeSet<String> = entry
        .columns
        .iter()
        .map(|column| column.configuration.clone())
        .collect();
    add("configurations", joined(&names));
    add("withheld", Some(entry.withheld.join("; ")));
    let best = |figure: fn(&Column) -> Option<Estimate>,
                show: fn(&Estimate) -> (String, Option<String>)| {
        let (column, estimate) = entry.best(figure)?;
        let (value, interval) = show(&estimate);
        let interval = interval.map_or(String::new(), |interval| format!(" ({interval})"));
        Some(format!(
            "{value}{interval}, {}{}",
            column.configuration,
            place(column)
        ))
    };
    add(
        "start",
        best(|c| c.start, |e| number::quantity(Unit::Ns, e)),
    );
    add(
        "cold_start",
        best(|c| c.cold_start, |e| number::quantity(Unit::Ns, e)),
    );
    add("time_to_native", best(|c| c.throughput, number::ratio));
    add(
        "peak_memory",
        best(|c| c.memory, |e| number::quantity(Unit::Bytes, e)),
    );
    let sizes = entry
        .columns
        .iter()
        .filter_map(|c| Some((c.mapped_bytes?, c)));
    add(
        "program_size",
        sizes
            .min_by_key(|(bytes, c)| (*bytes, &c.configuration))
            .map(|(bytes, c)| format!("{}, {}{}", number::bytes(bytes), c.configuration, place(c))),
    );
    for (at, (_, title)) in SHOWN.iter().enumerate() {
        let tallies = entry
            .columns
            .iter()
            .filter_map(|c| Some((c.support[at]?, c)));
        // The first of those that have most.
        let most = tallies.min_by_key(|(tally, c)| (usize::MAX - tally.yes, &c.configuration));
        let name = title.to_lowercase().replace([' ', '.'], "_");
        add(
            &name,
            most.map(|(tally, c)| format!("{}, {}", tally.text(), c.configuration)),
        );
    }
    all
}

/// The run of a column, where there is one.
fn place(column: &Column) -> String {
    match column.run.as_str() {
        "" => String::new(),
        run => format!(", on {run}"),
    }
}
