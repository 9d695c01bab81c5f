//! The evidence of probes: what each tried in words, and what came of the cases that did not pass.

use super::source::source_link;
use super::table::{identifier, is_address, note};
use crate::report::model::{Field, Section, Table};
use crate::report::support::failures::section as failed;
use crate::results::support::{ProbeNotes, Record};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Evidence that a page has: the probes of one record, and what did not pass of them.
pub struct Evidence<'a> {
    record: &'a Record,
    failed: Option<Section>,
    /// The record's name, which tells its anchors from another's.
    file: &'a str,
    /// Probes of which the same came in a record that stands above, with that record's name.
    above: BTreeMap<&'a str, &'a str>,
}

impl<'a> Evidence<'a> {
    /// The evidence of a record, below that of others.
    pub fn of(record: &'a Record, file: &'a str, others: &[Evidence<'a>]) -> Self {
        let mut evidence = Evidence {
            record,
            failed: failed(record),
            file,
            above: BTreeMap::new(),
        };
        for probe in &record.probes {
            let same = |other: &&Evidence| {
                let known = other.record.probes.iter().find(|p| p.name == probe.name);
                known.is_some_and(|known| known.sha256 == probe.sha256)
                    && other.rows(&probe.name) == evidence.rows(&probe.name)
            };
            if let Some(other) = others.iter().find(same) {
                evidence.above.insert(&probe.name, other.file);
            }
        }
        evidence
    }

    fn table(&self, probe: &str) -> Option<&Table> {
        let tables = self
            .failed
            .as_ref()
            .map_or(&[][..], |section| &section.tables);
        tables.iter().find(|table| table.title == probe)
    }

    fn rows(&self, probe: &str) -> Vec<&str> {
        let rows = self.table(probe).map_or(&[][..], |table| &table.rows);
        let fields = rows.iter().flatten();
        fields.map(|field| field.text.as_str()).collect()
    }

    /// The anchor of a probe's evidence.
    pub fn anchor(&self, probe: &str) -> String {
        let file = self.above.get(probe).unwrap_or(&self.file);
        identifier(&format!("{file}/{probe}"))
    }
}

/// Probe by probe, each below the anchor that its cells lead to.
pub fn all(evidence: &Evidence) -> Markup {
    let Evidence { record, above, .. } = evidence;
    html! {
        details.lazy.evidence {
            summary { "The evidence, probe by probe" }
            noscript {
                (note("What each probe tried, and of cases that did not pass what they came to \
                instead, and where."))
                @if let Some(other) = above.values().next() {
                    (note(&format!("Probes with the same results as in {other} are listed there.")))
                }
                @for probe in record.probes.iter().filter(|p| !above.contains_key(&*p.name)) {
                    (one(probe, evidence))
                }
                @for probe in gone(record) {
                    details id=(evidence.anchor(probe)) {
                        summary { (probe) }
                        p { "All its cases are withheld." }
                    }
                }
                @for feature in &record.features {
                    @if let Some(why) = &feature.not_observable {
                        details id=(evidence.anchor(&feature.probe())) {
                            summary { (feature.probe()) }
                            p { "Not observable by running: " (why) }
                        }
                    }
                }
            }
        }
    }
}

fn one(probe: &ProbeNotes, evidence: &Evidence) -> Markup {
    // A user's own probes lie elsewhere.
    let is_ours = probe.given.is_empty() && is_path(&probe.name);
    html! {
        details id=(evidence.anchor(&probe.name)) {
            summary { (probe.name) }
            @match evidence.table(&probe.name) {
                Some(found) => { (failures(found, "Cases that did not pass")) }
                None => p { "All cases passed wherever it was tried." }
            }
            p.small { "Tried: " (probe.cases.join("; ")) "." }
            p.small {
                @if is_ours { a href=(source_link(&source(&probe.name))) { "Source" } ". " }
                "SHA-256 of the module: " code { (probe.sha256) }
            }
        }
    }
}

/// Cases that did not pass, with what happened, and where. `label` is read aloud before them.
pub fn failures(found: &Table, label: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(label) {
            table.words {
                thead { tr { @for name in &found.header { th scope="col" { (name) } } } }
                tbody {
                    @for row in &found.rows {
                        tr { @for field in row { td { (self::field(field)) } } }
                    }
                }
            }
        }
    }
}

