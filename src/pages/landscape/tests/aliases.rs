//! The meaning of a file with anchors, aliases and braces.

use super::item;
use crate::pages::landscape::{events, merge};

fn file(items: &str) -> String {
    format!(
        "landscape:\n  - category:\n    name: Wasm\n    subcategories:\n      - \
        subcategory:\n        name: Runtimes\n        items:\n{items}"
    )
}

const SHARED: &str = "          - item:
            name: Alpha
            homepage_url: &home https://alpha.example.org
            logo: alpha.svg
            extra: &x # for all
              accepted: &day '2020-01-01'
          - item:
            name: Beta
            homepage_url: https://beta.example.org
            logo: beta.svg
            extra: *x
          - item:
            name: Other
            homepage_url: *home
            logo: other.svg
            extra: *x # the same
          - item:
            name: Merged
            homepage_url: https://merged.example.org
            logo: merged.svg
            joined: *day
            extra:
              <<: *x
              summary_tags: mine
";

/// Returns the extra fields of an item, as text.
fn extra_of(text: &str, name: &str) -> String {
    let file = events::read(text).unwrap();
    let items = crate::pages::landscape::listed::listed(&file);
    let item = items.iter().find(|item| item.text_of("name") == name);
    let extra = item.unwrap().get("extra").unwrap();
    crate::pages::landscape::yaml::flow(&extra.content)
}

#[test]
fn what_stands_for_something_else_gets_its_own_figures() {
    let before = file(SHARED);
    for names in [&["Alpha"][..], &["Beta"], &["Beta", "Alpha"], &["Merged"]] {
        let items: Vec<_> = names.iter().map(|name| item(name)).collect();
        let merged = merge(&before, &items).unwrap();
        assert_eq!((merged.updated.len(), merged.added.len()), (names.len(), 0));
        for name in ["Alpha", "Beta", "Other", "Merged"] {
            let extra = extra_of(&merged.text, name);
            assert_eq!(
                extra.contains("wasmeter_version"),
                names.contains(&name),
                "{name}: {extra}"
            );
            assert!(extra.contains("2020-01-01"), "{name}: {extra}");
        }
        for kept in [
            "&home https",
            "*home",
            "joined: *day",
            "# for all",
            "# the same",
        ] {
            assert!(
                merged.text.contains(kept),
                "{kept} is gone:\n{}",
                merged.text
            );
        }
        let again = merge(&merged.text, &items).unwrap();
        assert_eq!(again.text, merged.text);
    }
    // Nothing is written out where nobody's change would reach it.
    let merged = merge(&before, &[item("Beta")]).unwrap();
    assert_eq!(merged.text.matches("*x").count(), 2, "{}", merged.text);
    let merged = merge(&before, &[item("Zeta")]).unwrap();
    assert!(merged.text.starts_with(&before), "{}", merged.text);
}

#[test]
fn whole_lists_and_items_may_stand_for_others() {
    let before = "\
landscape:
  - category:
    name: Other
    subcategories:
      - subcategory:
        name: Things
        items: &all
          - &alpha
            item:
            name: Alpha
            homepage_url: https://alpha.example.org
            logo: alpha.svg
  - category:
    name: Wasm
    subcategories:
      - subcategory:
        name: Runtimes
        items: *all
      - subcategory:
        name: Tools
        items:
          - *alpha
";
    let merged = merge(before, &[item("Alpha")]).unwrap();
    assert_eq!(
        merged.text.matches("wasmeter_version").count(),
        1,
        "{}",
        merged.text
    );
    let end = &merged.text[merged.text.find("name: Runtimes").unwrap()..];
    assert!(
        end.contains("wasmeter_version") && end.contains("- *alpha"),
        "{end}"
    );
    let merged = merge(before, &[item("New")]).unwrap();
    assert_eq!(
        merged.text.matches("name: \"New\"").count(),
        1,
        "{}",
        merged.text
    );
    assert!(merged.text.find("name: \"New\"") > merged.text.find("name: Runtimes"));
}

#[test]
fn braces_are_written_as_blocks() {
    for (braces, block) in [
        (
            "            extra: {accepted: '2020-01-01', audits: [{date: 2020-01-01}]}\n",
            "2020-01-01",
        ),
        ("            extra: {}\n", ""),
        ("            extra:\n              annotations: {}\n", ""),
        (
            "            extra: {annotations: {note: \"mine, too\"}} # why\n",
            "mine, too",
        ),
    ] {
        let head = "          - item:\n            name: Alpha\n            homepage_url: \
        https://a.b\n            logo: a.svg\n";
        let text = file(&format!("{head}{braces}"));
        let merged = merge(&text, &[item("Alpha")]).unwrap();
        let extra = extra_of(&merged.text, "Alpha");
        assert!(
            extra.contains(block) && extra.contains("wasmeter_version"),
            "{extra}"
        );
        assert_eq!(merged.text.contains("# why"), braces.contains("# why"));
        assert_eq!(
            merge(&merged.text, &[item("Alpha")]).unwrap().text,
            merged.text
        );
    }
    let whole = file("          - {name: Alpha, homepage_url: https://a.b, logo: a.svg}\n");
    let merged = merge(&whole, &[item("Alpha"), item("New")]).unwrap();
    assert_eq!((merged.updated.len(), merged.added.len()), (1, 1));
}

#[test]
fn aliases_without_end_are_refused() {
    let mut text = "a: &a0 [x, x]\n".to_string();
    for at in 0..40 {
        text += &format!("b{at}: &a{} [*a{at}, *a{at}]\n", at + 1);
    }
    let refused = format!("{:#}", merge(&text, &[item("Alpha")]).unwrap_err());
    assert!(refused.contains("too much"), "{refused}");
    let refused = format!("{:#}", merge("a: &a [*a]\n", &[item("Alpha")]).unwrap_err());
    assert!(refused.contains("what it is in"), "{refused}");
}
