//! Languages of guests: what their scripts make a build depend on, and how one language verifies
//! another.

mod common;

use common::{entries, field, json, module, refuses, root, text, wasmeter};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

/// Every step gives this.
const DIGEST: u64 = 0x2a;

/// A reactor whose steps give a digest.
fn steps(digest: u64) -> String {
    format!(
        "(module (memory (export \"memory\") 1)
            (func (export \"bench\") (param i32) (result i64)
                (i64.mul (i64.extend_i32_u (local.get 0)) (i64.const {digest}))))"
    )
}

/// A command that prints 17 bytes.
fn prints(text: &str) -> String {
    format!(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write"
                (func $write (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "\08\00\00\00\11\00\00\00{text}\n")
            (func (export "_start")
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64)))))"#
    )
}

/// Adds a guest that is known by its pinned module alone; its manifest begins with `head`.
fn guest(dir: &Path, name: &str, head: &str, wat: &str) {
    let folder = dir.join("guests").join(name);
    let pinned = dir.join("guests/pinned");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::create_dir_all(&pinned).unwrap();
    let manifest = format!(
        "{head}\ndescription = ''\nlanguage = 'text'\ngroup = 'tests'\n\
         [[inputs]]\nname = 'default'\ndefault = true\nfile = '../text'\n"
    );
    std::fs::write(folder.join("guest.toml"), manifest).unwrap();
    std::fs::write(dir.join("guests/text"), "a text").unwrap();
    let bytes = std::fs::read(module(&pinned, name, wat)).unwrap();
    let lock = dir.join("guests/guests.lock");
    let pins = std::fs::read_to_string(&lock).unwrap_or_default();
    let sha256 = wasmeter::hash::sha256(&bytes);
    let pin = format!(
        "[{name}]\nsha256 = '{sha256}'\nbytes = {}\ntoolchain = 'text'\n[{name}.digests]\ndefault \
        = '{DIGEST:016x}'\n",
        bytes.len()
    );
    std::fs::write(lock, pins + &pin).unwrap();
}

const BENCH: &str = "kind = 'bench'\nunit = 'thing'";

fn root_with_twins(dir: &Path) {
    std::os::unix::fs::symlink(root().join("runtimes"), dir.join("runtimes")).unwrap();
    let right = format!("{DIGEST:016x}");
    guest(dir, "first", BENCH, &steps(DIGEST));
    let same = format!("{BENCH}\nsame_as = 'first'");
    guest(dir, "same", &same, &steps(DIGEST));
    // Its own pin says otherwise: what counts is the first's.
    guest(dir, "other", &same, &steps(DIGEST + 1));
    let command = "kind = 'command'\nsame_as = 'first'";
    guest(dir, "printed", command, &prints(&right));
    guest(
        dir,
        "misprinted",
        command,
        &prints(&right.replace('a', "b")),
    );
    let costly = format!("{BENCH}\non_request = true");
    guest(dir, "costly", &costly, &steps(DIGEST));
}

fn outcomes(dir: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let mut verify = wasmeter();
    verify.args([
        "guests",
        "verify",
        "-r",
        "wasmi/eager",
        "--format",
        "json",
        "--root",
    ]);
    let verified: Value = json(&verify.arg(dir).args(arguments).assert());
    let mut outcomes: Vec<_> = entries(&verified)
        .iter()
        .filter(|cell| cell["configuration"] == "wasmi/eager")
        .map(|cell| {
            (
                field(cell, "input").to_string(),
                field(cell, "outcome").to_string(),
            )
        })
        .collect();
    outcomes.sort();
    outcomes
}

#[test]
fn a_twin_that_computes_something_else_is_found() {
    let dir = TempDir::new().unwrap();
    root_with_twins(dir.path());
    let expected = [
        ("first", "ok"),
        ("misprinted", "wrong-output"),
        ("other", "wrong-output"),
        ("printed", "ok"),
        ("same", "ok"),
    ];
    let expected = expected.map(|(name, outcome)| (format!("{name}/default"), outcome.to_string()));
    assert_eq!(outcomes(dir.path(), &[]), expected);
}

