//! Where new items go.

use super::item;
use crate::pages::landscape::listed::listed;
use crate::pages::landscape::{events, merge, render};

const SORTED: &str = "\
landscape:
  - category:
    name: Wasm
    subcategories:
      - subcategory:
        name: Runtimes
        items:
          # the first
          - item:
            name: beta
            homepage_url: https://beta.example.org
            logo: beta.svg

          # the second
          - item:
            name: Delta
            homepage_url: https://delta.example.org
            logo: delta.svg
      - subcategory:
        name: Frameworks
        items:
          - item:
            name: Alpha
            homepage_url: https://alpha.example.org
            logo: alpha.svg
";

/// The names of the runtimes that a file lists.
fn names(text: &str) -> Vec<String> {
    let file = events::read(text).unwrap();
    let names = listed(&file).into_iter();
    names.map(|item| item.text_of("name").to_string()).collect()
}

#[test]
fn new_items_stand_at_their_alphabetical_places() {
    let items = ["Zeta", "CHI", "alpha", "Beta", "Charlie"].map(item);
    let merged = merge(SORTED, &items).unwrap();
    assert_eq!(merged.updated, ["Beta"]);
    let text = &merged.text;
    let sorted = ["alpha", "beta", "Charlie", "CHI", "Delta", "Zeta"];
    assert_eq!(names(text), sorted, "{text}");
    // Comments stay with what they stand above.
    for (comment, name) in [("first", "beta"), ("second", "Delta")] {
        let part = format!("# the {comment}\n          - item:\n            name: {name}\n");
        assert!(text.contains(&part), "{text}");
    }
    assert_eq!(&merge(text, &items).unwrap().text, text);
}

#[test]
fn a_file_of_our_own_is_sorted_when_items_are_added() {
    let before = render(&["Beta", "Delta"].map(item));
    let merged = merge(&before, &["Alpha", "Charlie"].map(item)).unwrap();
    let sorted = ["Alpha", "Beta", "Charlie", "Delta"];
    assert_eq!(merged.text, render(&sorted.map(item)));
}
