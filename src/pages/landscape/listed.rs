//! The runtimes that a landscape lists.

use super::tree::Node;
use crate::pages::landscape::names::{CATEGORY, LINK, SUBCATEGORY};

/// The items that are listed as runtimes: those of the subcategory, and those elsewhere that have
/// it as a second path.
pub fn listed(file: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    for (category, subcategory, items) in subcategories(file) {
        let here = is_ours(category, subcategory);
        found.extend(items.iter().filter(|item| here || is_also_here(item)));
    }
    found
}

/// True if a category's subcategory is the one for runtimes.
pub fn is_ours(category: &Node, subcategory: &Node) -> bool {
    category.text_of("name") == CATEGORY && subcategory.text_of("name") == SUBCATEGORY
}

/// The items of a file, and what they are in the same file with more in its lists: categories and
/// subcategories at the ends, items anywhere.
pub fn pairs<'a>(before: &'a Node, after: &'a Node) -> impl Iterator<Item = (&'a Node, &'a Node)> {
    let subcategories =
        |category: &'a Node| category.get("subcategories").map_or(&[][..], Node::list);
    let items = |subcategory: &'a Node| subcategory.get("items").map_or(&[][..], Node::list);
    let all = |file: &'a Node| categories(file).map_or(&[][..], Node::list);
    let categories = all(before).iter().zip(all(after));
    let pairs = categories.flat_map(move |(a, b)| subcategories(a).iter().zip(subcategories(b)));
    pairs.flat_map(move |(a, b)| {
        let mut rest = items(b).iter();
        items(a).iter().filter_map(move |a| {
            let same = rest.find(|b| b.text_of("name") == a.text_of("name"));
            same.map(|b| (a, b))
        })
    })
}

/// Categories, their subcategories and the items of these.
fn subcategories(file: &Node) -> impl Iterator<Item = (&Node, &Node, &[Node])> {
    let categories = categories(file).map_or(&[][..], Node::list);
    categories.iter().flat_map(|category| {
        let subcategories = category.get("subcategories").map_or(&[][..], Node::list);
        subcategories.iter().map(move |subcategory| {
            let items = subcategory.get("items").map_or(&[][..], Node::list);
            (category, subcategory, items)
        })
    })
}

/// All of the file, under whichever of its two names.
pub fn categories(file: &Node) -> Option<&Node> {
    file.get("landscape").or_else(|| file.get("categories"))
}

/// True if an item of another subcategory is to be shown with the runtimes too.
pub fn is_also_here(item: &Node) -> bool {
    let Some(paths) = item.get("second_path") else {
        return false;
    };
    let is = |path: &str| {
        let mut parts = path.split('/').map(str::trim);
        parts.next() == Some(CATEGORY) && parts.next() == Some(SUBCATEGORY)
    };
    paths.text().is_some_and(is) || paths.list().iter().filter_map(Node::text).any(is)
}

/// The key and the value of the address of the measurements, in an item's list of links.
pub fn link_to_measurements(links: &Node) -> Option<&(Node, Node)> {
    let ours = |link: &&Node| link.text_of("name") == LINK;
    links.list().iter().find(ours)?.entry("url")
}

/// True if two names are one, but for capital letters.
pub fn same_name(a: &str, b: &str) -> bool {
    sort_key(a) == sort_key(b)
}

/// Returns the key that items are sorted by: the name, but for capital letters.
pub fn sort_key(name: &str) -> String {
    name.trim().to_lowercase()
}
