//! The page escapes what it is given, is the same of the same, and does with little.

use super::SCRIPTS;
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::report::tests::support::record;
use crate::report::tests::{end, example};
use crate::results::outcome::Outcome;
use crate::results::schema::Results;
use crate::results::support::Record;
use std::collections::BTreeSet;

const HOSTILE: &str =
    r#"x</script><script>alert(1)</script>"'onerror='a'</style></noscript><!--&lt;"#;

fn material(results: Vec<Results>, records: Vec<Record>) -> Material {
    let name = |at: usize| format!("file {at}");
    let runs = results.into_iter().enumerate();
    let support = records.into_iter().enumerate();
    Material {
        runs: runs
            .map(|(at, what)| Named {
                name: name(at),
                what,
            })
            .collect(),
        support: support
            .map(|(at, what)| Named {
                name: name(at),
                what,
            })
            .collect(),
        ..Material::default()
    }
}

fn page(results: Vec<Results>, records: Vec<Record>) -> String {
    rendered(&material(results, records))
}

fn rendered(material: &Material) -> String {
    crate::pages::html(material).unwrap()
}

/// Everything whose text comes from elsewhere says `HOSTILE`.
fn hostile() -> Material {
    let mut results = example(8);
    end(&mut results, "slow/loop", "work/", Outcome::Trap, HOSTILE);
    let header = &mut results.header;
    header.machine.cpu = HOSTILE.to_string();
    header.machine.os = HOSTILE.to_string();
    for configuration in &mut header.configurations {
        configuration.version = Some(HOSTILE.to_string());
        configuration.why = HOSTILE.to_string();
    }
    for guest in &mut header.guests {
        guest.description = HOSTILE.to_string();
        guest.language = HOSTILE.to_string();
        guest.unit = HOSTILE.to_string();
        guest.toolchain = HOSTILE.to_string();
    }
    let mut record = record();
    for feature in &mut record.features {
        feature.title = HOSTILE.to_string();
        feature.url = format!("javascript:{HOSTILE}");
    }
    for tried in &mut record.results {
        for case in &mut tried.cases {
            case.evidence = Some(HOSTILE.to_string());
            case.got = Some(HOSTILE.to_string());
        }
    }
    let renamed = |text: String| {
        let quoted = serde_json::to_string(HOSTILE).unwrap();
        let hostile = quoted.trim_matches('"').to_string();
        text.replace("fast/", &format!("{hostile}/"))
            .replace("work/one", &format!("work/{hostile}"))
    };
    let results = serde_json::to_string(&results).map(renamed).unwrap();
    let record = serde_json::to_string(&record).map(renamed).unwrap();
    let results = serde_json::from_str(&results).unwrap();
    material(vec![results], vec![serde_json::from_str(&record).unwrap()])
}

#[test]
fn whatever_it_is_given_is_text() {
    let page = rendered(&hostile());
    assert!(
        page.contains("x&lt;/script&gt;&lt;script&gt;alert(1)"),
        "it is not there at all"
    );
    assert!(!page.contains(HOSTILE));
    assert!(!page.contains("<script>alert"));
    // Attributes are quoted, and quotes within them escaped; as they are in the JSON.
    assert!(!page.replace("\\\"'onerror", "").contains("\"'onerror"));
    // The page's own elements, and no other; two more scripts are data: the figures and the views.
    assert_eq!(page.matches("<script").count(), SCRIPTS.len() + 2);
    assert_eq!(page.matches("</script").count(), SCRIPTS.len() + 2);
    assert_eq!(page.matches("</style").count(), 1);
    is_folded_once(&page);
    assert!(!page.contains("href=\"javascript:"));
}

/// What is folded ends where it should, and holds nothing that is folded the same way.
fn is_folded_once(page: &str) {
    let parts: Vec<&str> = page.split("<noscript>").skip(1).collect();
    assert!(!parts.is_empty());
    for part in parts {
        assert_eq!(part.matches("</noscript>").count(), 1);
    }
}

#[test]
fn the_same_material_gives_the_same_bytes() {
    let once = page(vec![example(8)], vec![record()]);
    let mut shuffled = example(8);
    shuffled.processes.reverse();
    assert_eq!(once, page(vec![shuffled], vec![record()]));
}

#[test]
fn little_is_enough() {
    let mut without_native = example(8);
    without_native.header.configurations.pop();
    without_native
        .processes
        .retain(|p| p.configuration != "host/plain");
    let mut failed = example(2);
    end(&mut failed, "slow/loop", "", Outcome::Crashed, "signal 11");
    let mut single = example(1);
    single.header.configurations.truncate(1);
    single.processes.retain(|p| p.configuration == "slow/loop");
    let mut empty = example(1);
    empty.processes.clear();
    for (what, results, records) in [
        ("without native", vec![without_native], vec![]),
        ("a runtime that failed", vec![failed], vec![]),
        ("a single configuration", vec![single], vec![record()]),
        ("no process", vec![empty], vec![]),
        ("support alone", vec![], vec![record()]),
        ("nothing", vec![], vec![]),
        (
            "two files",
            vec![example(3), example(8)],
            vec![record(), record()],
        ),
    ] {
        let page = page(results, records);
        for part in ["<main", "<nav", "<header", "id=\"methodology\"", "</html>"] {
            assert!(page.contains(part), "{what}: no {part}");
        }
        is_sound(&page, what);
    }
}

/// True if an address asks of the form of *Find* what it has a field for.
fn is_state(address: &str, fields: &[String]) -> bool {
    address.split("&amp;").all(|part| {
        let key = part
            .strip_prefix("f-")
            .and_then(|part| part.split_once('='));
        key.is_some_and(|(key, _)| fields.iter().any(|field| field == key))
    })
}

/// No two parts have the same name, each link leads somewhere, and nothing is loaded.
fn is_sound(page: &str, what: &str) {
    let values = |attribute: &str| {
        let pattern = regex::Regex::new(&format!(" {attribute}=\"([^\"]*)\"")).unwrap();
        let values = pattern
            .captures_iter(page)
            .map(|found| found[1].to_string());
        values.collect::<Vec<_>>()
    };
    let ids = values("id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{what}: {ids:?}");
    let names = values("name");
    for link in values("href").iter().chain(&values("aria-labelledby")) {
        let anchor = link.strip_prefix('#').unwrap_or(link);
        let leads_out = ["https://", "../", "SCHEMA.md"]
            .iter()
            .any(|start| link.starts_with(start));
        assert!(
            leads_out || unique.contains(&anchor.to_string()) || is_state(anchor, &names),
            "{what}: {link} leads nowhere"
        );
    }
    assert!(
        values("src").is_empty() && !page.contains("<link") && !page.contains("@import"),
        "{what}"
    );
}
