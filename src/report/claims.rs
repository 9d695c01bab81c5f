//! Claims versus measurements.

use super::model::{Field, Section, Table};
use super::names::fold;
use crate::results::support::Record;
use crate::results::support::differences::{Difference, Differences};
use std::collections::BTreeSet;

pub fn sections(found: &Differences, record: &Record) -> Vec<Section> {
    let all: BTreeSet<&str> = record.here().map(|c| c.name.as_str()).collect();
    let (part, whole): (Vec<_>, Vec<_>) = found.differences.iter().partition(|d| d.holds_elsewhere);
    let title = |title: &str| title.to_string();
    let mut sections = Vec::new();
    if !whole.is_empty() {
        sections.push(Section {
            title: title("Claims that were not measured so"),
            note: title("On no mode that was tried. `nothing`: the table does not say."),
            tables: vec![table(&whole, &all)],
        });
    }
    if !part.is_empty() {
        sections.push(Section {
            title: title("Claims that hold on some modes"),
            note: title("And here not."),
            tables: vec![table(&part, &all)],
        });
    }
    sections.push(Section {
        title: title("And else"),
        note: rest(found),
        tables: Vec::new(),
    });
    sections
}

fn table(differences: &[&Difference], all: &BTreeSet<&str>) -> Table {
    let header = ["runtime", "feature", "claimed", "measured", "on"];
    let row = |d: &&Difference| {
        let on = d.on.iter().map(String::as_str).collect();
        [
            &d.platform,
            &d.feature,
            &d.claimed,
            &d.measured,
            &fold(&on, all),
        ]
        .map(Field::text)
        .to_vec()
    };
    Table {
        title: String::new(),
        header: header.map(str::to_string).to_vec(),
        rows: differences.iter().map(row).collect(),
        keys: header.len(),
    }
}

fn rest(found: &Differences) -> String {
    let list = |names: &mut dyn Iterator<Item = String>| {
        let names: Vec<_> = names.collect();
        match names.is_empty() {
            true => "none".to_string(),
            false => names.join(", "),
        }
    };
    let probed = found.not_probed.iter().map(|(name, why)| match why {
        Some(why) => format!("{name} ({why})"),
        None => name.clone(),
    });
    format!(
        "{} claims agree with what was measured on all modes. In the table, and not \
        measured: {}. Measured, and not in the table: {}. Features that no probe shows: {}.",
        found.agreeing,
        list(&mut found.not_measured.iter().cloned()),
        list(&mut found.not_in_table.iter().cloned()),
        list(&mut probed.into_iter()),
    )
}
