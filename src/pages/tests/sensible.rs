//! Whatever is missing, pages say so and are the same each time.

use super::{Material, material, named, page, pages, results};
use crate::pages::landscape::{check, items};
use crate::pages::{entry, summary};
use crate::report::tests::end;
use crate::results::outcome::Outcome;

/// The answer to a question.
fn answer(material: &Material, question: &str) -> String {
    let summary = summary(material);
    let line = summary
        .lines()
        .iter()
        .find(|line| line.question == question);
    line.unwrap_or_else(|| panic!("no line {question}"))
        .answer
        .clone()
}

#[test]
fn an_entry_has_the_facts_and_the_figures() {
    let text = page(&material(), "RUNTIMES.md");
    let entry = text.split("\n### FAST\n").nth(1).unwrap();
    let entry = entry.split("\n### ").next().unwrap();
    for fact in [
        "what fast is.",
        "- version: 1.2, 1.2.3; licence: Apache-2.0; [home](<https://fast.example.org/>); \
        [repository](<https://example.org/fast>)\n",
        "measured on x86\\_64; its makers also name aarch64, which was not measured",
        "- modes, with start and time ÷ native: jit (ahead of time) 19.6 µs, 2.00; \
        interpreter (interpreter) ",
        "; loop, not timed. Proposals of WebAssembly: 0/1 +1 by flag\n",
    ] {
        assert!(entry.contains(fact), "no {fact} in\n{entry}");
    }
    // Native code is what others are measured by, and no runtime.
    assert!(!text.contains("\n### HOST\n"), "{text}");
}

#[test]
fn the_table_has_a_row_for_each_runtime() {
    let text = page(&material(), "RUNTIMES.md");
    let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 4, "{rows:#?}");
    assert_eq!(
        rows[0],
        "| runtime | start | time ÷ native | peak memory | WASI 0.1 | WASI 0.2 | WASI 0.3 | \
        sandbox |"
    );
    // One probe of WASI 0.1, which passes in part: none that passed, which is a figure; of WASI
    // 0.2 and 0.3 none was run, which is none. A mode blocks all, and another lets something out.
    let fast = "| [FAST](#fast)<br><sub>1.2, 1.2.3</sub> | 19.6 µs<br><sub>jit</sub> | \
    2.00<br><sub>jit</sub> | 3.91 KiB<br><sub>jit</sub> | 0/1 | – | – | 1/1 blocked<br><sub>0 not \
    limited, 1 escaped</sub> |";
    assert_eq!(rows[2], fast);
    // What was not tried has no figure.
    assert!(rows[3].starts_with("| [SLOW](#slow)<br>"), "{}", rows[3]);
    assert!(
        rows[3].ends_with("<br><sub>loop</sub> | – | – | – | – |"),
        "{}",
        rows[3]
    );
    // Elsewhere it stands without the sections, and with the same figures.
    let block = crate::pages::block(&material());
    let alone = fast.replace("[FAST](#fast)", "FAST");
    assert!(
        block.lines().any(|line| line == alone),
        "no {alone} in\n{block}"
    );
}

#[test]
fn several_machines_have_a_table_each() {
    let mut two = material();
    let mut other = results();
    other.header.machine.arch = "aarch64".to_string();
    two.runs.push(named("aarch64", other));
    let text = page(&two, "RUNTIMES.md");
    for run in ["x86\\_64", "aarch64"] {
        let table = text.split(&format!("\n{run}:\n\n| runtime |")).nth(1);
        let table = table.unwrap_or_else(|| panic!("no table of {run} in\n{text}"));
        let rows = table.lines().skip(2);
        let rows = rows.take_while(|line| line.starts_with('|'));
        assert_eq!(rows.count(), 2, "{table}");
    }
    assert!(
        text.contains("jit (ahead of time) on aarch64 19.6 µs, 2.00"),
        "{text}"
    );
}

#[test]
fn withheld_escapes_are_counted_once() {
    use crate::results::support::CaseEnd;
    use crate::results::support::withheld::{Seen, Withheld};
    let seen = |outcome, configuration: &str| Seen {
        date: "2026-01-01".to_string(),
        place: "x86_64".to_string(),
        outcome,
        with_switch: None,
        on: [(configuration.to_string(), "1.2".to_string())].into(),
    };
    let case = |key: &str, seen: Vec<Seen>| Withheld {
        probe: "sandbox/a".to_string(),
        key: key.to_string(),
        asked: String::new(),
        seen,
    };
    let mut material = material();
    material.support[0].what.withheld = vec![
        case(
            "1",
            vec![
                seen(CaseEnd::Escaped, "fast/jit"),
                seen(CaseEnd::Escaped, "fast/loop"),
            ],
        ),
        case("2", vec![seen(CaseEnd::Crashed, "fast/jit")]),
        case("3", vec![seen(CaseEnd::Escaped, "other/jit")]),
    ];
    // With the one in the record.
    let text = page(&material, "RUNTIMES.md");
    assert!(text.contains("0 not limited, 2 escaped"), "{text}");
}

#[test]
fn answers_name_who_is_best_and_no_winner() {
    let material = material();
    assert_eq!(
        answer(&material, "fastest once warmed up"),
        "fast/jit (2.00 × native)"
    );
    assert_eq!(answer(&material, "fastest start"), "fast/jit (19.6 µs)");
    let small = answer(&material, "smallest");
    assert!(
        small.ends_with("fast/interpreter (4.00 MiB of program and libraries)"),
        "{small}"
    );
    assert!(answer(&material, "both start and speed").starts_with("fast/jit (within 1.00 ×"));
    assert!(answer(&material, "most complete WASI").starts_with("not known: its probes"));
    let text = summary(&material).text();
    assert_eq!(text.lines().count(), 6, "{text}");
}

