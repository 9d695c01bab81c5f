//! A YAML file as a tree that knows where in the text everything is, so that what is not changed stays as it was written.

use anyhow::{Context, Result, bail};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use std::ops::Range;

/// A node, and which lines it takes.
#[derive(Debug, Clone)]
pub struct Node {
    pub content: Content,
    /// Where it stands, in characters.
    pub at: Range<usize>,
    /// From 0: of its first character, and of the last that belongs to it.
    pub first_line: usize,
    pub last_line: usize,
    /// From 0, of its first character.
    pub column: usize,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    /// A number or a truth value, as it is written.
    Value(String),
    Null,
    /// Another node that stands elsewhere.
    Alias(usize),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Reads a file of one document.
    pub fn read(text: &str) -> Result<Self> {
        let mut events = Events {
            parser: Parser::new_from_str(text),
            characters: text.chars().collect(),
        };
        events
            .node_after_start()
            .context("not a YAML file that can be read")
    }

    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) | Content::Value(text) => Some(text),
            _ => None,
        }
    }

    pub fn list(&self) -> &[Node] {
        match &self.content {
            Content::List(list) => list,
            _ => &[],
        }
    }

    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The key and the value of a mapping's entry.
    pub fn entry(&self, name: &str) -> Option<&(Node, Node)> {
        self.entries()
            .iter()
            .find(|(key, _)| key.text() == Some(name))
    }

    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, value)| value)
    }

    /// The last line, if there is anything: where nothing is written, the parser is already at what follows.
    fn written(&self) -> Option<usize> {
        (!matches!(self.content, Content::Null)).then_some(self.last_line)
    }

    /// The text of an entry; empty without one.
    pub fn text_of(&self, name: &str) -> &str {
        self.get(name).and_then(Node::text).unwrap_or_default()
    }

    /// Whether all that is in it, but for what `ours` names, is also in another one.
    pub fn is_within(&self, other: &Node, ours: &dyn Fn(&str) -> bool) -> bool {
        match (&self.content, &other.content) {
            (Content::Text(a), Content::Text(b)) | (Content::Value(a), Content::Value(b)) => a == b,
            (Content::Alias(a), Content::Alias(b)) => a == b,
            (Content::Null, _) => true,
            (Content::List(a), Content::List(b)) => {
                a.len() <= b.len() && a.iter().zip(b).all(|(a, b)| a.is_within(b, ours))
            }
            (Content::Map(a), Content::Map(_)) => a.iter().all(|(key, value)| {
                let name = key.text().unwrap_or_default();
                ours(name)
                    || other
                        .get(name)
                        .is_some_and(|found| value.is_within(found, ours))
            }),
            _ => false,
        }
    }
}

/// Whether YAML reads it as a number or a truth value, where it stands without quotes.
fn is_value(text: &str) -> bool {
    let number = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number =
        number && (text.parse::<f64>().is_ok() || text.starts_with("0x") || text.starts_with("0o"));
    number || ["true", "false", ".nan", ".inf", "-.inf"].contains(&text.to_lowercase().as_str())
}

/// What the parser finds, one after the other.
struct Events<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    characters: Vec<char>,
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span)> {
        Ok(self.parser.next_event().context("it ends too early")??)
    }

    fn node_after_start(&mut self) -> Result<Node> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, _) => bail!("it is empty"),
                (event, span) => return self.node(event, span),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node> {
        let mut last = span.end;
        let content = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                match &*text {
                    "" | "~" | "null" if plain => Content::Null,
                    value if plain && is_value(value) => Content::Value(value.to_string()),
                    text => Content::Text(text.to_string()),
                }
            }
            Event::Alias(anchor) => Content::Alias(anchor),
            Event::SequenceStart(..) => {
                let mut list = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => break last = self.end(end, &span),
                        (event, span) => list.push(self.node(event, span)?),
                    }
                }
                Content::List(list)
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, end) => break last = self.end(end, &span),
                        (event, span) => {
                            let key = self.node(event, span)?;
                            let (event, span) = self.next()?;
                            entries.push((key, self.node(event, span)?));
                        }
                    }
                }
                Content::Map(entries)
            }
            other => bail!("unexpected {other:?}"),
        };
        Ok(self.placed(content, span.start, last))
    }

    /// Where a collection ends: with its bracket; one without has no end of its own.
    fn end(&self, end: Span, start: &Span) -> Marker {
        match self.characters.get(start.start.index()) {
            Some('[' | '{') => end.end,
            _ => start.start,
        }
    }

    /// The parser may be past the comment that follows.
    fn end_of_scalar(&self, begin: usize, stop: usize) -> usize {
        let characters = &self.characters[begin..stop];
        let length = match characters.first() {
            Some(quote @ ('"' | '\'')) => closing(characters, *quote),
            // A block, whose lines are all its own.
            Some('|' | '>') => None,
            _ => characters
                .windows(2)
                .position(|pair| pair[0].is_whitespace() && pair[1] == '#'),
        };
        length.map_or(stop, |length| begin + length)
    }

    fn placed(&self, content: Content, start: Marker, end: Marker) -> Node {
        let begin = start.index();
        let mut stop = end.index().clamp(begin, self.characters.len());
        if matches!(content, Content::Text(_) | Content::Value(_)) {
            stop = self.end_of_scalar(begin, stop);
        }
        while stop > begin && self.characters[stop - 1].is_whitespace() {
            stop -= 1;
        }
        let lines = |range: Range<usize>| {
            self.characters[range]
                .iter()
                .filter(|c| **c == '\n')
                .count()
        };
        let first_line = start.line() - 1;
        let inner = match &content {
            Content::List(list) => list.iter().filter_map(Node::written).max(),
            Content::Map(entries) => {
                let last = |(key, value): &(Node, Node)| value.written().max(Some(key.last_line));
                entries.iter().filter_map(last).max()
            }
            _ => None,
        };
        let own = first_line + lines(begin..stop);
        Node {
            content,
            at: begin..stop,
            first_line,
            last_line: inner.unwrap_or(own).max(own),
            column: start.col(),
        }
    }
}

/// How long a text in quotes is, with these.
fn closing(characters: &[char], quote: char) -> Option<usize> {
    let mut at = 1;
    while at < characters.len() {
        match characters[at] {
            // In single quotes, two stand for one.
            c if c == quote && quote == '\'' && characters.get(at + 1) == Some(&quote) => at += 2,
            c if c == quote => return Some(at + 1),
            '\\' if quote == '"' => at += 2,
            _ => at += 1,
        }
    }
    None
}
