//! One task in several languages: how large the modules are, how long they take to start and to
//! run.

use super::super::model::{ENOUGH, Field, Mark, Section, Table, best};
use crate::analysis::cells::Cells;
use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::analysis::task::{Cost, Language, Rounds, Task, divided};
use crate::report::tables::parts::{Extent, mark_column};
use crate::stats::{self, Estimate};

pub fn section(cells: &Cells, extent: Extent) -> Section {
    let task = Task::find(cells);
    let rows = rows(&task);
    let mut tables = Vec::new();
    if rows.len() > 1 && !task.configurations.is_empty() {
        tables.push(in_short(&task, &rows));
        if extent == Extent::Whole {
            let time = match task.baseline() {
                Some(l) => format!("Time as a multiple of {}'s, natively", l.guest.language),
                None => "Time for a unit of work".to_string(),
            };
            tables.push(by_configuration(
                &task,
                task.start().start_words(),
                Cost::Start,
                false,
            ));
            let as_ratio = task.baseline().is_some();
            tables.push(by_configuration(&task, &time, Cost::Time, as_ratio));
        }
    }
    Section {
        title: "By language".to_string(),
        note: note(&task, &rows),
        tables,
    }
}

/// One language, over all configurations that are compared.
struct Row<'a> {
    language: &'a Language<'a>,
    start: Rounds,
    time: Rounds,
}

#[derive(Debug, Clone, Copy)]
enum Figure {
    Size,
    Start,
    Time,
}

impl Row<'_> {
    fn figure(&self, figure: Figure) -> Option<Estimate> {
        match figure {
            Figure::Size => stats::median_estimate(&[self.language.guest.bytes as f64]),
            Figure::Start => estimate(&self.start),
            Figure::Time => estimate(&self.time),
        }
    }
}

fn estimate(rounds: &Rounds) -> Option<Estimate> {
    stats::geometric_mean_estimate(&rounds.values().copied().collect::<Vec<_>>())
}

/// The fastest first.
fn rows<'a>(task: &'a Task<'a>) -> Vec<Row<'a>> {
    let row = |language| Row {
        language,
        start: task.over_shared(Cost::Start, language),
        time: task.over_shared(Cost::Time, language),
    };
    let mut rows: Vec<_> = task.languages.iter().map(row).collect();
    let value = |row: &Row| row.figure(Figure::Time).map_or(f64::INFINITY, |e| e.value);
    rows.sort_by(|a, b| value(a).total_cmp(&value(b)));
    rows
}

/// The places of the rows that have a figure, the least first.
fn ranked(rows: &[Row], figure: Figure) -> Vec<(usize, Estimate)> {
    let mut ranked: Vec<_> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.figure(figure)?)))
        .collect();
    ranked.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    ranked
}

fn in_short(task: &Task, rows: &[Row]) -> Table {
    let first = |figure: Figure| ranked(rows, figure).first().map(|(at, _)| &rows[*at]);
    let ratio = |e: Option<Estimate>| Field::estimate(e.as_ref(), number::ratio, "too few ok");
    let paired = |ours: &Rounds, theirs: Option<&Rounds>| {
        ratio(theirs.and_then(|theirs| estimate(&divided(ours, theirs))))
    };
    let fields = |row: &Row| {
        let show = |start: &Estimate| number::quantity(Unit::Ns, start);
        let bytes = row.language.guest.bytes;
        let least = first(Figure::Size).map_or(bytes, |row| row.language.guest.bytes);
        let mut fields = vec![
            Field::text(row.language.name()),
            Field::text(number::bytes(bytes)),
            ratio(stats::median_estimate(&[bytes as f64 / least as f64])),
            Field::estimate(row.figure(Figure::Start).as_ref(), show, "too few ok"),
            paired(&row.start, first(Figure::Start).map(|row| &row.start)),
            paired(&row.time, first(Figure::Time).map(|row| &row.time)),
        ];
        if task.baseline().is_some() {
            fields.push(ratio(row.figure(Figure::Time)));
        }
        if bytes == least {
            fields[1].mark = Mark::Best;
        }
        fields
    };
    let header = [
        "language",
        "module",
        "÷\nleast",
        task.start().start_words(),
        "÷\nleast",
        "time ÷\nfastest",
    ];
    let mut table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows: rows.iter().map(fields).collect(),
        keys: 1,
    };
    if let Some(baseline) = task.baseline() {
        let language = &baseline.guest.language;
        table.header.push(format!("time ÷\nnative {language}"));
    }
    let starts: Vec<_> = rows.iter().map(|row| row.figure(Figure::Start)).collect();
    let times: Vec<_> = rows.iter().map(|row| row.figure(Figure::Time)).collect();
    let floor = task.cells.noise_floor(Unit::Ns);
    mark_column(&mut table, 3, &starts, floor);
    for column in header.len() - 1..table.header.len() {
        mark_column(&mut table, column, &times, floor);
    }
    table
}

