//! Adds to the lists of a landscape's data file.

use super::edits::Edits;
use super::item::Item;
use super::listed::{categories, sort_key};
use super::tree::{Content, Node};
use super::yaml;
use crate::pages::landscape::names::{CATEGORY, SUBCATEGORY};
use anyhow::{Result, bail};

/// Adds items to their subcategory, each at its alphabetical place. The subcategory is made if it
/// is not there.
pub fn add(edits: &mut Edits, file: &Node, mut new: Vec<&Item>) -> Result<()> {
    new.sort_by_key(|item| sort_key(&item.name));
    let list = |column: usize| {
        new.iter()
            .map(|item| yaml::item(item, column))
            .collect::<String>()
    };
    let Some(categories) = categories(file) else {
        bail!("it has neither `landscape` nor `categories`: it is no data file of a landscape");
    };
    let mut all = categories.list().iter();
    let category = all.find(|category| category.text_of("name") == CATEGORY);
    let subcategories = category.and_then(|category| category.get("subcategories"));
    let subcategory = subcategories.and_then(|list| {
        list.list()
            .iter()
            .find(|subcategory| subcategory.text_of("name") == SUBCATEGORY)
    });
    if let Some(subcategory) = subcategory {
        let items = subcategory.entry("items");
        return match items.filter(|(_, items)| !items.list().is_empty()) {
            Some((key, items)) => among(edits, key, items, &new),
            None => into_list(edits, subcategory, &["items"], &list),
        };
    }
    let of_category = |column: usize| {
        let dash = " ".repeat(column);
        let head = format!("{dash}- subcategory:\n{dash}  name: {SUBCATEGORY}\n{dash}  items:\n");
        head + &list(column + 4)
    };
    if let Some(category) = category {
        return into_list(edits, category, &["subcategories"], &of_category);
    }
    let of_file = |column: usize| {
        let dash = " ".repeat(column);
        let head = format!("{dash}- category:\n{dash}  name: {CATEGORY}\n{dash}  subcategories:\n");
        head + &of_category(column + 4)
    };
    into_list(edits, file, &["landscape", "categories"], &of_file)
}

/// Adds items to a list that has some: each above the first that comes after it. Comments above
/// that one stay with it.
fn among(edits: &mut Edits, key: &Node, items: &Node, new: &[&Item]) -> Result<()> {
    let column = edits.dashes(items)?;
    let there = items.list();
    for item in new {
        let comes_after = |node: &Node| sort_key(node.text_of("name")) > sort_key(&item.name);
        let above = match there.iter().position(comes_after) {
            None => items.last_line,
            Some(0) => key.last_line,
            Some(at) => there[at - 1].last_line,
        };
        edits.insert_below(above, yaml::item(item, column));
    }
    Ok(())
}

/// Adds to the list that a mapping has under one of these names: at its end, in place of `[]`, or
/// where nothing is written.
pub fn into_list(
    edits: &mut Edits,
    mapping: &Node,
    names: &[&str],
    text: &dyn Fn(usize) -> String,
) -> Result<()> {
    let Some((key, list)) = names.iter().find_map(|name| mapping.entry(name)) else {
        bail!(
            "a mapping lacks `{}`; write it, with [] if it is empty",
            names[0]
        );
    };
    match &list.content {
        Content::List(items) if items.is_empty() => {
            let text = text(key.column + 2);
            edits.replace(list, format!("\n{}", text.trim_end()));
        }
        Content::List(_) => {
            let column = edits.dashes(list)?;
            edits.insert_below(list.last_line, text(column));
        }
        Content::Null => edits.insert_below(key.last_line, text(key.column + 2)),
        _ => bail!("`{}` is no list", key.text().unwrap_or_default()),
    }
    Ok(())
}
