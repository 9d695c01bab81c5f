//! A YAML file as a tree that knows where in the text everything is, so that unchanged parts stay
//! as they were written.

use std::ops::Range;

/// A node, and which lines it takes.
#[derive(Debug, Clone)]
pub struct Node {
    pub content: Content,
    /// Where it stands, in characters, without its anchor.
    pub at: Range<usize>,
    /// From 0: of its first character, which may be its anchor's, and of the last that belongs to
    /// it.
    pub first_line: usize,
    pub last_line: usize,
    /// From 0, of its first character.
    pub column: usize,
    /// The name by which others can stand for it, as a number.
    pub anchor: Option<usize>,
    /// It stands for the node of this anchor, and has its content; its place is its own.
    pub alias: Option<usize>,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    /// A number or a truth value, as it is written.
    Value(String),
    Null,
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
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

    /// The last line, if there is anything: where nothing is written, the parser is already at what
    /// follows.
    pub fn written(&self) -> Option<usize> {
        (self.alias.is_some() || !matches!(self.content, Content::Null)).then_some(self.last_line)
    }

    /// The text of an entry; empty without one.
    pub fn text_of(&self, name: &str) -> &str {
        self.get(name).and_then(Node::text).unwrap_or_default()
    }

    /// True if all that is in it is also in another one, lists in the same order. `ours` says which
    /// keys of a mapping do not count.
    pub fn is_within(&self, other: &Node, ours: &dyn Fn(&Node, &str) -> bool) -> bool {
        match (&self.content, &other.content) {
            (Content::Text(a), Content::Text(b)) | (Content::Value(a), Content::Value(b)) => a == b,
            (Content::Null, _) => true,
            (Content::List(a), Content::List(b)) => {
                let mut rest = b.iter();
                a.iter().all(|a| rest.any(|b| a.is_within(b, ours)))
            }
            (Content::Map(a), Content::Map(_)) => a.iter().all(|(key, value)| {
                let name = key.text().unwrap_or_default();
                ours(self, name)
                    || other
                        .get(name)
                        .is_some_and(|found| value.is_within(found, ours))
            }),
            _ => false,
        }
    }
}

impl Content {
    /// Returns the number of nodes in it.
    pub fn nodes(&self) -> usize {
        let of = |node: &Node| 1 + node.content.nodes();
        match self {
            Content::List(list) => list.iter().map(of).sum(),
            Content::Map(entries) => entries.iter().map(|(k, v)| of(k) + of(v)).sum(),
            _ => 0,
        }
    }
}
