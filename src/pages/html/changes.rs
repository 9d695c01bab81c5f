//! What changed since the run before.

use super::table::{Place, lazy, note, section};
use super::view::Names;
use crate::compare::document::Document;
use crate::pages::inputs::Material;
use crate::report::compare::{Told, sections};
use crate::report::model::{Field, Mark, Section};
use maud::{Markup, html};

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

/// Of groups, only those that differ: there are too many others.
fn told(document: &Document) -> Vec<Section> {
    let [before, after] = document.runs.as_slice() else {
        return Vec::new();
    };
    let mut sections = sections(&Told {
        answer: &document.answer,
        changes: &document.changes,
        a: format!("the run of {}", before.started),
        b: format!("the run of {}", after.started),
        paired: document.paired,
        rate: document.rate,
        all: false,
    });
    let is_faint = |field: &Field| field.mark == Mark::Faint;
    for section in &mut sections {
        let group = |name: &String| name == "group";
        let Some(table) = section.tables.first_mut() else {
            continue;
        };
        if let Some(at) = table.header.iter().position(group) {
            table
                .rows
                .retain(|row| row[at].text == "all" || !row.last().is_some_and(is_faint));
            section.note += " Groups in which no difference was seen are not shown.";
        }
    }
    sections
}
