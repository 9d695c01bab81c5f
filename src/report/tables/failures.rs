//! Cells that did not end well, and the reasons.

use super::super::model::{Field, Section, Table};
use super::super::names::fold;
use crate::analysis::cells::Cells;
use crate::report::tables::parts::Extent;
use crate::results::outcome::Outcome;
use std::collections::{BTreeMap, BTreeSet};

pub fn section(cells: &Cells, extent: Extent) -> Section {
    // By what happened, then by configuration: the inputs that it happened to.
    let mut ends: BTreeMap<(Outcome, &str), BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    let header = &cells.results.header;
    for configuration in &header.configurations {
        for input in &header.plan.inputs {
            let Some(end) = cells.end(&configuration.name, input) else {
                continue;
            };
            if end.outcome != Outcome::Ok {
                let what = (end.outcome, end.message.as_deref().unwrap_or("no message"));
                let configurations = ends.entry(what).or_default();
                configurations
                    .entry(&configuration.name)
                    .or_default()
                    .insert(input);
            }
        }
    }
    let all_configurations = || {
        header
            .configurations
            .iter()
            .map(|c| c.name.as_str())
            .collect()
    };
    let all_inputs = || header.plan.inputs.iter().map(String::as_str).collect();
    let mut rows = Vec::new();
    for ((outcome, message), configurations) in &ends {
        let mut alike: BTreeMap<&BTreeSet<&str>, BTreeSet<&str>> = BTreeMap::new();
        for (configuration, inputs) in configurations {
            alike.entry(inputs).or_default().insert(configuration);
        }
        for (inputs, configurations) in alike {
            rows.push(vec![
                Field::text(fold(&configurations, &all_configurations())),
                Field::text(fold(inputs, &all_inputs())),
                Field::outcome(*outcome),
                Field::text(match extent {
                    Extent::Short => on_one_line(message),
                    Extent::Whole => message.to_string(),
                }),
            ]);
        }
    }
    rows.sort_by(|a, b| (&a[0].text, &a[1].text).cmp(&(&b[0].text, &b[1].text)));
    let header = ["mode", "guest/input", "outcome", "message"];
    let table = Table {
        title: String::new(),
        header: header.map(String::from).to_vec(),
        rows,
        keys: 4,
    };
    Section {
        title: "Failures".to_string(),
        note: "Cells that have no figures, and why. If a cell's processes ended differently, the \
        worst outcome is the cell's."
            .to_string(),
        tables: if table.rows.is_empty() {
            Vec::new()
        } else {
            vec![table]
        },
    }
}

/// Lines as parts of one, which a terminal's table wraps.
fn on_one_line(message: &str) -> String {
    let lines: Vec<_> = message.lines().map(str::trim).collect();
    lines.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        let all = BTreeSet::from(["a/x", "a/y", "b/x", "c/x", "c/y"]);
        assert_eq!(fold(&all, &all), "*");
        assert_eq!(
            fold(&BTreeSet::from(["a/x", "a/y", "c/x"]), &all),
            "a/*, c/x"
        );
        assert_eq!(fold(&BTreeSet::from(["b/x"]), &all), "b/x");
    }

    #[test]
    fn messages_are_one_line() {
        assert_eq!(
            on_one_line("no compiler\nfix: get one\n"),
            "no compiler; fix: get one"
        );
        let long = "long ".repeat(99);
        assert_eq!(on_one_line(&long), long.trim_end());
    }
}
