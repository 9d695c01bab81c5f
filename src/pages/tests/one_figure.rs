//! One figure for one thing: overview, rank, answers and claims show the same.

use crate::catalog::filter::Filter;
use crate::compare::rank::{Question, rank};
use crate::compare::values::Values;
use crate::pages::standing::standing;
use crate::report::cells::Cells;
use crate::report::figures::{Figures, Row};
use crate::report::groups;
use crate::report::metric::Metric;
use crate::results::schema::Results;
use crate::stats::Estimate;
use std::path::Path;

type Figure = fn(&Row) -> Option<Estimate>;

#[test]
fn all_pages_show_the_same_figure() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/x86_64.json");
    let results = Results::read(&file).unwrap();
    let cells = Cells::derive(&results);
    let figures = Figures::of(&cells);
    let headlines: [(Metric, Figure); 3] = [
        (Metric::TimePerUnit, |row| row.throughput),
        (Metric::ColdStart, |row| row.cold_start),
        (Metric::PeakMemory, |row| row.memory),
    ];
    for (metric, figure) in headlines {
        let native = cells.native.map(str::to_string);
        let question = Question {
            inputs: Filter::default(),
            configurations: Filter::default(),
            metric,
            rate: 0.01,
            reference: native.filter(|_| groups::is_ratio(metric)),
        };
        let ranking = rank(&Values::of(&results), &question).unwrap();
        let claimed = standing(&results, metric, &[]).unwrap();
        let mut seen = 0;
        for row in &figures.rows {
            let name = &row.configuration.name;
            let mut list = ranking.list.iter();
            let Some(ranked) = list.find(|ranked| ranked.configuration == *name) else {
                assert!(
                    figure(row).is_none() || ranking.reference.as_ref() == Some(name),
                    "{name}"
                );
                continue;
            };
            let shown = figure(row).unwrap();
            let same = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
            let [low, high] = ranked.interval.unwrap();
            assert!(
                same(ranked.mean, shown.value) && same(low, shown.low) && same(high, shown.high),
                "{metric:?} of {name}: {ranked:?} and {shown:?}"
            );
            if let Some(place) = claimed
                .places
                .iter()
                .find(|place| place.configuration == *name)
            {
                assert!(
                    same(place.mean.value, shown.value),
                    "{metric:?} of {name}: {place:?}"
                );
                seen += 1;
            }
        }
        assert!(seen > 3, "{metric:?}: {seen}");
    }
}
