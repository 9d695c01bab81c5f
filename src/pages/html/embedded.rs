//! What is put into the page as it is.

pub const STYLE: &str = concat!(include_str!("page.css"), include_str!("tables.css"), include_str!("print.css"));

/// In their order: each may use what those before it define.
pub const SCRIPTS: [&str; 8] = [
    include_str!("vendor/d3.min.js"),
    include_str!("vendor/plot.umd.min.js"),
    include_str!("state.js"),
    include_str!("filter.js"),
    include_str!("sort.js"),
    include_str!("cell.js"),
    include_str!("draw.js"),
    include_str!("charts.js"),
];

pub const LICENCES: [(&str, &str); 2] = [
    ("Observable Plot", include_str!("vendor/plot.LICENSE")),
    ("D3", include_str!("vendor/d3.LICENSE")),
];

#[cfg(test)]
mod tests {
    use super::{SCRIPTS, STYLE};

    /// Else the rest of it would be read as HTML.
    #[test]
    fn nothing_ends_the_element_that_it_is_in() {
        for script in SCRIPTS {
            let script = script.to_lowercase();
            for end in ["</script", "<script", "<!--"] {
                assert!(!script.contains(end), "{end} in {}", &script[..script.len().min(80)]);
            }
        }
        assert!(!STYLE.to_lowercase().contains("</style"));
    }
}
