//! Memory and sizes.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::Cells;
use crate::analysis::figures::headline;
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::{across, number};
use crate::report::tables::parts::{mark_column, matrix, race, resolved, same, that_have};
use crate::results::schema::Configuration;
use crate::stats::Estimate;

/// One row a configuration.
pub fn in_short(cells: &Cells) -> Section {
    let inputs = cells.inputs();
    let peaks = [Metric::StartupPeakMemory, Metric::PeakMemory].map(|m| headline(cells, m));
    let never = that_have(cells, Metric::InstanceMemory).next().is_none();
    let mut alive = cells.alive();
    alive.sort_by_key(|c| &c.name);
    let configurations: Vec<_> = alive.iter().map(|c| c.name.as_str()).collect();
    let figures: Vec<[Option<Estimate>; 3]> = configurations
        .iter()
        .map(|c| {
            let instance = across::median(cells, Metric::InstanceMemory, &inputs, c);
            [peaks[0].mean(c), peaks[1].mean(c), instance]
        })
        .collect();
    let row = |(c, figures): (&&Configuration, &[Option<Estimate>; 3])| {
        let name = c.name.as_str();
        let show = |estimate: &Estimate| number::quantity(Unit::Bytes, estimate);
        let [start, peak, instance] = figures.each_ref().map(Option::as_ref);
        let none = if never || c.one_shot {
            "–"
        } else {
            "too few ok"
        };
        let mut fields = vec![
            Field::text(name),
            Field::estimate(start, show, "too few ok"),
            Field::estimate(peak, show, "too few ok"),
            Field::estimate(
                instance,
                |e| number::amount(Metric::InstanceMemory, e),
                none,
            ),
        ];
        fields.extend([
            Field::value(cells.get(name, "", Metric::WorkerSize)),
            Field::value(cells.get(name, "", Metric::MappedSize)),
        ]);
        fields
    };
    let header = [
        "mode",
        "peak\nat start",
        "peak",
        "per\ninstance",
        "worker",
        "mapped",
    ];
    let mut table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows: alive.iter().zip(&figures).map(row).collect(),
        keys: 1,
    };
    for at in 0..3 {
        let racing = configurations.iter().zip(&figures);
        let racing: Vec<_> = racing
            .map(|(c, figures)| race(cells, c, figures[at]))
            .collect();
        let racing = match at {
            2 => resolved(Metric::InstanceMemory, racing),
            _ => racing,
        };
        mark_column(&mut table, at + 1, &racing, 0.0);
    }
    let [start, peak] = peaks.map(|across| across.share() + &across.lacking_note());
    Section {
        title: "Memory and size".to_string(),
        note: format!(
            "Resident memory of the worker's process, geometric mean over guests: its peak up to \
            the end of the first call ({start}) and of the timed calls ({peak}). What a further \
            live instance adds, as long as it waits: the median over the inputs that a \
            mode has; none is the best where one is below a page, which is as good as \
            nothing. Worker: the size of its program; mapped: with every library that it maps."
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
        note: "Peak resident memory up to the end of the timed calls, and what each of several \
        further live instances adds."
            .to_string(),
        tables,
    }
}
