//! Descriptions of runtimes in items.

use crate::catalog::Catalog;
use crate::pages::landscape::item::sentence;
use std::path::Path;

#[test]
fn a_description_becomes_a_sentence_without_how_it_is_run_here() {
    for (description, wanted) in [
        ("an engine, here in a current Node", "An engine."),
        ("a runtime, and a compiler", "A runtime, and a compiler."),
        ("A runtime.", "A runtime."),
        ("", ""),
    ] {
        assert_eq!(sentence(description), wanted);
    }
}

#[test]
fn descriptions_of_all_items_are_short_and_neutral() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut items = 0;
    for runtime in Catalog::load(root, &[]).unwrap().runtimes {
        if runtime.manifest.landscape.is_none() {
            continue;
        }
        items += 1;
        let text = sentence(&runtime.manifest.description);
        assert!(text.len() <= 120 && !text.contains(". "), "{text}");
        let words = text.to_lowercase();
        for word in words.split(|c: char| !c.is_alphanumeric()) {
            let ours = ["here", "current", "we", "our", "wasmeter", "best"];
            assert!(!ours.contains(&word), "{word} in {text}");
        }
    }
    assert!(items > 0);
}
