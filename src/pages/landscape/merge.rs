//! Merges items into a landscape's data file. What others wrote there stays as it is, comments and
//! all.

use super::add::{add, into_list};
use super::edits::Edits;
use super::events;
use super::item::Item;
use super::listed::{link_to_measurements, listed, pairs, same_name};
use super::tree::{Content, Node};
use super::written_out::written_out;
use super::yaml;
use crate::pages::landscape::names::{LINK, PREFIX};
use anyhow::{Context, Result, bail};

/// The result of a merge.
#[derive(Debug)]
pub struct Merged {
    pub text: String,
    /// Names of items that were there and got what was measured.
    pub updated: Vec<String>,
    /// Names of those that were added. The landscape wants a file for each one's logo.
    pub added: Vec<String>,
}

/// Merges items by their names.
pub fn merge(text: &str, items: &[Item]) -> Result<Merged> {
    let before = events::read(text)?;
    let is_there = |item: &Item| {
        let listed = listed(&before);
        listed
            .iter()
            .any(|node| same_name(node.text_of("name"), &item.name))
    };
    let adds = !items.iter().all(is_there);
    let changes = |name: &str| items.iter().any(|item| same_name(&item.name, name));
    let links = items.iter().any(|item| item.measurements.is_some());
    let text = written_out(text, &changes, adds, links)?;
    let file = events::read(&text).context("its aliases cannot be written out")?;
    let mut edits = Edits::new(&text);
    let mut merged = Merged {
        text: String::new(),
        updated: Vec::new(),
        added: Vec::new(),
    };
    let mut new = Vec::new();
    let listed = listed(&file);
    for item in items {
        match listed
            .iter()
            .find(|node| same_name(node.text_of("name"), &item.name))
        {
            Some(node) => {
                update(&mut edits, node, item)
                    .with_context(|| format!("the item {}", item.name))?;
                merged.updated.push(item.name.clone());
            }
            None => {
                new.push(item);
                merged.added.push(item.name.clone());
            }
        }
    }
    if !new.is_empty() {
        add(&mut edits, &file, new)?;
    }
    merged.text = edits.done();
    let after = events::read(&merged.text)
        .context("what would be written is no YAML any more: nothing was written")?;
    let ours = |mapping: &Node, name: &str| {
        name.starts_with(PREFIX) || name == "url" && mapping.text_of("name") == LINK
    };
    if !before.is_within(&after, &ours) {
        bail!(
            "something that is in the file would be lost: nothing was written; write the items as \
            blocks, a key a line"
        );
    }
    // No item has what was measured of another one.
    for (before, after) in pairs(&before, &after) {
        let name = before.text_of("name");
        if !changes(name) && !after.is_within(before, &|_, _| false) {
            bail!("the item {name} would change too: nothing was written");
        }
    }
    Ok(merged)
}

/// A mapping to which lines can be added: one that is no `{…}`.
fn block<'a>(node: &'a Node, what: &str) -> Result<&'a [(Node, Node)]> {
    let entries = node.entries();
    let Some((key, _)) = entries.first() else {
        bail!("`{what}` has no entries");
    };
    if key.at.start != node.at.start {
        bail!("`{what}` is written in braces; write it as a block, a key a line");
    }
    Ok(entries)
}

fn update(edits: &mut Edits, node: &Node, item: &Item) -> Result<()> {
    let column = block(node, "item")?[0].0.column;
    let mut missing = String::new();
    for (name, value) in yaml::fields(item) {
        if node
            .get(name)
            .is_none_or(|value| matches!(value.content, Content::Null))
        {
            yaml::line(&mut missing, column, name, value);
        }
    }
    // A key without a value would stand twice.
    for (name, _) in yaml::fields(item) {
        if let Some((key, value)) = node.entry(name)
            && matches!(value.content, Content::Null)
        {
            edits.remove_lines(key.first_line, key.last_line);
        }
    }
    // Fields of the item stand above `extra`.
    let above = |key: &Node| match key.first_line > node.first_line {
        true => key.first_line - 1,
        false => node.last_line,
    };
    let below = match node.entry("extra") {
        None => {
            let extra = yaml::extra(item, column + 2);
            missing += &format!("{}extra:\n{extra}", " ".repeat(column));
            node.last_line
        }
        Some((key, extra)) if matches!(extra.content, Content::Null) => {
            edits.insert_below(key.last_line, yaml::extra(item, key.column + 2));
            above(key)
        }
        Some((key, extra)) => {
            update_extra(edits, extra, item)?;
            above(key)
        }
    };
    if !missing.is_empty() {
        edits.insert_below(below, missing);
    }
    Ok(())
}

fn update_extra(edits: &mut Edits, extra: &Node, item: &Item) -> Result<()> {
    let column = block(extra, "extra")?[0].0.column;
    let mut missing = String::new();
    match extra.get("other_links") {
        None => missing += &yaml::other_links(item, column),
        Some(links) => update_links(edits, extra, links, item)?,
    }
    match extra.entry("annotations") {
        None => {
            missing += &format!(
                "{}annotations:\n{}",
                " ".repeat(column),
                yaml::annotations(item, column + 2)
            );
        }
        Some((key, annotations)) if matches!(annotations.content, Content::Null) => {
            edits.insert_below(key.last_line, yaml::annotations(item, column + 2));
        }
        Some((_, annotations)) => update_annotations(edits, annotations, item)?,
    }
    if !missing.is_empty() {
        edits.insert_below(extra.last_line, missing);
    }
    Ok(())
}

/// Updates the links. Of those that are there already, only the one to the measurements changes.
fn update_links(edits: &mut Edits, extra: &Node, links: &Node, item: &Item) -> Result<()> {
    let Some(url) = item.measurements.as_deref() else {
        return Ok(());
    };
    let Some((_, node)) = link_to_measurements(links) else {
        let ours = |column: usize| yaml::links([(LINK, url)], column);
        return into_list(edits, extra, &["other_links"], &ours);
    };
    if node.text() != Some(url) {
        edits.replace(node, yaml::quoted(url));
    }
    Ok(())
}

fn update_annotations(edits: &mut Edits, annotations: &Node, item: &Item) -> Result<()> {
    let entries = block(annotations, "annotations")?;
    let mut missing = String::new();
    for (name, value) in &item.annotations {
        match annotations.get(name) {
            Some(node) if node.text() == Some(value) => {}
            Some(node) => edits.replace(node, yaml::quoted(value)),
            None => yaml::line(&mut missing, entries[0].0.column, name, value),
        }
    }
    // What was measured once, and is no longer.
    for (key, value) in entries {
        let name = key.text().unwrap_or_default();
        if name.starts_with(PREFIX) && !item.annotations.contains_key(name) {
            edits.remove_lines(key.first_line, value.last_line.max(key.last_line));
        }
    }
    if !missing.is_empty() {
        edits.insert_below(annotations.last_line, missing);
    }
    Ok(())
}
