//! What was compared, as tables.

pub mod architectures;
pub mod words;

use crate::compare::changes::Change;
use crate::compare::comparison::{Answer, Comparison, Ended, Scope, Verdict};
use crate::report::model::{Field, Section, Table};
use crate::results::outcome::Outcome;
use crate::stats::Difference;
use words::{figures, metric, name, pair, plain, value};

/// So many cells are all shown; of more, only those that differ.
const SHOWN: usize = 60;

/// What there is to tell beside the comparisons.
pub struct Told<'a> {
    pub answer: &'a Answer,
    pub changes: &'a [Change],
    /// What a and b are.
    pub a: String,
    pub b: String,
    pub paired: bool,
    pub rate: f64,
    /// Whether every cell is shown, however many there are.
    pub all: bool,
}

/// The sections of a comparison; those with nothing to show are left out.
pub fn sections(told: &Told) -> Vec<Section> {
    let mut sections = vec![means(told), cells(told), outcomes(told), changes(told)];
    let mut names = told.answer.comparisons.iter().map(name);
    let first = names.next();
    if names.all(|name| Some(name) == first) {
        // It is the same everywhere, and a and b are told above.
        for table in sections.iter_mut().take(2).flat_map(|s| &mut s.tables) {
            table.header.remove(0);
            table.rows.iter_mut().for_each(|row| drop(row.remove(0)));
            table.keys -= 1;
        }
    }
    sections.retain(|section| !section.tables.is_empty());
    if let Some(first) = sections.first_mut() {
        first.note = format!("{} {}", method(told), first.note);
    }
    sections
}

fn method(told: &Told) -> String {
    let how = if told.paired {
        "Both were measured in the same rounds, so they are compared in pairs within each round \
        (signed ranks)"
    } else {
        "They are two runs and not paired by round, so all processes of the one are compared with \
        those of the other (rank sums)"
    };
    let mut reference = told
        .answer
        .comparisons
        .iter()
        .filter_map(|c| c.reference.as_ref());
    let reference = match (told.paired, reference.next()) {
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
    let few = match told.answer.comparisons.iter().all(|c| c.interval.is_none()) {
        true => format!(
            " These are too few rounds to tell any difference: {} are needed at the least, and \
            more if few of many cells differ; ask for fewer with -g and --metric.",
            needed(told.paired, told.rate)
        ),
        false => String::new(),
    };
    let floor = told.answer.noise_floor.map_or(String::new(), |floor| {
        format!(
            " Differences of times below {:.1}% are below this machine's noise, as `wasmeter \
        calibrate` found it, and are not called differences.",
            100.0 * floor
        )
    });
    format!(
        "a: {}; b: {}. {how}.{reference}{few} Difference: b compared with a. Of all differences \
        told, at the most {}% are false positives on average, however many comparisons are made: each \
        of these {} has an interval of {}%. Detectable: what would have been found with 90% \
        power.{floor}",
        told.a,
        told.b,
        100.0 * told.rate,
        told.answer.comparisons.len(),
        percent_of_level(told.answer.level),
    )
}

/// Rounds, of each run, from which on a difference can be told at this rate.
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

fn means(told: &Told) -> Section {
    let rows: Vec<_> = told
        .answer
        .comparisons
        .iter()
        .filter(|c| c.scope != Scope::Cell)
        .collect();
    let valued = rows.iter().any(|c| c.value_a.is_some());
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
    let mut header = vec!["configuration", "metric", "group", "inputs"];
    if valued {
        header.extend(["a", "b"]);
    }
    section(
        "Over several inputs",
        "The geometric mean over guests, of each round. Where n says guests, it is told by them: \
        each one's mean over rounds.",
        &header,
        rows.iter().map(row).collect(),
    )
}

fn cells(told: &Told) -> Section {
    let all: Vec<_> = told
        .answer
        .comparisons
        .iter()
        .filter(|c| c.scope == Scope::Cell)
        .collect();
    let differ = |c: &&&Comparison| c.verdict != Verdict::NoDifference;
    let everything = told.all || all.len() <= SHOWN;
    let shown: Vec<_> = all.iter().filter(|c| everything || differ(c)).collect();
    let note = match all.len() - shown.len() {
        0 => String::new(),
        hidden => format!(
            "No difference was seen in {hidden} further cells{}; --all shows them.",
            least_told(&all)
        ),
    };
    let row = |c: &&&Comparison| {
        let mut fields = vec![
            Field::text(name(c)),
            Field::text(metric(c)),
            Field::text(c.input.as_deref().unwrap_or("")),
        ];
        fields.extend([value(c, c.value_a), value(c, c.value_b)]);
        fields.extend(figures(c));
        fields
    };
    let mut rows: Vec<_> = shown.iter().map(row).collect();
    if rows.is_empty() && !all.is_empty() {
        rows.push(vec![Field::text("no cell differs")]);
        rows[0].resize_with(9, || Field::text(""));
    }
    section(
        "Cells",
        &note,
        &["configuration", "metric", "guest/input", "a", "b"],
        rows,
    )
}

/// How much the cells without a difference would have told.
fn least_told(all: &[&Comparison]) -> String {
    let same = all.iter().filter(|c| c.verdict == Verdict::NoDifference);
    let detectable: Option<Vec<f64>> = same.map(|c| c.detectable).collect();
    match detectable
        .and_then(|d| Some((crate::stats::median(&d)?, d.into_iter().fold(0.0, f64::max))))
    {
        Some((median, most)) => format!(
            " (detectable: {} in half of them, {} in all)",
            plain(median),
            plain(most)
        ),
        None => " (some have too few processes to tell any)".to_string(),
    }
}

fn outcomes(told: &Told) -> Section {
    let row = |ended: &Ended| {
        let name = pair(&ended.a, &ended.b);
        vec![
            Field::text(name),
            Field::text(&ended.input),
            Field::outcome(ended.outcome_a),
            Field::outcome(ended.outcome_b),
        ]
    };
    let all = &told.answer.outcomes;
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
        tables: table(&["configuration", "guest/input", "a", "b"], rows, 4),
    }
}

fn changes(told: &Told) -> Section {
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
            told.changes.iter().map(row).collect(),
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
