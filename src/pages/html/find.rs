//! Find: which runtimes fit what somebody needs. Without scripts it is a table of all of them.

use super::runtime_pages::{anchor, quantity, ratio};
use crate::analysis::metric::Unit;
use crate::pages::inputs::mode_of;
use crate::pages::views::mode::{Kind, Mode};
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
    ("A box with 256 MB and an Arm processor", "#f-arch=aarch64&f-mem=256&f-by=memory"),
    ("The shortest start", "#f-by=start"),
    ("Fastest once warmed up", "#f-by=speed"),
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
            (choice("by", "Best by", [("speed", "speed"), ("start", "start"), ("memory", "most memory")].into_iter()))
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
            "Start and time ÷ native are geometric means over test programs, most memory is the \
            largest peak of any test program; each is of the mode that is best at it, which is \
            named below it. Known ways out: cases in which a guest got out of the sandbox, in any \
            mode. Languages of embedding programs are as the makers' documents say, everything \
            else was measured. – was not measured."
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

fn row(runtime: &Runtime) -> Markup {
    let modes = &runtime.modes;
    let time = |e: &Estimate| quantity(Unit::Ns, e);
    let size = |e: &Estimate| quantity(Unit::Bytes, e);
    let memory = modes.iter().filter_map(|mode| Some((mode, mode.worst_peak.as_ref()?.value)));
    let memory = memory.min_by(|a, b| a.1.total_cmp(&b.1));
    html! {
        tr data-runtime=(runtime.name) {
            th scope="row" { a href=(format!("#{}", anchor(&runtime.name))) { (runtime.title) } }
            (best(modes, |mode| mode.start.or(mode.cold_start), time))
            (best(modes, |mode| mode.speed, ratio))
            (figure(memory.map(|(mode, value)| (mode, size(&exact(value))))))
            (best(modes, |mode| mode.instance, size))
            td { (ways_out(runtime).map_or("–".to_string(), |ways| ways.to_string())) }
            td { (limit(modes, "stops a loop")) }
            td { (limit(modes, "caps memory")) }
            td { (wasi(modes)) }
        }
    }
}

/// Cases in which a guest got out of the sandbox, in the mode that has most of them. `None`: not
/// tried.
fn ways_out(runtime: &Runtime) -> Option<usize> {
    let safety = runtime.modes.iter().filter_map(|mode| mode.safety.as_ref());
    safety.map(super::safety::ways_out).max()
}

fn best(
    modes: &[Mode],
    value: impl Fn(&Mode) -> Option<Estimate>,
    show: impl Fn(&Estimate) -> String,
) -> Markup {
    let all = modes.iter().filter_map(|mode| Some((mode, value(mode)?)));
    let least = all.min_by(|a, b| a.1.value.total_cmp(&b.1.value));
    figure(least.map(|(mode, estimate)| (mode, show(&estimate))))
}

fn figure(of: Option<(&Mode, String)>) -> Markup {
    html! {
        td {
            @match of {
                Some((mode, text)) => { (text) small { (mode_of(&mode.name)) } }
                None => "–"
            }
        }
    }
}

/// `yes`, `no`, or `some modes`.
fn limit(modes: &[Mode], wanted: &str) -> &'static str {
    let safety = modes.iter().filter_map(|mode| mode.safety.as_ref());
    let limits = safety.flat_map(|safety| &safety.limits);
    let holds: Vec<bool> = limits
        .filter(|limit| limit.limit == wanted)
        .map(|limit| limit.holds)
        .collect();
    match (holds.iter().any(|holds| *holds), holds.iter().all(|holds| *holds)) {
        _ if holds.is_empty() => "–",
        (_, true) => "yes",
        (true, false) => "some modes",
        (false, false) => "no",
    }
}

/// Probes that passed of each version, in the mode that passes most.
fn wasi(modes: &[Mode]) -> String {
    let of = |at: usize| {
        let counts = modes.iter().filter_map(|mode| mode.wasi[at]);
        let most = counts.max_by_key(|[passed, _]| *passed);
        most.map_or("–".to_string(), |[passed, of]| format!("{passed}/{of}"))
    };
    [0, 1, 2].map(of).join(", ")
}

fn exact(value: f64) -> Estimate {
    Estimate {
        value,
        low: value,
        high: value,
        n: 1,
    }
}
