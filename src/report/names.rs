//! Sets of names in few words.

use std::collections::BTreeSet;

/// Names such as `a/b`, with `a/*` for all that begin so, and `*` for all there are.
pub fn fold(some: &BTreeSet<&str>, all: &BTreeSet<&str>) -> String {
    if some == all && all.len() > 1 {
        return "*".to_string();
    }
    let head = |name: &str| name.split('/').next().unwrap_or_default().to_string();
    let of =
        |names: &BTreeSet<&str>, wanted: &str| names.iter().filter(|n| head(n) == wanted).count();
    let mut names = BTreeSet::new();
    for name in some {
        let head = head(name);
        let siblings = of(all, &head);
        if siblings > 1 && of(some, &head) == siblings {
            names.insert(format!("{head}/*"));
        } else {
            names.insert(name.to_string());
        }
    }
    let names: Vec<_> = names.into_iter().collect();
    names.join(", ")
}
