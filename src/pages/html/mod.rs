//! `index.html`: one file that holds all, loads nothing, and is read without scripts as tables.
//! With scripts it is also drawn, filtered and sorted.

mod across;
mod changes;
mod claims_section;
mod data;
mod documents;
mod embedded;
mod evidence;
mod find;
mod runtime_data;
mod runtime_pages;
mod safety;
mod source;
mod support;
mod table;
#[cfg(test)]
mod tests;
mod topics;
mod versus;
mod view;

use super::entry::Entry;
use crate::analysis::cells::Cells;
use crate::analysis::number;
use crate::pages::inputs::Material;
use crate::pages::inputs::runtime_of;
use crate::pages::views::Views;
use embedded::{LICENCES, SCRIPTS, STYLE};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use source::mistake_link;
use std::collections::BTreeSet;
use view::View;
use wasmeter_worker::Artifact;

/// Nothing is loaded, sent, or framed; scripts and styles are those of the file itself.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
img-src data:; base-uri 'none'; form-action 'none'";

/// The page of everything that was read. The same material gives the same bytes.
pub fn render(material: &Material, cells: &[Cells], entries: &[Entry]) -> anyhow::Result<String> {
    let views = View::all(&material.runs, cells);
    let shown = Views::of(material, cells, entries);
    let topics = topics::all(material, cells, entries, &views, &shown);
    let charted: Vec<_> = views.iter().map(data::charted).collect();
    // Within a script element, JSON must not say how it ends.
    let embedded = |json: String| PreEscaped(json.replace('<', "\\u003c"));
    let data = embedded(serde_json::to_string(&charted)?);
    let known = embedded(serde_json::to_string(&runtime_data::known(&shown))?);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { "WebAssembly runtimes, measured – wasmeter" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the figures" }
                (head(material, &views))
                div.page {
                    nav aria-label="Sections" {
                        ul {
                            @for topic in &topics {
                                li { a href={ "#" (topic.id) } { (topic.title) } }
                            }
                        }
                    }
                    main id="main" aria-label="Figures" {
                        (filters(&views))
                        @for topic in &topics {
                            section id=(topic.id) aria-labelledby={ (topic.id) "-title" } {
                                h2 id={ (topic.id) "-title" } { (topic.title) }
                                (topic.body)
                            }
                        }
                    }
                }
                (foot())
                dialog id="cell" aria-labelledby="cell-title" {
                    form method="dialog" { button aria-label="Close" { "×" } }
                    h2 id="cell-title" {}
                    div {}
                    p.small {
                        a href=(mistake_link()) { "Report a mistake" }
                        ": say which figure and the command above."
                    }
                }
                script type="application/json" id="data" { (data) }
                script type="application/json" id="known" { (known) }
                @for script in SCRIPTS { script { (PreEscaped(script)) } }
            }
        }
    };
    Ok(page.into_string() + "\n")
}

/// What was measured where, in a few lines.
fn head(material: &Material, views: &[View]) -> Markup {
    html! {
        header aria-labelledby="title" {
            p.brand { "wasmeter" }
            h1 id="title" { "WebAssembly runtimes, measured" }
            p {
                "Server-side runtimes on the same bytes: how they start, how fast they run, what \
                memory they take, and what they support. Every figure comes from raw samples, and \
                every cell tells how to measure it again."
            }
            @if views.is_empty() && material.support.is_empty() {
                p { "Nothing was measured." }
            }
            @for view in views { (machine(view)) }
            button.js type="button" id="theme" { "Theme: system" }
        }
    }
}

fn machine(view: &View) -> Markup {
    let results = view.cells.results;
    let header = &results.header;
    let machine = &header.machine;
    let alive = view.cells.alive();
    let foreign = alive.iter().filter(|c| c.artifact != Artifact::Native);
    let runtimes: BTreeSet<&str> = foreign.map(|c| runtime_of(&c.name)).collect();
    let day = |moment: &str| moment.split('T').next().unwrap_or_default().to_string();
    let facts = [
        (alive.len().to_string(), "modes".to_string()),
        (runtimes.len().to_string(), "runtimes".to_string()),
        (header.guests.len().to_string(), "guests".to_string()),
        (
            results.processes.len().to_string(),
            "process samples".to_string(),
        ),
        (header.plan.rounds.to_string(), "rounds".to_string()),
    ];
    html! {
        div.machine data-run=(view.name) {
            h2 { (view.name) }
            p {
                (machine.cpu) ", " (machine.cores) " \
                cores, " (number::bytes(machine.memory_bytes)) "; " (machine.os)
                @if let Some(by) = &machine.virtualised { "; virtualised" @if by != "yes" { " \
                (" (by) ")" } }
                "; " (day(&results.finished)) "; wasmeter " (header.wasmeter)
            }
            ul.facts {
                @for (count, what) in facts { li { b { (count) } " " (what) } }
            }
        }
    }
}

/// What only scripts can do is shown only where there are scripts.
fn filters(views: &[View]) -> Markup {
    let alive = views.iter().flat_map(|view| view.cells.alive());
    let runtimes: BTreeSet<&str> = alive.map(|c| runtime_of(&c.name)).collect();
    html! {
        form.js id="filter" role="search" aria-label="Filter everything below" {
            label { "Modes"
                input type="search" name="r" placeholder="wasmi, \
                */aot" spellcheck="false" autocomplete="off";
            }
            label { "Guests"
                input type="search" name="g" placeholder="json, \
                */medium" spellcheck="false" autocomplete="off";
            }
            @if views.len() > 1 {
                label { "Architecture"
                    select name="a" {
                        option value="" { "all" }
                        @for view in views { option value=(view.name) { (view.name) } }
                    }
                }
            }
            button type="reset" { "Show all" }
            output aria-live="polite" {}
            div.chips role="group" aria-label="Runtimes" {
                @for runtime in runtimes {
                    button type="button" aria-pressed="false" data-runtime=(runtime) { (runtime) }
                }
            }
        }
    }
}

fn foot() -> Markup {
    html! {
        footer aria-label="About this page" {
            p {
                "Made by wasmeter " (env!("CARGO_PKG_VERSION")) " from the files beside this page, \
                and from nothing else. Addresses of filtered pages and of cells can be passed on."
            }
            p { a href=(mistake_link()) { "Report a mistake" } }
            details {
                summary { "Licences of what is embedded here" }
                p { "The charts are drawn by Observable Plot and D3." }
                pre { (LICENCES) }
            }
        }
    }
}
