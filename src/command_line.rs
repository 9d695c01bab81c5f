//! Command lines as they are printed: whoever copies one into a shell gets the same words.

/// A command with further words.
pub fn with<'a>(command: &str, words: impl IntoIterator<Item = &'a String>) -> String {
    let words = words.into_iter().map(|word| quoted(word));
    std::iter::once(command.to_string())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A word that a shell takes as it is.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
