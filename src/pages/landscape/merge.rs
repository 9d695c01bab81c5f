//! Merges items into a landscape's data file. What others wrote there stays as it is, comments and all.

use super::item::Item;
use super::tree::{Content, Node};
use super::{CATEGORY, PREFIX, SUBCATEGORY, yaml};
use anyhow::{Context, Result, bail};

/// What came of it.
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
    let before = Node::read(text)?;
    let mut edits = Edits::new(text);
    let mut merged = Merged {
        text: String::new(),
        updated: Vec::new(),
        added: Vec::new(),
    };
    let mut new = Vec::new();
    let listed = listed(&before);
    for item in items {
        match listed.iter().find(|node| same_name(node.text_of("name"), &item.name)) {
            Some(node) => {
                update(&mut edits, node, item).with_context(|| format!("the item {}", item.name))?;
                merged.updated.push(item.name.clone());
            }
            None => {
                new.push(item);
                merged.added.push(item.name.clone());
            }
        }
    }
    if !new.is_empty() {
        add(&mut edits, &before, &new)?;
    }
    merged.text = edits.done();
    let after = Node::read(&merged.text).context("what would be written is no YAML any more: nothing was written")?;
    if !before.is_within(&after, &|name| name.starts_with(PREFIX)) {
        bail!("something that is in the file would be lost: nothing was written; write the items as blocks, a key a line");
    }
    Ok(merged)
}

/// The items that are listed as runtimes: those of the subcategory, and those elsewhere that have it as a second path.
pub fn listed(file: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    for (category, subcategory, items) in subcategories(file) {
        let here = category == CATEGORY && subcategory.text_of("name") == SUBCATEGORY;
        found.extend(items.iter().filter(|item| here || is_also_here(item)));
    }
    found
}

/// By the category's name, subcategories and their items.
fn subcategories(file: &Node) -> impl Iterator<Item = (&str, &Node, &[Node])> {
    let categories = categories(file).map_or(&[][..], Node::list);
    categories.iter().flat_map(|category| {
        let subcategories = category.get("subcategories").map_or(&[][..], Node::list);
        subcategories.iter().map(|subcategory| {
            let items = subcategory.get("items").map_or(&[][..], Node::list);
            (category.text_of("name"), subcategory, items)
        })
    })
}

fn categories(file: &Node) -> Option<&Node> {
    file.get("landscape").or_else(|| file.get("categories"))
}

fn is_also_here(item: &Node) -> bool {
    let Some(paths) = item.get("second_path") else {
        return false;
    };
    let is = |path: &str| {
        let mut parts = path.split('/').map(str::trim);
        parts.next() == Some(CATEGORY) && parts.next() == Some(SUBCATEGORY)
    };
    paths.text().is_some_and(is) || paths.list().iter().filter_map(Node::text).any(is)
}

pub fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Changes of a text, by lines and by characters.
struct Edits<'a> {
    text: &'a str,
    /// Byte offsets of the characters, and of the end.
    characters: Vec<usize>,
    /// Byte offsets of the lines, and of the end.
    lines: Vec<usize>,
    /// What is to stand in place of what, in bytes.
    changes: Vec<(usize, usize, String)>,
}

impl<'a> Edits<'a> {
    fn new(text: &'a str) -> Self {
        let mut characters: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
        characters.push(text.len());
        let mut lines = vec![0];
        lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Edits {
            text,
            characters,
            lines,
            changes: Vec::new(),
        }
    }

