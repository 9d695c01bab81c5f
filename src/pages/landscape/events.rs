//! Makes the tree of a YAML file from what its parser finds.

use super::tree::{Content, Node};
use anyhow::{Context, Result, bail};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// True if YAML reads it as a number or a truth value, where it stands without quotes.
fn is_value(text: &str) -> bool {
    let number = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number =
        number && (text.parse::<f64>().is_ok() || text.starts_with("0x") || text.starts_with("0o"));
    number || ["true", "false", ".nan", ".inf", "-.inf"].contains(&text.to_lowercase().as_str())
}

/// Reads a file of one document.
pub fn read(text: &str) -> Result<Node> {
    let mut events = Events::new(text);
    events
        .node_after_start()
        .context("not a YAML file that can be read")
}

/// The events of the parser, one after the other.
pub struct Events<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    characters: Vec<char>,
    /// By their anchors, those that are complete.
    anchored: BTreeMap<usize, Node>,
    /// The number of nodes read, with those that aliases stand for.
    nodes: usize,
}

/// A file of more nodes is none that people keep: aliases of aliases can stand for any number.
const MOST_NODES: usize = 2_000_000;

impl<'a> Events<'a> {
    pub fn new(text: &'a str) -> Self {
        Events {
            parser: Parser::new_from_str(text),
            characters: text.chars().collect(),
            anchored: BTreeMap::new(),
            nodes: 0,
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span)> {
        Ok(self.parser.next_event().context("it ends too early")??)
    }

    pub fn node_after_start(&mut self) -> Result<Node> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, _) => bail!("it is empty"),
                (event, span) => return self.node(event, span),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node> {
        self.count(1)?;
        let mut last = span.end.index();
        let begin = self.behind_anchor(span.start.index());
        let anchor = match &event {
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _) => (*anchor > 0).then_some(*anchor),
            _ => None,
        };
        let content = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                match &*text {
                    "" | "~" | "null" if plain => Content::Null,
                    value if plain && is_value(value) => Content::Value(value.to_string()),
                    text => Content::Text(text.to_string()),
                }
            }
            Event::Alias(anchor) => {
                let named = self.anchored.get(&anchor);
                let content = named
                    .context("an alias stands for what it is in")?
                    .content
                    .clone();
                self.count(content.nodes())?;
                let mut node = self.placed(Content::Null, span.start, last);
                (node.content, node.alias) = (content, Some(anchor));
                return Ok(node);
            }
            Event::SequenceStart(..) => {
                let mut list = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => break last = self.end(end, begin, &span),
                        (event, span) => list.push(self.node(event, span)?),
                    }
                }
                Content::List(list)
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, end) => break last = self.end(end, begin, &span),
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
        let mut node = self.placed(content, span.start, last);
        if let Some(name) = anchor {
            node.anchor = anchor;
            self.anchored.insert(name, node.clone());
        }
        Ok(node)
    }

    fn count(&mut self, more: usize) -> Result<()> {
        self.nodes += more;
        if self.nodes > MOST_NODES {
            bail!("its aliases stand for too much");
        }
        Ok(())
    }

    /// Where a collection ends: with its bracket; one without has no end of its own.
    fn end(&self, end: Span, begin: usize, start: &Span) -> usize {
        match self.characters.get(begin) {
            // The parser may be past the comment that follows.
            Some('[' | '{') => end.start.index() + 1,
            _ => start.start.index(),
        }
    }

    /// Where the value begins that an anchor or a tag stands before.
    fn behind_anchor(&self, mut at: usize) -> usize {
        while let Some('&' | '!') = self.characters.get(at) {
            let rest = &self.characters[at..];
            let name = rest.iter().take_while(|c| !c.is_whitespace()).count();
            let rest = &rest[name..];
            at += name + rest.iter().take_while(|c| c.is_whitespace()).count();
        }
        at
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

    fn placed(&self, content: Content, start: Marker, end: usize) -> Node {
        let begin = match &content {
            // A block's is at its first key, which comments may stand before.
            Content::Map(entries) => match entries.first() {
                Some((key, _)) if end <= start.index() => key.at.start,
                _ => self.behind_anchor(start.index()),
            },
            _ => self.behind_anchor(start.index()),
        };
        let mut stop = end.clamp(begin, self.characters.len());
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
        let own = first_line + lines(start.index().min(stop)..stop);
        Node {
            content,
            at: begin..stop,
            first_line,
            last_line: inner.unwrap_or(own).max(own),
            column: start.col(),
            anchor: None,
            alias: None,
        }
    }
}

/// Returns the length of a text in quotes, with these.
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
