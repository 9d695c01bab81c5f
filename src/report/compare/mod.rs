//! Comparisons as tables.

pub mod architectures;
mod rows;
pub mod words;

use crate::compare::changes::{Change, has_other_native_compiler};
use crate::compare::comparison::{Answer, Comparison, Ended, Scope};
use crate::report::model::{Field, Section, Table};
use crate::results::outcome::Outcome;
use crate::stats::Difference;
use rows::Rows;
use words::{figures, metric, name, pair, value};

/// A comparison, with the facts that its tables need.
pub struct Told<'a> {
    pub answer: &'a Answer,
    pub changes: &'a [Change],
    /// The names of a and b.
    pub a: String,
    pub b: String,
    pub paired: bool,
    pub rate: f64,
    /// True if equal rows are shown too: those without a reported difference.
    pub all: bool,
    /// The number of cells that are shown at most, the largest differences; `None`: all of them.
    pub most: Option<usize>,
}

/// The sections of a comparison; those with nothing to say are left out.
pub fn sections(data: &Told) -> Vec<Section> {
    let sections = [means(data), cells(data)].into_iter().flatten();
    let (mut sections, hidden): (Vec<_>, Vec<_>) =
        sections.partition(|section| !section.tables.is_empty());
    if sections.is_empty() {
        sections.extend(nothing(data));
    } else {
        for hidden in hidden {
            let note = format!(" {}: {}", hidden.title, hidden.note);
            sections
                .iter_mut()
                .take(1)
                .for_each(|first| first.note += &note);
        }
    }
    let mut names = data.answer.comparisons.iter().map(name);
    let first = names.next();
    if names.all(|name| Some(name) == first) {
        // It is the same everywhere, and a and b are named above.
        for table in sections.iter_mut().flat_map(|section| &mut section.tables) {
            table.header.remove(0);
            table.rows.iter_mut().for_each(|row| drop(row.remove(0)));
            table.keys -= 1;
        }
    }
    let others = [outcomes(data), changes(data)].into_iter();
    sections.extend(others.filter(|section| !section.tables.is_empty()));
    if let Some(first) = sections.first_mut() {
        first.note = format!("{} {}", method(data), first.note);
    }
    sections
}

/// Says that no row has a reported difference. `None`: there are no rows.
fn nothing(data: &Told) -> Option<Section> {
    let rows = Rows::of(data.answer, data.all, |_| true)?;
    let title = match rows.are_the_same() {
        true => "Nothing differs",
        false => "No difference is reported",
    };
    Some(Section {
        title: title.to_string(),
        note: rows.hidden(),
        tables: Vec::new(),
    })
}

fn method(data: &Told) -> String {
    let rows = Rows::of(data.answer, data.all, |_| true);
    if rows.is_some_and(|rows| rows.shown.is_empty() && rows.are_the_same()) {
        return format!("a: {}; b: {}. Both have the same values.", data.a, data.b);
    }
    let how = if data.paired {
        "Both were measured in the same rounds, so they are compared in pairs within each round \
        (signed ranks)"
    } else {
        "They are two runs and not paired by round, so all processes of the one are compared with \
        those of the other (rank sums)"
    };
    let mut reference = data
        .answer
        .comparisons
        .iter()
        .filter_map(|c| c.reference.as_ref());
    let reference = match (data.paired, reference.next()) {
        (true, _) => String::new(),
        (false, Some(name)) => format!(
            " Times and counts are compared as ratios to {name} in the \
        same round, so that a machine that became faster or slower is not taken for a difference."
        ),
        (false, None) => {
            " Nothing was measured in both that times could be taken to: what changed \
        about the machine is in every difference."
                .to_string()
        }
    };
    let compiler = match has_other_native_compiler(data.changes) {
        true => {
            " Native code was compiled by another compiler in one of the runs: that is in every \
            such ratio, and no runtime's doing."
        }
        false => "",
    };
    let reference = reference + compiler;
    let floor = data.answer.noise_floor.map_or(String::new(), |floor| {
        format!(
            " Differences of times below {:.1}% are below this machine's noise, as `wasmeter \
        calibrate` found it, and are not called differences.",
            100.0 * floor
        )
    });
    let columns = match data.paired {
        true => {
            " It is the median of the ratios within rounds, and may contradict the columns a and \
            b, which are each side's own medians."
        }
        false => "",
    };
    let few = few(data);
    format!(
        "a: {}; b: {}. {how}.{reference}{few} Difference: b compared with a.{columns} Of all \
        reported differences, at the most {}% are false positives on average, however many \
        comparisons are made: each of these {} has an interval of {}%. Detectable: a difference \
        that would have been found with 90% power.{floor}",
        data.a,
        data.b,
        100.0 * data.rate,
        data.answer.comparisons.len(),
        percent_of_level(data.answer.level),
    )
}