    /// The begin of a line; that after the last one is the end.
    fn line(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    fn insert_below(&mut self, line: usize, mut text: String) {
        let at = self.line(line + 1);
        if at == self.text.len() && !self.text.ends_with('\n') {
            text.insert(0, '\n');
        }
        self.changes.push((at, at, text));
    }

    fn replace(&mut self, node: &Node, text: String) {
        let at = |character: usize| self.characters[character.min(self.characters.len() - 1)];
        self.changes.push((at(node.at.start), at(node.at.end), text));
    }

    fn remove_lines(&mut self, first: usize, last: usize) {
        self.changes.push((self.line(first), self.line(last + 1), String::new()));
    }

    fn done(mut self) -> String {
        // Of several at one place, the first comes first.
        self.changes.sort_by_key(|(from, to, _)| (*from, *to));
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (from, to, new) in self.changes {
            text += &self.text[at.min(from)..from];
            text += &new;
            at = to;
        }
        text + &self.text[at..]
    }
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
        if node.get(name).is_none_or(|value| matches!(value.content, Content::Null)) {
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
    match node.entry("extra") {
        None => {
            missing += &format!("{}extra:\n{}", " ".repeat(column), yaml::extra(item, column + 2));
        }
        Some((key, extra)) if matches!(extra.content, Content::Null) => {
            edits.insert_below(key.last_line, yaml::extra(item, key.column + 2));
        }
        Some((_, extra)) => update_extra(edits, extra, item)?,
    }
    if !missing.is_empty() {
        edits.insert_below(node.last_line, missing);
    }
    Ok(())
}

fn update_extra(edits: &mut Edits, extra: &Node, item: &Item) -> Result<()> {
    let column = block(extra, "extra")?[0].0.column;
    let mut missing = String::new();
    if extra.get("summary_tags").is_none() {
        yaml::line(&mut missing, column, "summary_tags", &item.summary_tags.join(", "));
    }
    if !item.other_links.is_empty() && extra.get("other_links").is_none() {
        missing += &format!("{}other_links:\n{}", " ".repeat(column), yaml::links(item, column + 2));
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

/// Adds items at the end of their subcategory, which is made if it is not there.
fn add(edits: &mut Edits, file: &Node, new: &[&Item]) -> Result<()> {
    let list = |column: usize| new.iter().map(|item| yaml::item(item, column)).collect::<String>();
    let Some(categories) = categories(file) else {
        bail!("it has neither `landscape` nor `categories`: it is no data file of a landscape");
    };
    let mut all = categories.list().iter();
    let category = all.find(|category| category.text_of("name") == CATEGORY);
    let subcategories = category.and_then(|category| category.get("subcategories"));
    let subcategory = subcategories.and_then(|list| {
        list.list().iter().find(|subcategory| subcategory.text_of("name") == SUBCATEGORY)
    });
    let (below, text) = match (subcategory, subcategories) {
        (Some(subcategory), _) => match subcategory.entry("items") {
            Some((_, items)) if !items.list().is_empty() => {
                let column = dashes(edits, items)?;
                (items.last_line, list(column))
            }
            _ => bail!("the subcategory {SUBCATEGORY} of {CATEGORY} has no items to add others to"),
        },
        (None, Some(subcategories)) if !subcategories.list().is_empty() => {
            let column = dashes(edits, subcategories)?;
            let dash = " ".repeat(column);
            let head = format!("{dash}- subcategory:\n{dash}  name: {SUBCATEGORY}\n{dash}  items:\n");
            (subcategories.last_line, head + &list(column + 4))
        }
        _ if !categories.list().is_empty() => {
            let column = dashes(edits, categories)?;
            let dash = " ".repeat(column);
            let head = format!(
                "{dash}- category:\n{dash}  name: {CATEGORY}\n{dash}  subcategories:\n{dash}    - subcategory:\n\
                 {dash}      name: {SUBCATEGORY}\n{dash}      items:\n"
            );
            (categories.last_line, head + &list(column + 8))
        }
        _ => bail!("it has no categories to add {CATEGORY} to"),
    };
    edits.insert_below(below, text);
    Ok(())
}

/// The column of a list's dashes.
fn dashes(edits: &Edits, list: &Node) -> Result<usize> {
    let first = &list.list()[0];
    let line = &edits.text[edits.line(first.first_line)..];
    let line = line.lines().next().unwrap_or_default();
    match line.trim_start().starts_with("- ") {
        true => Ok(line.len() - line.trim_start().len()),
        false => bail!("a list is not written with a dash a line; write it so"),
    }
}
