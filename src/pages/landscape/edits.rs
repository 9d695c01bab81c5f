//! Changes of a text that leave everything else of it as it is.

use super::tree::Node;
use crate::pages::splice::with_ends_of;
use anyhow::{Result, bail};

/// Changes of a text, by lines and by characters.
pub struct Edits<'a> {
    text: &'a str,
    /// Byte offsets of the characters, and of the end.
    characters: Vec<usize>,
    /// Byte offsets of the lines, and of the end.
    lines: Vec<usize>,
    /// The replacements: the range in bytes, and the new text.
    changes: Vec<(usize, usize, String)>,
}

impl<'a> Edits<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut characters: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
        characters.push(text.len());
        let mut lines = vec![0];
        lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Edits {
            text,
            characters,
            lines,
            changes: Vec::new(),
        }
    }

    /// The begin of a line; that after the last one is the end.
    fn line(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    /// Adds whole lines below a line.
    pub fn insert_below(&mut self, line: usize, mut text: String) {
        let at = self.line(line + 1);
        if at == self.text.len() && !self.text.ends_with('\n') {
            text.insert(0, '\n');
        }
        self.changes.push((at, at, text));
    }

    /// Puts a text in place of a node.
    pub fn replace(&mut self, node: &Node, text: String) {
        let at = |character: usize| self.characters[character.min(self.characters.len() - 1)];
        let mut start = at(node.at.start);
        if text.is_empty() || text.starts_with('\n') {
            // No space stays before a line's end.
            start = self.text[..start].trim_end_matches(' ').len();
        }
        self.changes.push((start, at(node.at.end), text));
    }

    pub fn remove_lines(&mut self, first: usize, last: usize) {
        self.changes
            .push((self.line(first), self.line(last + 1), String::new()));
    }

    /// The column of a list's dashes.
    pub fn dashes(&self, list: &Node) -> Result<usize> {
        let first = &list.list()[0];
        let line = &self.text[self.line(first.first_line)..];
        let line = line.lines().next().unwrap_or_default();
        match line.trim_start().starts_with("- ") {
            true => Ok(line.len() - line.trim_start().len()),
            false => bail!("a list is not written with a dash a line; write it so"),
        }
    }

    /// The text with all of it.
    pub fn done(mut self) -> String {
        // Of several at one place, the first comes first.
        self.changes.sort_by_key(|(from, to, _)| (*from, *to));
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (from, to, new) in self.changes {
            text += &self.text[at.min(from)..from];
            text += &with_ends_of(self.text, &new);
            at = to;
        }
        text + &self.text[at..]
    }
}
