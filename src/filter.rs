//! Filters: globs over full names such as `runtime/configuration` and `guest/input`.

use anyhow::{Context, Result, bail};
use globset::{Glob, GlobMatcher};
use std::collections::BTreeSet;

/// The names that `-r` or `-g` asked for. No pattern means everything.
#[derive(Debug, Default)]
pub struct Filter {
    patterns: Vec<(String, GlobMatcher)>,
}

impl Filter {
    /// Reads globs. `a` means all of `a/*`; `*` also crosses the slash.
    pub fn new(patterns: &[String]) -> Result<Self> {
        let compile = |pattern: &String| {
            let glob = Glob::new(pattern)
                .with_context(|| format!("{pattern:?} is not a pattern such as 'a*' or 'a/b'"))?;
            Ok((pattern.clone(), glob.compile_matcher()))
        };
        let patterns = patterns.iter().map(compile).collect::<Result<_>>()?;
        Ok(Filter { patterns })
    }

    /// True if nothing was asked for in particular.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// True if a full name (`part/part`) was asked for.
    pub fn matches(&self, full: &str) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|(_, glob)| hit(glob, full))
    }

    /// True if a pattern names the first part of it in full: a glob does not.
    pub fn names(&self, full: &str) -> bool {
        let head = |name: &str| name.split('/').next().map(str::to_string);
        let is_it = |(pattern, glob): &(String, GlobMatcher)| {
            head(pattern) == head(full) && hit(glob, full)
        };
        self.patterns.iter().any(is_it)
    }

    /// Fails if a pattern matches none of `names`, which are of a `what`: suggests the nearest, or
    /// says `where_listed` they are.
    pub fn check<'a>(
        &self,
        what: &str,
        where_listed: &str,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<()> {
        for (pattern, glob) in &self.patterns {
            if !names.clone().any(|name| hit(glob, name)) {
                bail!(
                    "no {what} matches {pattern:?}; {}",
                    suggestion(pattern, where_listed, names)
                );
            }
        }
        Ok(())
    }
}

/// The most names that are suggested.
const FEW: usize = 5;

/// Which of `names` may be meant by a word that is none of them; if none is near, `otherwise`.
pub fn suggestion<'a>(word: &str, otherwise: &str, names: impl Iterator<Item = &'a str>) -> String {
    let near: Vec<String> = nearest(word, names)
        .into_iter()
        .map(|name| format!("{name:?}"))
        .collect();
    match near.split_last() {
        None => otherwise.to_string(),
        Some((last, [])) => format!("did you mean {last}?"),
        Some((last, others)) => format!("did you mean {} or {last}?", others.join(", ")),
    }
}

/// The names nearest to a word, or whose parts before or after the slash are. None, if most letters
/// would have to change.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let mut near = BTreeSet::new();
    for name in names {
        let (head, tail) = name.split_once('/').unwrap_or((name, name));
        for (part, meant) in [(name, name), (head, head), (tail, name)] {
            let distance = strsim::damerau_levenshtein(&word, &part.to_lowercase());
            near.insert((distance, meant));
        }
    }
    let least = near.first().map_or(0, |(distance, _)| *distance);
    if least > word.chars().count().div_ceil(3) {
        return Vec::new();
    }
    near.into_iter()
        .take_while(|(distance, _)| *distance == least)
        .map(|(_, name)| name)
        .take(FEW)
        .collect()
}

fn hit(glob: &GlobMatcher, full: &str) -> bool {
    glob.is_match(full)
        || full
            .split_once('/')
            .is_some_and(|(head, _)| glob.is_match(head))
}

#[cfg(test)]
mod tests {
    use crate::filter::Filter;

    fn filter(pattern: &str) -> Filter {
        Filter::new(&[pattern.to_string()]).unwrap()
    }

    #[test]
    fn a_head_means_all_below_it() {
        assert!(filter("alpha").matches("alpha/small"));
        assert!(filter("al*").matches("alpha/small"));
        assert!(filter("*/small").matches("alpha/small"));
        assert!(!filter("alpha").matches("alphabet/small"));
        assert!(!filter("alpha/large").matches("alpha/small"));
    }

    #[test]
    fn a_glob_names_nothing() {
        assert!(filter("alpha").names("alpha/small"));
        assert!(filter("alpha/*").names("alpha/small"));
        assert!(!filter("alpha/large").names("alpha/small"));
        assert!(!filter("alph*").names("alpha/small"));
        assert!(!filter("*").names("alpha/small"));
    }

    #[test]
    fn a_miss_suggests_the_nearest() {
        let names = ["alpha/small", "alpha/large", "omega/small"];
        let said = |pattern: &str| {
            filter(pattern)
                .check("guest", "`wasmeter guests` lists them", names.into_iter())
                .unwrap_err()
                .to_string()
        };
        for (pattern, meant) in [
            ("alhpa", "\"alpha\""),
            ("ALPHA", "\"alpha\""),
            ("alpha/larg", "\"alpha/large\""),
            ("smal", "\"alpha/small\" or \"omega/small\""),
        ] {
            let all = format!("no guest matches {pattern:?}; did you mean {meant}?");
            assert_eq!(said(pattern), all);
        }
        assert_eq!(
            said("zzzzzzzzzz"),
            "no guest matches \"zzzzzzzzzz\"; `wasmeter guests` lists them"
        );
    }
}
