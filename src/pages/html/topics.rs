//! The sections of the page, one a question.

use super::across;
use super::changes::changes;
use super::documents::{bias, methodology};
use super::evidence::Evidence;
use super::find::find;
use super::runtime_pages::runtime_pages;
use super::safety::safety;
use super::support::support;
use super::table::{Place, first, folded, lazy, note, section};
use super::versus::versus;
use super::view::{Names, View, unique};
use crate::analysis::cells::Cells;
use crate::pages::entry::Entry;
use crate::pages::html::claims_section::answers;
use crate::pages::html::claims_section::said;
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::pages::views::Views;
use crate::report::model::Section;
use crate::report::spec;
use crate::report::tables::parts::Extent;
use crate::report::tables::{self};
use crate::results::spec as spec_record;
use maud::{Markup, html};

pub struct Topic {
    pub id: &'static str,
    pub title: &'static str,
    pub body: Markup,
}

/// All sections that there is something to show in.
pub fn all(
    material: &Material,
    cells: &[Cells],
    entries: &[Entry],
    views: &[View],
    shown: &Views,
) -> Vec<Topic> {
    let mut topics = Vec::new();
    let mut add = |id, title, body| topics.push(Topic { id, title, body });
    let any_safety = shown
        .runtimes
        .iter()
        .any(|runtime| runtime.modes.iter().any(|mode| mode.safety.is_some()));
    if !shown.runtimes.is_empty() {
        add("find", "Find a runtime", find(shown));
    }
    if !views.is_empty() {
        add("answers", "Which one for me?", answers(material, cells));
        add("speed", "Speed against start", each(views, speed));
    }
    if any_safety {
        add("safety", "Safety and limits", safety(shown));
    }
    if !views.is_empty() {
        add("versus", "A versus B", versus(views));
    }
    if !shown.runtimes.is_empty() {
        add("runtimes", "Each runtime", runtime_pages(shown));
    }
    if !views.is_empty() {
        add("overview", "Overview", each(views, overview));
        add("startup", "Startup", each(views, startup));
        add("throughput", "Throughput", each(views, throughput));
        add("memory", "Memory and size", each(views, memory));
    }
    if !(material.support.is_empty() && material.spec.is_empty()) {
        add("features", "Features", features(material));
    }
    if views.iter().any(|view| {
        !tables::languages::section(view.cells, Extent::Short)
            .tables
            .is_empty()
    }) {
        add("languages", "By language", each(views, languages));
    }
    if !views.is_empty() {
        add(
            "architectures",
            "By architecture",
            architectures(material, views),
        );
        add(
            "changes",
            "What changed",
            changes(material, &across::names(views)),
        );
        add("failures", "Failures", each(views, failures));
    }
    if !material.statements.is_empty() {
        add("said", "Claims checked", said(material, entries));
    }
    add(
        "methodology",
        "Methodology",
        documented(READING, "The whole method", methodology()),
    );
    add(
        "bias",
        "Bias",
        documented(FAVOURED, "All that we know of", bias()),
    );
    if !views.is_empty() {
        add("provenance", "Provenance", each(views, provenance));
    }
    topics
}

/// The same of each results file, one below the other.
fn each(views: &[View], show: fn(&View) -> Markup) -> Markup {
    html! {
        @for view in views {
            div data-run=(view.name) {
                @if views.len() > 1 { h3.run { (view.name) } }
                (show(view))
            }
        }
    }
}

/// A place for a chart, which scripts draw. The tables around it say the same.
fn chart(view: &View, kind: &str, title: &str, caption: &str) -> Markup {
    html! {
        figure.js data-chart=(kind) data-run=(view.name) {
            figcaption { b { (title) } " " (caption) }
            div {}
            p.reading aria-live="polite" {}
        }
    }
}

fn speed(view: &View) -> Markup {
    chart(
        view,
        "scatter",
        "Speed against start.",
        "Lower left is better on both. Logarithmic axes; bars are intervals. Colours are ways of \
        executing; the line joins those that nobody beats on both. A dot leads to its row below.",
    )
}

fn overview(view: &View) -> Markup {
    let shown = tables::overview::section(view.cells);
    section(&shown, &view.names, &of(view, "overview"))
}

fn startup(view: &View) -> Markup {
    let cells = view.cells;
    html! {
        div.charts {
            (chart(view, "starts", "Where a start goes.",
                "Left, how long it takes, on a logarithmic axis; right, the share of each phase in \
                it."))
        }
        (lazy("The phases in figures", true,
            section(&tables::startup::phases(cells), &view.names, &of(view, "startup"))))
        (folded(&tables::startup::by_size(cells), &view.names, &of(view, "load")))
    }
}

fn throughput(view: &View) -> Markup {
    let cells = view.cells;
    html! {
        (chart(view, "strip", "Time as a multiple of native, guest by guest.",
            "A dot is a guest's input; the bar is the geometric mean over guests, with its \
            interval. Left is faster."))
        (chart(view, "processes", "One guest, process by process.",
            "A dot is a process; the bar is the figure in the table, with its interval."))
        (section(&tables::throughput::section(cells), &view.names, &of(view, "throughput")))
        (titled(&tables::section::section(cells), view, "section"))
        (titled(&tables::throughput::host_calls(cells), view, "host-calls"))
    }
}

