//! What `runtime.toml` says of building a worker: what its words stand for, and what lies beside
//! the program.

mod common;

use assert_cmd::Command;
use common::{entries, fake_workers, field, refuses, root, run, runtime_toml, text, wasmeter};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

const RUNTIME: &str = r#"name = "misbehaving"
description = ""
homepage = ""
repository = ""
licence = ""
embedding = ""
[worker]
setup = "./setup.sh"
build = ["./build.sh", "{work}", "{GREETING}"]
program = ["{work}/start", "{SHELL_PYTHON}", "../shared/worker.py", "lies"]
beside = ["{work}/notes/*.txt"]
[[configurations]]
name = "lies"
artifact = "wasm"
description = ""
why = ""
[[configurations]]
name = "shrugs"
program = ["{work}/start", "{SHELL_PYTHON}", "../shared/worker.py", "shrugs"]
artifact = "wasm"
description = ""
why = ""
[[configurations]]
name = "gone"
program = ["{work}/gone"]
artifact = "wasm"
description = ""
why = ""
"#;

/// Describes itself only if what belongs beside it is there, and if the build was given what set-up
/// printed.
const BUILD: &str = r#"#!/bin/sh
mkdir -p "$1/notes" && echo "$2" > "$1/notes/greeting.txt" && echo no > "$1/notes/other.md"
printf '#!/bin/sh\nhere=$(dirname "$0")\n' > "$1/start"
printf '[ "$3" = shrugs ] || grep -q "^good day$" "$here/greeting.txt" &&\n' >> "$1/start"
printf '    [ ! -e "$here/other.md" ] && exec "$@"\n' >> "$1/start"
chmod +x "$1/start"
"#;

