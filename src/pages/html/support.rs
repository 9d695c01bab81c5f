//! What configurations support: matrices whose cells lead to the evidence.

use super::table::{identifier, is_address, note};
use super::view::Names;
use crate::report::model::{Field, Section, Table};
use crate::report::support::{failures, matrices, withheld};
use crate::report::tables::parts::Extent;
use crate::results::support::{ProbeNotes, Record};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// `file` is the record's name, which tells its anchors from another's.
pub fn support(record: &Record, file: &str) -> Markup {
    let here = record.here().map(|c| c.name.as_str());
    let names = Names::of_configurations(here);
    let failed = failures::section(record);
    html! {
        @for (at, (section, probes)) in matrices(record, Extent::Whole).iter().enumerate() {
            h3 { (section.title) }
            (note(&section.note))
            @for table in &section.tables {
                (matrix(table, section, probes, &names, file, at))
            }
        }
        @if let Some(section) = withheld::section(record) {
            h3 { (section.title) }
            (note(&section.note))
            @for table in &section.tables {
                @if !table.title.is_empty() { h4 { (table.title) } }
                div.scroll tabindex="0" { (failures(table)) }
            }
        }
        details.evidence {
            summary { "The evidence, probe by probe" }
            (note("What each probe tried, and of cases that did not pass what they came to \
            instead, and where."))
            @for probe in &record.probes {
                (evidence(probe, failed.as_ref(), file))
            }
            @for probe in gone(record) {
                details id=(anchor(file, probe)) {
                    summary { (probe) }
                    p { "All its cases are withheld." }
                }
            }
            @for feature in &record.features {
                @if let Some(why) = &feature.not_observable {
                    details id=(anchor(file, &feature.probe())) {
                        summary { (feature.probe()) }
                        p { "Not observable by running: " (why) }
                    }
                }
            }
        }
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
        div.scroll tabindex="0" role="region" aria-labelledby=(format!("{id}-caption")) {
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

fn evidence(probe: &ProbeNotes, failed: Option<&Section>, file: &str) -> Markup {
    let id = anchor(file, &probe.name);
    let mut tables = failed.into_iter().flat_map(|section| &section.tables);
    let found = tables.find(|table| table.title == probe.name);
    html! {
        details id=(id) {
            summary { (probe.name) }
            @match found {
                Some(found) => {
                    (failures(found))
                }
                None => p { "All cases passed wherever it was tried." }
            }
            p.small { "Cases: " (probe.cases.join("; ")) ". SHA-256 of the \
            module: " code { (probe.sha256) } }
        }
    }
}

/// Probes of which all is withheld.
fn gone(record: &Record) -> BTreeSet<&str> {
    let withheld = record.withheld.iter().map(|case| case.probe.as_str());
    let is_there = |probe: &&str| record.probes.iter().any(|known| known.name == **probe);
    withheld.filter(|probe| !is_there(probe)).collect()
}

/// Cases that did not pass, with what happened, and where.
fn failures(found: &Table) -> Markup {
    html! {
        table {
            thead { tr { @for name in &found.header { th.text scope="col" { (name) } } } }
            tbody {
                @for row in &found.rows {
                    tr { @for field in row { td.text { (self::field(field)) } } }
                }
            }
        }
    }
}

fn field(field: &Field) -> Markup {
    html! {
        @match &field.link {
            Some(address) if is_address(address) => { a href=(address) rel="noopener" { (field.text) } }
            _ => (field.text)
        }
    }
}

/// The anchor of a probe's evidence.
fn anchor(file: &str, probe: &str) -> String {
    identifier(&format!("{file}/{probe}"))
}
