//! Known differences.

use super::{FILE, item};
use crate::pages::landscape::{Accepted, Drift, check};
use anyhow::Result;

fn read(text: &str) -> Result<Accepted> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Accepted::read(file.path())
}

/// An entry, with more lines.
fn entry(item: &str, field: &str, more: &str) -> String {
    format!("[[accept]]\nitem = {item:?}\nfield = {field:?}\nreason = \"known\"\n{more}\n")
}

fn found() -> Vec<Drift> {
    check(FILE, &[item("Alpha"), item("Beta"), item("New")]).unwrap()
}

fn fields(drifts: &[Drift]) -> Vec<(&str, &str)> {
    drifts
        .iter()
        .map(|drift| (drift.item.as_str(), drift.field.as_str()))
        .collect()
}

#[test]
fn known_differences_are_accepted() {
    let found = found();
    let all = [
        ("Elsewhere", "measured"),
        ("Alpha", "wasmeter_version"),
        ("beta", "annotations"),
        ("Unmeasured", "measured"),
        ("New", "listed"),
    ];
    assert_eq!(fields(&found), all);
    let version = format!("value = {:?}", found[1].value);
    let text = [
        entry("elsewhere", "measured", ""),
        entry("Alpha", "wasmeter_version", &version),
        entry("Beta", "annotations", ""),
        entry("Unmeasured", "measured", "value = \"\""),
        entry("New", "listed", ""),
    ];
    let checked = read(&text.concat()).unwrap().divide(found);
    assert_eq!((checked.open, checked.idle), (vec![], vec![]));
    assert_eq!(checked.accepted, all.len());
}

#[test]
fn entries_that_accept_nothing_are_reported() {
    let text = [
        entry("Elsewhere", "measured", ""),
        entry("Alpha", "wasmeter_version", "value = \"0.9\""),
        entry("Nobody", "measured", ""),
        entry("Alpha", "logo", ""),
    ];
    let checked = read(&text.concat()).unwrap().divide(found());
    let open = ["Alpha", "beta", "Unmeasured", "New"];
    let names: Vec<_> = checked.open.iter().map(|drift| &drift.item).collect();
    assert_eq!(names, open);
    assert_eq!(checked.accepted, 1);
    let idle = [
        ("Alpha", "wasmeter_version"),
        ("Nobody", "measured"),
        ("Alpha", "logo"),
    ];
    assert_eq!(fields(&checked.idle), idle);
    assert!(checked.idle[0].what.starts_with("accepted as \"0.9\""));
    assert!(checked.idle[1].what.contains("no such difference"));
}

#[test]
fn a_file_that_says_something_else_is_refused() {
    let without = entry("Alpha", "logo", "").replace("reason", "# reason");
    for (text, why) in [
        (entry("Alpha", "colour", ""), "\"colour\""),
        (entry("Alpha", "colour", ""), "wasmeter_version"),
        (entry("Alpha", "logo", "values = 1"), "values"),
        (without, "missing field"),
        (entry("Alpha", "logo", "").replace("known", " "), "reason"),
        ("accepted = []".to_string(), "accepted"),
    ] {
        let error = format!("{:#}", read(&text).unwrap_err());
        assert!(error.contains(why), "{error}");
    }
    assert!(read("").unwrap().accept.is_empty());
}
