//! Guests that are wrong themselves: `guests verify` says so, and pinned modules that were changed
//! are not measured.

mod common;

use common::{
    FINE, SPIN, entries, field, json, module, refuses, root, root_with_commands, wasmeter,
};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;
use wasmeter::hash::sha256;

/// Compiles `native.c` for the host; its module is there, unless `broken` is.
const LANGUAGE: &str = r#"#!/bin/bash
set -e
case $1 in
setup) echo TOOLCHAIN=text ;;
native-toolchain) echo text ;;
wasm)
    [ ! -e "$GUEST/broken" ] || { echo "error: no such syntax" >&2; exit 1; }
    cp "$GUEST/module.wasm" "$OUT"
    ;;
native) cc -shared -fPIC "$GUEST/native.c" -o "$OUT" ;;
esac
"#;

const GUEST: &str = "description = ''\nlanguage = 'ours'\nkind = 'bench'\ngroup = 'tests'\nunit = \
'step'\n\
                     [[inputs]]\nname = 'default'\ndefault = true\n";

/// A guest of that language; its module returns seven times n.
fn guest(root: &Path, name: &str, native: &str) {
    let languages = root.join("guests/languages");
    std::fs::create_dir_all(&languages).unwrap();
    let script = languages.join("ours.sh");
    std::fs::write(&script, LANGUAGE).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    let dir = root.join("guests").join(name);
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("guest.toml"), GUEST).unwrap();
    std::fs::write(dir.join("native.c"), native).unwrap();
    module(&dir, "module", SPIN);
}

/// What `guests verify` says of a guest, with its exit code.
fn verified(root: &Path, guest: &str, code: i32) -> serde_json::Value {
    let mut verify = wasmeter();
    verify.args(["guests", "verify", "-r", "wasmi/eager", "--format", "json"]);
    verify.args(["-g", guest, "--root"]).arg(root);
    json(&verify.assert().code(code))
}

const RIGHT: &str = "unsigned long bench(unsigned n) { return 7ul * n; }";
const ABORTS: &str = "#include <stdlib.h>\nunsigned long bench(unsigned n) { abort(); }";
const UNEVEN: &str = "unsigned long bench(unsigned n) { return 7ul * n * n; }";

#[test]
fn a_guest_that_is_wrong_itself_fails_the_verification() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("root");
    std::fs::create_dir(&root).unwrap();
    root_with_commands(&root, &[]);
    guest(&root, "right", RIGHT);
    guest(&root, "aborts", ABORTS);
    guest(&root, "uneven", UNEVEN);
    guest(&root, "broken", RIGHT);
    std::fs::write(root.join("guests/broken/broken"), "").unwrap();
    let bytes = std::fs::read(root.join("guests/broken/module.wasm")).unwrap();
    std::fs::write(root.join("guests/pinned/broken.wasm"), &bytes).unwrap();
    let pin = format!(
        "[broken]\nsha256 = '{}'\nbytes = 1\ntoolchain = 'ours'\n",
        sha256(&bytes)
    );
    std::fs::write(root.join("guests/guests.lock"), pin).unwrap();

    let right = verified(&root, "right", 0);
    assert!(entries(&right).iter().all(|cell| cell["outcome"] == "ok"));
    let native_ends = |guest: &str, outcome: &str, message: &str| {
        let cells = verified(&root, guest, 1);
        let mut native = entries(&cells).iter();
        let native = native.find(|cell| cell["configuration"] == "native/native");
        let native = native.unwrap();
        assert_eq!(native["outcome"], outcome, "{native}");
        assert!(field(native, "message").contains(message), "{native}");
    };
    native_ends("aborts", "crashed", "SIGABRT");
    native_ends("uneven", "wrong-output", "bench(3)");
    let broken = verified(&root, "broken", 1);
    let fault = entries(&broken)
        .iter()
        .find(|cell| cell["input"] == "broken");
    let message = field(fault.unwrap(), "message");
    assert!(message.contains("does not compile") && message.contains("no such syntax"));
}

#[test]
fn a_pinned_module_that_was_changed_is_not_used() {
    let dir = TempDir::new().unwrap();
    root_with_commands(dir.path(), &[("fine", FINE)]);
    let pinned = dir.path().join("guests/pinned/fine.wasm");
    let mut bytes = std::fs::read(&pinned).unwrap();
    // Still a module: a custom section more.
    bytes.extend([0, 2, 1, b'x']);
    std::fs::write(&pinned, bytes).unwrap();
    for command in [&["bench", "--rounds", "1"][..], &["guests", "verify"]] {
        let mut command_line = wasmeter();
        command_line
            .args(command)
            .args(["--pinned", "-r", "wasmi/eager", "--root"]);
        let parts = ["fine.wasm", "SHA-256", "guests.lock", "git checkout"];
        refuses(command_line.arg(dir.path()), &parts);
    }
    assert!(root().join("guests/guests.lock").is_file());
}