/// Why no difference could be reported, if none could.
fn few(data: &Told) -> String {
    let all = &data.answer.comparisons;
    let same = all.iter().all(|c| c.ratio == 1.0);
    if same || all.iter().any(|c| c.interval.is_some()) {
        return String::new();
    }
    let least = needed(data.paired, data.rate);
    if all.iter().all(|c| c.n.iter().any(|n| *n < least)) {
        return format!(
            " These are too few rounds to report any difference: {least} are needed at the least, \
            and more if few of many cells differ; ask for fewer with -g and --metric."
        );
    }
    format!(
        " With {} comparisons at once, these rounds are too few to report that one of them \
        differs: ask for fewer with -g and --metric.",
        all.len()
    )
}

/// Rounds, of each run, from which on a difference can be reported at this rate.
fn needed(paired: bool, rate: f64) -> usize {
    let enough = |n: &usize| {
        let difference = match paired {
            true => Difference::paired(&vec![(0.0, 0.0); *n]),
            false => Difference::unpaired(&vec![0.0; *n], &vec![0.0; *n]),
        };
        difference.is_some_and(|d| d.least_rate() <= rate)
    };
    (1..).find(enough).unwrap_or(usize::MAX)
}

fn percent_of_level(level: f64) -> String {
    let text = format!("{:.4}", 100.0 * (1.0 - level));
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Means over inputs; `None`: there are none.
fn means(data: &Told) -> Option<Section> {
    let rows = Rows::of(data.answer, data.all, |scope| scope != Scope::Cell)?;
    let valued = rows.all.iter().any(|c| c.value_a.is_some());
    let row = |c: &&Comparison| {
        let what = c.group.as_deref().unwrap_or("all");
        let mut fields = vec![
            Field::text(name(c)),
            Field::text(metric(c)),
            Field::text(what),
            Field::text(c.inputs.to_string()),
        ];
        if valued {
            fields.extend([value(c, c.value_a), value(c, c.value_b)]);
        }
        fields.extend(figures(c));
        fields
    };
    let mut header = vec!["mode", "metric", "group", "inputs"];
    if valued {
        header.extend(["a", "b"]);
    }
    let note = format!(
        "The geometric mean over guests, of each round. Where n says guests, it is tested \
        over them: each one's mean over rounds. {}",
        rows.hidden()
    );
    let shown = rows.shown.iter().map(row).collect();
    Some(section(
        "Over several inputs",
        note.trim_end(),
        &header,
        shown,
    ))
}

/// Cells; `None`: there are none.
fn cells(data: &Told) -> Option<Section> {
    let mut rows = Rows::of(data.answer, data.all, |scope| scope == Scope::Cell)?;
    let mut note = rows.hidden();
    if let Some(most) = data.most.filter(|most| *most < rows.shown.len()) {
        note = format!(
            "The {most} largest of {} differences. {note}",
            rows.shown.len()
        );
        rows.keep_largest(most);
    }
    let row = |c: &&Comparison| {
        let mut fields = vec![
            Field::text(name(c)),
            Field::text(metric(c)),
            Field::text(c.input.as_deref().unwrap_or("")),
        ];
        fields.extend([value(c, c.value_a), value(c, c.value_b)]);
        fields.extend(figures(c));
        fields
    };
    let header = ["mode", "metric", "guest/input", "a", "b"];
    let shown = rows.shown.iter().map(row).collect();
    Some(section("Cells", note.trim_end(), &header, shown))
}

fn outcomes(data: &Told) -> Section {
    let row = |ended: &Ended| {
        let name = pair(&ended.a, &ended.b);
        vec![
            Field::text(name),
            Field::text(&ended.input),
            Field::outcome(ended.outcome_a),
            Field::outcome(ended.outcome_b),
        ]
    };
    let all = &data.answer.outcomes;
    let rows: Vec<_> = all.iter().map(row).collect();
    let late = |ended: &Ended| [ended.outcome_a, ended.outcome_b].contains(&Outcome::Timeout);
    Section {
        title: "Other outcomes".to_string(),
        note: if all.iter().any(late) {
            "timeout: a process was ended after the run's --timeout; under emulation, where all \
            takes many times as long, that says little about the runtime."
                .to_string()
        } else {
            String::new()
        },
        tables: table(&["mode", "guest/input", "a", "b"], rows, 4),
    }
}

fn changes(data: &Told) -> Section {
    let row = |change: &Change| {
        let value = |value: &Option<String>| Field::text(value.as_deref().unwrap_or("–"));
        vec![
            Field::text(&change.what),
            value(&change.a),
            value(&change.b),
        ]
    };
    Section {
        title: "What else changed".to_string(),
        note: "Between the two files, apart from when they were measured.".to_string(),
        tables: table(
            &["what", "a", "b"],
            data.changes.iter().map(row).collect(),
            3,
        ),
    }
}

fn section(title: &str, note: &str, keys: &[&str], rows: Vec<Vec<Field>>) -> Section {
    let header: Vec<_> = keys
        .iter()
        .chain(&["difference", "interval", "n", "verdict"])
        .copied()
        .collect();
    Section {
        title: title.to_string(),
        note: note.to_string(),
        tables: table(&header, rows, 3),
    }
}

/// One table; none without rows.
pub fn table(header: &[&str], rows: Vec<Vec<Field>>, keys: usize) -> Vec<Table> {
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Table {
        title: String::new(),
        header: header.iter().map(ToString::to_string).collect(),
        rows,
        keys,
    }]
}
