//! What is known of the runtimes, and what is said of them, with the verdicts.

use super::table::{is_address, lazy};
use crate::analysis::cells::Cells;
use crate::pages::claim_check::Judged;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::claims_section::by_whom;
use crate::pages::claims_section::legend;
use crate::pages::claims_section::of_all;
use crate::pages::entry::Entry;
use crate::pages::inputs::Material;
use crate::pages::statements::Statements;
use crate::pages::summary::summary_of;
use maud::{Markup, html};

/// Which one for me? Five answers, none of which is the winner.
pub fn answers(material: &Material, cells: &[Cells]) -> Markup {
    html! {
        ul.answers {
            @for line in summary_of(material, cells).lines() {
                li { h3 { (line.question) } @for part in line.answer.split("; ") { p { (broken(part)) } } }
            }
        }
        p.note { "Each is one measure, and none is the winner. Modes that are named together are \
        statistically indistinguishable in these data." }
    }
}

/// Names of configurations may break after their slash.
fn broken(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('/').enumerate() {
            @if at > 0 { "/" wbr; }
            (part)
        }
    }
}

fn link(text: &str, address: &str) -> Markup {
    html! {
        @if is_address(address) { a href=(address) rel="noopener" { (text) } } @else { (text) }
    }
}

/// What each source says of the runtimes.
pub fn said(material: &Material, entries: &[Entry]) -> Markup {
    let of_all = of_all(material, entries);
    html! {
        p.note {
            "Verdicts (" (legend(str::to_string)) "). A comparison counts only what is certain, \
            with the best mode of each runtime."
        }
        @for (at, statements) in material.statements.iter().enumerate() {
            (source(statements, &by_whom(statements, entries, &of_all), &format!("said-{}", at + 1)))
        }
    }
}

fn source(statements: &Statements, said: &[(&str, Vec<&Judged>)], id: &str) -> Markup {
    let source = &statements.source;
    html! {
        p { "Source: " (link(&source.title, &source.url)) ", " (source.date) "; in our own words." }
        (lazy("What it says, and the verdicts", true, verdicts(source.title.as_str(), said, id)))
    }
}

fn verdicts(title: &str, said: &[(&str, Vec<&Judged>)], id: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby=(format!("{id}-caption")) {
            table.verdicts id=(id) {
                caption.unseen id=(format!("{id}-caption")) { (title) }
                thead { tr {
                    @for column in ["runtime", "said of it", "verdict", "the cells behind it"] {
                        th.text scope="col" { span { (column) } }
                    }
                } }
                tbody {
                    @for (of, said) in said {
                        @for judged in said {
                            tr {
                                th scope="row" { (of) }
                                td.text { (judged.statement.says) small { "read \
                                as: " (judged.statement.reading) } }
                                td class=(kind(judged.verdict)) { (judged.verdict.word()) }
                                td.text {
                                    @for finding in &judged.findings {
                                        p { (finding.verdict.word()) ": " (finding.says) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Shown => "yes",
        Verdict::Partly => "partly",
        Verdict::NotShown => "unknown",
        Verdict::Contradicted => "no",
    }
}
