//! Differences between a landscape's data file and the measured runtimes.

use super::address::is_url;
use super::events;
use super::item::Item;
use super::listed::{link_to_measurements, listed, same_name, sort_key};
use super::tree::{Content, Node};
use crate::pages::landscape::names::{LINK, PREFIX};
use anyhow::Result;
use std::collections::BTreeSet;

/// A difference, or something that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The item's name.
    pub item: String,
    /// One of [`FIELDS`].
    pub field: String,
    /// The value in the file; empty where there is none, or where it is more than a text.
    pub value: String,
    pub what: String,
}

/// The fields of an item that are compared. `measured`: a listed runtime is measured here;
/// `listed`: a measured runtime is listed.
pub const FIELDS: [&str; 10] = [
    "measured",
    "listed",
    "name",
    "homepage_url",
    "repo_url",
    "logo",
    "other_links",
    "annotations",
    "wasmeter_version",
    "wasmeter_architectures",
];

/// Compares the runtimes that a file lists with items of what was measured.
pub fn check(text: &str, items: &[Item]) -> Result<Vec<Drift>> {
    let file = events::read(text)?;
    let listed = listed(&file);
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for node in &listed {
        let name = node.text_of("name");
        let mut note = |field: &str, value: &str, what: String| {
            found.push(Drift {
                item: name.to_string(),
                field: field.to_string(),
                value: value.to_string(),
                what,
            });
        };
        let item = items.iter().find(|item| same_name(&item.name, name));
        match item {
            None => {
                let what = "listed as a runtime, and not measured here";
                note("measured", "", what.to_string());
            }
            Some(item) => stale(node, item, &mut note),
        }
        if !names.insert(sort_key(name)) {
            note("name", name, "listed twice".to_string());
        }
        invalid(node, &mut note);
    }
    for item in items {
        if !names.contains(&sort_key(&item.name)) {
            found.push(Drift {
                item: item.name.clone(),
                field: "listed".to_string(),
                value: String::new(),
                what: "measured, and not listed".to_string(),
            });
        }
    }
    Ok(found)
}

fn stale(node: &Node, item: &Item, note: &mut impl FnMut(&str, &str, String)) {
    let annotations = node.get("extra").and_then(|extra| extra.get("annotations"));
    let text = |name: &str| annotations.map_or("", |annotations| annotations.text_of(name));
    let ours = annotations.is_some_and(|annotations| {
        let mut entries = annotations.entries().iter();
        entries.any(|(key, _)| key.text().is_some_and(|name| name.starts_with(PREFIX)))
    });
    if !ours {
        let what = "has nothing that was measured: merge it in with --into";
        note("annotations", "", what.to_string());
        return;
    }
    for what in ["version", "architectures"] {
        let name = format!("{PREFIX}{what}");
        let (says, measured) = (
            text(&name),
            item.annotations.get(&name).map_or("", String::as_str),
        );
        if says != measured {
            let what = format!("{name} is {says:?}, and {measured:?} was measured");
            note(&name, says, what);
        }
    }
    if let Some(url) = &item.measurements {
        let links = node.get("extra").and_then(|extra| extra.get("other_links"));
        let link = links.and_then(link_to_measurements);
        let says = link.and_then(|(_, url)| url.text()).unwrap_or_default();
        if says != url {
            let what = format!("the link {LINK:?} is {says:?}, and {url:?} is wanted");
            note("other_links", says, what);
        }
    }
}

/// Notes what the landscape's own rules refuse.
fn invalid(node: &Node, note: &mut impl FnMut(&str, &str, String)) {
    if node.text_of("name").trim().is_empty() {
        note("name", "", "has no name".to_string());
    }
    let homepage = node.text_of("homepage_url");
    if !is_url(homepage) {
        let what = format!("homepage_url is {homepage:?}, no address");
        note("homepage_url", homepage, what);
    }
    let repository = node.text_of("repo_url");
    if !repository.is_empty() && !is_url(repository) {
        let what = format!("repo_url is {repository:?}, no address");
        note("repo_url", repository, what);
    }
    let logo = node.text_of("logo");
    if !logo.ends_with(".svg") || logo.contains('/') {
        let what = format!("logo is {logo:?}, and not the name of an SVG file");
        note("logo", logo, what);
    }
    let extra = node.get("extra");
    let annotations = extra.and_then(|extra| extra.get("annotations"));
    for (key, value) in annotations.map_or(&[][..], Node::entries) {
        if !matches!(value.content, Content::Text(_)) {
            let name = key.text().unwrap_or_default();
            let what = format!("the annotation {name} is no text");
            note("annotations", name, what);
        }
    }
    let links = extra.and_then(|extra| extra.get("other_links"));
    for link in links.map_or(&[][..], Node::list) {
        let (name, url) = (link.text_of("name"), link.text_of("url"));
        if name.trim().is_empty() || !is_url(url) {
            let what = "one of other_links has no name, or no address";
            note("other_links", url, what.to_string());
        }
    }
}
