//! How wasmeter prints: in colours or not, and quietly if that is wanted.

mod common;

use common::{refuses, runtime_toml, text, wasmeter};
use tempfile::TempDir;

const RESULTS: &str = "results/x86_64.json";
const ESCAPE: &str = "\u{1b}[";

/// Whether standard output has colours, which is no terminal here.
fn has_colours(environment: &[(&str, &str)], arguments: &[&str]) -> bool {
    let mut command = wasmeter();
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let command = command.envs(environment.iter().copied()).args(arguments);
    text(&command.assert().success().get_output().stdout).contains(ESCAPE)
}

#[test]
fn colours_are_as_asked_for() {
    let report = |environment: &[(&str, &str)], colour: Option<&str>| {
        let mut arguments = vec!["report", RESULTS];
        arguments.extend(colour.into_iter().flat_map(|when| ["--color", when]));
        has_colours(environment, &arguments)
    };
    let no_colour = [("NO_COLOR", "1")];
    let force = [("CLICOLOR_FORCE", "1")];
    assert!(!report(&[], None));
    assert!(report(&[], Some("always")));
    assert!(report(&force, None));
    assert!(report(&force, Some("auto")));
    assert!(!report(&force, Some("never")));
    assert!(!report(&no_colour, Some("auto")));
    assert!(report(&no_colour, Some("always")));
}

/// Clap prints help before it has passed on the option.
#[test]
fn help_has_colours_as_asked_for() {
    assert!(!has_colours(&[], &["bench", "--help"]));
    assert!(has_colours(&[], &["--color=always", "bench", "--help"]));
    let force = [("CLICOLOR_FORCE", "1")];
    let never = ["bench", "--color", "never", "--help"];
    assert!(!has_colours(&force, &never));
}

#[test]
fn quiet_leaves_out_hints_and_no_warning() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("small.json");
    let compact = |quiet: &[&str]| {
        let mut command = wasmeter();
        command.args(["results", "compact", RESULTS, "--to"]);
        let assert = command.arg(&file).args(quiet).assert().success();
        text(&assert.get_output().stderr)
    };
    assert_eq!(compact(&["-q"]), "");
    let again = compact(&["--quiet"]);
    assert!(
        again.contains("will be replaced") && !again.contains("wrote"),
        "{again}"
    );
    assert!(compact(&[]).contains("wrote"));
    refuses(
        wasmeter().args(["--quiet", "report", "nowhere.json"]),
        &["nowhere.json: there is no such file"],
    );
}

#[test]
fn quiet_leaves_out_a_note() {
    let said = |quiet: &[&str]| {
        let home = TempDir::new().unwrap();
        let mut command = wasmeter();
        command.env("WASMETER_HOME", home.path()).args(quiet);
        let assert = command
            .args(["compat", "--suite=nowhere", "-r", "wasmi"])
            .assert();
        text(&assert.code(2).get_output().stderr)
    };
    assert!(said(&[]).contains("note: `compat --suite` is written `compat suite` now"));
    let quiet = said(&["-q"]);
    assert!(quiet.starts_with("wasmeter: nowhere: "), "{quiet}");
}

#[test]
fn quiet_leaves_out_where_more_is_to_be_read() {
    let printed = |arguments: &[&str]| {
        let assert = wasmeter().args(arguments).assert().success();
        text(&assert.get_output().stdout)
    };
    for (arguments, hint) in [
        (&["report", RESULTS][..], "--format markdown"),
        (&["runtimes"], "Optional ones"),
        (&["guests"], "What they do"),
    ] {
        assert!(printed(arguments).contains(hint), "{arguments:?}");
        let quiet = printed(&[&["-q"], arguments].concat());
        assert!(!quiet.contains(hint), "{quiet}");
    }
}

/// The reason is in the table, and so not on standard error again.
#[test]
fn a_reason_is_given_once() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("needy");
    std::fs::create_dir(&folder).unwrap();
    let worker = "program = ['sh']\nneeds = [{ program = 'no-such-tool', fix = 'be lucky' }]";
    let toml = runtime_toml(worker, &["one", "two"]);
    std::fs::write(folder.join("runtime.toml"), toml).unwrap();
    for arguments in [
        ["runtimes", "build", "needy"],
        ["runtimes", "check", "needy"],
    ] {
        let mut command = wasmeter();
        command.args(arguments).arg("--runtime-dir").arg(&folder);
        let output = command.assert().code(1).get_output().clone();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let all = stdout.clone() + &stderr;
        assert_eq!(all.matches("be lucky").count(), 1, "{all}");
        assert!(stderr.contains("needy: unavailable\n"), "{stderr}");
        command.arg("-q");
        assert_eq!(text(&command.assert().code(1).get_output().stderr), "");
    }
}
