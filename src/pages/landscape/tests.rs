//! Merging into a file that people keep by hand.

use super::{Item, check, merge};
use std::collections::BTreeMap;

const FILE: &str = "\
# Kept by hand.
landscape:
  - category:
    name: Serverless
    subcategories:
      - subcategory:
        name: Hosts
        items:
          - item:
            name: Elsewhere   # listed as a runtime too
            homepage_url: https://elsewhere.example.org
            logo: elsewhere.svg
            second_path:
              - \"Other / Things\"
              - Wasm / Runtimes
            extra:
              accepted: '2021-07-13'
          # not a runtime
          - item:
            name: Nothing
            homepage_url: https://nothing.example.org
            logo: nothing.svg
  - category:
    name: Wasm
    subcategories:
      - subcategory:
        name: Runtimes
        items:
          - item:
            name: Alpha
            description: >-
              what people say of it,
              in two lines
            homepage_url: https://alpha.example.org
            logo: alpha.svg
            unknown_key: [kept, as it is]
            extra:
              summary_tags: \"by hand\"
              annotations:
                note: by hand too # with a comment
                wasmeter_version: 'it''s \\\"1.0' # of last year
                wasmeter_licence: none # it said
                wasmeter_gone: \"no longer measured\"
              blog_url: https://alpha.example.org/blog

          - item:
            name: beta
            homepage_url: https://beta.example.org
            logo: beta.svg
            description:
            extra:
          - item:
            name: Unmeasured
            homepage_url: https://unmeasured.example.org
            logo: unmeasured.svg
      - subcategory:
        name: Frameworks
        items:
          - item:
            name: Alpha
            homepage_url: https://alpha.example.org
            logo: alpha.svg
";

fn item(name: &str) -> Item {
    Item {
        name: name.to_string(),
        homepage_url: format!("https://{}.example.com", name.to_lowercase()),
        repo_url: "https://example.com/repo".to_string(),
        logo: "new.svg".to_string(),
        description: "measured: it".to_string(),
        annotations: BTreeMap::from([
            ("wasmeter_version".to_string(), "2.0".to_string()),
            ("wasmeter_cold_start".to_string(), "1 ms".to_string()),
            ("wasmeter_licence".to_string(), "MIT".to_string()),
        ]),
        other_links: BTreeMap::from([("Docs".to_string(), "https://example.com/docs".to_string())]),
        measurements: None,
    }
}

#[test]
fn what_is_written_by_hand_stays() {
    let items = [item("Alpha"), item("Beta"), item("Elsewhere"), item("New")];
    let merged = merge(FILE, &items).unwrap();
    assert_eq!(merged.updated, ["Alpha", "Beta", "Elsewhere"]);
    assert_eq!(merged.added, ["New"]);
    let text = &merged.text;
    // Every line is still there, in its order, but for those that are wasmeter's or had no value.
    let ours = ["wasmeter_", "description:", "extra:"];
    let mut rest = text.lines();
    for line in FILE.lines() {
        if !ours.iter().any(|ours| line.trim().starts_with(ours)) || line.contains(">-") {
            assert!(rest.any(|new| new == line), "{line:?} is gone from\n{text}");
        }
    }
    for added in [
        "                note: by hand too # with a comment\n                \
        wasmeter_version: \"2.0\" # of last year\n                wasmeter_licence: \"MIT\" # it \
        said\n                wasmeter_cold_start: \"1 ms\"\n",
        "              summary_tags: \"by hand\"\n",
        "              blog_url: https://alpha.example.org/blog\n              \
        other_links:\n                - name: \"Docs\"\n                  \
        url: \"https://example.com/docs\"\n\n",
        "            name: beta\n            homepage_url: https://beta.example.org\n            \
        logo: beta.svg\n            repo_url: \"https://example.com/repo\"\n            \
        description: \"measured: it\"\n            extra:\n              other_links:\n",
        "              accepted: '2021-07-13'\n              other_links:\n",
        "          - item:\n            name: \"New\"\n            \
        homepage_url: \"https://new.example.com\"\n",
    ] {
        assert!(text.contains(added), "no\n{added}\nin\n{text}");
    }
    assert!(!text.contains("wasmeter_gone"), "{text}");
    // Only the owners write these.
    assert_eq!(text.matches("summary_").count(), 1, "{text}");
    assert_eq!(text.matches("wasmeter_version").count(), 4, "{text}");
    // Once more changes nothing.
    let again = merge(text, &items).unwrap();
    assert_eq!((&again.text, again.added.len()), (text, 0));
    let left = check(text, &items).unwrap();
    let left: Vec<_> = left.iter().map(|drift| drift.item.as_str()).collect();
    assert_eq!(left, ["Unmeasured"]);
}

