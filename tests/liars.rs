//! Workers that lie, each in one way: each lie gets its outcome, and harms nobody else.

mod common;

use common::{
    FINE, SPIN, entries, fake_workers, field, json, json_file, module, root_with_commands,
    runtime_toml, text, wasmeter,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter::hash::sha256;

/// The outcome of each lie, by the step at which it happens.
const ENDS: [(&str, &str); 74] = [
    ("ages", "misreported"),
    ("largest-time", "misreported"),
    ("three-times", "misreported"),
    ("half", "misreported"),
    ("tenth", "misreported"),
    ("no-time", "misreported"),
    ("no-samples-time", "misreported"),
    ("samples-too-large", "misreported"),
    ("sum-too-small", "misreported"),
    ("cpu-ages", "misreported"),
    ("load-ages", "misreported"),
    ("engine-ages", "misreported"),
    ("instantiate-ages", "misreported"),
    ("phases-longer-than-the-whole", "misreported"),
    ("load-in-no-time", "misreported"),
    ("load-asleep", "misreported"),
    ("peak-beyond", "misreported"),
    ("resident-beyond", "misreported"),
    ("negative-time", "crashed"),
    ("broken-time", "crashed"),
    ("time-in-words", "crashed"),
    ("answers-twice", "crashed"),
    ("answers-a-thousand-times", "crashed"),
    ("answers-in-parts", "ok"),
    ("drips", "timeout"),
    ("pours", "timeout or crashed"),
    ("floods-replies", "crashed"),
    ("large-line", "crashed"),
    ("no-text", "crashed"),
    ("no-json", "crashed"),
    ("a-list", "crashed"),
    ("empty-line", "crashed"),
    ("deep", "crashed"),
    ("zero-bytes", "crashed"),
    ("unknown-outcome", "crashed"),
    ("two-outcomes", "crashed"),
    ("bare-ok", "crashed"),
    ("bare-call", "crashed"),
    ("more-samples", "crashed"),
    ("fewer-results", "crashed"),
    ("words-for-results", "crashed"),
    ("wide-results", "crashed"),
    ("wrong", "wrong-output"),
    ("second-instance-lacks-data", "ok"),
    ("exits-with-456", "wrong-output"),
    ("exits-with-200", "wrong-output"),
    ("coloured", "unsupported"),
    ("turned", "unsupported"),
    ("long-winded", "unsupported"),
    ("hangs", "timeout"),
    ("reads-no-more", "timeout"),
    ("in-another-group", "timeout"),
    ("leaves-its-group", "timeout"),
    ("leaves-a-child", "crashed"),
    ("leaves-an-orphan", "ok"),
    ("leaves-a-nameless-orphan", "ok"),
    ("leaves-a-stranger", "crashed"),
    ("an-orphan-holds-the-pipes", "crashed"),
    ("an-orphan-answers", "crashed"),
    ("an-orphan-hoards", "crashed or timeout"),
    ("holds-300-mib", "timeout"),
    ("many-children", "timeout"),
    ("forks-on", "timeout"),
    ("closes-its-pipes", "crashed"),
    ("closes-everything", "crashed"),
    ("stops", "timeout"),
    ("kills-its-group", "crashed"),
    ("ends", "crashed"),
    ("writes-the-module", "ok"),
    ("empties-the-module", "ok"),
    ("deletes-the-module", "ok"),
    ("writes-the-input", "ok"),
    ("locks-its-folder", "ok"),
    ("removes-its-folder", "ok"),
];

/// Those that wasmeter must have named for what they left behind.
const LEAVERS: [&str; 6] = [
    "leaves-a-child",
    "leaves-an-orphan",
    "leaves-a-nameless-orphan",
    "leaves-a-stranger",
    "an-orphan-holds-the-pipes",
    "in-another-group",
];

const HONEST: &str = "wasmi/eager";
const INPUT: &[u8] = b"as it was";

/// Seconds that a process may take.
const TIMEOUT: u64 = 6;

const BENCH_GUEST: &str = r#"description = "seven times n"
language = "text"
kind = "bench"
group = "tests"
unit = "step"
[[inputs]]
name = "default"
default = true
file = "input.txt"
"#;

/// A root with a guest of each kind, the liars, and a folder for all that is temporary.
struct World {
    dir: TempDir,
    /// In the arguments or the environment of whatever the liars leave running.
    nap: String,
}

impl World {
    fn new(lies: &[&str]) -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("root");
        std::fs::create_dir(&root).unwrap();
        root_with_commands(&root, &[("fine", FINE)]);
        let guest = root.join("guests/seven");
        std::fs::create_dir(&guest).unwrap();
        std::fs::write(guest.join("guest.toml"), BENCH_GUEST).unwrap();
        std::fs::write(guest.join("input.txt"), INPUT).unwrap();
        let bytes = std::fs::read(module(&root.join("guests/pinned"), "seven", SPIN)).unwrap();
        let lock = root.join("guests/guests.lock");
        let pin = format!(
            "[seven]\nsha256 = '{}'\nbytes = {}\ntoolchain = 'text'\n\
             [seven.digests]\ndefault = '0000000000000007'\n",
            sha256(&bytes),
            bytes.len()
        );
        std::fs::write(&lock, std::fs::read_to_string(&lock).unwrap() + &pin).unwrap();
        let liars = dir.path().join("liars");
        std::fs::create_dir(&liars).unwrap();
        std::fs::copy(script(), liars.join("liar.py")).unwrap();
        let toml = runtime_toml("program = ['python3', 'liar.py']", lies);
        std::fs::write(liars.join("runtime.toml"), toml).unwrap();
        std::fs::create_dir(dir.path().join("tmp")).unwrap();
        let nanos = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap()
            .subsec_nanos();
        let nap = format!("36{:05}.{nanos:09}", std::process::id() % 100_000);
        World { dir, nap }
    }

    fn wasmeter(&self, arguments: &str) -> assert_cmd::Command {
        let mut command = wasmeter();
        command
            .args(arguments.split_whitespace())
            .arg("--root")
            .arg(self.dir.path().join("root"))
            .arg("--runtime-dir")
            .arg(self.dir.path().join("liars"))
            .env("TMPDIR", self.dir.path().join("tmp"))
            .env("LIARS_NAP", &self.nap);
        command
    }

    fn pinned(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = std::fs::read_dir(self.dir.path().join("root/guests/pinned")).unwrap();
        let content = |file: PathBuf| (file.clone(), std::fs::read(file).unwrap());
        files.map(|file| content(file.unwrap().path())).collect()
    }

    /// Whatever of a run is still there: processes and files.
    fn remains(&self) -> Vec<String> {
        let mut remains = processes_with(&self.nap);
        for entry in std::fs::read_dir(self.dir.path().join("tmp")).unwrap() {
            remains.push(entry.unwrap().path().display().to_string());
        }
        remains
    }
}

