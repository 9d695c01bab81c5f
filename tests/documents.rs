//! Every command that the documents show works, in the order in which they show it.
//!
//! A line that ends in `# not run by the tests: REASON` is left out.

mod common;

use common::{entries, json, root, run, text};
use std::process::Command;
use tempfile::TempDir;

const DOCUMENTS: [&str; 9] = [
    "README.md",
    "docs/tutorial.md",
    "docs/commands.md",
    "docs/install.md",
    "METHODOLOGY.md",
    "BIAS.md",
    "PROTOCOL.md",
    "CONTRIBUTING.md",
    "guests/README.md",
];

/// How the documents start wasmeter; the tests take the binary that is built already.
const FROM_SOURCE: &str = "cargo run --release --";
const TESTS: &str = "scripts/test.sh";
const LEFT_OUT: &str = "# not run by the tests:";

/// The lines of the blocks marked `sh`.
fn commands(document: &str) -> Vec<&str> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in document.lines() {
        match line.trim_start().strip_prefix("```") {
            Some(language) => inside = !inside && language.trim() == "sh",
            None if inside && !line.trim().is_empty() && !line.starts_with('#') => {
                commands.push(line);
            }
            None => {}
        }
    }
    commands
}

#[test]
fn every_command_works() {
    let out = TempDir::new().unwrap();
    let (mut ran, mut job, mut tests) = (0, false, false);
    for document in DOCUMENTS {
        let content = std::fs::read_to_string(root().join(document)).unwrap();
        for line in commands(&content) {
            if let Some((command, reason)) = line.split_once(LEFT_OUT) {
                assert!(
                    reason.trim().len() > 10,
                    "{document}: no reason for leaving out {command}"
                );
                continue;
            }
            if line.trim() == TESTS {
                tests = true;
                continue;
            }
            let mut command = line.replace(FROM_SOURCE, env!("CARGO_BIN_EXE_wasmeter"));
            if line.contains(&format!("{FROM_SOURCE} matrix")) {
                job = true;
                // All of it takes minutes, and would write over what was measured.
                command += &format!(" -r wasmi -g hello --out {}", out.path().display());
            }
            println!("{document}: {line}");
            let output = Command::new("bash")
                .args(["-c", &command])
                .current_dir(root())
                .output();
            let output = output.unwrap();
            let stderr = text(&output.stderr);
            assert!(
                output.status.success(),
                "{document}: {line}: {}\n{stderr}",
                output.status
            );
            ran += 1;
        }
    }
    assert!(job && tests, "the README shows the main job and the tests");
    println!("{ran} commands ran");
}

/// CI runs the command that the README shows, and nothing else.
#[test]
fn ci_runs_the_tests_of_the_readme() {
    let script = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    let doing: Vec<_> = script
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(
        doing,
        ["cd \"$(dirname \"$0\")/..\"", &format!("exec {TESTS}")]
    );
}

/// Whoever looks for an option finds it below a heading.
#[test]
fn options_stand_below_headings() {
    let own = ["What runs", "How long", "Limits", "Output"];
    let headings: [(&str, &[&str]); 8] = [
        ("bench", &own),
        ("matrix", &own),
        ("guests verify", &["What runs", "Limits", "Output"]),
        ("compat", &["What runs", "Output"]),
        ("exec", &["What runs", "Limits", "Output"]),
        ("rank", &["What is compared", "What is reported", "Output"]),
        (
            "compare",
            &["What is compared", "What is reported", "Output"],
        ),
        ("report", &["Output", "Claims of others"]),
    ];
    for (command, headings) in headings {
        let help = run(&format!("{command} --help")).success();
        let help = text(&help.get_output().stdout);
        let below = |heading: &str| {
            let rest = help.split(&format!("\n{heading}:\n")).nth(1);
            rest.unwrap_or_else(|| panic!("{command}: no {heading} in {help}"))
        };
        for heading in headings {
            assert!(below(heading).starts_with("  "), "{command}: {heading}");
        }
        assert!(below("Everywhere").contains("--color <WHEN>"), "{help}");
        // Below no heading but the usual one are those of clap alone.
        let first = format!("\n{}:\n", headings[0]);
        let usual = below("Options").split(&first).next().unwrap_or_default();
        assert_eq!(usual.matches("\n  -").count(), 1, "{command}: {usual}");
    }
}

#[test]
fn every_subcommand_explains_itself() {
    let commands = [
        "",
        "matrix",
        "bench",
        "compare",
        "rank",
        "calibrate",
        "exec",
        "report",
        "completions",
        "man",
        "compat",
        "compat probes",
        "compat spec",
        "compat suite",
        "compat claims",
        "compat pin",
        "results",
        "results merge",
        "runtimes",
        "runtimes list",
        "runtimes build",
        "runtimes doctor",
        "runtimes check",
        "runtimes outdated",
        "guests",
        "guests list",
        "guests build",
        "guests verify",
    ];
    for command in commands {
        let help = run(&format!("{command} --help")).success();
        let help = text(&help.get_output().stdout);
        assert!(help.contains("Usage: wasmeter"), "{command}: {help}");
    }
}

/// As `wasmeter guests` lists them.
#[test]
fn the_readme_counts_the_guests() {
    let guests = json(&run("guests --format json").success());
    let count = entries(&guests).len();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(
        readme.contains(&format!("**Guests:** {count} programs in ")),
        "{count} guests"
    );
}
