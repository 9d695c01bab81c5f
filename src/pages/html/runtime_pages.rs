//! Each runtime: its modes, why they stand where they stand, its neighbours, what was chosen for
//! it, and what is said of it.

use super::source::mistake_link;
use super::table::{identifier, is_address, note};
use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::pages::inputs::mode_of;
use crate::pages::views::mode::Mode;
use crate::pages::views::peers::{Difference, Peer};
use crate::pages::views::{Runtime, Views};
use crate::stats::Estimate;
use maud::{Markup, html};

/// The page's address of a runtime.
pub fn anchor(runtime: &str) -> String {
    identifier(&format!("runtime-{runtime}"))
}

pub fn quantity(unit: Unit, estimate: &Estimate) -> String {
    number::quantity(unit, estimate).0
}

pub fn ratio(estimate: &Estimate) -> String {
    number::ratio(estimate).0
}

/// Columns of a runtime's modes.
const HEADER: [&str; 10] = [
    "mode",
    "executes by",
    "ok",
    "start",
    "cold start",
    "time ÷ native",
    "host ÷ native",
    "peak memory",
    "most memory",
    "each extra idle instance",
];

/// All runtimes, each folded.
pub fn runtime_pages(views: &Views) -> Markup {
    html! {
        @for runtime in &views.runtimes {
            // As `table::lazy`: scripts make it a part of the page when it is opened.
            details.lazy open id=(anchor(&runtime.name)) {
                summary { (runtime.title) " " small { (runtime.versions.join(", ")) } }
                noscript { (page(runtime)) }
            }
        }
    }
}

fn page(runtime: &Runtime) -> Markup {
    html! {
        (facts(runtime))
        @if !runtime.modes.is_empty() { (modes(runtime)) }
        @for mode in &runtime.modes {
            @if !mode.why.is_empty() || mode.peers.faster.is_some() || mode.peers.slower.is_some() {
                h3 { (mode.name) }
                ul.reasons {
                    @for reason in &mode.why { li { (reason.says) } }
                    @if let Some(peer) = &mode.peers.faster {
                        (neighbour(peer, "The next faster runtime is"))
                    }
                    @if let Some(peer) = &mode.peers.slower {
                        (neighbour(peer, "The next slower runtime is"))
                    }
                }
            }
        }
        @let chosen: Vec<&Mode> = runtime.modes.iter().filter(|m| !m.chosen.is_empty()).collect();
        @if !chosen.is_empty() {
            details {
                summary { "What was chosen for it, and why" }
                @for mode in chosen {
                    h4 { (mode.name) }
                    (note(&mode.chosen))
                }
            }
        }
        p {
            "Measured again by: "
            code { "wasmeter matrix -r '" (runtime.name) "/*' -r native" }
            ". Something is wrong or unfair? "
            a href=(mistake_link()) { "Report a mistake" } "."
        }
    }
}

fn facts(runtime: &Runtime) -> Markup {
    let claims = &runtime.claims;
    let counted = runtime
        .counted_on
        .iter()
        .map(|arch| format!("{arch} (instructions)"));
    let places: Vec<String> = runtime.measured_on.iter().cloned().chain(counted).collect();
    html! {
        @if !runtime.description.is_empty() { p { (runtime.description) "." } }
        dl.facts {
            (fact("home", link(&runtime.homepage)))
            (fact("repository", link(&runtime.repository)))
            (fact("licence", html! { (runtime.licence) }))
            (fact("measured on", html! { (places.join(", ")) }))
            (fact("embedded as", html! { (runtime.embedding.replace('`', "")) }))
            @if let Some(hosts) = &runtime.hosts {
                (fact("embeds in", html! {
                    (hosts.languages.join(", "))
                    " (as " (linked("its makers say", &hosts.source)) ")"
                }))
            }
            @if !claims.in_words().is_empty() {
                (fact("claims checked", html! {
                    (claims.in_words()) ": "
                    a href="#said" { "all of them" }
                }))
            }
            @if let Some(security) = &runtime.security {
                @if let (Some(says), Some(source)) = (&security.disclaims, &security.source) {
                    (fact("its documents say", html! {
                        (says) " (" (linked("source", source)) ")"
                    }))
                }
                @if let Some(policy) = &security.policy { (fact("security policy", link(policy))) }
            }
            @for words in &runtime.withheld { (fact("withheld", html! { (words) })) }
            @for gone in &runtime.unavailable {
                (fact("not here", html! { (gone.mode) ": " (gone.why) }))
            }
        }
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! {
        @if !value.0.is_empty() { dt { (name) } dd { (value) } }
    }
}

fn link(address: &str) -> Markup {
    linked(address, address)
}

fn linked(text: &str, address: &str) -> Markup {
    html! {
        @if is_address(address) { a href=(address) rel="noopener" { (text) } } @else { (text) }
    }
}

fn modes(runtime: &Runtime) -> Markup {
    let id = format!("modes-{}", anchor(&runtime.name));
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby={ (id) "-caption" } {
            table id=(id) {
                caption.unseen id={ (id) "-caption" } { "Modes of " (runtime.title) }
                thead { tr {
                    @for (at, column) in HEADER.iter().enumerate() {
                        th scope="col" class=[(at < 2).then_some("text")] { span { (column) } }
                    }
                } }
                tbody { @for mode in &runtime.modes { (row(mode)) } }
            }
        }
    }
}

fn row(mode: &Mode) -> Markup {
    let time = |e: &Estimate| number::quantity(Unit::Ns, e);
    let size = |e: &Estimate| number::quantity(Unit::Bytes, e);
    html! {
        tr data-c=(mode.name) {
            th scope="row" {
                (mode_of(&mode.name))
                @if !mode.run.is_empty() { small { (mode.run) } }
            }
            td.text { (mode.kind.map_or("–", |kind| kind.word())) }
            td { @match mode.ok { Some([ok, of]) => { (ok) "/" (of) } None => "–" } }
            (figure(mode.start.as_ref().map(time)))
            (figure(mode.cold_start.as_ref().map(time)))
            (figure(mode.speed.as_ref().map(number::ratio)))
            (figure(mode.host.as_ref().map(number::ratio)))
            (figure(mode.peak.as_ref().map(size)))
            td {
                @match &mode.worst_peak {
                    Some(worst) => { (number::bytes(worst.value as u64)) small { (worst.input) } }
                    None => "–"
                }
            }
            (figure(mode.instance.as_ref().map(size)))
        }
    }
}

fn figure(shown: Option<(String, Option<String>)>) -> Markup {
    html! {
        td {
            @match shown {
                Some((text, interval)) => {
                    (text)
                    @if let Some(interval) = interval { small { (interval) } }
                }
                None => "–"
            }
        }
    }
}

fn neighbour(peer: &Peer, words: &str) -> Markup {
    let list = |differences: &[Difference]| {
        let one = |d: &Difference| format!("{} ({} ×)", d.input, ratio(&d.ratio));
        differences.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    html! {
        li {
            (words) " " (peer.name)
            @if peer.wins.is_empty() && peer.losses.is_empty() { ", equal on every test program" }
            @if !peer.wins.is_empty() { "; this mode is faster on " (list(&peer.wins)) }
            @if !peer.losses.is_empty() { "; this mode is slower on " (list(&peer.losses)) }
            "."
        }
    }
}
