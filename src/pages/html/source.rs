//! Links to the sources of what was measured.

/// The address of a file or folder of the repository, of which this page lies in `results/`.
pub fn source_link(path: &str) -> String {
    format!("../{path}")
}

/// The form for a figure that does not hold.
pub fn mistake_link() -> String {
    source_link(".github/ISSUE_TEMPLATE/wrong-figure.yml")
}
