//! The evidence of probes: what each tried in words, and what came of the cases that did not pass.

use super::source::source_link;
use super::table::{identifier, is_address, note};
use crate::report::model::{Field, Section, Table};
use crate::results::support::{ProbeNotes, Record};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Probe by probe, each below the anchor that its cells lead to. `failed` has what did not pass.
pub fn all(record: &Record, failed: Option<&Section>, file: &str) -> Markup {
    html! {
        details.lazy.evidence {
            summary { "The evidence, probe by probe" }
            noscript {
                (note("What each probe tried, and of cases that did not pass what they came to \
                instead, and where."))
                @for probe in &record.probes { (evidence(probe, failed, file)) }
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
}

/// The anchor of a probe's evidence.
pub fn anchor(file: &str, probe: &str) -> String {
    identifier(&format!("{file}/{probe}"))
}

fn evidence(probe: &ProbeNotes, failed: Option<&Section>, file: &str) -> Markup {
    let mut tables = failed.into_iter().flat_map(|section| &section.tables);
    let found = tables.find(|table| table.title == probe.name);
    // A user's own probes lie elsewhere.
    let is_ours = probe.given.is_empty() && is_path(&probe.name);
    html! {
        details id=(anchor(file, &probe.name)) {
            summary { (probe.name) }
            @match found {
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
