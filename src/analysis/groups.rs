//! Groups of guests, and the headlines that they count in: one definition for every page, rank and
//! answer.

use crate::analysis::metric::Metric;
use crate::results::group::CountsIn;

/// Whether an input that counts in `own` counts in the headline of a metric, in a run whose inputs
/// count in `all`.
pub fn counts(metric: Metric, own: CountsIn, all: &[CountsIn]) -> bool {
    match metric {
        _ if metric.is_throughput() => own.is_throughput(),
        _ if metric.is_of_start() => own == CountsIn::Start || !all.contains(&CountsIn::Start),
        _ => true,
    }
}

/// Whether the headline of a metric is a ratio to native: where native does the same work. It
/// starts otherwise, and needs no runtime's memory.
pub fn is_ratio(metric: Metric) -> bool {
    metric.is_throughput()
}

#[cfg(test)]
mod tests {
    use super::counts;
    use crate::analysis::metric::Metric;
    use crate::results::group::CountsIn::{self, Host, Language, Start, Throughput};

    #[test]
    fn each_metric_has_the_groups_that_count_in_it() {
        let all = [Throughput, Start, Host, Language];
        let in_it = |metric: Metric, all: &[CountsIn]| -> Vec<CountsIn> {
            let counting = all.iter().copied();
            counting.filter(|own| counts(metric, *own, all)).collect()
        };
        assert_eq!(in_it(Metric::TimePerUnit, &all), [Throughput, Start]);
        assert_eq!(in_it(Metric::Start, &all), [Start]);
        let without = [Throughput, Host, Language];
        assert_eq!(in_it(Metric::Start, &without), without);
        assert_eq!(in_it(Metric::PeakMemory, &all), all);
    }
}
