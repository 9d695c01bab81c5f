//! The inputs of cases that a project's tree holds.

use crate::probe::{Source, case_names, pinned, sources};
use crate::results::support::withheld::key;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The keys of cases with the files that hold them: sources of probes, and modules that were
/// pinned.
///
/// # Errors
/// Names the file that cannot be read.
pub fn inputs_in(root: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut inputs = Vec::new();
    let mut add = |source: &Source, file: &Path, names: Vec<String>| {
        for name in names {
            inputs.push((key(&source.full_name(), &name), file.to_path_buf()));
        }
    };
    for source in sources(root)? {
        let file = &source.file;
        let named = || format!("{}", file.display());
        if source.is_text() {
            let wasm = wat::parse_file(file).with_context(named)?;
            add(&source, file, case_names(&wasm).with_context(named)?);
        } else {
            let text = std::fs::read_to_string(file).with_context(named)?;
            add(&source, file, names_in_c(&text));
        }
    }
    // A module may be pinned whose source is gone.
    for module in pinned(root)? {
        let named = || format!("{}", module.file.display());
        let wasm = std::fs::read(&module.file).with_context(named)?;
        add(
            &module,
            &module.file,
            case_names(&wasm).with_context(named)?,
        );
    }
    Ok(inputs)
}

/// The names that `CASE(name, "words")` and its kind give, however they are laid out.
fn names_in_c(text: &str) -> Vec<String> {
    let macros = text.match_indices("CASE").map(|(at, _)| &text[at..]);
    macros.filter_map(words).collect()
}

/// The words of a macro that begins here.
fn words(text: &str) -> Option<String> {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let rest = text.trim_start_matches(is_word).trim_start();
    let rest = rest.strip_prefix('(')?.trim_start();
    let rest = rest.trim_start_matches(is_word).trim_start();
    let rest = rest.strip_prefix(',')?.trim_start().strip_prefix('"')?;
    let mut words = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => return Some(words),
            '\\' => words.push(letters.next()?),
            letter => words.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names_in_c;

    #[test]
    fn names_are_found_however_they_are_laid_out() {
        let text = "CASE(a, \"one\") {\n}\n  CASE_ALLOWED ( b \
        ,\n\"t\\\"w\\\\o\")\nCASE(c,\"three\")// CASE\n";
        assert_eq!(names_in_c(text), ["one", "t\"w\\o", "three"]);
    }
}
