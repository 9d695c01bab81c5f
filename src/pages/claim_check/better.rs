//! Statements that a comparison with other runtimes shows.

use super::Judge;
use crate::analysis::metric::Metric;
use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::ranking::standing;
use crate::results::runtime::Execution;

impl Judge<'_> {
    /// Finds whether it is certainly better than at least half of the others in a run.
    pub(super) fn better(
        &self,
        run: usize,
        runtime: &str,
        metric: Metric,
        among: &[Execution],
    ) -> Finding {
        let run_of = &self.material.runs[run];
        let metric = match metric {
            Metric::Start => Metric::start_of(&run_of.what),
            metric => metric,
        };
        let mut standings = self.standings.borrow_mut();
        let standing = standings
            .entry((run, metric, among.to_vec()))
            .or_insert_with(|| standing(&run_of.what, metric, among));
        let among = match among {
            [] => String::new(),
            ways => {
                let words: Vec<_> = ways.iter().map(|way| way.word()).collect();
                format!(" among those that execute by {}", words.join(" or "))
            }
        };
        let place = standing.as_ref().and_then(|s| Some((s, s.of(runtime)?)));
        let Some((standing, place)) = place else {
            return Finding::none(format!(
                "{}: no {} to compare{among}",
                run_of.name,
                words(metric)
            ));
        };
        let others = standing.places.len() - 1;
        Finding {
            verdict: standing_verdict(place.better, place.worse, others),
            says: format!(
                "{}: {} of {}: {}; certainly better than {} of {others} other runtimes{among}, \
                certainly worse than {}",
                run_of.name,
                words(metric),
                place.configuration,
                standing.figure(place),
                place.worse,
                place.better
            ),
            cells: Some((run_of.name.clone(), heading(metric).to_string())),
        }
    }
}

/// Returns the verdict for these numbers of others that are certainly better and certainly worse.
fn standing_verdict(better: usize, worse: usize, others: usize) -> Verdict {
    if others == 0 || better + worse == 0 {
        Verdict::NotShown
    } else if 2 * worse >= others && worse > better {
        Verdict::Shown
    } else if 2 * better >= others && better > worse {
        Verdict::Contradicted
    } else {
        Verdict::Partly
    }
}

fn words(metric: Metric) -> &'static str {
    match metric {
        Metric::TimePerUnit => "throughput",
        Metric::Start => "start",
        Metric::ColdStart => "cold start",
        Metric::WarmStart => "warm start",
        Metric::Load => "time to load",
        Metric::StartupPeakMemory => "peak memory at start",
        Metric::PeakMemory => "peak memory",
        Metric::InstanceMemory => "memory of an instance",
        Metric::WorkerSize => "size of the program",
        Metric::MappedSize => "size of the program with its libraries",
        _ => "a phase of a start",
    }
}

/// The heading under which a page shows a metric.
fn heading(metric: Metric) -> &'static str {
    match metric {
        Metric::TimePerUnit => "Throughput",
        Metric::StartupPeakMemory
        | Metric::PeakMemory
        | Metric::InstanceMemory
        | Metric::WorkerSize
        | Metric::MappedSize => "Memory and size",
        _ => "Startup",
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::*;
    use super::standing_verdict;

    #[test]
    fn a_standing_counts_only_what_is_certain() {
        assert_eq!(standing_verdict(0, 5, 9), Shown);
        assert_eq!(standing_verdict(5, 0, 9), Contradicted);
        assert_eq!(standing_verdict(2, 3, 9), Partly);
        assert_eq!(standing_verdict(0, 0, 9), NotShown);
        assert_eq!(standing_verdict(0, 0, 0), NotShown);
        assert_eq!(standing_verdict(1, 1, 2), Partly);
    }
}
