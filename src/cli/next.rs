//! Suggestions of what to do with the results of the main job.

use crate::command_line;
use crate::pages::ANSWERING;
use crate::report::model::ENOUGH;
use crate::results::schema::Results;
use std::path::Path;
use wasmeter_worker::Artifact;

/// The steps, one a line. `again`: the options of a run of the same cells.
pub fn steps(results: &Results, file: &Path, pages: &Path, again: &[String]) -> String {
    let file = file.display().to_string();
    let file = file.as_str();
    let page = pages.join("index.html").display().to_string();
    let command = |name: &str, words: &[&str]| {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        command_line::with(name, &words)
    };
    let mut steps = vec![
        (
            format!("open {}", command_line::quoted(&page)),
            "every table and chart, in a browser",
        ),
        (command("wasmeter rank", &[file]), "modes in their order"),
    ];
    if let Some([a, b]) = first_two(results) {
        steps.push((
            command("wasmeter compare", &[file, "--between", a, b]),
            "two modes of this run",
        ));
    }
    steps.push((
        command("wasmeter compare", &["BEFORE.json", file]),
        "this run and an earlier one",
    ));
    let rounds = results.processes.iter().map(|process| process.round + 1);
    if (rounds.max().unwrap_or(0) as usize) < ENOUGH {
        let rounds = ["--rounds".to_string(), ANSWERING.to_string()];
        let words = rounds.iter().chain(again);
        steps.push((
            command_line::with("wasmeter matrix", words),
            "rounds enough for the answers that are missing",
        ));
    }
    let lines = steps.iter();
    let lines = lines.map(|(command, what)| format!("\n  {command}\n      {what}"));
    format!("\nNext:{}", lines.collect::<String>())
}

/// Two configurations that were measured, apart from native ones.
fn first_two(results: &Results) -> Option<[&str; 2]> {
    let all = results.header.configurations.iter();
    let mut measured = all
        .filter(|c| c.artifact != Artifact::Native && c.unavailable.is_none())
        .map(|c| c.name.as_str());
    Some([measured.next()?, measured.next()?])
}

#[cfg(test)]
mod tests {
    use super::steps;
    use crate::report::tests::example;
    use std::path::Path;

    #[test]
    fn few_rounds_name_the_run_that_answers() {
        let of = |rounds: u32| {
            let again = ["-r".to_string(), "fast/*".to_string()];
            let file = Path::new("out/a b.json");
            steps(&example(rounds), file, Path::new("out"), &again)
        };
        let few = of(2);
        for part in [
            "\n  open out/index.html\n",
            "\n  wasmeter rank 'out/a b.json'\n",
            "\n  wasmeter compare 'out/a b.json' --between ",
            "\n  wasmeter matrix --rounds 5 -r 'fast/*'\n",
        ] {
            assert!(few.contains(part), "no {part} in {few}");
        }
        assert!(!of(3).contains("--rounds"));
    }
}