fn memory(view: &View) -> Markup {
    let cells = view.cells;
    html! {
        (chart(view, "memory", "Resident memory.",
            "From the peak at the start (ring) to the peak of the whole run (dot), median over \
            guests; and what a further instance adds. Logarithmic axes."))
        (section(&tables::memory::in_short(cells), &view.names, &of(view, "memory")))
        (folded(&tables::memory::by_input(cells), &view.names, &of(view, "memory-by-input")))
        (folded(&tables::precompiled::section(cells), &view.names, &of(view, "precompiled")))
    }
}

fn features(material: &Material) -> Markup {
    let files = names(&material.support);
    let mut evidence: Vec<Evidence> = Vec::new();
    for (name, Named { what, .. }) in files.iter().zip(&material.support) {
        let one = Evidence::of(what, name, &evidence);
        evidence.push(one);
    }
    html! {
        @if !material.support.is_empty() {
            (note("A cell is a probe that was run: a tiny module with several cases, each in a \
            process of its own. It leads to the evidence. ✓ all cases passed, ◐ so many of them, ⚑ \
            with a switch on, ✗ none, ▲ the runtime crashed, ↗ the guest escaped, ∞ not \
            limited. A cell says nothing about what no case tries, and nothing is derived from \
            documentation."))
        }
        @let records = files.iter().zip(&material.support).zip(&evidence);
        @for ((name, Named { what, .. }), evidence) in records {
            div data-run=(what.machine.arch) {
                @if material.support.len() > 1 { h3.run { (what.machine.place()) " (" (name) ")" } }
                (support(what, name, evidence))
            }
        }
        @for (name, Named { what, .. }) in names(&material.spec).iter().zip(&material.spec) {
            div data-run=(what.machine.arch) { (specification(what, name)) }
        }
    }
}

/// The scores, and what became of the tests, each folded.
fn specification(record: &spec_record::Record, name: &str) -> Markup {
    let configurations = record.configurations.iter().map(|c| c.name.as_str());
    let names = Names::of_configurations(configurations);
    let sections = spec::sections(record);
    let Some((scores, others)) = sections.split_first() else {
        return html! {};
    };
    // Failures, script by script, are longer than all the rest of the page.
    let kinds = ["spec-ends", "spec-skipped"];
    html! {
        (lazy(&scores.title, true, section(scores, &names, &Place { file: name, kind: "spec" })))
        @for (shown, kind) in others.iter().zip(kinds) {
            (folded(shown, &names, &Place { file: name, kind }))
        }
        p.note {
            "What failed, script by script, is in " code { (name) ".md" } ", which "
            code { "wasmeter report --pages" } " writes beside this page."
        }
    }
}

fn names<T>(files: &[Named<T>]) -> Vec<String> {
    unique(files.iter().map(|file| file.name.clone()))
}

fn languages(view: &View) -> Markup {
    html! {
        (chart(view, "languages", "One task in several languages.",
            "A dot is a configuration; the bar is the mean over those that run all. Time as a \
            multiple of the native build's."))
        (first(&tables::languages::section(view.cells, Extent::Whole), &view.names,
            &of(view, "languages")))
    }
}

fn architectures(material: &Material, views: &[View]) -> Markup {
    section(
        &across::section(views, &material.emulated),
        &across::names(views),
        &Place {
            file: "all",
            kind: "across",
        },
    )
}

fn failures(view: &View) -> Markup {
    let shown = tables::failures::section(view.cells, Extent::Whole);
    html! {
        @if shown.tables.is_empty() { p { "Every cell that was measured went well." } }
        @else {
            (lazy("What went wrong, cell by cell", true,
                section(&shown, &view.names, &of(view, "failures"))))
        }
    }
}

fn provenance(view: &View) -> Markup {
    let cells = view.cells;
    html! {
        (lazy("The machine and the plan", true,
            section(&tables::provenance::section(cells), &view.names, &of(view, "provenance"))))
        (titled(&tables::configurations::section(cells), view, "configurations"))
        (titled(&tables::guests::section(cells), view, "guests"))
    }
}

fn documented(in_short: &str, summary: &str, document: Markup) -> Markup {
    html! {
        p { (in_short) }
        (lazy(summary, true, html! { div.document { (document) } }))
    }
}

const READING: &str = "\
A figure is the median over processes, one in each round; within a process, throughput is the \
median over its timed calls. Below a figure in small print stands its interval over processes: \
95%, or the range where there are fewer than six. Ratios are taken to the native build of the same \
source in the same round, and their geometric mean is shown. Bold is the best of its row or \
column, native aside, and whatever has an interval that overlaps with the best's and is at most \
twice as large: they are statistically indistinguishable. What did not end well has no figure but \
its outcome; – is what is not measured of that guest. Between machines compare ratios, never \
times; and even ratios move.";

const FAVOURED: &str = "\
Every benchmark favours somebody: by its guests, its baseline, its machine, and by who wrote it. \
What we chose, and whom it may help:";

/// A part that is folded below its title, if there is anything in it.
fn titled(shown: &Section, view: &View, name: &str) -> Markup {
    html! {
        @if !shown.tables.is_empty() {
            (lazy(&shown.title, true, section(shown, &view.names, &of(view, name))))
        }
    }
}

fn of<'a>(view: &'a View, kind: &'a str) -> Place<'a> {
    Place {
        file: &view.name,
        kind,
    }
}
