//! Tables as Markdown, with intervals.

use super::model::{Field, Mark, Section, Table};
use crate::analysis::cells::Cells;
use crate::stats::FEW;
use tabled::builder::Builder;
use tabled::settings::Style;

/// A page of the sections.
pub fn render(cells: &Cells, sections: &[Section]) -> String {
    let header = &cells.results.header;
    let machine = &header.machine;
    let text = format!(
        "# Measured on {}\n\n{}, {} cores, {}; {} to {}; wasmeter {}.\n\n{}\n",
        machine.place(),
        paragraph(&machine.cpu),
        machine.cores,
        escaped(&machine.os),
        header.started,
        cells.results.finished,
        header.wasmeter,
        reading(cells),
    );
    text + &body(sections)
}

/// Sections one below the other.
pub fn body(sections: &[Section]) -> String {
    body_below(sections, "")
}

/// Renders sections with `level` added to the `#` of each heading.
pub fn body_below(sections: &[Section], level: &str) -> String {
    let mut text = String::new();
    for section in sections {
        text += &format!("\n##{level} {}\n", escaped(&section.title));
        if !section.note.is_empty() {
            text += &format!("\n{}\n", note(&section.note));
        }
        for table in &section.tables {
            if !table.title.is_empty() {
                text += &format!("\n###{level} {}\n", escaped(&table.title));
            }
            text += &format!("\n{}\n", drawn(table));
        }
    }
    text
}

/// Returns a note on how to read the figures.
fn reading(cells: &Cells) -> String {
    let rounds = cells.results.header.plan.rounds;
    // Only cells that were still open are in the last rounds.
    let of = if cells.results.header.plan.precision.is_some() {
        "≤"
    } else {
        "="
    };
    let interval = match rounds {
        1 => "One round was made, so no figure has an interval: do not rank by them.".to_string(),
        n if (n as usize) < FEW => format!(
            "In parentheses: the range of the {n} rounds' values, since they are too few for a \
            confidence interval."
        ),
        _ => format!(
            "In parentheses: the 95% interval over processes; the range, where fewer than {FEW} of \
            them count."
        ),
    };
    format!(
        "A figure is the median over n {of} {rounds} processes, one in each round; within a \
        process, throughput is the median over its timed calls. Ratios are taken to the native \
        build of the same source in the same round, and their geometric mean is shown. {interval} \
        **Bold** is the best of its row or column, native aside, and whatever has an interval that \
        overlaps with the best's: these data cannot distinguish them. Where nothing is \
        distinguishable, nothing is bold. An outcome other than `ok` has no figure; `–`: not \
        measured of that guest. Between machines compare ratios, never times; and even ratios move."
    )
}

/// One table.
fn drawn(table: &Table) -> String {
    let mut builder = Builder::new();
    builder.push_record(
        table
            .header
            .iter()
            .map(|name| escaped(&name.replace('\n', " "))),
    );
    let numbers = table.header.len().saturating_sub(table.keys);
    let rule = std::iter::repeat_n("---", table.keys).chain(std::iter::repeat_n("---:", numbers));
    builder.push_record(rule.map(String::from));
    for row in &table.rows {
        builder.push_record(row.iter().map(field));
    }
    let mut drawn = builder.build();
    drawn.with(Style::markdown().remove_horizontals());
    drawn.to_string()
}

fn field(field: &Field) -> String {
    let text = escaped(field.text.trim());
    let text = match field.mark {
        Mark::Best | Mark::Title => format!("**{text}**"),
        Mark::None | Mark::Bad | Mark::Faint => text,
    };
    let text = match &field.link {
        Some(link) if is_address(link) => linked(&text, link),
        Some(title) => format!("[{text}](#{})", anchor(title)),
        None => text,
    };
    match &field.interval {
        Some(interval) => format!("{text} ({interval})"),
        None => text,
    }
}

/// True if a link leads out of the page.
fn is_address(link: &str) -> bool {
    ["https://", "http://", "./"]
        .iter()
        .any(|start| link.starts_with(start))
}

/// A link. `text` is Markdown already; an address that could end the link, or run something, leads
/// nowhere.
pub fn linked(text: &str, address: &str) -> String {
    let ends = |c: char| c.is_control() || c.is_whitespace() || "<>\\".contains(c);
    if !is_address(address) || address.contains(ends) {
        return text.to_string();
    }
    format!("[{text}](<{address}>)")
}

/// The anchor that renderers give to a heading.
pub fn anchor(title: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    let lower = title.to_lowercase();
    lower
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}

/// Text that Markdown takes literally, on one line.
pub fn escaped(text: &str) -> String {
    literal(text.trim_end())
}

/// Escapes text, and keeps the parts between two backticks as code.
pub fn coded(text: &str) -> String {
    let parts: Vec<&str> = text.trim_end().split('`').collect();
    // Nothing in it ends the code, a row or a line.
    let plain = |c: char| c.is_ascii_alphanumeric() || " -_./:@".contains(c);
    let is_code = |part: &&str| !part.is_empty() && part.chars().all(plain);
    if parts.len().is_multiple_of(2) || !parts.iter().skip(1).step_by(2).all(is_code) {
        return escaped(text);
    }
    let part = |(at, part): (usize, &&str)| {
        if at % 2 == 1 {
            format!("`{part}`")
        } else {
            literal(part)
        }
    };
    parts.iter().enumerate().map(part).collect()
}

fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '$' => escaped.extend(['\\', c]),
            c if c.is_control() || is_bidi(c) => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes text where a paragraph begins: it makes no heading, list or quotation.
pub fn paragraph(text: &str) -> String {
    let escaped = escaped(text.trim_start());
    match escaped.starts_with(['#', '>', '-', '+', '=']) {
        true => format!("\\{escaped}"),
        false => escaped,
    }
}

/// A note of ours, which may name what comes from elsewhere: marks of code stay, elements and links
/// do not.
fn note(text: &str) -> String {
    text.replace('<', "&lt;")
        .replace('[', "\\[")
        .replace(']', "\\]")
        .replace(|c: char| c.is_control() || is_bidi(c), " ")
}

/// Characters that turn the direction of what follows, and so let text look like other text.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::coded;

    #[test]
    fn backticks_make_code_of_plain_words_and_of_nothing_else() {
        assert_eq!(coded("a_b by `c_d` and `e` "), "a\\_b by `c_d` and `e`");
        for (text, shown) in [
            ("one ` alone", "one \\` alone"),
            ("`<b>`", "\\`&lt;b>\\`"),
            ("`a|b`", "\\`a\\|b\\`"),
            ("``", "\\`\\`"),
        ] {
            assert_eq!(coded(text), shown);
        }
    }
}
