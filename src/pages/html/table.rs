//! Sections and tables of reports as HTML. Whatever they say is escaped.

use super::source::source_link;
use super::view::Names;
use crate::report::model::{Field, Mark, Section, Table};
use maud::{Markup, html};

/// Columns of words, wherever they stand.
const WORDS: [&str; 3] = ["version", "unit", "WASI"];

/// Where a table stands: its `id` is `FILE-KIND-NUMBER`, which addresses of cells begin with.
pub struct Place<'a> {
    /// Whatever tells files from each other.
    pub file: &'a str,
    /// What scripts know its tables by.
    pub kind: &'a str,
}

impl Place<'_> {
    fn id(&self, at: usize) -> String {
        format!("{}-{}-{}", identifier(self.file), self.kind, at + 1)
    }
}

/// Text as a part of an `id`, in which there is no space. Names that a user's own files give may
/// hold anything.
pub fn identifier(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_./".contains(c) {
            c
        } else {
            '_'
        }
    };
    text.chars().map(plain).collect()
}

/// A section within one of the page's: what to know about it, and its tables.
pub fn section(section: &Section, names: &Names, place: &Place) -> Markup {
    html! {
        (note(&section.note))
        @for (at, table) in section.tables.iter().enumerate() {
            (self::table(table, &section.title, names, place, at))
        }
    }
}

/// The same, folded until somebody wants it.
pub fn folded(section: &Section, names: &Names, place: &Place) -> Markup {
    html! {
        @if !section.tables.is_empty() {
            (lazy(&section.title, false, self::section(section, names, place)))
        }
    }
}

/// The same, with all tables but the first folded, each below its title.
pub fn first(section: &Section, names: &Names, place: &Place) -> Markup {
    html! {
        (note(&section.note))
        @for (at, table) in section.tables.iter().enumerate() {
            @let shown = self::table(table, &section.title, names, place, at);
            @if at == 0 { (shown) } @else { (lazy(&table.title, true, shown)) }
        }
    }
}

/// What is long. Scripts make it a part of the page when it is opened, or when an address leads
/// into it. Without scripts it stands there as it is: `open` if it should be found and printed.
/// Nothing within may be lazy again.
pub fn lazy(summary: &str, open: bool, what: Markup) -> Markup {
    html! {
        details.lazy open[open] {
            summary { (summary) }
            noscript { (what) }
        }
    }
}

/// Prose with `code` in it.
pub fn note(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
            p.note {
                @for (at, part) in paragraph.split('`').enumerate() {
                    @if at % 2 == 1 { code { (part) } } @else { (part) }
                }
            }
        }
    }
}

/// A table that scrolls by itself. `section` is its caption if it has no title.
pub fn table(table: &Table, section: &str, names: &Names, place: &Place, at: usize) -> Markup {
    let id = place.id(at);
    let named = !table.title.is_empty();
    let caption = if named { &table.title } else { section };
    let columns = table
        .header
        .iter()
        .filter(|h| names.configuration(h).is_some());
    // Many columns of configurations stand closer with their names upright.
    let wide = columns.count() > 8;
    let is_text = |at: usize| at < table.keys || WORDS.contains(&table.header[at].as_str());
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby=(format!("{id}-caption")) {
            table id=(id) class=[wide.then_some("wide")] data-kind=(place.kind) data-g=[names.guest(&table.title)] {
                caption class=[(!named).then_some("unseen")] id=(format!("{id}-caption")) { (caption) }
                thead { tr {
                    @for (at, header) in table.header.iter().enumerate() {
                        th scope="col" class=[is_text(at).then_some("text")] data-c=[names.configuration(header)] {
                            span { (name(header, names)) }
                        }
                    }
                } }
                tbody {
                    @for row in &table.rows { (self::row(row, is_text, names)) }
                }
            }
        }
    }
}

fn row(row: &[Field], is_text: impl Fn(usize) -> bool, names: &Names) -> Markup {
    let Some((first, rest)) = row.split_first() else {
        return html! {};
    };
    let is_title = first.mark == Mark::Title;
    if is_title && rest.iter().all(|field| field.text.is_empty()) {
        return html! {
            tr.group { th scope="rowgroup" colspan=(row.len()) { (first.text) } }
        };
    }
    html! {
        tr class=[is_title.then_some("mean")] {
            th scope="row" { (head(first, names)) }
            @for (at, field) in rest.iter().enumerate() {
                (self::field(field, is_text(at + 1)))
            }
        }
    }
}

/// What a row is about; a guest's name leads to its source.
fn head(field: &Field, names: &Names) -> Markup {
    let text = name(&field.text, names);
    match names.source(&field.text) {
        Some(guest) if field.link.is_none() => {
            html! { a href=(source_link(&format!("guests/{guest}/"))) { (text) } }
        }
        _ => linked(field, text),
    }
}

fn field(field: &Field, is_text: bool) -> Markup {
    let class = match field.mark {
        Mark::None | Mark::Title => is_text.then_some("text"),
        Mark::Best => Some("best"),
        Mark::Bad => Some("bad"),
        Mark::Faint => Some("faint"),
    };
    html! {
        td class=[class] {
            (linked(field, html! { (field.text.trim()) }))
            @if let Some(interval) = &field.interval { small { (interval) } }
        }
    }
}

/// Names of configurations break after their slash.
fn name(text: &str, names: &Names) -> Markup {
    let name = names.configuration(text);
    html! {
        @match name.and_then(|name| name.split_once('/')) {
            Some((runtime, way)) => { (runtime) "/" wbr; (way) }
            None => { (text.trim()) }
        }
    }
}

fn linked(field: &Field, text: Markup) -> Markup {
    match &field.link {
        Some(address) if is_address(address) => {
            html! { a href=(address) rel="noopener" { (text) } }
        }
        _ => text,
    }
}

/// Whether a link leads to a page of the web: nothing else is linked to, least of all scripts.
pub fn is_address(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}
