//! Versions of one runtime side by side, made as CONTRIBUTING.md says, are columns of one table.

mod common;

use common::{entries, fake_workers, field, json, json_file, root, runtime_toml, text, wasmeter};
use predicates::str::contains;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    println!("{command:?}: {}", text(&output.stderr));
    let said = text(&output.stdout).trim().to_string();
    output.status.success().then_some(said)
}

fn make(runtime: &str, version: impl AsRef<Path>, versions: &Path) {
    let mut command = Command::new(root().join("scripts/another-version.sh"));
    command.arg(runtime).arg(version.as_ref()).arg(versions);
    output(&mut command).expect("another version");
}

/// The source of the wazero that its worker is built from, if Go is here.
fn go_source() -> Option<PathBuf> {
    let module = "github.com/tetratelabs/wazero";
    let mut list = Command::new("go");
    list.args(["list", "-m", "-f", "{{.Dir}}", module]);
    output(list.current_dir(root().join("runtimes/wazero"))).map(PathBuf::from)
}

#[test]
fn versions_are_columns() {
    let dir = TempDir::new().unwrap();
    let versions = dir.path().join("versions");
    // The runtime that is quickest to build.
    let (runtime, configuration, other) = match go_source() {
        Some(source) => {
            let copy = dir.path().join("copy");
            std::os::unix::fs::symlink(source, &copy).unwrap();
            make("wazero", &copy, &versions);
            ("wazero", "compiler", "1.11.0")
        }
        None => ("wasmi", "eager", "2.0.0-beta.10"),
    };
    make(runtime, other, &versions);

    let save = dir.path().join("results.json");
    let mut bench = wasmeter();
    bench.args(["bench", "--quick", "--rounds", "1", "-g", "nbody"]);
    bench.args(["-r", &format!("{runtime}/{configuration}")]);
    bench.args(["-r", &format!("{runtime}-{{copy,{other}}}/{configuration}")]);
    bench.arg("--runtime-dir").arg(versions.join("runtimes"));
    let column = format!("{runtime}-{other}/{configuration}");
    let bench = bench.arg("--save").arg(&save).assert().success();
    bench.stdout(contains(&column));

    let results = json_file(&save);
    let version = |name: &str| {
        let mut all = entries(&results["configurations"]).iter();
        let found = all.find(|c| c["name"] == name);
        field(found.expect(name), "version").to_string()
    };
    let ours = version(&format!("{runtime}/{configuration}"));
    assert_eq!(version(&column), other);
    assert_ne!(ours, other);
    if runtime == "wazero" {
        let copied = version("wazero-copy/compiler");
        assert!(copied.starts_with(&format!("{ours} => /")), "{copied}");
    }
    for process in entries(&results["processes"]) {
        assert_eq!(process["outcome"], "ok", "{process}");
    }
}

/// One that was built here stands for a library that is installed.
#[test]
fn an_installed_library_is_a_column_too() {
    let built = wasmeter().args(["runtimes", "build", "wamr"]).assert();
    let seen = text(&built.get_output().stdout);
    if seen.contains("unavailable") {
        println!("{seen}");
        return;
    }
    let home = wasmeter::build::Home::find().unwrap();
    let library = home.dir.join("build/wamr/lib/libwamr-fast-interp.so");
    let installed = TempDir::new().unwrap();
    std::fs::create_dir(installed.path().join("lib")).unwrap();
    std::fs::copy(library, installed.path().join("lib/libiwasm.so")).unwrap();

    let mut verify = wasmeter();
    verify.args(["guests", "verify", "--pinned", "--format", "json"]);
    verify.args(["-g", "json/small", "-r", "wamr-system"]);
    // The worker that is built from source has no use for the installed version.
    verify.args(["-r", "wamr/fast-interp"]);
    let cells = json(&verify.env("WAMR_DIR", installed.path()).assert().success());
    for name in ["wamr-system/installed", "wamr/fast-interp"] {
        let is_ok = |cell: &Value| cell["configuration"] == name && cell["outcome"] == "ok";
        assert!(entries(&cells).iter().any(is_ok), "{name}: {cells}");
    }
}

/// A worker that is copied from a folder that its command lines do not name.
const COPIED: &str = r#"sources = ["../copy"]
build = ["sh", "-c", "mkdir -p $0 && cp ../copy/worker.py $0", "{work}"]
program = ["{work}/worker.py", "lies"]"#;

#[test]
fn a_worker_is_built_again_when_its_working_copy_has_changed() {
    let dir = TempDir::new().unwrap();
    let (runtime, copy) = (dir.path().join("copied"), dir.path().join("copy"));
    std::fs::create_dir(&runtime).unwrap();
    std::fs::create_dir(&copy).unwrap();
    let script = copy.join("worker.py");
    std::fs::write(
        runtime.join("runtime.toml"),
        runtime_toml(COPIED, &["lies"]),
    )
    .unwrap();
    let source = std::fs::read_to_string(fake_workers().join("misbehaving/worker.py")).unwrap();
    for version in ["1", "2"] {
        let source = source.replace("\"version\": \"1\"", &format!("\"version\": {version:?}"));
        std::fs::write(&script, format!("#!/usr/bin/env python3\n{source}")).unwrap();
        let mut permissions = std::fs::metadata(&script).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
        std::fs::set_permissions(&script, permissions).unwrap();
        let mut build = wasmeter();
        build.args(["runtimes", "build", "copied"]);
        let build = build.arg("--runtime-dir").arg(dir.path()).assert();
        build.success().stdout(format!("copied {version}\n"));
    }
}