/// Every language on every configuration. The best of a column is marked.
fn by_configuration(task: &Task, title: &str, cost: Cost, as_ratio: bool) -> Table {
    let configurations = task.cells.alive();
    let mut table = Table {
        title: title.to_string(),
        header: vec!["language".to_string()],
        rows: Vec::new(),
        keys: 1,
    };
    for language in &task.languages {
        table.rows.push(vec![Field::text(language.name())]);
    }
    let show = |e: &Estimate| match as_ratio {
        true => number::ratio(e),
        false => number::quantity(Unit::Ns, e),
    };
    for (at, configuration) in configurations.iter().enumerate() {
        table.header.push(configuration.name.clone());
        let figure = |l: &Language| estimate(&task.cost(cost, &configuration.name, l));
        let figures: Vec<_> = task.languages.iter().map(figure).collect();
        for ((row, language), figure) in table.rows.iter_mut().zip(&task.languages).zip(&figures) {
            row.push(match task.failure(&configuration.name, language) {
                Some(outcome) => Field::outcome(outcome),
                None => Field::estimate(figure.as_ref(), show, "–"),
            });
        }
        mark_column(
            &mut table,
            at + 1,
            &figures,
            task.cells.noise_floor(Unit::Ns),
        );
    }
    table
}

/// Returns a note on the comparison and its result: derived from the figures, whatever they say.
fn note(task: &Task, rows: &[Row]) -> String {
    let mut text = format!(
        "One task, written in each language with what its library offers; all give the same \
        result. The {} and time are geometric means over modes: the {} of {} that run \
        every language that most of them run. A command's start ends where its run begins, and its \
        time is that of the whole run.",
        task.start().start_words(),
        task.shared.len(),
        task.configurations.len()
    );
    let shortest = format!("Shortest {}", task.start().start_words());
    let properties: [(&str, Figure); 3] = [
        ("Smallest module", Figure::Size),
        (&shortest, Figure::Start),
        ("Shortest time", Figure::Time),
    ];
    for (what, figure) in properties {
        let ranked = ranked(rows, figure);
        // A size is exact; the others need some rounds.
        let known = |(_, e): &(usize, Estimate)| matches!(figure, Figure::Size) || e.n >= ENOUGH;
        if ranked.iter().all(known) {
            let unit = match figure {
                Figure::Size => Unit::Bytes,
                _ => Unit::Ns,
            };
            text += &verdict(what, rows, &ranked, task.cells.noise_floor(unit));
        }
    }
    text
}

/// Who is first and who is last, and whether compiled languages are ahead of interpreted ones.
fn verdict(what: &str, rows: &[Row], ranked: &[(usize, Estimate)], floor: f64) -> String {
    let [(first, least), .., (last, most)] = ranked else {
        return String::new();
    };
    let names = |places: Vec<usize>| {
        let names = places.into_iter().map(|at| rows[at].language.name());
        names.collect::<Vec<_>>().join(", ")
    };
    let times = number::ratio(&Estimate {
        value: most.value / least.value,
        ..*most
    });
    let estimates: Vec<_> = ranked.iter().map(|(_, estimate)| Some(*estimate)).collect();
    let tied = ranked
        .iter()
        .zip(best(&estimates, floor))
        .filter(|(_, best)| *best);
    let tied: Vec<usize> = tied.map(|((at, _), _)| *at).collect();
    let winner = match tied.len() {
        0 | 1 => names(vec![*first]),
        _ => format!("{}, not distinguishable", names(tied)),
    };
    let mut text = format!(
        " {what}: {winner}; the last, {}, has {} times as much.",
        names(vec![*last]),
        times.0
    );
    let interprets = |at: &usize| rows[*at].language.guest.interpreter.is_some();
    let of = |interpreted: bool| {
        ranked
            .iter()
            .filter(move |(at, _)| interprets(at) == interpreted)
    };
    let lowest = of(true).map(|(_, e)| e.low).min_by(f64::total_cmp);
    let (Some(lowest), true) = (lowest, of(false).count() > 0) else {
        return text;
    };
    let behind: Vec<usize> = of(false)
        .filter(|(_, e)| e.high >= lowest)
        .map(|(at, _)| *at)
        .collect();
    let beaten = of(true).filter(|(_, e)| of(false).any(|(_, ours)| ours.high >= e.low));
    let beaten: Vec<usize> = beaten.map(|(at, _)| *at).collect();
    text += &match behind.len() {
        0 => " All compiled languages are ahead of all interpreted ones.".to_string(),
        _ => format!(
            " Compiled, and yet not ahead of {}: {}.",
            names(beaten),
            names(behind)
        ),
    };
    text
}
