//! Filters: globs over full names such as `runtime/configuration` and `guest/input`.

use anyhow::{Context, Result, bail};
use globset::{Glob, GlobMatcher};

/// What `-r` or `-g` asked for. No pattern means everything.
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

    /// Whether nothing was asked for in particular.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a full name (`part/part`) was asked for.
    pub fn matches(&self, full: &str) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|(_, glob)| hit(glob, full))
    }

    /// Whether a pattern names the first part of it in full: a glob does not.
    pub fn names(&self, full: &str) -> bool {
        let head = |name: &str| name.split('/').next().map(str::to_string);
        let is_it = |(pattern, glob): &(String, GlobMatcher)| {
            head(pattern) == head(full) && hit(glob, full)
        };
        self.patterns.iter().any(is_it)
    }

    /// Fails if a pattern matches none of `names`, and suggests the nearest. `what` is what they
    /// are.
    pub fn check<'a>(
        &self,
        what: &str,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<()> {
        for (pattern, glob) in &self.patterns {
            if names.clone().any(|name| hit(glob, name)) {
                continue;
            }
            let heads = names
                .clone()
                .map(|name| name.split('/').next().unwrap_or(name));
            let nearest = names
                .clone()
                .chain(heads)
                .map(|name| (strsim::damerau_levenshtein(pattern, name), name))
                .min()
                .filter(|(distance, _)| *distance <= pattern.len().div_ceil(2));
            match nearest {
                Some((_, name)) => bail!("no {what} matches {pattern:?}; did you mean {name:?}?"),
                None => {
                    let all: Vec<_> = names.collect();
                    bail!(
                        "no {what} matches {pattern:?}; there are: {}",
                        all.join(", ")
                    )
                }
            }
        }
        Ok(())
    }
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
        let names = ["alpha/small", "omega/small"];
        let error = filter("alhpa")
            .check("guest", names.into_iter())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "no guest matches \"alhpa\"; did you mean \"alpha\"?"
        );
        let error = filter("zzzzzzzzzz")
            .check("guest", names.into_iter())
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("there are: alpha/small, omega/small")
        );
    }
}
