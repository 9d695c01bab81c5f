//! What configurations support: matrices whose cells lead to the evidence.

use super::evidence::{self, anchor, failures};
use super::table::{identifier, is_address, lazy, note};
use super::view::Names;
use crate::report::model::{Field, Section, Table};
use crate::report::support::failures::section as failed;
use crate::report::support::{matrices, withheld};
use crate::report::tables::parts::Extent;
use crate::results::support::Record;
use maud::{Markup, html};

/// `file` is the record's name, which tells its anchors from another's.
pub fn support(record: &Record, file: &str) -> Markup {
    let here = record.here().map(|c| c.name.as_str());
    let names = Names::of_configurations(here);
    html! {
        @for (at, (section, probes)) in matrices(record, Extent::Whole).iter().enumerate() {
            (lazy(&section.title, true, html! {
                (note(&section.note))
                @for table in &section.tables {
                    (matrix(table, section, probes, &names, file, at))
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
        (evidence::all(record, failed(record).as_ref(), file))
    }
}

fn matrix(
    table: &Table,
    section: &Section,
    probes: &[String],
    names: &Names,
    file: &str,
    at: usize,
) -> Markup {
    let id = format!("{}-support-{}", identifier(file), at + 1);
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
                        (self::row(row, table.keys, probe, file))
                    }
                }
            }
        }
    }
}

fn row(row: &[Field], keys: usize, probe: &str, file: &str) -> Markup {
    let evidence = anchor(file, probe);
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
        "yes" | "held" => "yes",
        "flag" => "flag",
        "crash" | "escaped" => "crash",
        "no" | "ENOSYS" if words != "no limit" => "no",
        "no" => "limit",
        count if count.contains('/') => "partly",
        _ => "unknown",
    }
}
