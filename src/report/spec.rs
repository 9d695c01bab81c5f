//! The results of the official tests of the specification: counts by group and configuration, and
//! the failures.

use super::model::{Field, Mark, Section, Table};
use crate::results::spec::{Counts, FileResult, Group, Record};
use std::collections::{BTreeMap, BTreeSet};

/// The counts, why directives were skipped, and the scripts that failed with their first failure.
pub fn sections(record: &Record) -> Vec<Section> {
    let here: Vec<&str> = record
        .configurations
        .iter()
        .filter(|configuration| configuration.unavailable.is_none())
        .map(|configuration| configuration.name.as_str())
        .collect();
    let mut sections = vec![
        Section {
            title: "Specification tests".to_string(),
            note:
                "Directives that passed, of those that were asked. A version is its core and the \
            proposals merged into it."
                    .to_string(),
            tables: vec![matrix(record, &here)],
        },
        Section {
            title: "How they ended".to_string(),
            note: "Each script once.".to_string(),
            tables: vec![totals(record, &here)],
        },
    ];
    let more = [
        ("Skipped", "What was not asked, and why.", skipped(record)),
        (
            "What failed",
            "Of each script the first failure; a results file has all, each with the command that \
            shows it again.",
            failures(record),
        ),
    ];
    for (title, note, table) in more {
        if !table.rows.is_empty() {
            sections.push(Section {
                title: title.to_string(),
                note: note.to_string(),
                tables: vec![table],
            });
        }
    }
    sections
}

fn matrix(record: &Record, configurations: &[&str]) -> Table {
    let row = |group: &Group| {
        let files: BTreeSet<&str> = group.files.iter().map(String::as_str).collect();
        let field = |configuration: &&str| {
            let counts = sum(record, |result| {
                result.configuration == *configuration && files.contains(result.file.as_str())
            });
            fraction(counts)
        };
        std::iter::once(Field::text(&group.name))
            .chain(configurations.iter().map(field))
            .collect()
    };
    let header = configurations.iter().map(|name| name.replace('/', "\n"));
    Table {
        title: String::new(),
        header: std::iter::once(String::new()).chain(header).collect(),
        rows: record.groups.iter().map(row).collect(),
        keys: 1,
    }
}

fn fraction(counts: Counts) -> Field {
    let asked = counts.asked();
    let text = match asked {
        0 => "–".to_string(),
        _ if counts.passed == asked => asked.to_string(),
        _ => format!("{}/{asked}", counts.passed),
    };
    Field {
        mark: if counts.passed == asked {
            Mark::None
        } else {
            Mark::Bad
        },
        ..Field::text(text)
    }
}

fn totals(record: &Record, configurations: &[&str]) -> Table {
    let row = |configuration: &&str| {
        let counts = sum(record, |result| result.configuration == *configuration);
        let numbers = [
            counts.passed,
            counts.failed,
            counts.crashed,
            counts.timeout,
            counts.skipped,
        ];
        std::iter::once(Field::text(*configuration))
            .chain(numbers.map(|number| Field::text(number.to_string())))
            .collect()
    };
    Table {
        title: String::new(),
        header: words(&["mode", "passed", "failed", "crashed", "timeout", "skipped"]),
        rows: configurations.iter().map(row).collect(),
        keys: 1,
    }
}

fn skipped(record: &Record) -> Table {
    let mut reasons: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for result in &record.results {
        for (reason, count) in &result.skipped {
            *reasons.entry((reason, &result.configuration)).or_default() += count;
        }
    }
    let mut same: BTreeMap<(&str, usize), Vec<&str>> = BTreeMap::new();
    for ((reason, configuration), count) in reasons {
        same.entry((reason, count)).or_default().push(configuration);
    }
    let row = |((reason, count), on): ((&str, usize), Vec<&str>)| {
        [count.to_string(), reason.to_string(), on.join(" ")]
            .map(Field::text)
            .to_vec()
    };
    Table {
        title: String::new(),
        header: words(&["directives", "why", "on"]),
        rows: same.into_iter().map(row).collect(),
        keys: 3,
    }
}

/// Scripts that began to fail in the same way are one row.
fn failures(record: &Record) -> Table {
    let mut same: BTreeMap<(String, String, usize), Vec<&str>> = BTreeMap::new();
    for result in &record.results {
        let FileResult { counts, file, .. } = result;
        let Some(first) = result.failures.first() else {
            continue;
        };
        let what = format!(
            "{}: {} wanted, {}",
            first.directive, first.expected, first.got
        );
        let failed = counts.asked() - counts.passed;
        let at = first
            .lines
            .first()
            .map(|line| format!("{file}.wast:{line}"));
        let key = (at.unwrap_or_default(), what, failed);
        same.entry(key).or_default().push(&result.configuration);
    }
    let row = |((at, what, failed), on): ((String, String, usize), Vec<&str>)| {
        [failed.to_string(), at, what, on.join(" ")]
            .map(Field::text)
            .to_vec()
    };
    Table {
        title: String::new(),
        header: words(&["failed", "first at", "what happened", "on"]),
        rows: same.into_iter().map(row).collect(),
        keys: 4,
    }
}

fn sum(record: &Record, wanted: impl Fn(&FileResult) -> bool) -> Counts {
    let mut counts = Counts::default();
    for result in record.results.iter().filter(|result| wanted(result)) {
        counts += result.counts;
    }
    counts
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}
