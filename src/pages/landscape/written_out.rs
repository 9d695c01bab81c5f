//! Aliases and braces, written out where something is to change: what stands for something else
//! would change with it, and braces have no lines to add to.

use super::edits::Edits;
use super::events;
use super::listed;
use super::tree::{Content, Node};
use super::yaml::{block, dashes, flow};
use crate::pages::landscape::names::PREFIX;
use anyhow::Result;

/// A file in which the items that `changes` names can be changed, and new ones added if `adds`, so
/// that nothing else is. Lists of links can be changed if `links`.
pub fn written_out(
    text: &str,
    changes: &dyn Fn(&str) -> bool,
    adds: bool,
    links: bool,
) -> Result<String> {
    let mut text = text.to_string();
    loop {
        let file = events::read(&text)?;
        let Some(next) = step(&text, &file, &touched(&file, changes, adds, links)) else {
            return Ok(text);
        };
        text = next;
    }
}

/// A node that is to change, or that has such a node in it.
struct Touched<'a> {
    node: &'a Node,
    /// The column of the key that it is the value of.
    key_column: Option<usize>,
    /// True if lines are to be put into it.
    grows: bool,
}

/// From the outermost to the innermost.
fn touched<'a>(
    file: &'a Node,
    changes: &dyn Fn(&str) -> bool,
    adds: bool,
    links: bool,
) -> Vec<Touched<'a>> {
    let mut all = Vec::new();
    let mut add = |node: &'a Node, key: Option<&Node>, grows: bool| {
        let key_column = key.map(|key| key.column);
        all.push(Touched {
            node,
            key_column,
            grows,
        });
    };
    let entry = |node: &'a Node, name: &str| node.entry(name).map(|(key, value)| (key, value));
    let Some(categories) = listed::categories(file) else {
        return all;
    };
    add(categories, None, false);
    for category in categories.list() {
        let subcategories = category.get("subcategories");
        for subcategory in subcategories.map_or(&[][..], Node::list) {
            let here = listed::is_ours(category, subcategory);
            let items = subcategory.get("items");
            let chosen: Vec<_> = items
                .map_or(&[][..], Node::list)
                .iter()
                .filter(|item| here || listed::is_also_here(item))
                .filter(|item| changes(item.text_of("name")))
                .collect();
            if chosen.is_empty() && !(adds && here) {
                continue;
            }
            add(category, None, false);
            for (mapping, name) in [(category, "subcategories"), (subcategory, "items")] {
                let Some((key, list)) = entry(mapping, name) else {
                    continue;
                };
                add(list, Some(key), true);
                add(subcategory, None, false);
            }
            for item in chosen {
                add(item, None, true);
                let Some((key, extra)) = entry(item, "extra") else {
                    continue;
                };
                add(extra, Some(key), true);
                if let Some((key, list)) = entry(extra, "other_links").filter(|_| links) {
                    let ours = listed::link_to_measurements(list);
                    add(list, Some(key), ours.is_none());
                    if let Some((key, url)) = ours {
                        add(url, Some(key), false);
                    }
                }
                let Some((key, annotations)) = entry(extra, "annotations") else {
                    continue;
                };
                add(annotations, Some(key), true);
                let ours = |key: &Node| key.text().is_some_and(|name| name.starts_with(PREFIX));
                for (key, value) in annotations.entries().iter().filter(|(key, _)| ours(key)) {
                    add(value, Some(key), false);
                }
            }
        }
    }
    all
}

/// The text with the first of them written out that has to be.
fn step(text: &str, file: &Node, touched: &[Touched]) -> Option<String> {
    let replaced = |node: &Node, by: String| {
        let mut edits = Edits::new(text);
        edits.replace(node, by);
        edits.done()
    };
    for Touched {
        node,
        key_column,
        grows,
    } in touched
    {
        if node.alias.is_some() {
            return Some(replaced(node, flow(&node.content)));
        }
        if let Some(alias) = node.anchor.and_then(|anchor| first_alias(file, anchor)) {
            return Some(replaced(alias, flow(&alias.content)));
        }
        let source: String = text
            .chars()
            .skip(node.at.start)
            .take(node.at.len())
            .collect();
        // Comments and anchors in it would be lost.
        let plain = ![" #", "\t#", "\n#", "&", "*"]
            .iter()
            .any(|sign| source.contains(sign));
        if !grows || !source.starts_with(['{', '[']) || !plain {
            continue;
        }
        let column = key_column.map_or(node.column, |column| column + 2);
        let lines = match &node.content {
            Content::Map(entries) => block(entries, column),
            Content::List(list) if !list.is_empty() => dashes(list, column),
            _ => continue,
        };
        // Nothing stays of an empty node, as if nothing had been written there.
        let under_key = key_column.is_some() && !lines.is_empty();
        return Some(match under_key {
            true => replaced(node, format!("\n{}", lines.trim_end())),
            false => replaced(node, lines.trim().to_string()),
        });
    }
    None
}

fn first_alias(node: &Node, anchor: usize) -> Option<&Node> {
    if node.alias == Some(anchor) {
        return Some(node);
    }
    if node.alias.is_some() {
        // Its contents stand elsewhere, and are found there.
        return None;
    }
    let in_list = node
        .list()
        .iter()
        .find_map(|node| first_alias(node, anchor));
    in_list.or_else(|| {
        let mut values = node.entries().iter().map(|(_, value)| value);
        values.find_map(|node| first_alias(node, anchor))
    })
}
