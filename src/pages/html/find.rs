//! Find: which runtimes fit what somebody needs. Without scripts it is a table of all of them.

use super::runtime_pages::{anchor, quantity, ratio};
use super::safety::ways_out;
use crate::analysis::metric::Unit;
use crate::pages::inputs::mode_of;
use crate::pages::kind::Kind;
use crate::pages::views::mode::Mode;
use crate::pages::views::price::Price;
use crate::pages::views::{Runtime, Views};
use crate::stats::Estimate;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The kinds that modes are chosen by.
const KINDS: [Kind; 5] = [
    Kind::Interpreter,
    Kind::Baseline,
    Kind::Optimising,
    Kind::Tiered,
    Kind::AheadOfTime,
];

/// What can be asked for, by the name that addresses have and scripts know.
const NEEDS: [(&str, &str); 7] = [
    ("safe", "no known way out of the sandbox"),
    ("loop", "stops loops"),
    ("cap", "caps memory"),
    ("p1", "all of WASI 0.1"),
    ("p2", "all of WASI 0.2"),
    ("p3", "all of WASI 0.3"),
    ("threads", "threads (wasi-threads)"),
];

/// Questions that many ask, as addresses.
const ASKED: [(&str, &str); 4] = [
    (
        "Untrusted plugins in a Rust program",
        "#f-host=Rust&f-safe=1&f-loop=1&f-cap=1",
    ),
    (
        "A box with 256 MB and an Arm processor",
        "#f-arch=aarch64&f-mem=256&f-by=memory",
    ),
    ("The shortest start", "#f-by=start"),
    ("Fastest once warmed up", "#f-by=speed"),
];

/// What the mode of a runtime, and the first of them, is best by.
const ORDERS: [(&str, &str); 3] = [
    ("speed", "speed"),
    ("start", "start"),
    ("memory", "most memory"),
];

/// The columns of the table.
const HEADER: [&str; 9] = [
    "runtime",
    "start",
    "time ÷ native",
    "most memory",
    "each extra idle instance",
    "known ways out",
    "stops loops",
    "caps memory",
    "WASI 0.1, 0.2, 0.3",
];

/// The form and the table.
pub fn find(views: &Views) -> Markup {
    let runtimes = || views.runtimes.iter().filter(|r| !r.modes.is_empty());
    let modes = || runtimes().flat_map(|runtime| &runtime.modes);
    let hosts: BTreeSet<&str> = runtimes()
        .filter_map(|runtime| runtime.hosts.as_ref())
        .flat_map(|hosts| hosts.languages.iter().map(String::as_str))
        .collect();
    let places = |runtime: &Runtime| -> Vec<String> {
        let (timed, counted) = (&runtime.measured_on, &runtime.counted_on);
        timed.iter().chain(counted).cloned().collect()
    };
    let archs: BTreeSet<String> = runtimes().flat_map(places).collect();
    let languages: BTreeSet<&str> = modes()
        .flat_map(|mode| mode.languages.iter().map(String::as_str))
        .collect();
    html! {
        p.js.asked {
            "For example: "
            @for (at, (title, address)) in ASKED.iter().enumerate() {
                @if at > 0 { " · " }
                a href=(address) { (title) }
            }
        }
        form.js id="finder" aria-label="What do you need?" {
            (choice("host", "Embedded in a program in", hosts.into_iter().map(|h| (h, h))))
            (choice("arch", "Processor", archs.iter().map(|a| (a.as_str(), a.as_str()))))
            (choice("kind", "Executes by", KINDS.into_iter().map(|k| (k.word(), k.word()))))
            (choice("lang", "Guests written in", languages.into_iter().map(|l| (l, l))))
            label { "Memory at most, MiB"
                input type="number" name="mem" min="1" step="1" inputmode="numeric";
            }
            fieldset {
                legend { "Must have" }
                @for (name, title) in NEEDS {
                    label { input type="checkbox" name=(name); " " (title) }
                }
            }
            (choice("by", "Best by", ORDERS.into_iter()))
            output aria-live="polite" {}
        }
        div.scroll id="found" tabindex="0" role="group" aria-labelledby="found-caption" {
            table {
                caption.unseen id="found-caption" { "Runtimes that fit" }
                thead { tr {
                    @for (at, column) in HEADER.iter().enumerate() {
                        th scope="col" class=[(at == 0).then_some("text")] { span { (column) } }
                    }
                } }
                tbody { @for runtime in runtimes() { (row(runtime)) } }
            }
        }
        div.js id="unfit" {}
        p.note {
            "Each runtime stands here with the mode that is best at what is asked for: its name is \
            below. Start and time ÷ native are geometric means over test programs, most memory is \
            the largest peak of any that went well. Known ways out: cases in which a guest \
            got out of the sandbox. Below stops loops: what the cheapest means costs, as a \
            multiple of the time without it. Languages of embedding programs are as the makers' \
            documents say, everything else was measured. – was not measured."
        }
    }
}

fn choice<'a>(
    name: &str,
    title: &str,
    options: impl Iterator<Item = (&'a str, &'a str)>,
) -> Markup {
    html! {
        label { (title)
            select name=(name) {
                @if name != "by" { option value="" { "any" } }
                @for (value, text) in options { option value=(value) { (text) } }
            }
        }
    }
}

/// A runtime by its fastest mode; scripts take the mode that is best at what is asked for.
fn row(runtime: &Runtime) -> Markup {
    let speed = |mode: &&Mode| mode.speed.map_or(f64::INFINITY, |e| e.value);
    let modes = runtime.modes.iter();
    let Some(mode) = modes.min_by(|a, b| speed(a).total_cmp(&speed(b))) else {
        return html! {};
    };
    let safety = mode.safety.as_ref();
    let keeps = |limit| match safety {
        Some(safety) if safety.holds(limit) => "yes",
        Some(_) => "no",
        None => "–",
    };
    html! {
        tr data-runtime=(runtime.name) {
            th scope="row" {
                a href=(format!("#{}", anchor(&runtime.name))) { (runtime.title) }
                small { (mode_of(&mode.name)) }
            }
            (figure(mode.start.or(mode.cold_start), |e| quantity(Unit::Ns, e)))
            (figure(mode.speed, ratio))
            (figure(mode.worst_peak.as_ref().map(|w| exact(w.value)), |e| quantity(Unit::Bytes, e)))
            (figure(mode.instance, |e| quantity(Unit::Bytes, e)))
            td { (safety.and_then(ways_out).map_or("–".to_string(), |ways| ways.to_string())) }
            td {
                (keeps("stops a loop"))
                @if let Some(price) = price(mode) {
                    small { (ratio(&price.ratio)) " × by " (price.by) }
                }
            }
            td { (keeps("caps memory")) }
            td { (wasi(mode)) }
        }
    }
}

fn figure(estimate: Option<Estimate>, show: impl Fn(&Estimate) -> String) -> Markup {
    html! { td { (estimate.map_or("–".to_string(), |estimate| show(&estimate))) } }
}

/// The cheapest means of ending a guest.
pub fn price(mode: &Mode) -> Option<&Price> {
    let prices = mode.prices.iter();
    prices.min_by(|a, b| a.ratio.value.total_cmp(&b.ratio.value))
}

/// Probes that passed of each version.
fn wasi(mode: &Mode) -> String {
    let counts = mode.wasi.map(|counts| match counts {
        Some([passed, of]) => format!("{passed}/{of}"),
        None => "–".to_string(),
    });
    counts.join(", ")
}

fn exact(value: f64) -> Estimate {
    Estimate {
        value,
        low: value,
        high: value,
        n: 1,
    }
}
