//! What scripts know of runtimes and their modes, as JSON within the page: *Find* and *A versus B*
//! read it. What they do not ask is left out; `wasmeter report --format json FOLDER` has it.

use super::find::price;
use super::safety::ways_out;
use crate::pages::kind::Kind;
use crate::pages::views::mode::Mode;
use crate::pages::views::{Runtime, Views};
use crate::stats::Estimate;
use serde::Serialize;

#[derive(Serialize)]
pub struct KnownRuntime<'a> {
    name: &'a str,
    title: &'a str,
    /// Languages of programs that embed it.
    hosts: &'a [String],
    modes: Vec<KnownMode<'a>>,
}

/// Times are nanoseconds, sizes bytes.
#[derive(Serialize)]
struct KnownMode<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    /// The architecture that its figures are of, and those that its instructions were counted on.
    timed: &'a str,
    counted: &'a [String],
    /// Inputs that did not go well.
    failed: usize,
    start: Option<f64>,
    speed: Option<f64>,
    worst_peak: Option<f64>,
    instance: Option<f64>,
    wasi: &'a [Option<[usize; 2]>],
    threads: Option<bool>,
    languages: &'a [String],
    /// Ways out of its sandbox. `None`: not tried.
    ways_out: Option<usize>,
    /// The limits that it keeps. `None`: not tried.
    limits: Option<Vec<&'a str>>,
    /// The cheapest means of ending a guest, and its price. `None`: not measured.
    price: Option<(f64, &'a str)>,
}

pub fn known(views: &Views) -> Vec<KnownRuntime<'_>> {
    views.runtimes.iter().map(KnownRuntime::of).collect()
}

impl<'a> KnownRuntime<'a> {
    fn of(runtime: &'a Runtime) -> Self {
        KnownRuntime {
            name: &runtime.name,
            title: &runtime.title,
            hosts: runtime.hosts.as_ref().map_or(&[], |hosts| &hosts.languages),
            modes: runtime.modes.iter().map(KnownMode::of).collect(),
        }
    }
}

impl<'a> KnownMode<'a> {
    fn of(mode: &'a Mode) -> Self {
        let value = |estimate: Option<Estimate>| estimate.map(|e| e.value);
        let safety = mode.safety.as_ref();
        let kept = |safety: &'a crate::pages::views::safety::Safety| {
            let limits = safety.limits.iter().filter(|limit| limit.holds);
            limits.map(|limit| limit.limit).collect()
        };
        KnownMode {
            name: &mode.name,
            kind: mode.kind.map(Kind::word),
            timed: &mode.timed_on,
            counted: &mode.counted_on,
            failed: mode.ok.map_or(0, |[ok, of]| of - ok),
            start: value(mode.start.or(mode.cold_start)),
            speed: value(mode.speed),
            worst_peak: mode.worst_peak.as_ref().map(|worst| worst.value),
            instance: value(mode.instance),
            wasi: &mode.wasi,
            threads: mode.threads,
            languages: &mode.languages,
            ways_out: safety.and_then(ways_out),
            limits: safety.map(kept),
            price: price(mode).map(|price| (price.ratio.value, &*price.by)),
        }
    }
}
