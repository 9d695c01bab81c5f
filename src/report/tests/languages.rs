//! One task in four languages, whose truth is known.

use super::{NATIVE, configuration, end, example, guest, process, row, shown};
use crate::report::{Format, render};
use crate::results::outcome::Outcome;
use crate::results::schema::{Process, Results};
use wasmeter_worker::Artifact;

/// Language, size of its module, how it differs from the reference's time on every configuration.
const LANGUAGES: [(&str, u64, u64); 4] = [
    ("plain", 1000, 1),
    ("quick", 3000, 2),
    ("managed", 50_000, 6),
    ("spoken", 20_000, 40),
];

/// `fast/jit` takes twice as long as native, `slow/loop` eight times; `other/jit` as long as
/// `fast/jit`.
fn task(rounds: u32) -> Results {
    let mut results = example(rounds);
    let configurations = &mut results.header.configurations;
    configurations.push(configuration("other/jit", Artifact::Wasm));
    for (language, bytes, factor) in LANGUAGES {
        let name = format!("task-{language}");
        let input = format!("{name}/one");
        let mut guest = guest(&name, "languages", "thing");
        guest.language = language.to_string();
        guest.bytes = bytes;
        guest.same_as = (language != "plain").then(|| "task-plain".to_string());
        guest.interpreter = (language == "spoken").then(|| "an interpreter".to_string());
        results.header.guests.push(guest);
        results.header.plan.inputs.push(input.clone());
        for round in 0..rounds {
            for (configuration, speed) in [
                ("fast/jit", 2),
                ("slow/loop", 8),
                ("other/jit", 2),
                (NATIVE, 1),
            ] {
                results
                    .processes
                    .push(process(configuration, &input, round, speed * factor));
            }
        }
    }
    results
}

/// The section's note on one line, and its table.
fn section(results: &Results) -> (String, String) {
    let page = shown(results, 200);
    let section = page.split("\nBy language\n").nth(1).expect("the section");
    let (note, rest) = section.split_once("\n\n").unwrap();
    let note: Vec<_> = note.split_whitespace().collect();
    (
        note.join(" "),
        rest.split("\n\n").next().unwrap().to_string(),
    )
}

#[test]
fn ratios_are_to_the_fastest_and_to_the_native_reference() {
    let (_, table) = section(&task(8));
    // Over three configurations that take 2, 8 and 2 times as long as native: 3.17, by the
    // geometric mean.
    assert_eq!(row(&table, "plain")[1..3], ["1000 B", "1.00"]);
    assert_eq!(row(&table, "plain")[5..], ["1.00", "3.17"]);
    assert_eq!(row(&table, "managed")[5..], ["6.00", "19.0"]);
    // Without what the system took of both starts, which is the same for both.
    assert_eq!(
        row(&table, "spoken (an interpreter)")[4..6],
        ["40.1", "40.0"]
    );
    let at = |language: &str| table.find(&format!("\n{language}")).unwrap();
    assert!(
        at("plain") < at("quick") && at("quick") < at("managed") && at("managed") < at("spoken")
    );
}

#[test]
fn the_note_says_what_the_figures_say() {
    let (text, _) = section(&task(8));
    for part in [
        "the 3 of 3 that run every language",
        "Smallest module: plain; the last, managed, has 50.0 times as much. \
         Compiled, and yet not ahead of spoken (an interpreter): managed.",
        "Shortest time: plain; the last, spoken (an interpreter), has 40.0 times as much. \
         All compiled languages are ahead of all interpreted ones.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // Other figures, another note.
    let mut results = task(8);
    let slow = results
        .header
        .guests
        .iter_mut()
        .find(|g| g.language == "managed")
        .unwrap();
    slow.bytes = 10;
    let (text, _) = section(&results);
    assert!(
        text.contains("Smallest module: managed; the last, spoken"),
        "{text}"
    );
    // Too few rounds to rank times by.
    let (text, _) = section(&task(2));
    assert!(
        text.contains("Smallest module") && !text.contains("Shortest time"),
        "{text}"
    );
}

#[test]
fn a_configuration_that_fails_does_not_count_and_a_language_that_mostly_fails_has_no_figure() {
    let mut results = task(8);
    end(
        &mut results,
        "slow/loop",
        "task-managed",
        Outcome::Trap,
        "out of stack",
    );
    let (text, table) = section(&results);
    assert!(
        text.contains("the 2 of 3 that run every language"),
        "{text}"
    );
    assert_eq!(row(&table, "managed")[5..], ["6.00", "12.0"]);
    end(
        &mut results,
        "fast/jit",
        "task-managed",
        Outcome::Trap,
        "out of stack",
    );
    let (text, table) = section(&results);
    assert!(
        text.contains("the 3 of 3 that run every language"),
        "{text}"
    );
    assert_eq!(row(&table, "managed")[3], "too few ok");
    let page = render(&results, Format::Markdown).unwrap();
    let matrix = page
        .split("### Time as a multiple of plain's, natively")
        .nth(1)
        .unwrap();
    let managed = matrix
        .lines()
        .find(|line| line.contains("managed"))
        .unwrap();
    assert_eq!(managed.matches("trap").count(), 2, "{managed}");
}

#[test]
fn a_command_starts_without_its_run_and_takes_its_whole_run() {
    let mut results = task(8);
    let spoken = results
        .header
        .guests
        .iter_mut()
        .find(|g| g.language == "spoken")
        .unwrap();
    spoken.unit.clear();
    let with_throughput = |p: &&mut Process| p.input == "task-spoken/one";
    for process in results.processes.iter_mut().filter(with_throughput) {
        process.throughput = None;
    }
    let (_, table) = section(&results);
    // Phases of 1500 in all, 500 of them the first call; a run is 500/4 a unit, a step of the
    // reference 400/40.
    let start = row(&table, "spoken (an interpreter)")[4]
        .parse::<f64>()
        .unwrap();
    assert!((start - 40.0 * 1000.0 / 1500.0).abs() < 0.1, "{start}");
    let time = row(&table, "spoken (an interpreter)")[5]
        .parse::<f64>()
        .unwrap();
    assert!((time - 40.0 * 12.5).abs() < 1.0, "{time}");
}

#[test]
fn without_the_reference_there_are_no_ratios_to_native() {
    let mut results = task(8);
    results
        .header
        .plan
        .inputs
        .retain(|input| input != "task-plain/one");
    let (_, table) = section(&results);
    assert!(!table.contains("native plain"), "{table}");
    assert_eq!(row(&table, "managed")[5..], ["3.00"]);
    results
        .header
        .plan
        .inputs
        .retain(|input| !input.starts_with("task-") || input == "task-quick/one");
    assert!(!shown(&results, 200).contains("By language"));
}

/// One task many times over would weigh more than all else.
#[test]
fn languages_are_in_no_mean_over_guests() {
    let text = shown(&task(8), 200);
    assert!(text.contains("(1 input). Host: the same"), "{text}");
    assert!(
        !text
            .split("\nThroughput\n")
            .nth(1)
            .unwrap()
            .split("\nBy language\n")
            .next()
            .unwrap()
            .contains("task-")
    );
}
