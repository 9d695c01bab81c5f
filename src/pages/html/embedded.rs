//! What is put into the page as it is.

pub const STYLE: &str = concat!(
    include_str!("page.css"),
    include_str!("tables.css"),
    include_str!("print.css")
);

/// In their order: each may use what those before it define.
pub const SCRIPTS: [&str; 12] = [
    include_str!("vendor/plot.js"),
    include_str!("state.js"),
    include_str!("lazy.js"),
    include_str!("filter.js"),
    include_str!("sort.js"),
    include_str!("cell.js"),
    include_str!("draw.js"),
    include_str!("labels.js"),
    include_str!("keys.js"),
    include_str!("charts.js"),
    include_str!("find.js"),
    include_str!("versus.js"),
];

/// Of the first of them, which is Observable Plot with what it needs of D3: `vendor/bundle.sh`
/// makes it.
pub const LICENCES: &str = include_str!("vendor/LICENCES");

#[cfg(test)]
mod tests {
    use super::{SCRIPTS, STYLE};

    /// Else the rest of it would be read as HTML.
    #[test]
    fn nothing_ends_the_element_that_it_is_in() {
        for script in SCRIPTS {
            let script = script.to_lowercase();
            for end in ["</script", "<script", "<!--"] {
                assert!(
                    !script.contains(end),
                    "{end} in {}",
                    &script[..script.len().min(80)]
                );
            }
        }
        assert!(!STYLE.to_lowercase().contains("</style"));
    }
}
