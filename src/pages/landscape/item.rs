//! Items: of runtimes, what is known and what was measured, as the landscape can hold it.

use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::pages::counts::SHOWN;
use crate::pages::entry::{Column, Entry};
use crate::pages::landscape::names::PREFIX;
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
    pub description: String,
    /// Text by name; each name begins with [`PREFIX`].
    pub annotations: BTreeMap<String, String>,
    pub summary_tags: Vec<String>,
    /// Addresses by their names.
    pub other_links: BTreeMap<String, String>,
}

/// Of the runtimes that were measured and that `runtime.toml` gives an item, by name. What only
/// drives another one has none.
pub fn items(entries: &[Entry]) -> Vec<Item> {
    let mut items: Vec<Item> = entries.iter().filter_map(item).collect();
    items.sort_by_key(|item| item.name.to_lowercase());
    items
}

fn item(entry: &Entry) -> Option<Item> {
    let notes = &entry.notes;
    let landscape = notes
        .landscape
        .as_ref()
        .filter(|_| !entry.columns.is_empty())?;
    let ways = entry.columns.iter().filter_map(|column| column.execution);
    let ways: BTreeSet<_> = ways.map(|way| way.word().to_string()).collect();
    let mut tags = landscape.tags.clone();
    tags.extend(ways);
    tags.push("webassembly".to_string());
    tags.dedup();
    Some(Item {
        name: landscape.name.clone(),
        homepage_url: notes.homepage.clone(),
        repo_url: notes.repository.clone(),
        logo: landscape.logo.clone(),
        description: notes.description.clone(),
        annotations: annotations(entry),
        summary_tags: tags,
        other_links: landscape.links.clone(),
    })
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