fn script(file: &Path, content: &str) {
    std::fs::write(file, content).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn words_stand_for_what_set_up_printed_and_for_files() {
    let dir = TempDir::new().unwrap();
    let (mine, shared) = (dir.path().join("mine"), dir.path().join("shared"));
    std::fs::create_dir(&mine).unwrap();
    std::fs::create_dir(&shared).unwrap();
    std::fs::write(mine.join("runtime.toml"), RUNTIME).unwrap();
    script(
        &mine.join("setup.sh"),
        "#!/bin/sh\necho GREETING=good day\necho SHELL_PYTHON=python3\n",
    );
    script(&mine.join("build.sh"), BUILD);
    let worker = fake_workers().join("misbehaving/worker.py");
    std::fs::copy(worker, shared.join("worker.py")).unwrap();
    let mut build = wasmeter();
    build
        .env("WASMETER_HOME", dir.path().join("home"))
        .args(["runtimes", "build", "mine", "--runtime-dir"])
        .arg(&mine);
    let built = build.assert().success();
    assert_eq!(text(&built.get_output().stdout), "mine 1\n");

    // A configuration may have a program of its own, unless the build did not make it.
    let mut list = wasmeter();
    list.env("WASMETER_HOME", dir.path().join("home"))
        .args(["runtimes", "list", "--runtime-dir"])
        .arg(&mine);
    let listed = list.assert().success();
    let listed = text(&listed.get_output().stdout);
    let here = |name: &str| {
        let mut lines = listed.lines();
        let line = lines.find(|line| line.starts_with(name)).expect(name);
        !line.contains("not in this build")
    };
    assert!(here("mine/lies") && here("mine/shrugs"), "{listed}");
    assert!(!here("mine/gone"), "{listed}");

    // A value that set-up does not print is reported by its name.
    script(
        &mine.join("setup.sh"),
        "#!/bin/sh\necho SHELL_PYTHON=python3\n",
    );
    let seen = build.assert().code(1);
    let seen = text(&seen.get_output().stdout);
    assert!(
        seen.contains("unavailable") && seen.contains("{GREETING}"),
        "{seen}"
    );
}

#[test]
fn doctor_names_the_rust_compiler_that_built_a_worker() {
    let dir = TempDir::new().unwrap();
    let mine = dir.path().join("runtimes/mine");
    let shared = dir.path().join("runtimes/shared");
    for folder in [&mine, &shared, &dir.path().join("guests")] {
        std::fs::create_dir_all(folder).unwrap();
    }
    std::fs::write(mine.join("runtime.toml"), RUNTIME).unwrap();
    std::fs::write(mine.join("Cargo.toml"), "").unwrap();
    let rustc = |version: &str| {
        let file = dir.path().join("rustc");
        script(
            &file,
            &format!("#!/bin/sh\necho rustc {version} '(of a test)'\n"),
        );
        let set_up = "GREETING=good day\necho SHELL_PYTHON=python3\necho RUSTC=";
        let set_up = format!("#!/bin/sh\necho {set_up}{}\n", file.display());
        script(&mine.join("setup.sh"), &set_up);
    };
    script(&mine.join("build.sh"), BUILD);
    let worker = fake_workers().join("misbehaving/worker.py");
    std::fs::copy(worker, shared.join("worker.py")).unwrap();
    let doctor = |format: &str| {
        let mut doctor = wasmeter();
        doctor
            .env("WASMETER_HOME", dir.path().join("home"))
            .arg("--root")
            .arg(dir.path())
            .args(["runtimes", "doctor", "--format", format]);
        text(&doctor.assert().success().get_output().stdout)
    };

    rustc("1.97.1");
    let seen: Value = serde_json::from_str(&doctor("json")).unwrap();
    let rust = |at: usize| field(&entries(&seen)[at], "rust");
    assert_eq!(
        (rust(0), rust(1)),
        ("rustc 1.97.1 (of a test)", "rustc 1.97.1 (of a test)")
    );
    assert_eq!(entries(&seen)[2]["rust"], Value::Null);
    // It is the one that built it, whatever would build it now.
    rustc("1.98.0");
    let seen = doctor("table");
    assert!(
        seen.contains("rustc 1.97.1") && !seen.contains("1.98.0"),
        "{seen}"
    );
}

/// Neither what scripts say nor a version that a worker reports reaches a terminal as something
/// that it obeys.
#[test]
fn escapes_of_scripts_and_versions_are_taken_out() {
    let dir = TempDir::new().unwrap();
    let toml = |worker: &str| {
        let toml = runtime_toml(worker, &["any"]);
        std::fs::write(dir.path().join("runtime.toml"), toml).unwrap();
    };
    let build = |code: i32, shown: &str| {
        let mut build = wasmeter();
        build
            .env("WASMETER_HOME", dir.path().join("home"))
            .args(["runtimes", "build", "*", "--runtime-dir"])
            .arg(dir.path())
            .arg("--root")
            .arg(dir.path());
        let output = build.assert().code(code).get_output().clone();
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(text(&output.stdout).contains(shown), "{all:?}");
        assert!(!all.contains(['\x1b', '\u{7}', '\u{202e}']), "{all:?}");
        assert!(!all.contains(&"x".repeat(2000)), "a line is shown whole");
    };
    for folder in ["runtimes", "guests"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
    }
    let says = r"#!/bin/sh
printf '\033[2Jclears\007\n' >&2
head -c 100000 /dev/zero | tr '\0' x >&2
printf '\n\033[31merror: all is \033]0;title\007red\342\200\256\n\033[1mfix: try\033[0m again\n' >&2
exit 1
";
    script(&dir.path().join("says.sh"), says);
    let shown = "unavailable: error: all is red (log: ";
    toml("setup = 'says.sh'\nprogram = ['true']");
    build(1, shown);
    toml("build = ['says.sh']\nprogram = ['true']");
    build(1, shown);
    build(1, "; fix: try again");

    let liar = std::fs::read_to_string(fake_workers().join("liars/liar.py")).unwrap();
    let coloured = r#""version": "\x1b[31m2.5\x1b[0m\u202e\x07""#;
    let liar = liar.replace(r#""version": "1""#, coloured);
    std::fs::write(dir.path().join("liar.py"), liar).unwrap();
    toml("program = ['python3', 'liar.py']");
    build(0, " 2.5\n");
}

#[test]
fn a_key_that_is_unknown_is_reported_with_its_line() {
    let dir = TempDir::new().unwrap();
    let wrong = RUNTIME.replace("beside", "besides");
    std::fs::write(dir.path().join("runtime.toml"), wrong).unwrap();
    let mut list = wasmeter();
    list.args(["runtimes", "list", "--runtime-dir"])
        .arg(dir.path());
    refuses(&mut list, &["runtime.toml:11", "besides", "beside"]);
    run("runtimes list").success();
}

/// Of an LLVM that was unpacked, nothing is where it would be installed.
#[test]
fn an_unpacked_llvm_names_libraries_that_are_there() {
    let home = TempDir::new().unwrap();
    let unpacked = home.path().join("toolchains/shared/llvm");
    let library = "usr/lib/of-no-machine/libz3.so";
    for file in ["debs.sha256", &format!("root/{library}")] {
        let file = unpacked.join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "").unwrap();
    }
    let bin = unpacked.join("root/usr/lib/llvm-22/bin");
    std::fs::create_dir_all(&bin).unwrap();
    let answers = format!("case $* in --version) echo 22.1.8 ;; *) echo -lm /{library} ;; esac");
    script(&bin.join("llvm-config"), &format!("#!/bin/sh\n{answers}\n"));

    // The second time, it is as the first has left it.
    for _ in 0..2 {
        let mut llvm = Command::new(root().join("scripts/llvm.sh"));
        let found = llvm.env("WASMETER_HOME", home.path()).assert().success();
        let found = text(&found.get_output().stdout);
        let prefix = found
            .lines()
            .find_map(|line| line.strip_prefix("LLVM_PREFIX="));
        let mut config = Command::new(Path::new(prefix.unwrap()).join("bin/llvm-config"));
        let named = config.args(["--link-static", "--system-libs"]).assert();
        let named = text(&named.success().get_output().stdout);
        assert!(named.contains("-lm"), "{named}");
        for file in named
            .split_whitespace()
            .filter(|name| name.starts_with('/'))
        {
            assert!(Path::new(file).exists(), "{named}");
        }
    }
}

/// A PATH on which apt has one package, with the files of a folder.
fn apt_with(package: &Path, bin: &Path) -> String {
    std::fs::create_dir(bin).unwrap();
    let install = format!(
        "tar -c -C '{}' . > \"$(dirname \"$APT_CONFIG\")/archives/package.deb\"",
        package.display()
    );
    script(
        &bin.join("apt-get"),
        &format!("#!/bin/sh\ncase $* in *install*) {install} ;; esac\n"),
    );
    script(&bin.join("dpkg-deb"), "#!/bin/sh\ncat \"$2\"\n");
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap())
}

