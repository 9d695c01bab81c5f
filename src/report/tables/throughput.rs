//! The speed of guests in the steady state, and of calls to the host.

use super::super::model::{ENOUGH, Field, Mark, Section, Table, best, grey_ones, mark_best};
use crate::analysis::across::across;
use crate::analysis::cells::{Cells, Input};
use crate::analysis::metric::Metric;
use crate::analysis::number;
use crate::report::tables::parts::{is_throughput, matrix, race, same, that_have};
use crate::results::group::CountsIn;
use crate::results::schema::Configuration;
use crate::stats::Estimate;
use wasmeter_worker::Artifact;

/// Time per unit of work, as a ratio to native if there is one.
pub fn section(cells: &Cells) -> Section {
    let (title, what, takes) = match cells.throughput() {
        Metric::InstructionsPerUnit => ("Instructions", "Instructions", "takes twice as many"),
        _ => ("Throughput", "Time", "takes twice as long"),
    };
    let note = match native(cells) {
        Some(_) => format!(
            "{what} for a unit of work as a multiple of the native build's, which has its own \
            shown: 2.00 {takes}; less is better."
        ),
        None => format!(
            "{what} for a unit of work; less is better. There is no native build here to take \
            ratios to."
        ),
    };
    Section {
        title: title.to_string(),
        note: note + &compilers_note(cells),
        tables: table(cells, cells.throughput()).into_iter().collect(),
    }
}

/// A larger factor than this between native builds by two compilers is reported.
const APART: f64 = 1.2;

/// Guests whose ratios say as much about the native compiler as about runtimes. Empty if there are
/// none, or one compiler.
fn compilers_note(cells: &Cells) -> String {
    let alive = cells.alive().into_iter();
    let others =
        alive.filter(|c| c.artifact == Artifact::Native && Some(c.name.as_str()) != cells.native);
    let apart = others.flat_map(|other| {
        let inputs = cells.inputs().into_iter().filter(is_throughput);
        inputs.filter_map(|input| {
            let cell = cells.get(&other.name, input.name, cells.throughput())?;
            let ratio = cell.ratio?;
            let far = ratio.low > APART || ratio.high < 1.0 / APART;
            let shown = number::ratio(&ratio).0;
            far.then(|| format!("{} ({shown} by {})", input.name, other.name))
        })
    });
    match apart.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        some => format!(
            " Two native compilers differ by more than {APART} times here, so these ratios hang on \
            the choice of the compiler that they are taken to: {}.",
            some.join(", ")
        ),
    }
}

/// Returns the cost of a unit of work to the processor, beside its time.
pub fn cost(cells: &Cells) -> Section {
    let metrics = [
        ("CPU time", Metric::CpuPerUnit),
        ("Instructions", Metric::InstructionsPerUnit),
        ("Cycles", Metric::CyclesPerUnit),
    ];
    let titled = |(title, metric): (&str, Metric)| {
        Some(Table {
            title: title.to_string(),
            ..table(cells, metric)?
        })
    };
    let mut timed = cells
        .results
        .processes
        .iter()
        .filter_map(|p| p.throughput.as_ref());
    let uncounted = match timed.any(|timed| timed.counts.is_some()) {
        true => "",
        false => {
            " Instructions and cycles are not here: this machine has no counters of them, or lets \
            nobody read them."
        }
    };
    Section {
        title: "What the processor does".to_string(),
        note: format!(
            "For a unit of work in the steady state, shown as throughput is: CPU time of all \
            threads (where it is more than the time, threads of the runtime work beside the \
            guest), and what the processor counts of the process, the kernel aside.{uncounted}"
        ),
        tables: metrics.into_iter().filter_map(titled).collect(),
    }
}

/// Returns the time for which a guest is called before it is as fast as it becomes.
pub fn warm_up(cells: &Cells) -> Section {
    let inputs: Vec<_> = that_have(cells, Metric::WarmUp)
        .filter(is_throughput)
        .collect();
    let rows = inputs.iter().map(same);
    let mut table = matrix(cells, &cells.alive(), rows, Metric::WarmUp, false);
    grouped(&mut table, &inputs);
    Section {
        title: "Warm-up".to_string(),
        note: "How long a guest had been called, after a first step that prepares, before its \
        steps took at most 1.1 times what they take in the steady state: who compiles better code \
        while it runs needs that long to have it. Zero: from the first call on. Measured by \
        the requests to make calls, of which the longest take a quarter of a process's budget."
            .to_string(),
        tables: if inputs.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// The native configuration, if anything went well on it.
fn native<'a>(cells: &Cells<'a>) -> Option<&'a Configuration> {
    let name = cells.native?;
    cells.alive().into_iter().find(|c| c.name == name)
}

/// A metric of the work of every input, as a ratio to native if there is one. `None`: no process
/// has it.
fn table(cells: &Cells, metric: Metric) -> Option<Table> {
    let inputs: Vec<_> = that_have(cells, metric).filter(is_throughput).collect();
    let native = native(cells);
    let mut configurations = cells.alive();
    configurations.retain(|c| Some(c.name.as_str()) != cells.native);
    let rows = inputs.iter().map(same);
    let mut table = matrix(cells, &configurations, rows, metric, native.is_some());
    for (row, input) in table.rows.iter_mut().zip(&inputs) {
        let unit = input.guest.map_or("", |guest| guest.unit.as_str());
        row.insert(1, Field::text(unit));
        if let Some(native) = native {
            row.insert(2, Field::value(cells.get(&native.name, input.name, metric)));
        }
    }
    table.header.insert(1, "unit".to_string());
    if let Some(native) = native {
        table.header.insert(2, native.name.clone());
        if !configurations.is_empty() {
            grouped(&mut table, &inputs);
            table
                .rows
                .push(mean(cells, metric, &configurations, &inputs));
        }
    } else {
        grouped(&mut table, &inputs);
    }
    (!inputs.is_empty()).then_some(table)
}

