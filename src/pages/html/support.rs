//! What configurations support: matrices whose cells lead to the evidence.

use super::evidence::{self, Evidence, failures};
use super::table::{identifier, is_address, lazy, note};
use super::view::Names;
use crate::report::model::{Field, Section, Table};
use crate::report::support::{matrices, withheld};
use crate::report::tables::parts::Extent;
use crate::results::support::Record;
use crate::results::support::verdict::Verdict;
use maud::{Markup, html};

/// `file` is the record's name, which tells its tables from another's.
pub fn support(record: &Record, file: &str, evidence: &Evidence) -> Markup {
    let here = record.here().map(|c| c.name.as_str());
    let names = Names::of_configurations(here);
    html! {
        @for (at, (section, probes)) in matrices(record, Extent::Whole).iter().enumerate() {
            (lazy(&section.title, true, html! {
                (note(&section.note))
                @for table in &section.tables {
                    (matrix(table, section, probes, &names, evidence, &id(file, at)))
                }
            }))
        }
        @if let Some(section) = withheld::section(record) {
            (lazy(&section.title, true, html! {
                (note(&section.note))
                @for table in &section.tables {
                    @if !table.title.is_empty() { p.part { (table.title) } }
                    (failures(table, &section.title))
                }
            }))
        }
        (evidence::all(evidence))
    }
}

/// The `id` of a table.
fn id(file: &str, at: usize) -> String {
    format!("{}-support-{}", identifier(file), at + 1)
}

fn matrix(
    table: &Table,
    section: &Section,
    probes: &[String],
    names: &Names,
    evidence: &Evidence,
    id: &str,
) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby=(format!("{id}-caption")) {
            table class=(if names.are_many() { "wide support many" } else { "wide \
            support" }) id=(id) {
                caption.unseen id=(format!("{id}-caption")) { (section.title) }
                thead { tr {
                    @for (at, header) in table.header.iter().enumerate() {
                        @if at < table.keys {
                            th.text scope="col" { span { (if at == 0 { "what" } else { "probe" }) } }
                        } @else {
                            th scope="col" data-c=[names.configuration(header)] {
                                span { (header.replace('\n', "/")) }
                            }
                        }
                    }
                } }
                tbody {
                    @for (row, probe) in table.rows.iter().zip(probes) {
                        (self::row(row, table.keys, &evidence.anchor(probe)))
                    }
                }
            }
        }
    }
}

fn row(row: &[Field], keys: usize, evidence: &str) -> Markup {
    html! {
        tr data-p=(evidence) {
            @for (at, field) in row.iter().enumerate() {
                @if at == 0 {
                    th scope="row" {
                        @match &field.link {
                            Some(address) if is_address(address) => { a href=(address) rel="noopener" { (field.text) } }
                            _ => { a href={ "#" (evidence) } { (field.text) } }
                        }
                    }
                } @else if at < keys {
                    td.text { a href={ "#" (evidence) } { (field.text) } }
                } @else {
                    td class=(kind(&field.text)) { (field.text) }
                }
            }
        }
    }
}

/// How a verdict looks: the words of `Verdict::word`, and cases that passed of all.
fn kind(words: &str) -> &'static str {
    match words.split(' ').next().unwrap_or_default() {
        "yes" | "blocked" => "yes",
        "flag" => "flag",
        "crash" => "crash",
        "escaped" => "escaped",
        "no" | "ENOSYS" => "no",
        "not" if words == Verdict::NoLimit.word() => "limit",
        count if count.contains('/') => "partly",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::results::support::verdict::Verdict::*;

    /// A crash and an escape are told apart by their signs, too.
    #[test]
    fn each_verdict_has_its_look() {
        for (verdict, look) in [
            (Yes, "yes"),
            (Held, "yes"),
            (No, "no"),
            (Nosys, "no"),
            (Crash, "crash"),
            (Escaped, "escaped"),
            (NoLimit, "limit"),
            (NotShown, "unknown"),
        ] {
            assert_eq!(kind(verdict.word()), look, "{verdict:?}");
        }
        assert_eq!(kind("blocked vm timeout"), "yes");
        assert_eq!((kind("flag 1/2"), kind("1/2")), ("flag", "partly"));
    }
}
