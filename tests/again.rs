//! The command that measures a cell again, as reports print it.

mod common;

use common::{FINE, entries, field, json, module, wasmeter};
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
    // All behind the module is the program's.
    assert!(command.ends_with(" --fast 'two words'"), "{command}");
    let own = Path::new(env!("CARGO_BIN_EXE_wasmeter")).parent().unwrap();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &command])
        .current_dir("/")
        .env("PATH", path);
    let output = shell.output().unwrap();
    let message = common::text(&output.stderr);
    assert!(output.status.success(), "{command}\n{message}");
    assert!(common::text(&output.stdout).contains("fine"), "{message}");
}
