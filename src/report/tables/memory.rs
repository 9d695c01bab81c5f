//! Memory and sizes.

use super::super::across::{Common, common};
use super::super::cells::Cells;
use super::super::metric::{Metric, Unit};
use super::super::model::{Field, Section, Table};
use super::super::number;
use super::{mark_column, matrix, race, same, that_have};
use crate::results::schema::Configuration;
use crate::stats::Estimate;

/// One row a configuration.
pub fn in_short(cells: &Cells) -> Section {
    let inputs = cells.inputs();
    let of = |metric| common(cells, metric, false, &inputs);
    let sampled = [
        Metric::StartupPeakMemory,
        Metric::PeakMemory,
        Metric::InstanceMemory,
    ]
    .map(of);
    let mut alive = cells.alive();
    alive.sort_by_key(|c| &c.name);
    let configurations: Vec<_> = alive.iter().map(|c| c.name.as_str()).collect();
    let medians: Vec<Vec<Option<Estimate>>> = configurations
        .iter()
        .map(|c| {
            sampled
                .iter()
                .map(|common| common.median(cells, c))
                .collect()
        })
        .collect();
    let row = |(c, medians): (&&Configuration, &Vec<Option<Estimate>>)| {
        let name = c.name.as_str();
        let show = |estimate: &Estimate| number::quantity(Unit::Bytes, estimate);
        let field = |(estimate, of): (&Option<Estimate>, &Common)| {
            let never = of.of == 0 || c.one_shot && of.metric == Metric::InstanceMemory;
            Field::estimate(
                estimate.as_ref(),
                show,
                if never { "–" } else { "too few ok" },
            )
        };
        let mut fields = vec![Field::text(name)];
        fields.extend(medians.iter().zip(&sampled).map(field));
        fields.extend([
            Field::value(cells.get(name, "", Metric::WorkerSize)),
            Field::value(cells.get(name, "", Metric::MappedSize)),
        ]);
        fields
    };
    let header = [
        "configuration",
        "peak\nat start",
        "peak",
        "per\ninstance",
        "worker",
        "mapped",
    ];
    let mut table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows: alive.iter().zip(&medians).map(row).collect(),
        keys: 1,
    };
    for at in 0..sampled.len() {
        let racing = configurations.iter().zip(&medians);
        let racing: Vec<_> = racing
            .map(|(c, medians)| race(cells, c, medians[at]))
            .collect();
        mark_column(&mut table, at + 1, &racing, 0.0);
    }
    let shares = [0, 1, 2].map(|at| sampled[at].share());
    Section {
        title: "Memory and size".to_string(),
        note: format!(
            "Resident memory of the worker's process, median over inputs: its peak up to the end of the first call ({}) and \
             of the timed calls ({}), and what a further live instance adds ({}). Worker: the size of its program; mapped: \
             with every library that it maps.",
            shares[0], shares[1], shares[2]
        ),
        tables: if configurations.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Every input.
pub fn by_input(cells: &Cells) -> Section {
    let configurations = cells.alive();
    let metrics = [
        ("Peak", Metric::PeakMemory),
        ("Per additional instance", Metric::InstanceMemory),
    ];
    let mut tables = Vec::new();
    for (title, metric) in metrics {
        let measured: Vec<_> = that_have(cells, metric).collect();
        let rows = measured.iter().map(same);
        let mut table = matrix(cells, &configurations, rows, metric, false);
        table.title = title.to_string();
        if !table.rows.is_empty() && !configurations.is_empty() {
            tables.push(table);
        }
    }
    Section {
        title: "Memory by input".to_string(),
        note: "Peak resident memory up to the end of the timed calls, and the mean that each of several further live \
               instances adds."
            .to_string(),
        tables,
    }
}