fn field(field: &Field) -> Markup {
    html! {
        @match &field.link {
            Some(address) if is_address(address) => {
                a href=(address) rel="noopener" { (field.text) }
            }
            _ => (in_words(&field.text))
        }
    }
}

/// What a check of a probe found, without its line of C, which readers need not know.
fn in_words(text: &str) -> String {
    let Some((file, source, got)) = check(text) else {
        return text.to_string();
    };
    match wanted(source) {
        Some(wanted) => format!("got {got}, wanted {wanted} ({file})"),
        None => format!("got {got} ({file})"),
    }
}

/// The parts of `FILE:LINE: SOURCE: got GOT`, of which the first is `FILE:LINE`.
fn check(text: &str) -> Option<(&str, &str, &str)> {
    let (place, rest) = text.split_once(": ")?;
    let (file, line) = place.rsplit_once(':')?;
    let (source, got) = rest.rsplit_once(": got ")?;
    let is_line = !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit());
    (is_line && is_path(file)).then_some((place, source, got))
}

/// The errnos that a check allows: `WANT(call(…), SUCCESS);`.
fn wanted(source: &str) -> Option<String> {
    let of_one = source.strip_prefix("WANT(");
    let arguments = of_one.or_else(|| source.strip_prefix("WANT_ANY_OF("))?;
    let (_, errnos) = arguments.rsplit_once("), ")?;
    let errnos = errnos.strip_suffix(");")?;
    let is_plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b", _".contains(&b);
    let are_plain = errnos.bytes().all(is_plain);
    are_plain.then(|| errnos.to_lowercase().replace(", ", " or "))
}

/// Where the source of one of our probes is: proposals are tried in WebAssembly's text, the rest
/// in C.
fn source(probe: &str) -> String {
    let group = probe.split('/').next().unwrap_or_default();
    let is_text = ["choices", "component", "wasm"].contains(&group);
    format!("probes/{probe}.{}", if is_text { "wat" } else { "c" })
}

fn is_path(text: &str) -> bool {
    identifier(text) == text && !text.contains("..")
}

/// Probes of which all is withheld.
fn gone(record: &Record) -> BTreeSet<&str> {
    let withheld = record.withheld.iter().map(|case| case.probe.as_str());
    let is_there = |probe: &&str| record.probes.iter().any(|known| known.name == **probe);
    withheld.filter(|probe| !is_there(probe)).collect()
}

#[cfg(test)]
mod tests {
    use super::{in_words, source};
    use std::path::Path;

    #[test]
    fn a_check_is_read_in_words() {
        for (text, words) in [
            (
                "wasi-p1/fd_seek.c:70: WANT(fd_seek(fd, -1, WHENCE_SET, &at), INVAL);: got \
                success (0)",
                "got success (0), wanted inval (wasi-p1/fd_seek.c:70)",
            ),
            (
                "wasi-p1/a.c:1: WANT_ANY_OF(a(P(\"x\")), NOTSOCK, NOTCAPABLE);: got badf (8)",
                "got badf (8), wanted notsock or notcapable (wasi-p1/a.c:1)",
            ),
            (
                "wasi-p1/b.c:6: WANT_EQ(count, 3);: got 0",
                "got 0 (wasi-p1/b.c:6)",
            ),
            ("unsupported: no: got 1", "unsupported: no: got 1"),
            ("check | 1: got <2>", "check | 1: got <2>"),
        ] {
            assert_eq!(in_words(text), words);
        }
    }

    #[test]
    fn sources_are_where_they_are_said_to_be() {
        let probes = Path::new(env!("CARGO_MANIFEST_DIR")).join("probes");
        for probe in ["wasi-p1/fd_seek", "wasm/atomics", "choices/nan"] {
            let file = source(probe).replace("probes/", "");
            assert!(probes.join(&file).is_file(), "{file}");
        }
    }
}