fn script() -> PathBuf {
    fake_workers().join("liars/liar.py")
}

/// The processes that have a text in their arguments or their environment.
fn processes_with(mark: &str) -> Vec<String> {
    let holds = |file: PathBuf| {
        let content = std::fs::read(file).unwrap_or_default();
        content
            .windows(mark.len())
            .any(|part| part == mark.as_bytes())
    };
    let mut found = Vec::new();
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let dir = process.path();
        if holds(dir.join("cmdline")) || holds(dir.join("environ")) {
            found.push(dir.display().to_string());
        }
    }
    found
}

/// The steps at which each lie happens.
fn steps() -> BTreeMap<String, Vec<String>> {
    let list = Command::new("python3")
        .arg(script())
        .arg("list")
        .output()
        .unwrap();
    let words = |line: &str| -> Vec<String> { line.split(' ').map(str::to_string).collect() };
    text(&list.stdout)
        .lines()
        .map(|line| (words(line)[0].clone(), words(line)[1..].to_vec()))
        .collect()
}

fn find<'a>(cells: &'a Value, configuration: &str, input: &str) -> &'a Value {
    let is_it = |cell: &&Value| cell["configuration"] == configuration && cell["input"] == input;
    let found = entries(cells).iter().find(is_it);
    found.unwrap_or_else(|| panic!("{configuration} {input}"))
}

