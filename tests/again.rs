//! The command that measures a cell again, as reports print it.

mod common;

use common::{
    FINE, entries, fake_workers, field, json, module, root_with_commands, runtime_toml, text,
    wasmeter,
};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

#[test]
fn the_command_of_a_module_of_ones_own_runs_from_anywhere() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("it's \"mine\" $HOME");
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("in put"), "text").unwrap();
    let file = module(&folder, "fine", FINE);
    let mut bench = wasmeter();
    bench.args([
        "bench",
        "-r",
        "wasmi/eager",
        "--rounds",
        "1",
        "--format",
        "json",
    ]);
    bench.arg("--dir").arg(folder.join("data"));
    bench.arg("--stdin").arg(folder.join("in put")).arg(&file);
    bench.args(["--fast", "two words"]);
    let cells = json(&bench.assert().success());
    let command = field(&entries(&cells["cells"])[0], "command").to_string();
    for option in ["--root", "--dir", "--stdin"] {
        assert!(command.contains(option), "{command}");
    }
    // What does not depend on a guest, too: without the module all guests would be measured.
    let mut all = entries(&cells["cells"]).iter();
    let size = all.find(|cell| cell["metric"] == "worker-size").unwrap();
    assert_eq!(field(size, "command"), command);
    // All behind the module is the program's.
    assert!(command.ends_with(" --fast 'two words'"), "{command}");
    let shown = runs_from_anywhere(&command);
    assert!(shown.contains("fine"), "{shown}");
}

/// Runs a command in a shell, in another folder, and gives what it prints.
fn runs_from_anywhere(command: &str) -> String {
    let own = Path::new(env!("CARGO_BIN_EXE_wasmeter")).parent().unwrap();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir("/")
        .env("PATH", path);
    let output = shell.output().unwrap();
    let message = text(&output.stderr);
    assert!(output.status.success(), "{command}\n{message}");
    text(&output.stdout)
}

/// Of guests and probes of another folder, on a runtime of one's own.
#[test]
fn the_commands_of_cells_name_the_folders_of_their_run() {
    let dir = TempDir::new().unwrap();
    let (root, liars) = (dir.path().join("my root"), dir.path().join("liars"));
    let probes = root.join("probes/wasi-p1");
    for folder in [&liars, &probes] {
        std::fs::create_dir_all(folder).unwrap();
    }
    root_with_commands(&root, &[("fine", FINE)]);
    let wat = r#"(module (memory (export "memory") 1)
        (func (export "it is there") (param i32) (result i64) i64.const 0))"#;
    std::fs::write(probes.join("thing.wat"), wat).unwrap();
    let liar = fake_workers().join("liars/liar.py");
    std::fs::copy(liar, liars.join("liar.py")).unwrap();
    let toml = runtime_toml("program = ['python3', 'liar.py']", &["honest"]);
    std::fs::write(liars.join("runtime.toml"), toml).unwrap();
    let run = |command: &str, given: &[&str]| {
        let save = dir.path().join(format!("{command}.json"));
        let mut run = wasmeter();
        run.args([command, "-r", "liars"]).args(given);
        // Paths that only this folder leads to become whole.
        run.current_dir(dir.path()).arg("--save").arg(&save);
        run.args(["--root", "my root", "--runtime-dir", "liars"]);
        run.assert().success();
        let mut csv = wasmeter();
        let csv = csv.args(["report", "--format", "csv"]).arg(&save);
        text(&csv.assert().success().get_output().stdout)
    };
    let last = |csv: &str, row: &str| {
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let mut rows = rows.records().map(Result::unwrap);
        let found = rows.find(|fields| {
            let has = |wanted: &str| fields.iter().any(|field| field == wanted);
            has("liars/honest") && has(row)
        });
        let found = found.unwrap_or_else(|| panic!("{row} in {csv}"));
        found[found.len() - 1].to_string()
    };
    let bench = run("bench", &["-g", "fine", "--pinned", "--rounds", "1"]);
    let command = last(&bench, "cold-start");
    assert!(command.contains(" --pinned --root '/"), "{command}");
    let shown = runs_from_anywhere(&command);
    assert!(shown.contains("liars/honest"), "{command}: {shown}");
    let compat = run("compat", &["wasi-p1/thing", "--pinned"]);
    let command = last(&compat, "wasi-p1/thing");
    assert!(command.ends_with("/liars --pinned"), "{command}");
    let shown = runs_from_anywhere(&command);
    assert!(shown.contains(" yes\n"), "{command}: {shown}");
}