#[test]
fn indistinguishable_ones_are_named_together() {
    let mut same = material();
    for process in &mut same.runs[0].what.processes {
        if process.configuration == "fast/interpreter" {
            let jit = results().processes.into_iter().find(|p| {
                p.configuration == "fast/jit"
                    && p.input == process.input
                    && p.round == process.round
            });
            *process = crate::results::schema::Process {
                configuration: "fast/interpreter".to_string(),
                ..jit.unwrap()
            };
        }
    }
    let answer = answer(&same, "fastest once warmed up");
    assert_eq!(answer, "fast (2.00 × native)");
}

#[test]
fn without_support_it_is_said_and_not_guessed() {
    let mut material = material();
    material.support.clear();
    assert!(answer(&material, "most complete WASI").starts_with("not known: there is no file"));
    let text = page(&material, "RUNTIMES.md");
    assert!(text.contains("support was not tried"), "{text}");
    assert!(
        pages(&material)
            .unwrap()
            .iter()
            .all(|page| page.name != "features.json")
    );
}

#[test]
fn a_single_runtime_failures_and_nothing_at_all_give_pages() {
    let mut alone = material();
    let run = &mut alone.runs[0].what;
    run.header
        .configurations
        .retain(|c| !c.name.starts_with("slow"));
    run.header.runtimes.retain(|r| r.name != "slow");
    run.processes
        .retain(|p| !p.configuration.starts_with("slow"));
    assert!(page(&alone, "RUNTIMES.md").contains("### FAST"));
    assert!(!page(&alone, "RUNTIMES.md").contains("### SLOW\n"));

    // Nothing of it went well, and one was not to be had.
    let mut failed = material();
    let run = &mut failed.runs[0].what;
    end(run, "fast/jit", "", Outcome::Crashed, "signal 11");
    end(
        run,
        "fast/interpreter",
        "work",
        Outcome::Trap,
        "unreachable",
    );
    let slow = run
        .header
        .configurations
        .iter_mut()
        .find(|c| c.name == "slow/loop");
    let slow = slow.unwrap();
    (slow.version, slow.unavailable) = (None, Some("no compiler\nfix: install one".to_string()));
    run.processes.retain(|p| p.configuration != "slow/loop");
    let text = page(&failed, "RUNTIMES.md");
    assert!(text.contains("jit (ahead of time) –, –, 0/3 ok"), "{text}");
    assert!(
        text.contains("slow/loop: unavailable here: no compiler<br>fix: install one"),
        "{text}"
    );
    // What was not measured has no item.
    let of = |material: &Material| {
        let entries = entry::entries(material);
        items(&entries, None)
            .into_iter()
            .map(|item| item.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&failed), ["FAST"]);
    assert_eq!(of(&material()), ["FAST", "SLOW"]);

    // Cells are missing.
    let mut sparse = material();
    sparse.runs[0]
        .what
        .processes
        .retain(|p| p.input == "start/one");
    assert!(answer(&sparse, "fastest once warmed up").starts_with("not known"));
    assert!(page(&sparse, "RUNTIMES.md").contains("### FAST"));

    let nothing = Material::default();
    assert!(page(&nothing, "RUNTIMES.md").contains("nothing was timed"));
    assert!(
        check(&page(&nothing, "landscape.yml"), &[])
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_answer_that_rounds_would_give_names_the_command() {
    let mut few = material();
    few.runs[0].what.processes.retain(|p| p.round < 2);
    for question in ["fastest start", "fastest once warmed up"] {
        assert_eq!(
            answer(&few, question),
            "not answered: fewer than 3 rounds; wasmeter matrix --rounds 5 gives it"
        );
    }
}

/// A file of an older wasmeter contains no notes about its runtimes.
#[test]
fn without_facts_the_folders_name_is_the_title() {
    let mut older = material();
    older.runs[0].what.header.runtimes.clear();
    older.support.clear();
    let text = page(&older, "RUNTIMES.md");
    assert!(
        text.contains("\n### fast\n") && text.contains("\n### slow\n"),
        "{text}"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once: Vec<_> = pages(&material()).unwrap();
    let mut shuffled = results();
    shuffled.processes.reverse();
    let mut again = material();
    again.runs = vec![named("x86_64", shuffled)];
    for (a, b) in once.iter().zip(pages(&again).unwrap()) {
        assert_eq!(a.text, b.text, "{}", a.name);
    }
}

#[test]
fn what_is_generated_for_the_landscape_keeps_its_rules() {
    let mut material = material();
    material.address = Some("https://wasmeter.example.org/index.html".to_string());
    let entries = entry::entries(&material);
    let items = items(&entries, material.address.as_deref());
    let text = page(&material, "landscape.yml");
    assert_eq!(check(&text, &items).unwrap(), []);
    assert!(!text.contains("summary_"), "{text}");
    for item in &items {
        assert!(
            item.annotations
                .keys()
                .all(|name| name.starts_with("wasmeter_"))
        );
        let name = item.name.to_lowercase();
        assert_eq!(item.description, format!("What {name} is."));
        let link = format!("https://wasmeter.example.org/index.html#runtime-{name}");
        let ours = Some(("Measurements by wasmeter", link.as_str()));
        assert_eq!(item.links().last(), ours);
    }
    let fast = &items[0].annotations;
    assert_eq!(
        fast["wasmeter_time_to_native"],
        "2.00 (2.00–2.00), fast/jit, on x86_64"
    );
    assert_eq!(
        fast["wasmeter_program_size"],
        "4.00 MiB, fast/interpreter, on x86_64"
    );
}
