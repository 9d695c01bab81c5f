//! Bad input: exit code 2, a message that names the file, the cause and the next step, and nothing
//! lost.

mod common;

use common::{
    FINE, fake_workers, module, refuses, root, root_with_commands, runtime_toml, wasmeter,
};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NO_EXPORTS: &str = "(module (func (export \"other\")))";

/// A file with these bytes.
fn file(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = dir.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

/// Both commands that take a module refuse this one, before they build anything.
fn both_refuse(file: &Path, parts: &[&str]) {
    let home = TempDir::new().unwrap();
    for command in ["exec", "bench"] {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut all = vec![name];
        all.extend(parts);
        let mut command_line = wasmeter();
        command_line.env("WASMETER_HOME", home.path());
        refuses(command_line.arg(command).arg(file), &all);
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_module() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let whole = wat::parse_str(FINE).unwrap();
    let mut garbled = whole.clone();
    garbled[10] ^= 0xff;
    both_refuse(
        &file(dir, "letter", b"Dear reader"),
        &["not a WebAssembly file"],
    );
    both_refuse(&file(dir, "empty.wasm", b""), &["not a WebAssembly file"]);
    both_refuse(
        &file(dir, "text.wat", FINE.as_bytes()),
        &["text", "wat2wasm"],
    );
    both_refuse(
        &file(dir, "cut.wasm", &whole[..whole.len() - 9]),
        &["truncated"],
    );
    both_refuse(&file(dir, "head.wasm", &whole[..6]), &["truncated"]);
    both_refuse(
        &file(dir, "garbled.wasm", &garbled),
        &["invalid leading byte"],
    );
    both_refuse(
        &dir.join("nowhere.wasm"),
        &["nowhere.wasm: there is no such file", "name a .wasm file"],
    );
    both_refuse(dir, &["a folder"]);
    let component = wat::parse_str("(component)").unwrap();
    both_refuse(
        &file(dir, "component.wasm", &component),
        &["no wasi:cli/run", "wasm32-wasip2"],
    );
    let mistyped = "(module (func (export \"_start\") i64.const 1 f32.sqrt drop))";
    both_refuse(
        &module(dir, "mistyped", mistyped),
        &["invalid", "type mismatch"],
    );
}

#[test]
fn a_module_without_the_export() {
    let dir = TempDir::new().unwrap();
    let file = module(dir.path(), "library", NO_EXPORTS);
    refuses(
        wasmeter().arg("exec").arg(&file),
        &["library.wasm", "_start"],
    );
    refuses(
        wasmeter().args(["bench", "-r", "wasmi"]).arg(&file),
        &["library.wasm", "bench", "_start"],
    );
}

#[test]
fn names_that_match_nothing() {
    let suggest = |arguments: &[&str], suggestion: &str| {
        refuses(wasmeter().args(arguments), &["did you mean", suggestion]);
    };
    suggest(&["bench", "-r", "wasmmi"], "wasmi");
    suggest(&["matrix", "-g", "helo"], "hello");
    suggest(&["guests", "verify", "-g", "json/smal"], "json/small");
    suggest(&["guests", "build", "jsom"], "json");
    suggest(&["runtimes", "build", "wasmtim"], "wasmtime");
    suggest(&["runtimes", "check", "nativ"], "native");
    suggest(&["bench", "-r", "wasmtime/cranlift"], "wasmtime/cranelift");
    suggest(&["bench", "-r", "singlepas"], "wasmer/singlepass");
    suggest(&["man", "comper"], "compare");
    suggest(
        &[
            "rank",
            "--reference",
            "natife/native",
            "results/x86_64.json",
        ],
        "native/native",
    );
    refuses(
        wasmeter().args(["bench", "-r", "zzzzzzzzzz"]),
        &["no configuration matches", "`wasmeter runtimes` lists them"],
    );
    refuses(
        wasmeter().args(["bench", "-g", "no-such-guest-at-all"]),
        &["no guest matches", "`wasmeter guests` lists them"],
    );
    refuses(wasmeter().args(["bench", "-r", "[a"]), &["not a pattern"]);
    refuses(wasmeter().arg("mesure"), &["unrecognized subcommand"]);
    refuses(wasmeter().args(["bench", "--rounds", "0"]), &["--rounds"]);
    refuses(
        wasmeter().args(["--root", "src", "bench"]),
        &["runtimes/", "guests/"],
    );
    let nothing_there = ["--runtime-dir", "src", "runtimes", "list"];
    refuses(wasmeter().args(nothing_there), &["src", "runtime.toml"]);
}

#[test]
fn guests_of_which_none_can_be_had() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("results");
    let mut matrix = wasmeter();
    matrix.args([
        "matrix",
        "--pinned",
        "-r",
        "wasmi/eager",
        "-g",
        "words-python",
        "--out",
    ]);
    refuses(
        matrix.arg(&out),
        &["nothing to measure", "words-python", "leave out --pinned"],
    );
    assert!(!out.join("x86_64.json").exists() && !out.join("aarch64.json").exists());
}

#[test]
fn what_a_module_is_given() {
    let dir = TempDir::new().unwrap();
    let fine = module(dir.path(), "fine", FINE);
    for missing in [dir.path().join("nowhere"), fine.clone()] {
        let mut exec = wasmeter();
        let exec = exec.arg("exec").arg("--dir").arg(&missing).arg(&fine);
        refuses(
            exec,
            &[missing.to_str().unwrap(), "no such folder", "--dir"],
        );
    }
    for missing in [dir.path().join("nowhere"), dir.path().to_path_buf()] {
        let mut bench = wasmeter();
        let bench = bench.arg("bench").arg("--stdin").arg(&missing).arg(&fine);
        refuses(
            bench,
            &[missing.to_str().unwrap(), "no such file", "--stdin"],
        );
    }
}

/// A root whose only runtime and guest are copied from the checkout, one of them edited.
fn refuses_manifest(name: &str, edit: impl Fn(String) -> String, parts: &[&str]) {
    let dir = TempDir::new().unwrap();
    for manifest in ["runtimes/wasmi/runtime.toml", "guests/json/guest.toml"] {
        let (original, copy) = (root().join(manifest), dir.path().join(manifest));
        let text = std::fs::read_to_string(&original).unwrap();
        let edited = if manifest.ends_with(name) {
            edit(text.clone())
        } else {
            text
        };
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::write(&copy, edited).unwrap();
        for input in ["small.json", "medium.json", "large.json"] {
            file(copy.parent().unwrap(), input, b"[]");
        }
    }
    let listing = ["guests", "list", "--root"];
    let mut all = vec![name];
    all.extend(parts);
    refuses(wasmeter().args(listing).arg(dir.path()), &all);
}

#[test]
fn a_broken_manifest() {
    for name in ["runtime.toml", "guest.toml"] {
        let first_line = |line: &'static str| move |text: String| format!("{line}\n{text}");
        refuses_manifest(name, first_line("licence = = 1"), &[":1:"]);
        refuses_manifest(
            name,
            first_line("colour = \"red\""),
            &[":1:", "colour", "expected"],
        );
        let mistyped = |text: String| text.replacen("description = ", "description = 1 # ", 1);
        refuses_manifest(name, mistyped, &[":1:", "expected a string"]);
        let lacking = |text: String| text.replacen("description = ", "# ", 1);
        refuses_manifest(name, lacking, &["missing field", "description"]);
    }
    let artifact = |text: String| text.replacen("\"wasm\"", "\"wasn\"", 1);
    refuses_manifest(
        "runtime.toml",
        artifact,
        &["wasn", "expected one of", "precompiled"],
    );
    let nobody = |text: String| text.replacen("program = [", "program = [] # ", 1);
    refuses_manifest("runtime.toml", nobody, &["worker.program", "wants"]);
    let input = |text: String| text.replacen("small.json", "tiny.json", 1);
    refuses_manifest("guest.toml", input, &["small", "no file", "tiny.json"]);
    let units = |text: String| text.replacen("units = ", "units = -", 1);
    refuses_manifest("guest.toml", units, &["units", "above 0"]);
    let nothing = |text: String| {
        let head = text.split("[[inputs]]").next().unwrap_or_default();
        format!("{head}inputs = []\n")
    };
    refuses_manifest("guest.toml", nothing, &["at least one [[inputs]]"]);
}

#[test]
fn a_file_that_holds_no_results() {
    let dir = TempDir::new().unwrap();
    let report = |name: &str, content: &str, parts: &[&str]| {
        let file = file(dir.path(), name, content.as_bytes());
        let mut all = vec![name];
        all.extend(parts);
        refuses(wasmeter().arg("report").arg(&file), &all);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
    };
    report("letter.json", "Dear reader", &["not a results file"]);
    report(
        "cut.json",
        "{\"schema\": \"wasmeter-re",
        &["not a results file"],
    );
    report(
        "other.json",
        "{\"a\": 1}",
        &["not a results file", "wasmeter-results/1"],
    );
    report(
        "future.json",
        "{\"schema\": \"wasmeter-results/99\", \"wasmeter\": \"9.9.9\"}",
        &["wasmeter-results/99", "wasmeter-results/1", "9.9.9"],
    );
    report(
        "damaged.json",
        "{\"schema\": \"wasmeter-results/1\"}",
        &["damaged", "missing field"],
    );
    refuses(wasmeter().args(["report", "src"]), &["src", "directory"]);
}

#[test]
fn a_file_that_is_missing_is_said_to_be() {
    let dir = TempDir::new().unwrap();
    let to = dir.path().join("to.json");
    let to = to.to_str().unwrap();
    for command in [
        &["compare", "nowhere.json", "nowhere.json"][..],
        &["report", "nowhere.json"],
        &["report", "--format", "html", "nowhere.json"],
        &[
            "report",
            "--against",
            "nowhere.json",
            "results/support-x86_64.json",
        ],
        &["report", "--format", "landscape", "--into", "nowhere.json"],
        &["compare", "nowhere.json"],
        &[
            "report",
            "results/x86_64.json",
            "--format",
            "landscape",
            "--into",
            "results/landscape.yml",
            "--check",
            "--accept",
            "nowhere.json",
        ],
        &["rank", "nowhere.json"],
        &[
            "results",
            "merge",
            "nowhere.json",
            "nowhere.json",
            "--to",
            to,
        ],
        &["results", "compact", "nowhere.json", "--to", to],
        &["results", "withhold", "nowhere.json", "--to", to],
        &["compat", "claims", "nowhere.json"],
    ] {
        refuses(
            wasmeter().args(command),
            &["nowhere.json: there is no such file\n"],
        );
    }
    refuses(
        wasmeter().args(["report", "nowhere.json"]),
        &["`wasmeter matrix`", "write such files"],
    );
}

#[test]
fn a_place_that_cannot_be_written_to() {
    let dir = TempDir::new().unwrap();
    // A test may run as root, whom no permission stops; a file in the folder's place does.
    let taken = file(dir.path(), "taken", b"mine");
    refuses(
        wasmeter()
            .args(["matrix", "-r", "wasmi", "-g", "minimal", "--out"])
            .arg(&taken),
        &["taken", "cannot write", "--out"],
    );
    let home = wasmeter()
        .env("WASMETER_HOME", &taken)
        .args(["guests", "build", "minimal"])
        .assert();
    let message = common::text(&home.code(2).get_output().stderr);
    assert!(
        message.contains("WASMETER_HOME") && message.contains("taken"),
        "{message}"
    );
    assert_eq!(std::fs::read(&taken).unwrap(), b"mine");
}

#[test]
fn a_results_file_that_cannot_be_written_costs_no_measurement() {
    let dir = TempDir::new().unwrap();
    let taken = file(dir.path(), "taken", b"mine");
    let bench = |save: &Path, parts: &[&str]| {
        let mut command = wasmeter();
        command
            .env("WASMETER_HOME", &taken)
            .args(["bench", "--save"]);
        // The folder to build in is no folder either: a message of that one would come too late.
        refuses(command.arg(save), parts);
    };
    bench(
        &taken.join("mine.json"),
        &["taken", "cannot write", "--save"],
    );
    bench(dir.path(), &["a folder", "--save"]);
}

#[test]
fn a_journal_that_was_left_over() {
    let dir = TempDir::new().unwrap();
    let journal = file(dir.path(), "mine.journal.jsonl", b"precious samples\n");
    let matrix = [
        "matrix",
        "-r",
        "wasmi/eager",
        "-g",
        "minimal",
        "--name",
        "mine",
        "--out",
    ];
    refuses(
        wasmeter().args(matrix).arg(dir.path()),
        &["mine.journal.jsonl", "--resume", "--restart"],
    );
    refuses(
        wasmeter().args(matrix).arg(dir.path()).arg("--resume"),
        &["mine.journal.jsonl", "header"],
    );
    assert_eq!(std::fs::read(&journal).unwrap(), b"precious samples\n");
    std::fs::remove_file(&journal).unwrap();
    refuses(
        wasmeter().args(matrix).arg(dir.path()).arg("--resume"),
        &["mine.journal.jsonl", "no interrupted run"],
    );
}

/// Runtimes that cannot be had, each for its own reason: name, the worker as runtime.toml describes
/// it, and the message.
const NOT_TO_BE_HAD: [(&str, &str, &str); 9] = [
    (
        "missing",
        "program = ['./no-such-worker']",
        "fix: `program` in runtime.toml names it",
    ),
    (
        "needy",
        "program = ['sh']\nneeds = [{ program = 'no-such-tool', fix = 'apt-get install it' }]",
        "no-such-tool is not on PATH; fix: apt-get install it",
    ),
    (
        "unbuildable",
        "build = ['sh', '-c', 'echo error: no luck >&2; echo fix: be lucky >&2; false']\n\
         program = ['{work}/worker']",
        "error: no luck",
    ),
    (
        "unready",
        "setup = './no-such-script'\nprogram = ['sh']",
        "no-such-script does not start",
    ),
    (
        "unrunnable",
        "setup = './setup.sh'\nprogram = ['sh']",
        "fix: chmod +x",
    ),
    (
        "foreign",
        "program = ['sh', '-c', '''echo '{\"protocol\": 99}' >&4; read forever''']",
        "speaks protocol 99, this wasmeter speaks 1",
    ),
    (
        "babbling",
        "program = ['sh', '-c', 'echo Hello >&4; read forever']",
        "a malformed reply: \"Hello\"",
    ),
    (
        "dead",
        "program = ['sh', '-c', 'kill -ABRT $$']",
        "killed by SIGABRT",
    ),
    (
        "silent",
        "program = ['sleep', '3600']",
        "the ready line, {\"protocol\":1}, did not come",
    ),
];

#[test]
fn a_runtime_that_cannot_be_had_is_a_row_and_the_rest_goes_on() {
    let dir = TempDir::new().unwrap();
    for (name, worker, _) in NOT_TO_BE_HAD {
        let folder = dir.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        let manifest = runtime_toml(worker, &["only"]);
        std::fs::write(folder.join("runtime.toml"), manifest).unwrap();
        if name == "unrunnable" {
            std::fs::write(folder.join("setup.sh"), "#!/bin/sh\n").unwrap();
        }
    }
    let fine = module(dir.path(), "fine", FINE);
    let mut exec = wasmeter();
    exec.args([
        "exec",
        "--format",
        "json",
        "-r",
        "*/only",
        "-r",
        "wasmi/eager",
    ]);
    exec.arg("--runtime-dir").arg(dir.path()).arg(&fine);
    let runs = common::json(&exec.assert().success());
    let runs = common::entries(&runs);
    assert_eq!(runs.len(), NOT_TO_BE_HAD.len() + 1);
    for run in runs {
        let configuration = common::field(run, "configuration");
        let message = run["message"].as_str().unwrap_or_default();
        let known = NOT_TO_BE_HAD
            .iter()
            .find(|(name, ..)| configuration.starts_with(name));
        match known {
            Some((_, _, reason)) => {
                assert_eq!(run["outcome"], "unavailable", "{run}");
                assert!(message.contains(reason), "{configuration}: {message}");
            }
            None => assert_eq!(
                (&run["outcome"], &run["stdout"]),
                (&"ok".into(), &"fine\n".into())
            ),
        }
    }
    let mut build = wasmeter();
    build.args(["runtimes", "build", "needy", "unbuildable", "--runtime-dir"]);
    build
        .arg(dir.path())
        .assert()
        .code(1)
        .stdout(predicates::str::contains("fix: be lucky"));
}

#[test]
fn a_worker_that_misbehaves_costs_its_own_cells() {
    let ends = [
        (
            "aborts",
            "crashed",
            "SIGABRT; its last words: about to abort",
        ),
        ("exits", "crashed", "exited with code 3"),
        ("recurses", "crashed", "SIGSEGV"),
        ("hangs", "timeout", "no answer within"),
        (
            "babbles",
            "crashed",
            "a malformed reply: \"Hello! How are you?\"",
        ),
        ("refuses", "unsupported", "not this module"),
        ("traps", "trap", "out of luck"),
        (
            "lies",
            "wrong-output",
            "printed \"a lie\\n\", expected \"fine\\n\"",
        ),
        ("shrugs", "crashed", "what?"),
        ("floods", "crashed", "of output, the limit is 64 MiB"),
        ("swells", "crashed", "of memory, the limit is 4096 MiB"),
    ];
    let dir = TempDir::new().unwrap();
    root_with_commands(dir.path(), &[("fine", FINE)]);
    let mut verify = wasmeter();
    verify.args(["guests", "verify", "--pinned", "--format", "json"]);
    verify.args(["-r", "misbehaving", "-r", "wasmi/eager", "--timeout", "60"]);
    verify.arg("--runtime-dir").arg(fake_workers());
    verify.arg("--root").arg(dir.path());
    let cells = common::json(&verify.assert().code(1));
    let cell = |configuration: &str| {
        let mut cells = common::entries(&cells).iter();
        cells
            .find(|cell| cell["configuration"] == configuration)
            .expect("its cell")
    };
    for (behaviour, outcome, reason) in ends {
        let cell = cell(&format!("misbehaving/{behaviour}"));
        assert_eq!(cell["outcome"], outcome, "{cell}");
        assert!(common::field(cell, "message").contains(reason), "{cell}");
    }
    assert_eq!(cell("wasmi/eager")["outcome"], "ok");
}