/// Time of one call to the host.
pub fn host_calls(cells: &Cells) -> Section {
    let mut inputs: Vec<_> = that_have(cells, Metric::TimePerUnit)
        .filter(|i| i.counts_in() == CountsIn::Host)
        .collect();
    // They are kinds of calls, not amounts of work.
    inputs.sort_by_key(|input| input.name);
    let alive = cells.alive();
    let metric = Metric::TimePerUnit;
    let mut table = matrix(cells, &alive, inputs.iter().map(same), metric, false);
    for (row, input) in table.rows.iter_mut().zip(&inputs) {
        let of = |c: &str| cells.get(c, input.name, metric)?.estimate;
        let native = cells.native.and_then(of);
        let racing: Vec<_> = alive
            .iter()
            .map(|c| race(cells, &c.name, of(&c.name)))
            .collect();
        mark_among_equals(
            &mut row[1..],
            &racing,
            native,
            cells.noise_floor(metric.unit()),
        );
    }
    Section {
        title: "Host calls and files".to_string(),
        note: "Time of one WASI call, with the guest's own work around it, and of the work on one \
        file. The native build makes the same calls to libc, with nothing between: what certainly \
        takes less (†) does not ask the system as it does, but nobody, or a generator in the \
        process, and is not in the race for the best."
            .to_string(),
        tables: if inputs.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Marks the best of those that may do what native does, and greys the others. Without native
/// nobody knows who does.
fn mark_among_equals(
    fields: &mut [Field],
    racing: &[Option<Estimate>],
    native: Option<Estimate>,
    floor: f64,
) {
    let below = |figure: &Estimate| {
        native.is_some_and(|n| figure.n.min(n.n) >= ENOUGH && figure.high < n.low)
    };
    let equal = |figure: &Estimate| native.is_some() && !below(figure);
    let equals: Vec<_> = racing.iter().map(|figure| figure.filter(equal)).collect();
    for (field, figure) in fields.iter_mut().zip(racing) {
        field.mark = Mark::None;
        if figure.as_ref().is_some_and(below) {
            field.mark = Mark::Faint;
            field.text += " †";
        }
    }
    mark_best(fields, &best(&equals, floor));
}

/// Puts a title above the rows of each group.
fn grouped(table: &mut Table, inputs: &[Input]) {
    let rows = std::mem::take(&mut table.rows);
    let mut last = None;
    for (mut row, input) in rows.into_iter().zip(inputs) {
        if last != Some(input.group()) {
            last = Some(input.group());
            let mut title = vec![Field::title(input.group())];
            title.resize_with(row.len(), || Field::text(""));
            table.rows.push(title);
        }
        row[0].text.insert_str(0, "  ");
        table.rows.push(row);
    }
}

/// The row of geometric means.
fn mean(
    cells: &Cells,
    metric: Metric,
    configurations: &[&Configuration],
    inputs: &[Input],
) -> Vec<Field> {
    let across = across(cells, metric, true, inputs);
    let means: Vec<_> = configurations
        .iter()
        .map(|c| across.mean(&c.name))
        .collect();
    let field = |mean: &Option<_>| Field::estimate(mean.as_ref(), number::ratio, "too few ok");
    let mut fields: Vec<_> = means.iter().map(field).collect();
    let floor = cells.noise_floor(metric.unit());
    for (field, mean) in fields.iter_mut().zip(&means) {
        grey_ones(field, mean.as_ref(), floor);
    }
    mark_best(&mut fields, &best(&means, floor));
    let label = "geometric mean".to_string();
    fields.splice(
        0..0,
        [Field::title(label), Field::text(""), Field::text("")],
    );
    fields
}

#[cfg(test)]
mod tests {
    use super::{Estimate, Field, Mark, mark_among_equals};

    const NATIVE: f64 = 164.0;

    /// The marks of figures that are known to a tenth, beside native's.
    fn marks(figures: &[f64], native: Option<f64>, n: usize) -> Vec<Mark> {
        let known = |value: f64| Estimate {
            value,
            low: 0.95 * value,
            high: 1.05 * value,
            n,
        };
        let mut fields = vec![Field::text("a"); figures.len()];
        fields[0].mark = Mark::Best; // of all, whatever they do
        let racing: Vec<_> = figures.iter().map(|value| Some(known(*value))).collect();
        mark_among_equals(&mut fields, &racing, native.map(known), 0.0);
        for field in &fields {
            assert_eq!(field.mark == Mark::Faint, field.text.ends_with(" †"));
        }
        fields.into_iter().map(|field| field.mark).collect()
    }

    #[test]
    fn who_does_nothing_is_not_the_best_of_those_who_call() {
        let figures = [5.0, 41.0, 170.0, 169.0, 320.0];
        let called = [Mark::Faint, Mark::Faint, Mark::Best, Mark::Best, Mark::None];
        assert_eq!(marks(&figures, Some(NATIVE), 9), called);
    }

    #[test]
    fn as_fast_as_native_may_well_call() {
        assert_eq!(
            marks(&[160.0, 320.0], Some(NATIVE), 9),
            [Mark::Best, Mark::None]
        );
    }

    #[test]
    fn nobody_is_the_best_where_nobody_knows() {
        assert_eq!(marks(&[5.0, 320.0], None, 9), [Mark::None; 2]);
        assert_eq!(marks(&[5.0, 320.0], Some(NATIVE), 2), [Mark::None; 2]);
    }
}
