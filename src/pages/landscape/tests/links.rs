//! Links to the measurements.

use super::{FILE, item};
use crate::pages::landscape::{Item, check, merge};

const HEAD: &str = "\
landscape:
  - category:
    name: Wasm
    subcategories:
      - subcategory:
        name: Runtimes
        items:
          - item:
            name: Alpha
            homepage_url: https://alpha.example.org
            logo: alpha.svg
            extra:
";

/// An item whose measurements are on a page.
fn linked(page: &str, name: &str) -> Item {
    Item {
        measurements: Some(format!("{page}#runtime-{name}")),
        ..item(name)
    }
}

#[test]
fn every_item_links_to_its_measurements() {
    let names = ["Alpha", "Beta", "Elsewhere", "New", "Unmeasured"];
    let items = names.map(|name| linked("https://one.example.org/", name));
    let merged = merge(FILE, &items).unwrap();
    for name in names {
        let link = format!("https://one.example.org/#runtime-{name}");
        assert_eq!(merged.text.matches(&link).count(), 1, "{}", merged.text);
    }
    assert_eq!(check(&merged.text, &items).unwrap(), []);
    assert_eq!(merge(&merged.text, &items).unwrap().text, merged.text);
    // Where no address is known, the link stays, and is not compared.
    let unlinked = names.map(item);
    assert_eq!(check(&merged.text, &unlinked).unwrap(), []);
    assert_eq!(merge(&merged.text, &unlinked).unwrap().text, merged.text);
    // At another address, it changes.
    let moved = names.map(|name| linked("https://two.example.org/", name));
    let found = check(&merged.text, &moved).unwrap();
    assert_eq!(found.len(), names.len());
    for drift in &found {
        assert_eq!(drift.field, "other_links");
        assert!(drift.value.starts_with("https://one."), "{drift:?}");
    }
    let merged = merge(&merged.text, &moved).unwrap();
    assert!(!merged.text.contains("one.example.org"), "{}", merged.text);
    assert_eq!(check(&merged.text, &moved).unwrap(), []);
}

#[test]
fn links_of_others_stay() {
    let items = [linked("https://one.example.org/", "Alpha")];
    for links in [
        "\n                - name: Blog # theirs\n                  url: https://a.b/blog\n",
        "\n              - name: Blog # theirs\n                url: https://a.b/blog\n",
        " [{name: Blog, url: \"https://a.b/blog\"}] # theirs\n",
        " []\n",
        "\n",
        "\n                - {name: Measurements by wasmeter, url: \"https://old.b\"} # theirs\n",
    ] {
        let text = format!("{HEAD}              other_links:{links}");
        let merged = merge(&text, &items).unwrap().text;
        for part in ["Blog", "https://a.b/blog", "# theirs"] {
            assert_eq!(merged.contains(part), links.contains(part), "{merged}");
        }
        for part in ["Docs", "old.b"] {
            assert!(!merged.contains(part), "{merged}");
        }
        assert_eq!(merged.matches("one.example.org/#runtime-Alpha").count(), 1);
        assert_eq!(check(&merged, &items).unwrap(), []);
        assert_eq!(merge(&merged, &items).unwrap().text, merged);
    }
}

#[test]
fn a_link_in_a_list_that_items_share_reaches_one_of_them() {
    let text = format!(
        "{HEAD}              other_links: &links\n                - name: Blog\n                  \
        url: https://a.b/blog\n          - item:\n            name: Other\n            \
        homepage_url: https://a.b\n            logo: other.svg\n            extra:\n              \
        other_links: *links\n"
    );
    let items = [linked("https://one.example.org/", "Alpha")];
    let merged = merge(&text, &items).unwrap().text;
    let (alpha, other) = merged.split_once("name: Other").unwrap();
    assert!(alpha.contains("#runtime-Alpha"), "{merged}");
    assert!(!other.contains("#runtime-"), "{merged}");
    assert!(other.contains("https://a.b/blog"), "{merged}");
}
