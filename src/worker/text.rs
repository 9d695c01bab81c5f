//! Text that comes from workers, cleaned once where it comes in: it goes to terminals, pages and
//! files.

use std::iter::once;
use wasmeter_worker::protocol::Reply;

/// Letters of a message at the most.
const MESSAGE: usize = 1000;

/// Letters of a name or a version at the most.
const NAME: usize = 100;

/// A message on one line.
pub fn message(text: &str) -> String {
    clean(text, MESSAGE)
}

/// A name or a version.
pub fn name(text: &str) -> String {
    clean(text, NAME)
}

/// Cleans whatever a reply says in words.
pub fn clean_reply(reply: &mut Reply) {
    if let Some(words) = &mut reply.message {
        *words = message(words);
    }
    let Some(runtime) = &mut reply.runtime else {
        return;
    };
    let configurations = runtime.configurations.iter_mut();
    let of_configurations = configurations.flat_map(|configuration| {
        let can = &mut configuration.can;
        let means = [
            &mut can.read_only,
            &mut can.second_dir,
            &mut can.deadline,
            &mut can.memory,
            &mut can.table,
        ];
        once(&mut configuration.name).chain(means.into_iter().flatten())
    });
    let names = [&mut runtime.name, &mut runtime.version];
    let names = names.into_iter().chain(&mut runtime.features);
    for text in names.chain(of_configurations) {
        *text = name(text);
    }
}

/// Removes escape sequences, control characters, and characters that are invisible or turn the
/// direction of writing; the rest is cut to `most` letters.
fn clean(text: &str, most: usize) -> String {
    // Whatever is cut off need not be cleaned; sequences are seldom longer than the text.
    let begin: String = text.chars().take(16 * most).collect();
    let plain = anstream::adapter::strip_str(&begin).to_string();
    let words: String = plain
        .chars()
        .filter(|letter| !is_hidden(*letter))
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let words = words.trim();
    let mut letters = words.chars();
    let mut cut: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() || text.len() > begin.len() {
        cut.push('…');
    }
    cut
}

/// Marks and overrides of direction, and letters of no width.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{message, name};

    #[test]
    fn what_a_terminal_or_a_page_would_obey_is_taken_out() {
        assert_eq!(message("\x1b[31mred\x1b[0m\x07 alert"), "red alert");
        assert_eq!(message("\x1b]0;title\x07text"), "text");
        assert_eq!(message("one\ntwo\ttabs\r"), "one two tabs");
        assert_eq!(message("\u{9b}31mC1"), "31mC1");
        assert_eq!(name("1.0\u{202e}0.2\u{2066}\u{200b}"), "1.00.2");
        assert_eq!(message("grün 🦀 e\u{301}"), "grün 🦀 e\u{301}");
    }

    #[test]
    fn what_is_long_is_cut() {
        assert_eq!(name(&"x".repeat(100)), "x".repeat(100));
        assert_eq!(name(&"x".repeat(1 << 20)), "x".repeat(100) + "…");
        assert_eq!(message(&"é".repeat(100_000)), "é".repeat(1000) + "…");
    }
}
