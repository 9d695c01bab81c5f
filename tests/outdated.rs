//! `runtimes outdated`, with stand-ins for the clients of registries: no test asks the network.

mod common;

use common::{entries, field, json, runtime_toml, text, wasmeter};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

const CARGO: &str = r#"#!/bin/sh
case $* in
*narrow@2.0.0) printf 'narrow\nversion: 2.0.0\nrust-version: 1.99\n' ;;
*narrow) printf 'narrow\nversion: 1.4.0 (latest 2.0.0)\nrust-version: 1.90\n' ;;
*free) printf 'free\nversion: 0.3.1\nrust-version: unknown\n' ;;
*) echo "error: could not find it" >&2; exit 101 ;;
esac
"#;

const NPM: &str = "#!/bin/sh\n[ \"$*\" = 'view @of/engine version' ] && echo 26.12.1\n";

/// A runtime that is pinned by these files.
fn runtime(root: &Path, name: &str, head: &str, worker: &str, files: &[(&str, &str)]) {
    let dir = root.join("runtimes").join(name);
    std::fs::create_dir_all(&dir).unwrap();
    let toml = format!("{head}\n{}", runtime_toml(worker, &["only"]));
    std::fs::write(dir.join("runtime.toml"), toml).unwrap();
    for (file, content) in files {
        std::fs::write(dir.join(file), content).unwrap();
    }
}

fn script(file: &Path, content: &str) {
    std::fs::write(file, content).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn what_is_behind_and_what_holds_it_back() {
    let dir = TempDir::new().unwrap();
    let (root, bin) = (dir.path(), dir.path().join("bin"));
    let built = "program = [\"true\"]\n";
    let lock = |name: &str, version: &str| {
        format!("[[package]]\nname = {name:?}\nversion = {version:?}\n")
    };
    let narrow = ("Cargo.lock", &*lock("narrow", "1.4.0"));
    let asks = (
        "Cargo.toml",
        "[dependencies]\nnarrow = { version = \"1.2\" }\n",
    );
    let pins = "pins = [{ cargo = \"narrow\" }, { cargo = \"gone\" }]";
    runtime(root, "a", pins, built, &[narrow, asks]);
    let installs = "build = [\"cargo\", \"install\", \"free\", \"--version\", \"=0.3.1\"]\n";
    let installs = format!("{built}{installs}");
    runtime(root, "b", "pins = [{ cargo = \"free\" }]", &installs, &[]);
    let lock = r#"{"packages": {"node_modules/@of/engine": {"version": "26.9.0"}}}"#;
    let pins = "pins = [{ npm = \"@of/engine\" }]";
    runtime(root, "c", pins, built, &[("package-lock.json", lock)]);
    let module = "go 1.25\nrequire (\n\tof.test/engine v1.12.0\n)\n";
    let pins = "pins = [{ go = \"of.test/engine\" }]";
    runtime(root, "d", pins, built, &[("go.mod", module)]);
    runtime(root, "e", "optional = true", built, &[]);
    std::fs::create_dir(root.join("guests")).unwrap();
    std::fs::create_dir(&bin).unwrap();
    script(&bin.join("cargo"), CARGO);
    script(&bin.join("npm"), NPM);
    script(
        &bin.join("rustc"),
        "#!/bin/sh\necho 'rustc 1.97.1 (of a test)'\n",
    );
    let timeout = ["/usr/bin/timeout", "/bin/timeout"].map(Path::new);
    let timeout = timeout.into_iter().find(|file| file.exists()).unwrap();
    std::os::unix::fs::symlink(timeout, bin.join("timeout")).unwrap();
    let outdated = |arguments: &[&str]| {
        let mut outdated = wasmeter();
        outdated
            .env("PATH", &bin)
            .env("WASMETER_HOME", root.join("home"))
            .env_remove("RUSTC")
            .arg("--root")
            .arg(root)
            .args(["runtimes", "outdated"])
            .args(arguments)
            .assert()
    };

    let seen = json(&outdated(&["--format", "json"]).success());
    let rows = entries(&seen);
    let shown = |at: usize| {
        let row: &Value = &rows[at];
        let version = |name: &str| row[name].as_str().unwrap_or("none").to_string();
        [
            field(row, "runtime"),
            &version("pinned"),
            &version("newest"),
            field(row, "state"),
        ]
        .join(" ")
    };
    assert_eq!(shown(0), "a 1.4.0 2.0.0 outdated");
    let rust = "it wants Rust 1.99, and the newest here is 1.97.1 (scripts/rust.sh 1.99 looks for \
    a newer one)";
    assert_eq!(
        rows[0]["held_back_by"],
        json!(["Cargo.toml asks for 1.2", rust])
    );
    // What nothing pins, and no registry has.
    assert_eq!(shown(1), "a none none unknown");
    assert!(
        field(&rows[1], "reason").contains("nothing pins gone"),
        "{seen}"
    );
    assert_eq!(shown(2), "b 0.3.1 0.3.1 up-to-date");
    assert_eq!(shown(3), "c 26.9.0 26.12.1 outdated");
    assert_eq!(rows[3]["held_back_by"], json!([]));
    assert_eq!(shown(4), "d 1.12.0 none unknown");
    assert_eq!(rows[4]["reason"], "go is not on PATH");
    assert_eq!(shown(5), "e none none not-pinned");

    // A registry that does not answer.
    script(
        &bin.join("go"),
        "#!/bin/sh\necho 'go: no such host' >&2\nexit 1\n",
    );
    let seen = outdated(&["d", "c"]).success();
    let seen = text(&seen.get_output().stdout);
    assert!(seen.contains("unknown: go: no such host"), "{seen}");
    assert!(
        seen.contains("outdated") && seen.contains("nothing"),
        "{seen}"
    );
    assert!(!seen.contains("narrow"), "{seen}");
}