/// Packages of which the machine has a part installed come without that part, and hold links to it.
#[test]
fn links_to_what_the_machine_has_lead_there() {
    let dir = TempDir::new().unwrap();
    let package = dir.path().join("package");
    std::fs::create_dir_all(package.join("bin")).unwrap();
    for (link, target) in [
        ("here", "sh"),
        ("whole", "/bin/sh"),
        ("packed", "file"),
        ("nowhere", "of-no-machine"),
    ] {
        std::os::unix::fs::symlink(target, package.join("bin").join(link)).unwrap();
    }
    std::fs::write(package.join("bin/file"), "packed").unwrap();

    let mut unpack = Command::new(root().join("scripts/private-root.sh"));
    unpack
        .env("PATH", apt_with(&package, &dir.path().join("bin")))
        .env("DEBIAN_ARCH", "arm64")
        .arg(dir.path().join("unpacked"))
        .args(["host", "package"])
        .assert()
        .success();
    let unpacked = dir.path().join("unpacked").join("root");
    let leads_to = |link: &str| std::fs::canonicalize(unpacked.join("bin").join(link)).ok();
    let shell = std::fs::canonicalize("/bin/sh").ok();
    assert_eq!(leads_to("here"), shell);
    assert_eq!(leads_to("whole"), shell);
    assert_eq!(leads_to("packed"), leads_to("file"));
    assert_eq!(leads_to("nowhere"), None);
}