/// Every lie beside an honest runtime, in one run.
#[test]
fn a_matrix_of_liars_harms_no_honest_runtime_and_leaves_nothing() {
    let steps = steps();
    let names: Vec<&str> = ENDS.iter().map(|(name, _)| *name).collect();
    let seen: Vec<&String> = steps.keys().collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(seen, sorted, "every lie has its end here");
    let world = World::new(&names);
    let pinned = world.pinned();
    let save = world.dir.path().join("results.json");
    let began = Instant::now();
    let mut bench = world.wasmeter("bench --pinned --rounds 1 --budget 200 -r liars");
    bench.args(["-r", HONEST, "--timeout", &TIMEOUT.to_string()]);
    let bench = bench.arg("--save").arg(&save).assert().success();
    // Wide room: what it takes to start and end processes.
    let cells = 2 * (names.len() as u64 + 2);
    assert!(began.elapsed() < Duration::from_secs(cells * (TIMEOUT + 10)));

    let processes = &json_file(&save)["processes"];
    for input in ["seven/default", "fine/default"] {
        let honest = find(processes, HONEST, input);
        assert_eq!(honest["outcome"], "ok", "{honest}");
    }
    let mut wrong = Vec::new();
    for (name, end) in ENDS {
        let seen = |at: &[&str]| steps[name].iter().any(|step| at.contains(&step.as_str()));
        for (input, at) in [
            (
                "seven/default",
                &["engine", "load", "instantiate", "call"][..],
            ),
            ("fine/default", &["engine", "load", "run"]),
        ] {
            let process = find(processes, &format!("liars/{name}"), input);
            let outcome = field(process, "outcome");
            let allowed = if seen(at) { end } else { "ok" };
            if !allowed.split(" or ").any(|allowed| allowed == outcome) {
                wrong.push(format!("{name} {input}: {allowed} wanted, {process}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let said = text(&bench.get_output().stderr);
    for leaver in LEAVERS {
        let line = format!("liars/{leaver}: its worker left processes behind");
        assert!(said.contains(&line), "{leaver}: {said}");
    }
    let all = said + &text(&bench.get_output().stdout);
    assert!(!all.contains(['\x1b', '\u{202e}', '\u{2066}']), "{all:?}");
    assert!(
        !all.contains(&"x".repeat(2000)),
        "a message is printed whole"
    );
    assert_eq!(world.remains(), Vec::<String>::new());
    assert_eq!(world.pinned(), pinned);
    let input = world.dir.path().join("root/guests/seven/input.txt");
    assert_eq!(std::fs::read(input).unwrap(), INPUT);
}

/// A request that is larger than a pipe, and that the worker does not read.
#[test]
fn a_request_that_nobody_reads_ends_in_time() {
    let world = World::new(&["reads-no-more", "hangs"]);
    let fine = module(world.dir.path(), "fine", FINE);
    let mut exec = world.wasmeter("exec -r liars --timeout 5 --format json");
    let exec = exec.arg(fine).args(vec!["x".repeat(100_000); 5]);
    let runs = json(&exec.assert().code(1));
    for run in entries(&runs) {
        assert_eq!(run["outcome"], "timeout", "{run}");
    }
    assert_eq!(world.remains(), Vec::<String>::new());
}

/// Other commands of wasmeter get the same lies.
#[test]
fn exec_names_what_cannot_be() {
    // "three-times" is no such lie on a busy machine: three times a few milliseconds may have
    // passed.
    let lies = ["ages", "load-ages", "peak-beyond", "bare-ok", "coloured"];
    let world = World::new(&lies);
    // Beside one that is right, it is reported as a difference.
    let fine = module(world.dir.path(), "fine", FINE);
    let mut exec = world.wasmeter("exec -r wasmi/eager -r liars/ages");
    let seen = exec.arg(fine).assert().code(1);
    let seen = text(&seen.get_output().stdout);
    assert!(
        seen.contains("ended otherwise on liars/ages (misreported)"),
        "{seen}"
    );
    let fine = module(world.dir.path(), "fine", FINE);
    let mut exec = world.wasmeter("exec -r liars --format json");
    let runs = json(&exec.arg(fine).assert().code(1));
    for run in entries(&runs) {
        let name = field(run, "configuration").trim_start_matches("liars/");
        let (_, end) = ENDS.iter().find(|(lie, _)| *lie == name).unwrap();
        assert_eq!(field(run, "outcome"), *end, "{run}");
    }
    assert_eq!(runs[4]["message"], "red text");
}

/// A process's end has eight bits, so the two that report 456 and 200 agree, against one that
/// reports 0.
#[test]
fn exit_codes_are_compared_as_a_shell_sees_them_and_most_are_right() {
    let world = World::new(&["answers-in-parts", "exits-with-200", "exits-with-456"]);
    let fine = module(world.dir.path(), "fine", FINE);
    let exec = |arguments: &str| {
        let mut exec = world.wasmeter(&format!("exec {arguments}"));
        exec.arg(&fine).assert()
    };
    let agree = |runs: &Value| -> Vec<bool> {
        let agrees = |run: &Value| run["agrees"].as_bool().expect("it ran");
        entries(runs).iter().map(agrees).collect()
    };
    let two = json(&exec("-r liars/exits-* --format json").success());
    assert_eq!(agree(&two), [true, true]);
    assert_eq!(two[0]["exit_code"], 200);
    assert_eq!(two[1]["exit_code"], 456);
    assert_eq!(two[1]["exit_status"], 200);
    let table = text(&exec("-r liars/exits-*").success().get_output().stdout);
    assert!(table.contains("200 (raw 456)"), "{table}");
    assert!(!table.contains("differ"), "{table}");

    // Whoever comes first is not therefore right.
    let three = json(&exec("-r liars --format json").code(1));
    assert_eq!(three[0]["configuration"], "liars/answers-in-parts");
    assert_eq!(agree(&three), [false, true, true]);
    let table = text(&exec("-r liars").code(1).get_output().stdout);
    let camps = "The configurations differ: 2 camps.\n  \
                 liars/exits-with-200, liars/exits-with-456\n  liars/answers-in-parts\n";
    assert!(table.contains(camps), "{table}");
    // Unless it is named.
    let named = "-r liars --reference liars/answers-in-parts --format json";
    assert_eq!(agree(&json(&exec(named).code(1))), [true, false, false]);
    let tie = "-r liars/exits-with-200 -r liars/answers-in-parts";
    let table = text(&exec(tie).code(1).get_output().stdout);
    assert!(table.contains("none has the majority"), "{table}");
    let absent = exec("-r liars --reference liars/nobody").code(2);
    let seen = text(&absent.get_output().stderr);
    assert!(seen.contains("liars/nobody: the reference"), "{seen}");
}

#[test]
fn the_limit_of_memory_names_the_option_that_lifts_it() {
    let world = World::new(&["holds-300-mib"]);
    let fine = module(world.dir.path(), "fine", FINE);
    let exec = |limits: &str| {
        let mut exec = world.wasmeter(&format!("exec -r liars --format json {limits}"));
        let run = json(&exec.arg(&fine).assert().code(1))[0].clone();
        (
            field(&run, "outcome").to_string(),
            field(&run, "message").to_string(),
        )
    };
    let (outcome, message) = exec("--memory 200");
    assert_eq!(outcome, "crashed");
    let seen = "during `run`: ";
    assert!(message.contains(seen), "{message}");
    let seen = "MiB of memory, the limit is 200 MiB; --memory gives it more";
    assert!(message.ends_with(seen), "{message}");
    assert_eq!(exec("--memory 2000 --timeout 5").0, "timeout");

    let save = world.dir.path().join("results.json");
    let mut bench = world.wasmeter("bench -g fine --pinned --rounds 1 --memory 200 -r liars");
    let bench = bench.args(["--format", "json", "--save"]).arg(&save);
    let cells = json(&bench.assert().success());
    let mut cells = entries(&cells["cells"]).iter();
    let cell = cells.find(|cell| cell["outcome"] == "crashed").unwrap();
    assert!(field(cell, "message").ends_with(seen), "{cell}");
    assert!(field(cell, "command").contains(" --memory 200 "), "{cell}");
    let plan = &json_file(&save)["plan"];
    assert_eq!(plan["memory_limit_bytes"], 200 << 20);

    let mut verify = world.wasmeter("guests verify --pinned -g fine -r liars --memory 200");
    let table = text(&verify.assert().code(1).get_output().stdout);
    assert!(table.contains("the limit is 200 MiB"), "{table}");
}

/// A probe's cases, too: it is no crash of the runtime.
#[test]
fn compat_names_what_cannot_be() {
    let world = World::new(&["ages", "peak-beyond"]);
    let probes = world.dir.path().join("root/probes/wasm");
    std::fs::create_dir_all(&probes).unwrap();
    let wat = r#"(module (memory (export "memory") 1)
        (func (export "it is there") (param i32) (result i64) i64.const 0))"#;
    std::fs::write(probes.join("thing.wat"), wat).unwrap();
    let mut compat = world.wasmeter("compat -r liars --format json");
    let record = json(&compat.assert().success());
    assert_eq!(entries(&record["results"]).len(), 2, "{record}");
    for tried in entries(&record["results"]) {
        assert_eq!(tried["verdict"], "misreported", "{tried}");
        assert_eq!(tried["cases"][0]["end"], "misreported", "{tried}");
    }
    let table = world.wasmeter("compat -r liars").assert().success();
    let table = text(&table.get_output().stdout);
    assert!(
        table.contains("misreported") && !table.contains("crash"),
        "{table}"
    );
}

#[test]
fn the_check_names_wrong_times_and_orphans_and_stops_at_what_hangs() {
    let lies = [
        "half",
        "hangs",
        "leaves-an-orphan",
        "second-instance-lacks-data",
    ];
    let world = World::new(&lies);
    let mut check = world.wasmeter("runtimes check liars --format json");
    let all = json(&check.assert().code(1));
    let failures = |configuration: &str| -> Vec<(String, String)> {
        let checks = entries(&all[0]["checks"]).iter();
        checks
            .filter(|check| check["configuration"] == configuration && check["failure"].is_string())
            .map(|check| (field(check, "what").into(), field(check, "failure").into()))
            .collect()
    };
    let has = |configuration: &str, what: &str, failure: &str| {
        let failures = failures(configuration);
        let found = |(w, f): &(String, String)| w.contains(what) && f.contains(failure);
        assert!(
            failures.iter().any(found),
            "{what}: {failure}: {failures:?}"
        );
    };
    has("half", "times and memory are plausible", "misreported");
    has("half", "data segments", "wanted");
    has(
        "leaves-an-orphan",
        "no process is left",
        "left processes behind",
    );
    has(
        "second-instance-lacks-data",
        "every instance has its data segments",
        "instance 1 read [\"0\"]",
    );
    has("hangs", "", "nothing more was tried");
    assert_eq!(failures("hangs").len(), 1);
    assert_eq!(world.remains(), Vec::<String>::new());
}

/// Whose an orphan is, is known where two workers live at once, too.
#[test]
fn who_leaves_an_orphan_without_its_environment_is_named_beside_another_worker() {
    let leavers = ["leaves-a-nameless-orphan", "leaves-a-stranger"];
    let world = World::new(&[&["hangs"], &leavers[..]].concat());
    // While it hangs, the others have their turns.
    let mut verify = world.wasmeter("guests verify --pinned -g fine --timeout 15 -r liars");
    let verify = verify.assert().code(1);
    let said = text(&verify.get_output().stderr);
    for leaver in leavers {
        // It may be ended before it is the program that it is to be.
        let line = format!("liars/{leaver}: its worker left processes behind, which were ended:");
        assert!(said.contains(&line), "{leaver}: {said}");
    }
    assert!(!said.contains("liars/hangs: its worker left"), "{said}");
    assert_eq!(world.remains(), Vec::<String>::new());
}

/// Workers, what they have started, and folders go with wasmeter, however it is asked to end.
#[test]
fn an_interrupt_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let lies = ["many-children", "leaves-its-group"];
        let world = World::new(&lies);
        let program = world.wasmeter("");
        // What starts the tests may ignore interrupts, as a shell does for what runs beside it.
        let mut wasmeter = Command::new("env");
        wasmeter.arg("--default-signal=INT,TERM");
        wasmeter.arg(program.get_program());
        wasmeter.current_dir(program.get_current_dir().unwrap());
        for (name, value) in program.get_envs() {
            wasmeter.env(name, value.unwrap());
        }
        wasmeter.args([
            "guests",
            "verify",
            "--pinned",
            "-r",
            "liars",
            "--timeout",
            "600",
        ]);
        let mut wasmeter = wasmeter.args(program.get_args()).spawn().unwrap();
        let began = Instant::now();
        while processes_with(&world.nap).len() < 40 {
            assert!(began.elapsed() < Duration::from_secs(120), "nobody forks");
            std::thread::sleep(Duration::from_millis(100));
        }
        let pid = wasmeter.id().to_string();
        Command::new("kill")
            .args(["-s", signal, &pid])
            .status()
            .unwrap();
        let status = wasmeter.wait().unwrap();
        assert!(!status.success() && status.code().is_none(), "{status}");
        assert_eq!(world.remains(), Vec::<String>::new(), "{signal}");
    }
}
