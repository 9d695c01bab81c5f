//! What others say of runtimes, with what the cells say, as Markdown.

use super::entry::Entry;
use super::judge::{Finding, Judge, Judged, Verdict};
use super::material::Material;
use crate::report::markdown::{anchor, escaped, linked};

/// What others say, with what the cells say.
pub fn said(material: &Material, entries: &[Entry]) -> String {
    let mut text = String::new();
    let names: Vec<_> = entries
        .iter()
        .filter(|e| !e.columns.is_empty())
        .map(|e| e.notes.name.as_str())
        .collect();
    let of_all = Judge::new(material).statements_of_all(&names);
    for statements in &material.statements {
        let source = &statements.source;
        text += &format!(
            "\n## What the landscape says of it, and what was measured\n\nSource: {}, {}; in our own words. *Shown*: what would show it does; \
             *partly*: some of it; *not shown here*: no cell here says anything of it; *contradicted*: all that was measured says \
             otherwise. A comparison counts only what is certain (of all differences told, 1% are false alarms), with the best \
             configuration of each runtime.\n",
            linked(&escaped(&source.title), &source.url),
            escaped(&source.date)
        );
        let from_here = |judged: &&Judged| statements.has(judged.statement);
        let mut add = |of: &str, said: &[Judged]| {
            let rows: Vec<_> = said.iter().filter(from_here).map(judged).collect();
            if !rows.is_empty() {
                text += &format!(
                    "\n### {}: what is said of it\n\n{}",
                    escaped(of),
                    verdicts(rows)
                );
            }
        };
        for entry in entries {
            add(entry.notes.title(), &entry.said);
        }
        add("Each runtime", &of_all);
    }
    text
}

fn verdicts(rows: Vec<[String; 4]>) -> String {
    let mut text =
        String::from("| it | verdict | read as | the cells behind it |\n|---|---|---|---|\n");
    for row in rows {
        text += &format!("| {} |\n", row.join(" | "));
    }
    text
}

fn judged(judged: &Judged) -> [String; 4] {
    let verdict = match judged.verdict {
        Verdict::NotShown => judged.verdict.word().to_string(),
        verdict => format!("**{}**", verdict.word()),
    };
    let findings: Vec<_> = judged.findings.iter().map(finding).collect();
    [
        escaped(&judged.statement.says),
        verdict,
        escaped(&judged.statement.reading),
        if findings.is_empty() {
            "–".to_string()
        } else {
            findings.join("<br>")
        },
    ]
}

fn finding(finding: &Finding) -> String {
    let text = format!("{}: {}", finding.verdict.word(), escaped(&finding.says));
    match &finding.cells {
        Some((name, heading)) => format!("{text} ({})", page(name, Some(heading))),
        None => text,
    }
}

/// A link to a page beside this one, or to a heading in it.
pub fn page(name: &str, heading: Option<&str>) -> String {
    let file = format!("{name}.md");
    let target = heading.map_or(String::new(), |heading| format!("#{}", anchor(heading)));
    linked(&escaped(&file), &format!("./{file}{target}"))
}
