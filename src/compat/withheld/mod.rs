//! Cases that broke a runtime: what is known of them in words, and nothing by which it could be
//! done again.
//!
//! A case is withheld if on any configuration it came out of the sandbox, ended the runtime's
//! process, or did not come back although nothing in it is endless. Its input leaves the tree, its
//! name and evidence leave what is saved; what stays says which probe had it, and how it ended,
//! where and when.

mod tree;
mod withhold;

pub use withhold::Broken;

use crate::results::support::withheld::{Known, Withheld};
use anyhow::Result;
use std::path::Path;
use tree::inputs_in;

/// The withheld cases whose input a project's tree still has: each in a sentence that names the
/// file.
///
/// # Errors
/// Names the file that cannot be read.
pub fn inputs(known: &Known, root: &Path) -> Result<Vec<String>> {
    let inputs = inputs_in(root)?;
    let sentence = |case: &Withheld, file: &Path| {
        format!(
            "{}: has the input of a case of {} that broke a runtime; withdraw it",
            file.display(),
            case.probe
        )
    };
    let mut found = Vec::new();
    for case in &known.cases {
        let files = inputs.iter().filter(|(key, _)| *key == case.key);
        found.extend(files.map(|(_, file)| sentence(case, file)));
    }
    Ok(found)
}
