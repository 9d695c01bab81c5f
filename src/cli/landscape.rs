//! `wasmeter report --format landscape`: items of a landscape, merged into one or compared with it.

use crate::files::read_text;
use crate::pages::entry;
use crate::pages::inputs::Material;
use crate::pages::landscape::{self, Accepted, Item};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::ExitCode;

/// Prints a data file that has nothing but our items.
pub fn print(material: &Material) {
    print!("{}", landscape::render(&items(material)));
    warn_of_links(material);
}

/// Merges what was measured into a data file.
pub fn merge(material: &Material, file: &Path) -> Result<()> {
    let items = items(material);
    if items.is_empty() {
        bail!("nothing to merge: no runtime that was measured has an item in the landscape");
    }
    let named = || format!("{}", file.display());
    let text = read_text(file, "--into takes a file that is there")?;
    let merged = landscape::merge(&text, &items).with_context(named)?;
    std::fs::write(file, &merged.text).with_context(named)?;
    for (what, names) in [("updated", &merged.updated), ("added", &merged.added)] {
        if !names.is_empty() {
            hint!("{what}: {}", names.join(", "));
        }
    }
    warn_of_links(material);
    Ok(())
}

/// Prints what differs between a data file and what was measured, but for the known differences of
/// another file. The exit code is 1 if something is printed.
pub fn check(material: &Material, file: &Path, accept: Option<&Path>) -> Result<ExitCode> {
    let accepted = accept.map(Accepted::read).transpose()?.unwrap_or_default();
    let named = || format!("{}", file.display());
    let text = read_text(file, "--into takes a file that is there")?;
    let found = landscape::check(&text, &items(material)).with_context(named)?;
    let all = found.len();
    let checked = accepted.divide(found);
    let mut open = checked.open.iter().chain(&checked.idle).peekable();
    let drifted = open.peek().is_some();
    for drift in open {
        println!("{}: {} [{}]", drift.item, drift.what, drift.field);
    }
    let known = checked.accepted;
    eprintln!("{all} differences from what was measured, {known} of them accepted");
    Ok(ExitCode::from(u8::from(drifted)))
}

/// Says so if items have no link to what was measured.
pub fn warn_of_links(material: &Material) {
    if material.address.is_none() {
        hint!(
            "items of the landscape do not link to their measurements: name the address of the \
            page with --url"
        );
    }
}

fn items(material: &Material) -> Vec<Item> {
    landscape::items(&entry::entries(material), material.address.as_deref())
}
