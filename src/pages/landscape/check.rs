//! What has drifted between a landscape's data file and what was measured.

use super::events;
use super::item::Item;
use super::listed::{listed, same_name};
use super::tree::{Content, Node};
use crate::pages::landscape::names::PREFIX;
use anyhow::Result;
use std::collections::BTreeSet;

/// A difference, or something that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The item's name.
    pub item: String,
    pub what: String,
}

/// Compares the runtimes that a file lists with items of what was measured.
pub fn check(text: &str, items: &[Item]) -> Result<Vec<Drift>> {
    let file = events::read(text)?;
    let listed = listed(&file);
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for node in &listed {
        let name = node.text_of("name");
        let mut tell = |what: String| {
            found.push(Drift {
                item: name.to_string(),
                what,
            });
        };
        let item = items.iter().find(|item| same_name(&item.name, name));
        match item {
            None => tell("listed as a runtime, and not measured here".to_string()),
            Some(item) => stale(node, item, &mut tell),
        }
        if !names.insert(name.trim().to_lowercase()) {
            tell("listed twice".to_string());
        }
        invalid(node, &mut tell);
    }
    for item in items {
        if !names.contains(&item.name.trim().to_lowercase()) {
            found.push(Drift {
                item: item.name.clone(),
                what: "measured, and not listed".to_string(),
            });
        }
    }
    Ok(found)
}

fn stale(node: &Node, item: &Item, tell: &mut impl FnMut(String)) {
    let annotations = node.get("extra").and_then(|extra| extra.get("annotations"));
    let text = |name: &str| annotations.map_or("", |annotations| annotations.text_of(name));
    let ours = annotations.is_some_and(|annotations| {
        let mut entries = annotations.entries().iter();
        entries.any(|(key, _)| key.text().is_some_and(|name| name.starts_with(PREFIX)))
    });
    if !ours {
        tell("has nothing that was measured: merge it in with --into".to_string());
        return;
    }
    for what in ["version", "architectures"] {
        let name = format!("{PREFIX}{what}");
        let (says, measured) = (
            text(&name),
            item.annotations.get(&name).map_or("", String::as_str),
        );
        if says != measured {
            tell(format!("{name} is {says:?}, and {measured:?} was measured"));
        }
    }
}

/// What the landscape's own rules refuse.
fn invalid(node: &Node, tell: &mut impl FnMut(String)) {
    if node.text_of("name").trim().is_empty() {
        tell("has no name".to_string());
    }
    let homepage = node.text_of("homepage_url");
    if !is_url(homepage) {
        tell(format!("homepage_url is {homepage:?}, no address"));
    }
    let repository = node.text_of("repo_url");
    if !repository.is_empty() && !is_url(repository) {
        tell(format!("repo_url is {repository:?}, no address"));
    }
    let logo = node.text_of("logo");
    if !logo.ends_with(".svg") || logo.contains('/') {
        tell(format!("logo is {logo:?}, and not the name of an SVG file"));
    }
    let extra = node.get("extra");
    let annotations = extra.and_then(|extra| extra.get("annotations"));
    for (key, value) in annotations.map_or(&[][..], Node::entries) {
        if !matches!(value.content, Content::Text(_)) {
            tell(format!(
                "the annotation {} is no text",
                key.text().unwrap_or_default()
            ));
        }
    }
    let links = extra.and_then(|extra| extra.get("other_links"));
    for link in links.map_or(&[][..], Node::list) {
        if link.text_of("name").trim().is_empty() || !is_url(link.text_of("url")) {
            tell("one of other_links has no name, or no address".to_string());
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_host = |host: &str| host.contains('.') && !host.starts_with('.');
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"".contains(c);
    rest.is_some_and(|rest| {
        is_host(rest.split('/').next().unwrap_or_default()) && rest.chars().all(plain)
    })
}
