//! Tables for a terminal: as many columns side by side as fit, in colour if that is wanted.

use super::model::{Mark, Section, Table};
use crate::out;
use tabled::builder::Builder;
use tabled::settings::formatting::AlignmentStrategy;
use tabled::settings::object::{Columns, Rows};
use tabled::settings::peaker::Priority;
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Color, Padding, Style, Width};

/// Where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 120;
/// Prose is not set wider than this.
const PROSE_WIDTH: usize = 110;

/// Between columns.
const GAP: usize = 2;

/// The look of the output.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub width: usize,
    pub colour: bool,
}

impl Look {
    /// For standard output, as it is.
    pub fn of_stdout() -> Self {
        let stdout = std::io::stdout();
        let width = terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
        Look {
            width: width.unwrap_or(DEFAULT_WIDTH),
            colour: out::is_coloured(),
        }
    }
}

/// The sections of a results file, one below the other, and what to know about them.
pub fn render(sections: &[Section], look: Look) -> String {
    if sections.is_empty() {
        return "Nothing was measured.\n".to_string();
    }
    let mut text = bare(sections, look);
    if look.colour {
        text += "Green: the best of its row or column, and whatever these data cannot \
        distinguish from it.\n";
    }
    if !out::is_quiet() {
        text += "Intervals, more tables, and where the figures come from: --format markdown\n";
    }
    text
}

/// The sections, one below the other.
pub fn bare(sections: &[Section], look: Look) -> String {
    let bold = |text: &str| {
        if look.colour {
            Color::BOLD.colorize(text)
        } else {
            text.to_string()
        }
    };
    let mut text = String::new();
    for section in sections {
        text += &format!(
            "{}\n{}\n",
            bold(&section.title),
            prose(&section.note, look.width)
        );
        for table in &section.tables {
            if !table.title.is_empty() {
                text += &format!("\n{}\n", bold(&table.title));
            }
            text += &format!("\n{}", self::table(table, look));
        }
        text.push('\n');
    }
    text
}

/// One table; several below each other if it is too wide.
pub fn table(table: &Table, look: Look) -> String {
    let mut parts = Vec::new();
    for part in split(table, look.width) {
        let drawn = drawn(table, &part, look);
        let lines = drawn.lines().map(str::trim_end);
        parts.push(lines.flat_map(|line| [line, "\n"]).collect::<String>());
    }
    parts.join("\n")
}

/// Which columns go into which part: the keys into each, the others as many as fit.
fn split(table: &Table, width: usize) -> Vec<Vec<usize>> {
    let keys: Vec<usize> = (0..table.keys).collect();
    let mut parts = vec![keys.clone()];
    for column in table.keys..table.header.len() {
        let last = parts.last_mut().expect("it begins with one");
        last.push(column);
        let natural = plain(table, last).total_width();
        if natural > width && last.len() > keys.len() + 1 {
            last.pop();
            parts.push(keys.iter().copied().chain([column]).collect());
        }
    }
    parts
}

fn drawn(table: &Table, columns: &[usize], look: Look) -> String {
    let mut drawn = plain(table, columns);
    if drawn.total_width() > look.width {
        drawn.with(
            Width::wrap(look.width)
                .keep_words(true)
                .priority(Priority::max(false)),
        );
    }
    if look.colour {
        drawn.modify(Rows::first(), Color::BOLD);
        for (r, row) in table.rows.iter().enumerate() {
            for (c, column) in columns.iter().enumerate() {
                let colour = match row[*column].mark {
                    Mark::None => continue,
                    Mark::Best => Color::BOLD | Color::FG_GREEN,
                    Mark::Bad => Color::FG_RED,
                    Mark::Title => Color::BOLD,
                    Mark::Faint => Color::FG_BRIGHT_BLACK,
                };
                drawn.modify((r + 1, c), colour);
            }
        }
    }
    drawn.to_string()
}

fn plain(table: &Table, columns: &[usize]) -> tabled::Table {
    let mut builder = Builder::new();
    let title = |column: &usize| {
        let title = &table.header[*column];
        // `runtime/configuration` is narrower as two lines.
        if *column < table.keys {
            title.clone()
        } else {
            title.replace('/', "\n")
        }
    };
    builder.push_record(columns.iter().map(title));
    for row in &table.rows {
        builder.push_record(columns.iter().map(|c| harmless(&row[*c].text)));
    }
    let mut plain = builder.build();
    let rule = HorizontalLine::new('─');
    plain
        .with(Style::empty().horizontals([(1, rule)]))
        .with(Padding::new(0, GAP, 0, 0))
        .modify(Columns::last(), Padding::zero())
        .with(AlignmentStrategy::PerLine)
        .with(Alignment::left());
    if table.keys < table.header.len() {
        plain.modify(Columns::new(table.keys..), Alignment::right());
    }
    plain
}

/// Text from elsewhere, without what a terminal would obey.
fn harmless(text: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    text.chars().map(shown).collect()
}

/// Breaks prose into lines.
fn prose(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in harmless(text).split_whitespace() {
        let line = lines.last_mut().expect("it begins with one");
        let length = line.chars().count() + 1 + word.chars().count();
        if length > width.min(PROSE_WIDTH) && !line.is_empty() {
            lines.push(word.to_string());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
