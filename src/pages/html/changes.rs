//! What changed since the run before.

use super::table::{Place, lazy, note, section};
use super::view::Names;
use crate::compare::changes::Change;
use crate::compare::document::Document;
use crate::pages::inputs::Material;
use crate::report::compare::{Told, sections};
use crate::report::model::Section;
use maud::{Markup, html};

/// Cells that are shown at most.
const MOST: usize = 100;

pub fn changes(material: &Material, names: &Names) -> Markup {
    html! {
        @if material.changes.is_empty() {
            (note("There is no earlier run to compare with. From the second one on, `wasmeter \
            matrix` compares each with the one before."))
        }
        @for (name, document) in &material.changes {
            h3.run { (name) }
            @if let Some(why) = &document.refused {
                (note("It could not be compared with the run before it:"))
                pre { (why) }
            }
            @let kinds = ["changes-means", "changes-cells", "changes-ends", "changes-else"];
            @for (shown, kind) in told(document).iter().zip(kinds) {
                (lazy(&shown.title, true, section(shown, names, &Place { file: name, kind })))
            }
        }
    }
}

/// True if a change is more than a build's new bytes, and is not on the page elsewhere: of modes,
/// the version and the description.
fn tells(change: &Change) -> bool {
    let is_mode = change.what.starts_with("configurations/");
    let is_shown = ["/version", "/description"]
        .iter()
        .any(|end| change.what.ends_with(end));
    !change.what.ends_with("_sha256") && (!is_mode || is_shown)
}

/// Without means of single groups: there are too many.
fn told(document: &Document) -> Vec<Section> {
    let [before, after] = document.runs.as_slice() else {
        return Vec::new();
    };
    let changes: Vec<Change> = document
        .changes
        .iter()
        .filter(|c| tells(c))
        .cloned()
        .collect();
    let mut sections = sections(&Told {
        answer: &document.answer,
        changes: &changes,
        a: format!("the run of {}", before.started),
        b: format!("the run of {}", after.started),
        paired: document.paired,
        rate: document.rate,
        all: false,
        most: Some(MOST),
    });
    for section in &mut sections {
        let group = |name: &String| name == "group";
        let Some(table) = section.tables.first_mut() else {
            continue;
        };
        if let Some(at) = table.header.iter().position(group) {
            table.rows.retain(|row| row[at].text == "all");
            section.note += " `wasmeter compare` has each group of guests too.";
        }
    }
    sections
}