/// Lunatic is built with OpenSSL, and many machines have it without headers.
#[test]
fn openssl_is_unpacked_where_there_is_none_to_build_with() {
    let dir = TempDir::new().unwrap();
    let package = dir.path().join("package");
    let path = apt_with(&package, &dir.path().join("bin"));
    let set_up = || {
        let mut set_up = Command::new(root().join("runtimes/lunatic/setup.sh"));
        set_up
            .env("PATH", &path)
            .env("PKG_CONFIG_LIBDIR", dir.path())
            .env_remove("PKG_CONFIG_PATH")
            .env_remove("OPENSSL_DIR")
            .env("DEBIAN_ARCH", "arm64")
            .arg(dir.path().join("work"));
        set_up
    };
    std::fs::create_dir(&package).unwrap();
    let seen = set_up().assert().code(1);
    let seen = text(&seen.get_output().stderr);
    assert!(
        seen.contains("fix: apt-get install libssl-dev pkg-config"),
        "{seen}"
    );

    for file in [
        "include/openssl/ssl.h",
        "include/of-a-linux-gnu/openssl/configuration.h",
        "lib/of-a-linux-gnu/libssl.a",
        "lib/of-a-linux-gnu/libcrypto.a",
    ] {
        let file = package.join("usr").join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "").unwrap();
    }
    // The second time, it is there.
    for _ in 0..2 {
        let printed = set_up().assert().success();
        let printed = text(&printed.get_output().stdout);
        let folder = |name: &str| {
            let named = printed.lines().find_map(|line| line.strip_prefix(name));
            Path::new(named.expect(name)).to_path_buf()
        };
        let headers = folder("OPENSSL_INCLUDE_DIR=").join("openssl");
        assert!(headers.join("ssl.h").exists() && headers.join("configuration.h").exists());
        let libraries = folder("OPENSSL_LIB_DIR=");
        assert!(libraries.join("libssl.a").exists() && libraries.join("libcrypto.a").exists());
        std::fs::remove_dir_all(&package).unwrap_or_default();
    }
}

/// A program that says it is this Rust, with the standard library for the wanted target if
/// `has_it`.
fn stand_in_rustc(file: &Path, version: &str, has_it: bool) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let libraries = if has_it { "/" } else { "/of-no-machine" };
    let answers = format!(
        "case $* in --version) echo 'rustc {version} (of a test)' ;; *) echo {libraries} ;; esac"
    );
    script(file, &format!("#!/bin/sh\n{answers}\n"));
}

/// Workers are built by the first Rust that is new enough: the machine's, rustup's, then the
/// unpacked one.
#[test]
fn a_rust_that_is_new_enough_is_found() {
    let dir = TempDir::new().unwrap();
    let (own, installed) = (dir.path().join("rustc"), dir.path().join("installed"));
    let unpacked = dir.path().join("toolchains/shared/rust");
    let bin = dir.path().join("bin");
    let path = apt_with(dir.path(), &bin);
    let rustup = format!(
        "case $* in *list*) echo 'stable-here (default)' ;; *which*) echo {} ;; esac",
        installed.display()
    );
    script(&bin.join("rustup"), &format!("#!/bin/sh\n{rustup}\n"));
    let find = |words: &[&str]| {
        let mut find = Command::new(root().join("scripts/rust.sh"));
        find.env("WASMETER_HOME", dir.path())
            .env("DEBIAN_ARCH", "arm64")
            .env("PATH", &path)
            .env("RUSTC", &own)
            .env_remove("CARGO_BUILD_TARGET")
            .args(words)
            .assert()
    };
    let finds = |words: &[&str]| text(&find(words).success().get_output().stdout);
    let fails = |words: &[&str]| text(&find(words).code(1).get_output().stderr);
    let chosen = |file: &Path| format!("RUSTC={}\n", file.display());

    stand_in_rustc(&own, "1.97.1", false);
    stand_in_rustc(&installed, "1.95.0", true);
    assert_eq!(finds(&["1.97"]), "");
    let manifest = dir.path().join("Cargo.toml");
    std::fs::write(&manifest, "[package]\nrust-version = \"1.97.1\"\n").unwrap();
    assert_eq!(finds(&[manifest.to_str().unwrap()]), "");

    // It has not the standard library, rustup's is not new enough, and Debian's cannot be had.
    let seen = fails(&["1.97", "wasm32-wasip1"]);
    let fix = "fix: rustup toolchain install stable --target wasm32-wasip1";
    assert_eq!(seen.lines().last(), Some(fix), "{seen}");

    stand_in_rustc(&installed, "1.97.0", true);
    assert_eq!(finds(&["1.97", "wasm32-wasip1"]), chosen(&installed));

    let debian = unpacked.join("bin/rustc");
    stand_in_rustc(&debian, "1.100.0", true);
    std::fs::write(unpacked.join("debs.sha256"), "").unwrap();
    assert_eq!(finds(&["1.98"]), chosen(&debian));
    let seen = fails(&["1.101"]);
    assert!(
        seen.contains("Rust 1.101 is wanted") && seen.contains("is 1.100.0"),
        "{seen}"
    );
    assert!(
        seen.contains("fix: rustup toolchain install stable"),
        "{seen}"
    );
}
