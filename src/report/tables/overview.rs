//! The first facts about a run: one row a configuration.

use super::super::model::{Field, Section, Table, grey_ones};
use crate::analysis::across::Across;
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::number;
use crate::report::tables::parts::{UNSPLIT, mark_column, noise_note, one_shot_note, race};
use crate::results::outcome::Outcome;
use crate::stats::{Estimate, FEW};
use wasmeter_worker::WasiSupport;

type Figure = fn(&Row) -> Option<Estimate>;

/// The column of calls to the host, which is there if any guest makes such.
const HOST: usize = 5;

/// In the column of WASI: the runtime's implementation.
const OWN: &str = "its own";

/// The column of starts, which is there if the run recorded the system's part of them.
const START: usize = 6;

pub fn section(cells: &Cells) -> Section {
    let Figures {
        rows,
        throughput,
        host,
        start,
        starting,
        memory,
        ..
    } = Figures::of(cells);
    let mut table = Table {
        title: String::new(),
        header: [
            "mode",
            "version",
            "ok",
            "time ÷\nnative",
            interval_name(cells),
            "host ÷\nnative",
            "start",
            "cold\nstart",
            "peak\nmemory",
            "worker",
            "WASI",
        ]
        .map(String::from)
        .to_vec(),
        rows: rows
            .iter()
            .map(|row| fields(cells, row, &throughput, &host))
            .collect(),
        keys: 1,
    };
    let figures: [(usize, Unit, Figure); 5] = [
        (3, Unit::Ns, |row| row.throughput),
        (HOST, Unit::Ns, |row| row.host),
        (START, Unit::Ns, |row| row.start),
        (7, Unit::Ns, |row| row.cold_start),
        (8, Unit::Bytes, |row| row.memory),
    ];
    for (column, unit, figure) in figures {
        let of = |row: &Row| race(cells, &row.configuration.name, figure(row));
        let estimates: Vec<_> = rows.iter().map(of).collect();
        mark_column(&mut table, column, &estimates, cells.noise_floor(unit));
    }
    let of_wasi = of_wasi(&mut table);
    let split = cells.start() == Metric::Start;
    if !split {
        table.header.remove(START);
        table
            .rows
            .iter_mut()
            .for_each(|row| drop(row.remove(START)));
    }
    let calling = !host.inputs.is_empty();
    if !calling {
        table.header.remove(HOST);
        table.rows.iter_mut().for_each(|row| drop(row.remove(HOST)));
    }
    let of_host = match calling {
        true => format!(
            " Host: the same of calls to the host and work on files ({}){}.",
            host.share(),
            host.lacking_note()
        ),
        false => String::new(),
    };
    let own = format!(
        "geometric mean over {starting} ({}){}",
        start.share(),
        start.lacking_note()
    );
    let of_start = match split {
        true => format!(
            "Start: from the runtime's first instruction to the end of the guest's first call, \
            {own}. Cold start: the same of the whole process, with what the system takes to make \
            any."
        ),
        false => format!(
            "Cold start: from making the process to the end of the first call, {own}.{UNSPLIT}"
        ),
    };
    Section {
        title: "Overview".to_string(),
        note: format!(
            "Sorted by throughput: the time for a unit of work as a multiple of the native \
            build's, geometric mean over guests ({}){}.{}{of_host}\n\n{of_start}\n\nPeak memory: \
            geometric mean ({}){}. ok: inputs that ran and gave the right output. Worker: the size \
            of its program. {of_wasi}\n\nRows whose intervals overlap are not \
            distinguishable by these data.{}{}",
            throughput.share(),
            throughput.lacking_note(),
            throughput.decided_note(cells),
            memory.share(),
            memory.lacking_note(),
            noise_note(cells),
            one_shot_note(cells),
        ),
        tables: if rows.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Whose implementation of WASI rows have. Where all but a few have their own, words name the few,
/// and the column goes.
fn of_wasi(table: &mut Table) -> String {
    let column = table.header.len() - 1;
    let is_own = |row: &&Vec<Field>| row[column].text == OWN;
    let own = table.rows.iter().filter(is_own).count();
    let others = table.rows.iter().filter(|row| !is_own(row));
    let others: Vec<_> = others
        .filter(|row| row[column].text != "–")
        .map(|row| format!("{} ({})", row[0].text, row[column].text))
        .collect();
    if own == 0 || others.len() * 4 > own {
        return "WASI: whose implementation.".to_string();
    }
    table.header.pop();
    for row in &mut table.rows {
        row.pop();
    }
    if others.is_empty() {
        "WASI is each runtime's own.".to_string()
    } else {
        format!("WASI is each runtime's own, but for {}.", others.join(", "))
    }
}

/// Few rounds have no confidence interval.
fn interval_name(cells: &Cells) -> &'static str {
    if (cells.results.header.plan.rounds as usize) < FEW {
        "range"
    } else {
        "95%\ninterval"
    }
}

fn fields(cells: &Cells, row: &Row, throughput: &Across, host: &Across) -> Vec<Field> {
    let c = row.configuration;
    let name = Field::text(&c.name);
    let plan = &cells.results.header.plan;
    let ended = |outcome| {
        let ends = plan
            .inputs
            .iter()
            .filter_map(|input| cells.end(&c.name, input));
        ends.filter(|end| end.outcome == outcome).count()
    };
    let ok = Field::text(format!("{}/{}", ended(Outcome::Ok), plan.inputs.len()));
    if c.unavailable.is_some() {
        let mut fields = vec![name, Field::outcome(Outcome::Unavailable), ok];
        fields.resize_with(11, || Field::text("–"));
        return fields;
    }
    let no_ratio = |across: &Across| match cells.native {
        None => "no native",
        Some(_) if across.inputs.is_empty() => "–",
        Some(_) => "too few ok",
    };
    let mut ratio = Field::estimate(row.throughput.as_ref(), number::ratio, no_ratio(throughput));
    let to_native = row
        .throughput
        .filter(|_| Some(c.name.as_str()) != cells.native);
    grey_ones(&mut ratio, to_native.as_ref(), cells.noise_floor(Unit::Ns));
    let interval = ratio.interval.take().unwrap_or("–".to_string());
    let size = |estimate: &Estimate| number::quantity(Unit::Bytes, estimate);
    let time = |estimate: &Estimate| number::quantity(Unit::Ns, estimate);
    let wasi = match c.wasi {
        Some(WasiSupport::Runtime) => OWN,
        Some(WasiSupport::Worker) => "worker's",
        Some(WasiSupport::Host) => "none",
        None => "–",
    };
    vec![
        name,
        Field::text(c.version.as_deref().unwrap_or("–")),
        ok,
        ratio,
        Field::text(interval),
        Field::estimate(row.host.as_ref(), number::ratio, no_ratio(host)),
        Field::estimate(row.start.as_ref(), time, "too few ok"),
        Field::estimate(row.cold_start.as_ref(), time, "too few ok"),
        Field::estimate(row.memory.as_ref(), size, "too few ok"),
        Field::value(cells.get(&c.name, "", Metric::WorkerSize)),
        Field::text(wasi),
    ]
}
