//! Groups of guests, and the headlines that they count in: one definition for every page, rank and
//! answer.

use crate::analysis::metric::Metric;
use crate::analysis::task::LANGUAGES;

/// Guests of this group are made to measure starts.
pub const STARTUP: &str = "startup";
/// Guests of this group do nothing but call the host.
pub const HOST_CALLS: &str = "host-calls";
/// Guests of this group work on files.
const FILES: &str = "wasi";

/// Whether a group's time is that of calls to the host, which has a headline of its own.
pub fn calls_the_host(group: &str) -> bool {
    [HOST_CALLS, FILES].contains(&group)
}

/// Whether a group counts where throughput is told and averaged. The same task in every language
/// would weigh too much there, and has a section of its own.
pub fn computes(group: &str) -> bool {
    !calls_the_host(group) && group != LANGUAGES
}

/// Whether an input of this group counts in the headline of a metric, in a run of guests of `all`
/// groups.
pub fn counts(metric: Metric, group: &str, all: &[&str]) -> bool {
    match metric {
        _ if metric.is_throughput() => computes(group),
        _ if metric.is_of_start() => group == STARTUP || !all.contains(&STARTUP),
        _ => true,
    }
}

/// Whether the headline of a metric is a ratio to native: where native does the same work. It
/// starts otherwise, and needs no runtime's memory.
pub fn is_ratio(metric: Metric) -> bool {
    metric.is_throughput()
}
