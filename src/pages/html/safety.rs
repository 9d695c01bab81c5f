//! Safety and limits: what each mode's sandbox blocked, by kind, and which limits it holds a guest
//! by.

use super::runtime_pages::{anchor, ratio};
use super::table::lazy;
use crate::pages::views::Views;
use crate::pages::views::mode::Mode;
use crate::pages::views::safety::Safety;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// A row for each mode, runtimes together.
pub fn safety(views: &Views) -> Markup {
    let modes = || views.runtimes.iter().flat_map(|runtime| &runtime.modes);
    let known = || modes().filter_map(|mode| mode.safety.as_ref());
    let kinds: BTreeSet<&str> = known()
        .flat_map(|s| s.kinds.iter().map(|k| k.kind))
        .collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let mut limits: Vec<&str> = Vec::new();
    for limit in known().flat_map(|safety| &safety.limits) {
        if !limits.contains(&limit.limit) {
            limits.push(limit.limit);
        }
    }
    html! {
        p.note {
            "Every case is a tiny module that tries a way out of the sandbox, or uses something \
            up. Blocked: nothing came through. Escaped, crashed, did not return: such cases are \
            withheld, and only counted here. By a switch: they did one of these only with a \
            feature switched on. Tried on: the version they were tried on, if that is not the one \
            that is measured. –: not tried on this mode. yes: the runtime ended the guest by its \
            own means, which are named. no: the build that was tried has none, or only wasmeter's \
            own limit ended the guest. No sandbox is proven by this: a cell says nothing about \
            what no case tries."
            @if modes().any(|mode| !mode.prices.is_empty()) {
                " A figure beside a means is its price: time with it as a multiple of time \
                without, over a few guests (" code { "wasmeter bench --deadlines" } ")."
            }
        }
        div.scroll tabindex="0" role="group" aria-labelledby="safety-caption" {
            table id="safety-1" {
                caption.unseen id="safety-caption" { "Safety and limits" }
                thead { tr {
                    th.text scope="col" { span { "mode" } }
                    @for kind in &kinds { th scope="col" { span { "blocked: " (kind) } } }
                    th scope="col" { span { "escaped" } }
                    th scope="col" { span { "crashed" } }
                    th scope="col" { span { "did not return" } }
                    th scope="col" { span { "by a switch" } }
                    th scope="col" { span { "tried on" } }
                    @for limit in &limits { th.text scope="col" { span { (limit) } } }
                } }
                tbody {
                    @for runtime in &views.runtimes {
                        @for mode in &runtime.modes {
                            @if let Some(safety) = &mode.safety {
                                (row(mode, safety, &kinds, &limits, &anchor(&runtime.name)))
                            }
                        }
                    }
                }
            }
        }
        @let withheld: Vec<_> = views.runtimes.iter().filter(|r| !r.withheld.is_empty()).collect();
        @if !withheld.is_empty() {
            (lazy("What is withheld, in words", true, html! {
                ul {
                    @for runtime in withheld {
                        @for words in &runtime.withheld { li { (runtime.title) ", " (words) } }
                    }
                }
            }))
        }
    }
}

/// Cases in which a guest got out, those that are withheld too. `None`: the withheld ones were not
/// tried.
pub fn ways_out(safety: &Safety) -> Option<usize> {
    safety.withheld.as_ref()?;
    Some(safety.kinds.iter().map(|kind| kind.escaped).sum())
}

fn row(mode: &Mode, safety: &Safety, kinds: &[&str], limits: &[&str], place: &str) -> Markup {
    html! {
        tr data-c=(mode.name) {
            th scope="row" { a href={ "#" (place) } { (mode.name) } }
            @for kind in kinds {
                td {
                    @match safety.kinds.iter().find(|known| known.kind == *kind) {
                        Some(kind) => { (kind.blocked) "/" (kind.of) }
                        None => "–"
                    }
                }
            }
            (count(ways_out(safety)))
            @let withheld = safety.withheld.as_ref();
            (count(withheld.map(|withheld| withheld.crashed)))
            (count(withheld.map(|withheld| withheld.hung)))
            (count(withheld.map(|withheld| withheld.with_switch)))
            td { (withheld.and_then(|w| w.version.clone()).unwrap_or_default()) }
            @for limit in limits {
                @match safety.limits.iter().find(|known| known.limit == *limit) {
                    Some(limit) => {
                        td class=(if limit.holds { "text yes" } else { "text no" }) {
                            (if limit.holds { "yes" } else { "no" })
                            @if !limit.by.is_empty() {
                                small { (priced(&limit.by, mode)) }
                            }
                        }
                    }
                    None => td.text { "–" }
                }
            }
        }
    }
}

/// Means, each with what it costs where that was measured.
fn priced(means: &[String], mode: &Mode) -> String {
    let one = |by: &String| match mode.prices.iter().find(|price| price.by == *by) {
        Some(price) => format!("{by} {} ×", ratio(&price.ratio)),
        None => by.clone(),
    };
    means.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn count(cases: Option<usize>) -> Markup {
    html! {
        @match cases {
            Some(cases) => td class=[(cases > 0).then_some("bad")] { (cases) }
            None => td { "–" }
        }
    }
}
