//! `CLAIMS.md`: what others say of runtimes, with what the cells say.

use super::entry::Entry;
use super::statements::Statements;
use crate::pages::claim_check::Judge;
use crate::pages::claim_check::Judged;
use crate::pages::claim_check::finding::Finding;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::inputs::Material;
use crate::report::markdown::{anchor, escaped, linked};

/// The page. `None`: there are no statements.
pub fn render(material: &Material, entries: &[Entry]) -> Option<String> {
    if material.statements.is_empty() {
        return None;
    }
    let mut text = format!("# Claims\n\n{}\n", how());
    let of_all = of_all(material, entries);
    for statements in &material.statements {
        let source = &statements.source;
        text += &format!(
            "\n## {}\n\nSource: {}, {}.\n",
            escaped(&source.title),
            linked(&escaped(&source.title), &source.url),
            escaped(&source.date)
        );
        for (of, said) in by_whom(statements, entries, &of_all) {
            text += &format!(
                "\n### {}\n\n{}",
                escaped(of),
                verdicts(said.into_iter().map(judged).collect())
            );
        }
    }
    Some(text)
}

fn how() -> String {
    format!(
        "Claims of others about runtimes, in our own words, judged by wasmeter from measurements, \
        and from nothing else. {}. A comparison counts only what is certain (1% of all reported \
        differences are false positives), with the best mode of each runtime.",
        legend(|word| format!("*{word}*"))
    )
}

/// What each verdict means; `as_word` marks up its word.
pub fn legend(as_word: impl Fn(&str) -> String) -> String {
    let words = [
        (Verdict::Shown, "what would show it does"),
        (Verdict::Partly, "some of that does"),
        (Verdict::NotShown, "no cell here says anything of it"),
        (
            Verdict::Contradicted,
            "all that was measured says otherwise",
        ),
    ];
    let words = words.map(|(verdict, means)| format!("{}: {means}", as_word(verdict.word())));
    words.join("; ")
}

/// Returns statements about each and every runtime, judged by those that are here.
pub fn of_all<'a>(material: &'a Material, entries: &[Entry]) -> Vec<Judged<'a>> {
    let here = entries.iter().filter(|e| !e.columns.is_empty());
    let names: Vec<_> = here.map(|e| e.notes.name.as_str()).collect();
    Judge::new(material).statements_of_all(&names)
}

/// Returns the statements of one source: about a runtime under its title, then about all.
pub fn by_whom<'e>(
    statements: &Statements,
    entries: &'e [Entry],
    of_all: &'e [Judged<'e>],
) -> Vec<(&'e str, Vec<&'e Judged<'e>>)> {
    let from_here = |said: &'e [Judged<'e>]| -> Vec<_> {
        let here = |judged: &&Judged| statements.has(judged.statement);
        said.iter().filter(here).collect()
    };
    let of_each = entries.iter();
    let of_each = of_each.map(|entry| (entry.notes.title(), from_here(&entry.said)));
    let mut said: Vec<_> = of_each
        .chain([("Each runtime", from_here(of_all))])
        .collect();
    said.retain(|(_, said)| !said.is_empty());
    said
}

fn verdicts(rows: Vec<[String; 4]>) -> String {
    let mut text =
        String::from("| claim | verdict | read as | the cells behind it |\n|---|---|---|---|\n");
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

#[cfg(test)]
mod tests {
    use super::legend;
    use crate::pages::claim_check::finding::Verdict;

    /// The page and CLAIMS.md explain the words that their tables use, and no others.
    #[test]
    fn the_legend_has_the_words_of_the_tables() {
        let words = legend(|word| format!("[{word}]"));
        let of = |verdict: Verdict| format!("[{}]: ", verdict.word());
        let all = [
            Verdict::Shown,
            Verdict::Partly,
            Verdict::NotShown,
            Verdict::Contradicted,
        ];
        assert!(
            all.iter().all(|verdict| words.contains(&of(*verdict))),
            "{words}"
        );
        assert_eq!(words.matches('[').count(), all.len(), "{words}");
    }
}
