//! The example of a worker in another language: the half that PROTOCOL.md shows, and a runtime's
//! Python package.

mod common;

use common::{entries, fake_workers, field, json, json_file, wasmeter};
use tempfile::TempDir;

fn with_example(arguments: &str) -> assert_cmd::assert::Assert {
    let mut command = wasmeter();
    command
        .arg("--runtime-dir")
        .arg(fake_workers().join("mine"));
    command.args(arguments.split_whitespace());
    command.assert().success()
}

#[test]
fn the_example_conforms() {
    let all = json(&with_example("runtimes check mine --format json"));
    let checks = entries(&all[0]["checks"]);
    println!("{} checks", checks.len());
    let of_modules = checks.iter().filter(|c| c["configuration"] == "default");
    assert!(of_modules.count() >= 12, "{all}");
    assert!(checks.iter().all(|c| c["failure"].is_null()), "{all}");
}

#[test]
fn the_example_is_a_column_beside_ours() {
    let exec = "exec -r mine -r wasmi/eager --format json guests/pinned/hello.wasm";
    // Exit code 0 says that they printed the same.
    let runs = json(&with_example(exec));
    let printed = entries(&runs)
        .iter()
        .filter(|run| run["stdout_bytes"] == 13);
    assert_eq!(printed.count(), 2, "{runs}");

    let dir = TempDir::new().unwrap();
    let save = dir.path().join("results.json");
    let bench = "bench --pinned --quick --rounds 1 -r mine -g sha256 -g hello --save";
    with_example(&format!("{bench} {}", save.display()));
    let results = json_file(&save);
    let ours: Vec<_> = entries(&results["processes"])
        .iter()
        .filter(|process| process["configuration"] == "mine/default")
        .collect();
    assert_eq!(ours.len(), 4, "all inputs of sha256, and hello: {results}");
    for process in ours {
        assert_eq!(field(process, "outcome"), "ok", "{process}");
    }
}
