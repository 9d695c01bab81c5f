//! The guests: what they do, and which bytes were measured.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::Cells;
use crate::analysis::number;
use crate::results::schema::Guest;

pub fn section(cells: &Cells) -> Section {
    let mut guests: Vec<_> = cells.results.header.guests.iter().collect();
    guests.sort_by_key(|guest| (&guest.group.name, &guest.name));
    let work = guests.iter().map(|guest| {
        let unit = if guest.unit.is_empty() {
            "a command"
        } else {
            &guest.unit
        };
        [
            &guest.name,
            &guest.group.name,
            &guest.language,
            &guest.description,
            unit,
        ]
        .map(Field::text)
        .to_vec()
    });
    let bytes = guests.iter().map(|guest| {
        let lock = if guest.pinned {
            "as guests.lock pins it"
        } else {
            "not as guests.lock pins it"
        };
        vec![
            Field::text(&guest.name),
            Field::text(number::bytes(guest.bytes)),
            Field::text(&guest.sha256),
            Field::text(lock),
            Field::text(&guest.toolchain),
            Field::text(guest.native_sha256.as_deref().unwrap_or("no native build")),
            Field::text(compilers(guest)),
        ]
    });
    let table = |title: &str, header: &[&str], rows: Vec<Vec<Field>>| Table {
        title: title.to_string(),
        header: header.iter().map(ToString::to_string).collect(),
        rows,
        keys: header.len(),
    };
    let columns = [
        "guest",
        "size",
        "SHA-256 of the module",
        "lock",
        "toolchain",
        "SHA-256 of the native build",
        "its compiler; the system's",
    ];
    Section {
        title: "Guests".to_string(),
        note: "Every mode was given the same bytes; native executes a build of the same \
        source."
            .to_string(),
        tables: if guests.is_empty() {
            Vec::new()
        } else {
            vec![
                table(
                    "Work",
                    &["guest", "group", "language", "what it does", "unit of work"],
                    work.collect(),
                ),
                table("Modules", &columns, bytes.collect()),
            ]
        },
    }
}

/// Who compiled the native builds.
fn compilers(guest: &Guest) -> String {
    match (&guest.native_toolchain, &guest.system_toolchain) {
        (None, None) => "–".to_string(),
        (Some(own), Some(system)) if own != system => format!("{own}; {system}"),
        (Some(only), _) | (None, Some(only)) => only.clone(),
    }
}
