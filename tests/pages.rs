//! The pages of a folder of results, and what is merged into files of others.

mod common;
#[path = "common/noise.rs"]
mod noise;
#[path = "common/simulated.rs"]
mod simulated;

use common::{refuses, root, run, text, wasmeter};
use predicates::str::contains;
use simulated::Simulated;
use std::path::Path;
use tempfile::TempDir;
use wasmeter::results::runtime::{LandscapeItem, RuntimeNotes};

/// A folder with a run of two runtimes, of which the landscape may list both.
fn folder() -> TempDir {
    let dir = TempDir::new().unwrap();
    let mut results = Simulated::new(1, 8).results();
    let notes = |name: &str| RuntimeNotes {
        name: name.to_string(),
        description: format!("what {name} is"),
        homepage: format!("https://{name}.example.org"),
        repository: format!("https://example.org/{name}"),
        landscape: Some(LandscapeItem {
            name: name.to_string(),
            logo: format!("{name}.svg"),
            ..LandscapeItem::default()
        }),
        ..RuntimeNotes::default()
    };
    results.header.runtimes = ["one", "two"].map(notes).to_vec();
    results.write(&dir.path().join("mine.json")).unwrap();
    dir
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn all_pages_of_a_folder_are_written_the_same_each_time() {
    let dir = folder();
    let pages = [
        "CLAIMS.md",
        "RUNTIMES.md",
        "cells.schema.json",
        "index.html",
        "landscape.yml",
        "mine.csv",
        "mine.md",
    ];
    let command = format!("report --pages {}", dir.path().display());
    run(&command)
        .success()
        .stdout("")
        .stderr(contains("7 pages"));
    let once = pages.map(|name| read(&dir.path().join(name)));
    assert!(
        once[1].contains("### one\n") && once[1].contains("## Which one for me?"),
        "{}",
        once[1]
    );
    run(&command).success();
    assert_eq!(once, pages.map(|name| read(&dir.path().join(name))));
    // Elsewhere, from files.
    let out = TempDir::new().unwrap();
    let out = out.path().join("new");
    run(&format!(
        "report --pages {} {}/mine.json",
        out.display(),
        dir.path().display()
    ))
    .success();
    assert_eq!(read(&out.join("RUNTIMES.md")), once[1]);
}

#[test]
fn a_landscape_gets_what_was_measured_and_drift_is_reported() {
    let dir = folder();
    let file = dir.path().join("landscape.yml");
    let text = "# mine\nlandscape:\n  - category:\n    name: Wasm\n    subcategories:\n      - \
    subcategory:\n        name: Runtimes\n        items:\n          - item:\n            name: One \
    # by hand\n            homepage_url: https://one.example.com\n            logo: one.svg\n";
    std::fs::write(&file, text).unwrap();
    let results = dir.path().join("mine.json");
    let landscape = |more: &str| {
        let (file, results) = (file.display(), results.display());
        run(&format!(
            "report --format landscape --into {file} {more} {results}"
        ))
    };
    landscape("--check")
        .code(1)
        .stdout(contains("One: has nothing that was measured"))
        .stdout(contains("two: measured, and not listed"));
    assert_eq!(read(&file), text);
    let known = dir.path().join("known.toml");
    std::fs::write(
        &known,
        "[[accept]]\nitem = \"One\"\nfield = \"annotations\"\nreason = \"new\"\n\
        [[accept]]\nitem = \"two\"\nfield = \"listed\"\nreason = \"no logo yet\"\n",
    )
    .unwrap();
    let check_known = format!("--check --accept {}", known.display());
    landscape(&check_known)
        .success()
        .stdout("")
        .stderr(contains("2 differences"))
        .stderr(contains("2 of them accepted"));
    landscape("")
        .success()
        .stderr(contains("updated: one"))
        .stderr(contains("added: two"))
        .stderr(contains("--url"));
    let merged = read(&file);
    assert!(merged.starts_with(text.trim_end()), "{merged}");
    assert!(merged.contains("wasmeter_time_to_native: \""), "{merged}");
    landscape("--check").success().stdout("");
    landscape(&check_known)
        .code(1)
        .stdout(contains("One: accepted, and no such difference"))
        .stdout(contains("[annotations]"));
    landscape("").success();
    assert_eq!(read(&file), merged);
    let url = "--url https://wasmeter.example.org/index.html";
    landscape(&format!("{url} --check"))
        .code(1)
        .stdout(contains("[other_links]"));
    landscape(url).success();
    let link = "https://wasmeter.example.org/index.html#runtime-one";
    assert!(read(&file).contains(link), "{}", read(&file));
    landscape(&format!("{url} --check")).success().stdout("");
    // Alone, it is a file of its own.
    let whole = run(&format!("report --format landscape {}", results.display())).success();
    let whole = common::text(&whole.get_output().stdout);
    assert!(
        whole.contains("name: \"one\"") && whole.contains("name: \"two\""),
        "{whole}"
    );
}

#[test]
fn a_readme_gets_a_block_between_its_markers() {
    let dir = folder();
    let file = dir.path().join("README.md");
    std::fs::write(
        &file,
        "# Mine\n<!-- wasmeter:begin -->\n<!-- wasmeter:end -->\nrest\n",
    )
    .unwrap();
    let command = format!(
        "report --format markdown --into {} {}/mine.json",
        file.display(),
        dir.path().display()
    );
    run(&command).success().stdout("");
    let once = read(&file);
    assert!(
        once.starts_with("# Mine\n") && once.ends_with("rest\n"),
        "{once}"
    );
    assert!(
        once.contains("\n| one<br><sub>1.2.3</sub> |") && once.contains("<br><sub>jit</sub> |"),
        "{once}"
    );
    run(&command).success();
    assert_eq!(read(&file), once);
}

#[test]
fn the_readme_has_the_table_of_todays_results() {
    let ours = read(&root().join("README.md"));
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("README.md");
    std::fs::write(&file, &ours).unwrap();
    run(&format!(
        "report --format markdown --into {}",
        file.display()
    ))
    .success();
    assert_eq!(
        read(&file),
        ours,
        "fix: wasmeter report --format markdown --into README.md"
    );
}

#[test]
fn bad_input_is_refused() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let report = |arguments: &[&str], parts: &[&str]| {
        let mut command = wasmeter();
        refuses(command.arg("report").args(arguments), parts);
    };
    std::fs::write(dir.path().join("README.md"), "no markers").unwrap();
    let (readme, mine) = (path("README.md"), path("mine.json"));
    report(
        &["--format", "markdown", "--into", &readme, &mine],
        &["README.md", "wasmeter:begin"],
    );
    report(&["--format", "csv", "--into", &readme, &mine], &["--into"]);
    report(
        &["--format", "landscape", "--into", &readme, &mine],
        &["README.md", "landscape"],
    );
    report(&["--format", "landscape", "--check", &mine], &["--into"]);
    report(
        &[
            "--format",
            "landscape",
            "--into",
            &readme,
            "--accept",
            &mine,
        ],
        &["--check"],
    );
    report(
        &["--format", "landscape", "--url", "nowhere", &mine],
        &["the address of a page"],
    );
    report(
        &["--format", "csv", "--url", "https://a.example.org", &mine],
        &["--url"],
    );
    report(&[&mine, &mine], &["one file", "--pages"]);
    report(
        &["--pages", &path("out"), &readme],
        &["README.md", "schemas"],
    );
    std::fs::write(
        dir.path().join("old.json"),
        "{\"schema\": \"wasmeter-results/0\"}",
    )
    .unwrap();
    report(
        &["--pages", &path("")],
        &["old.json", "wasmeter-results/0", "again"],
    );
    std::fs::write(
        dir.path().join("old.json"),
        "{\"schema\": \"wasmeter-results/1\"}",
    )
    .unwrap();
    report(&["--pages", &path("")], &["old.json", "damaged"]);
}

#[test]
fn shells_and_man_know_every_subcommand() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let completions = run(&format!("completions {shell}")).success();
        let completions = text(&completions.get_output().stdout);
        assert!(completions.contains("calibrate"), "{shell}");
    }
    let page = |of: &str| text(&run(&format!("man {of}")).success().get_output().stdout);
    assert!(
        page("").contains(".TH") && page("").contains("wasmeter\\-matrix(1)"),
        "{}",
        page("")
    );
    assert!(
        page("runtimes list").contains("\\-\\-format"),
        "{}",
        page("runtimes list")
    );
    refuses(
        wasmeter().args(["man", "nothing"]),
        &["no subcommand nothing"],
    );
    refuses(
        wasmeter().args(["completions", "nothing"]),
        &["nothing", "bash"],
    );
}
