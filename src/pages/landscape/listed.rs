//! What a landscape lists as runtimes.

use super::tree::Node;
use super::{CATEGORY, SUBCATEGORY};

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

/// All of the file, under whichever of its two names.
pub fn categories(file: &Node) -> Option<&Node> {
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

/// Whether two names are one, but for capital letters.
pub fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