#[test]
fn a_missing_place_is_made() {
    let other = "categories:\n  - name: Other\n    subcategories:\n      - name: Things\n        \
    items:\n          - name: x\n";
    let merged = merge(other, &[item("New")]).unwrap();
    assert!(merged.text.starts_with(other.trim_end()), "{}", merged.text);
    let only = merge(&merged.text, &[item("New")]).unwrap();
    assert_eq!((only.updated.len(), only.added.len()), (1, 0));
    let half =
        "landscape:\n- name: Wasm\n  subcategories:\n  - name: Tools\n    items:\n    - name: x";
    let merged = merge(half, &[item("New")]).unwrap();
    assert!(merged.text.starts_with(half), "{}", merged.text);
    let again = merge(&merged.text, &[item("New")]).unwrap();
    assert_eq!(again.updated, ["New"]);
}

#[test]
fn an_empty_list_is_filled() {
    let head = "landscape:\r\n  - category:\r\n    name: Wasm\r\n    subcategories:";
    let subcategory = "\r\n      - subcategory:\r\n        name: Runtimes\r\n        items:";
    for text in [
        "landscape: []\n".to_string(),
        "landscape:\n".to_string(),
        format!("{head} []\r\n"),
        format!("{head}\r\n"),
        format!("{head}{subcategory} []\r\n"),
        format!("{head}{subcategory}\r\n"),
    ] {
        let merged = merge(&text, &[item("New"), item("More")]).unwrap();
        assert_eq!(merged.added.len(), 2, "{text}");
        assert_eq!(merged.text.matches("name: Wasm").count(), 1, "{text}");
        let all = merged.text.matches('\n').count();
        let crlf = merged.text.matches("\r\n").count();
        assert!(crlf == 0 || crlf == all, "{:?}", merged.text);
        let again = merge(&merged.text, &[item("New"), item("More")]).unwrap();
        assert_eq!((again.updated.len(), again.added.len()), (2, 0), "{text}");
    }
}

#[test]
fn what_cannot_be_merged_is_refused_with_the_reason() {
    let braces = FILE.replace(
        "            extra:\n          - item:\n            name: Unmeasured",
        "            extra: {a: b, # why\n                c: d}\n          - item:\n            \
        name: Unmeasured",
    );
    assert_ne!(braces, FILE);
    for (text, why) in [
        (braces.as_str(), "braces"),
        ("a: b\n", "no data file"),
        ("landscape: [\n", "YAML"),
        ("", "YAML"),
    ] {
        let error = format!("{:#}", merge(text, &[item("Beta")]).unwrap_err());
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn drift_is_reported() {
    let items = [item("Alpha"), item("Beta"), item("New")];
    let found = check(FILE, &items).unwrap();
    let said = |name: &str| -> Vec<&str> {
        let of = found.iter().filter(|drift| drift.item == name);
        of.map(|drift| drift.what.as_str()).collect()
    };
    assert_eq!(
        said("Elsewhere"),
        ["listed as a runtime, and not measured here"]
    );
    assert_eq!(
        said("Unmeasured"),
        ["listed as a runtime, and not measured here"]
    );
    assert_eq!(said("New"), ["measured, and not listed"]);
    assert_eq!(
        said("Alpha"),
        ["wasmeter_version is \"it's \\\\\\\"1.0\", and \"2.0\" was measured"]
    );
    assert!(said("beta")[0].contains("nothing that was measured"));
    assert!(said("Nothing").is_empty());
}

#[test]
fn rules_of_the_landscape_are_checked() {
    let broken = |from: &str, to: &str| {
        let text = FILE.replacen(from, to, 1);
        assert_ne!(text, FILE, "{from}");
        let found = check(
            &text,
            &[
                item("Alpha"),
                item("Beta"),
                item("Elsewhere"),
                item("Unmeasured"),
            ],
        )
        .unwrap();
        found
            .into_iter()
            .map(|drift| drift.what)
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert!(broken("logo: beta.svg", "logo: beta.png").contains("SVG"));
    assert!(broken("logo: beta.svg", "logo: https://a.b/beta.svg").contains("SVG"));
    assert!(
        broken(
            "homepage_url: https://beta.example.org",
            "homepage_url: beta"
        )
        .contains("no address")
    );
    assert!(broken("note: by hand too", "note: 1.5").contains("note is no text"));
    assert!(broken("name: Unmeasured", "name: ''").contains("has no name"));
    assert!(broken("name: Unmeasured", "name: ALPHA").contains("listed twice"));
}

mod accept;
mod aliases;
mod descriptions;
mod links;
mod order;