#[test]
fn a_costly_guest_waits_until_it_is_named_in_full() {
    let dir = TempDir::new().unwrap();
    root_with_twins(dir.path());
    let costly = ("costly/default".to_string(), "ok".to_string());
    let all = outcomes(dir.path(), &[]);
    assert!(!all.contains(&costly));
    assert_eq!(outcomes(dir.path(), &["-g", "*"]), all);
    for name in ["costly", "costly/default", "costly/*"] {
        assert_eq!(
            outcomes(dir.path(), &["-g", name]),
            std::slice::from_ref(&costly)
        );
    }

    // A message says how to get it.
    let verify = |glob: &str| {
        let mut verify = wasmeter();
        verify.args(["guests", "verify", "-r", "wasmi/eager", "-g", glob]);
        verify.arg("--root").arg(dir.path());
        verify
    };
    let note = "left out, for they cost much and only a full name means them: costly\n";
    let globbed = verify("*").assert().code(1);
    assert!(text(&globbed.get_output().stderr).contains(note));
    refuses(&mut verify("cost*"), &[note, "name one in full"]);
    // Not even when all guests are built.
    let mut build = wasmeter();
    build.args(["guests", "build", "--format", "json", "--root"]);
    let built = json(&build.arg(dir.path()).assert());
    let names: Vec<_> = entries(&built).iter().map(|b| field(b, "guest")).collect();
    assert!(
        names.contains(&"first") && !names.contains(&"costly"),
        "{names:?}"
    );
}

#[test]
fn a_twin_is_another_guest_with_the_very_same_inputs() {
    let refused = |manifest: &str, input: &str, parts: &[&str]| {
        let dir = TempDir::new().unwrap();
        root_with_twins(dir.path());
        guest(dir.path(), "mine", manifest, &steps(DIGEST));
        let file = dir.path().join("guests/mine/guest.toml");
        let text = std::fs::read_to_string(&file).unwrap() + input;
        std::fs::write(&file, text).unwrap();
        let mut all = vec!["mine/guest.toml", "same_as"];
        all.extend(parts);
        refuses(
            wasmeter()
                .args(["guests", "list", "--root"])
                .arg(dir.path()),
            &all,
        );
    };
    let same_as = |twin: &str| format!("{BENCH}\nsame_as = '{twin}'");
    refused(&same_as("nobody"), "", &["no guest nobody"]);
    refused(&same_as("printed"), "", &["no guest printed of kind bench"]);
    refused(&same_as("same"), "", &["same itself"]);
    let more = "[[inputs]]\nname = 'more'\nfile = '../text'\n";
    refused(&same_as("first"), more, &["first has no input more"]);
    refused(&same_as("first"), "stdout = 'mine'\n", &["stdout"]);
}

/// A language whose modules are copies of a file.
const COPIES: &str = r#"#!/bin/sh
case $1 in
depends) echo kit/shared.txt ;;
setup) echo TOOLCHAIN=copies ;;
wasm) cp "$GUEST/module.wasm" "$OUT" ;;
*) echo "there is no compiler for this machine" >&2; exit 1 ;;
esac
"#;

#[test]
fn a_build_depends_on_its_own_language_alone() {
    let dir = TempDir::new().unwrap();
    root_with_twins(dir.path());
    let guests = dir.path().join("guests");
    let script = |name: &str| {
        let file = guests.join("languages").join(name);
        std::fs::write(&file, COPIES).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    std::fs::create_dir(guests.join("languages")).unwrap();
    std::fs::create_dir(guests.join("kit")).unwrap();
    script("text.sh");
    std::fs::write(guests.join("kit/shared.txt"), "one").unwrap();
    std::fs::copy(
        guests.join("pinned/first.wasm"),
        guests.join("first/module.wasm"),
    )
    .unwrap();
    let built = || {
        let mut build = wasmeter();
        build.env("WASMETER_HOME", dir.path().join("home"));
        build.args(["guests", "build", "first", "--format", "json", "--root"]);
        let built: Value = json(&build.arg(dir.path()).assert().success());
        assert_eq!(field(&entries(&built)[0], "state"), "compiled, as pinned");
        field(&entries(&built)[0], "module").to_string()
    };
    let before = built();
    script("another.sh");
    std::fs::write(guests.join("kit/not-shared.txt"), "one").unwrap();
    assert_eq!(built(), before);
    std::fs::write(guests.join("kit/shared.txt"), "two").unwrap();
    assert_ne!(built(), before);
}
