//! `compare`, on results whose truth is known.

mod common;
#[path = "common/noise.rs"]
mod noise;
#[path = "common/simulated.rs"]
mod simulated;

use common::{SPIN, compare, entries, field, json, json_file, module, refuses, text, wasmeter};
use noise::ALL;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;
use simulated::{NATIVE, Simulated, write};
use tempfile::TempDir;
use wasmeter::results::outcome::Outcome;
use wasmeter::results::schema::Results;

/// The comparison of one cell.
fn cell<'a>(document: &'a Value, input: &str, metric: &str) -> &'a Value {
    let mut all = entries(&document["comparisons"]).iter();
    let is_it = |c: &&Value| c["input"] == input && c["metric"] == metric;
    all.find(is_it)
        .unwrap_or_else(|| panic!("no {input} {metric} in {document}"))
}

fn slower(seed: u64, by: f64) -> Simulated {
    Simulated {
        slower: vec![("two/jit", "sort/medium", by)],
        ..Simulated::new(seed, 15)
    }
}

#[test]
fn a_slowdown_is_found_where_it_is_and_nowhere_else() {
    let dir = TempDir::new().unwrap();
    let file = write(dir.path(), "a.json", &slower(1, 1.10).results());
    let between = "--between one/jit two/jit --metric time-per-unit";
    let document = json(
        &compare(&[&file], &format!("{between} --format json"))
            .assert()
            .success(),
    );
    assert_eq!(document["schema"], "wasmeter-comparison/1");
    assert_eq!(document["paired"], true);
    for input in ["count/large", "count/small", "text/medium"] {
        let same = cell(&document, input, "time-per-unit");
        assert_eq!(field(same, "verdict"), "no-difference", "{same}");
        assert!(
            same["detectable"]
                .as_f64()
                .is_some_and(|d| d > 0.0 && d < 0.2),
            "{same}"
        );
    }
    let found = cell(&document, "sort/medium", "time-per-unit");
    assert_eq!(field(found, "verdict"), "slower", "{found}");
    let interval = |at: usize| found["interval"][at].as_f64().unwrap();
    assert!(interval(0) < 1.10 && 1.10 < interval(1), "{found}");

    // For CI: larger and certain.
    compare(&[&file], &format!("{between} --fail-above 2%"))
        .assert()
        .code(1)
        .stderr(contains("sort/medium"));
    compare(&[&file], &format!("{between} --fail-above 12%"))
        .assert()
        .success();
    compare(
        &[&file],
        &format!("{between} -g count -g text --fail-above 2%"),
    )
    .assert()
    .success();
    // Nor does it fail for what became faster.
    compare(
        &[&file],
        "--between two/jit one/jit --metric time-per-unit --fail-above 0%",
    )
    .assert()
    .success();

    let shown = text(
        &compare(&[&file], between)
            .assert()
            .success()
            .get_output()
            .stdout,
    );
    assert!(
        shown.contains("slower") && shown.contains(" equal rows hidden (detectable: "),
        "{shown}"
    );
    assert!(!shown.contains("no difference seen"), "{shown}");
    let page = compare(&[&file], &format!("{between} --format markdown"))
        .assert()
        .success();
    page.stdout(contains("| sort/medium"))
        .stdout(contains("## Cells"));
}

/// Every difference and both ends of its interval are in percent, large ones too.
#[test]
fn differences_have_one_notation() {
    let dir = TempDir::new().unwrap();
    let simulated = Simulated {
        slower: vec![
            ("two/jit", "sort/medium", 5.0),
            ("two/jit", "text/medium", 1.98),
        ],
        ..Simulated::new(1, 15)
    };
    let file = write(dir.path(), "a.json", &simulated.results());
    let interval = regex::Regex::new(r"[+-][0-9.]+% to [+-][0-9.]+%").unwrap();
    for format in ["table", "markdown"] {
        let between =
            format!("--between one/jit two/jit --metric time-per-unit --all --format {format}");
        let assert = compare(&[&file], &between).assert().success();
        let shown = text(&assert.get_output().stdout);
        assert!(!shown.contains('×'), "{shown}");
        let intervals = interval.find_iter(&shown).count();
        assert!(intervals >= 4, "{intervals} in {shown}");
    }
}

#[test]
fn equal_rows_are_hidden_unless_all_are_wanted() {
    let dir = TempDir::new().unwrap();
    let a = write(dir.path(), "a.json", &Simulated::new(1, 15).results());
    for format in ["table", "markdown"] {
        let shown = |all: &str| {
            let assert = compare(&[&a, &a], &format!("{all} --format {format}")).assert();
            text(&assert.success().get_output().stdout)
        };
        let hidden = shown("");
        assert!(!hidden.contains("+0.00%"), "{hidden}");
        let said = hidden.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("Nothing differs a: ") && said.contains(" Both have the same values. "),
            "{hidden}"
        );
        for wrong in ["too few", "Cells", "Over several inputs", "|"] {
            assert!(!said.contains(wrong), "{wrong} in {hidden}");
        }
        assert!(
            said.contains(" equal rows hidden") && said.contains("--all shows them."),
            "{hidden}"
        );
        let all = shown("--all");
        assert!(
            all.contains("+0.00%") && !all.contains("rows hidden"),
            "{all}"
        );
    }
}

/// 200 runs in which nothing differs, with every noise in turn: differences are reported in at most
/// 2% of them.
#[test]
fn nothing_is_reported_where_nothing_differs() {
    let dir = TempDir::new().unwrap();
    let mut alarms = Vec::new();
    for seed in 0..200 {
        let noise = ALL[seed as usize % ALL.len()];
        let results = Simulated {
            noise,
            ..Simulated::new(seed, 12)
        };
        let file = write(dir.path(), "a.json", &results.results());
        let between = "--between one/jit two/jit --metric time-per-unit --fail-above 0%";
        if compare(&[&file], between)
            .assert()
            .get_output()
            .status
            .code()
            != Some(0)
        {
            alarms.push((seed, noise));
        }
    }
    assert!(alarms.len() <= 5, "{alarms:?}");
}

#[test]
fn a_slower_machine_is_no_slower_runtime() {
    let dir = TempDir::new().unwrap();
    let before = write(dir.path(), "before.json", &Simulated::new(1, 15).results());
    let after = Simulated {
        machine: 1.5,
        ..Simulated::new(2, 15)
    };
    let after = write(dir.path(), "after.json", &after.results());
    let files = [&before, &after];
    let json_of = |arguments: &str| {
        json(
            &compare(&files, &format!("{arguments} --format json"))
                .assert()
                .success(),
        )
    };
    // Times are ratios to native.
    let document = json_of("");
    assert_eq!(document["paired"], false);
    for comparison in entries(&document["comparisons"]) {
        assert_eq!(
            field(comparison, "verdict"),
            "no-difference",
            "{comparison}"
        );
        assert_ne!(comparison["a"], NATIVE, "{comparison}");
    }
    // Without that, the machine is in it.
    let document = json_of("--reference none -g count/small");
    assert_eq!(
        field(cell(&document, "count/small", "start"), "verdict"),
        "slower"
    );
    // A slowdown of the runtime is found beside that of the machine.
    let slowed = Simulated {
        machine: 1.5,
        ..slower(3, 1.2)
    };
    let slowed = write(dir.path(), "slowed.json", &slowed.results());
    let command = "-r two --metric time-per-unit --fail-above 5%";
    compare(&[&before, &slowed], command)
        .assert()
        .code(1)
        .stderr(contains("sort/medium"));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let dir = TempDir::new().unwrap();
    let good = Simulated::new(1, 8).results();
    let a = write(dir.path(), "a.json", &good);
    let changed = |name: &str, change: &dyn Fn(&mut Results)| {
        let mut results = good.clone();
        change(&mut results);
        write(dir.path(), name, &results)
    };
    let bytes = changed("bytes.json", &|r| {
        r.header.guests[1].sha256 = "00".repeat(32)
    });
    refuses(
        &mut compare(&[&a, &bytes], ""),
        &["sort", "different bytes", "--pinned"],
    );
    // Not if that guest is left out.
    compare(&[&a, &bytes], "-g count").assert().success();

    let schema = changed("schema.json", &|r| {
        r.header.schema = "wasmeter-results/0".to_string()
    });
    refuses(
        &mut compare(&[&a, &schema], ""),
        &["schema.json", "wasmeter-results/0", "measure again"],
    );

    let others = changed("others.json", &|r| {
        r.header
            .configurations
            .iter_mut()
            .for_each(|c| c.name = format!("{}2", c.name));
        r.processes
            .iter_mut()
            .for_each(|p| p.configuration = format!("{}2", p.configuration));
    });
    refuses(
        &mut compare(&[&a, &others], ""),
        &["share no configuration", "--between"],
    );

    let inputs = changed("inputs.json", &|r| {
        r.processes
            .iter_mut()
            .for_each(|p| p.input = "count/medium".to_string());
    });
    refuses(
        &mut compare(&[&a, &inputs], ""),
        &["no cell to compare", "-g"],
    );

    refuses(&mut compare(&[&a], ""), &["--between"]);
    refuses(
        &mut compare(&[&a], "--between one/jit tow/jit"),
        &["did you mean"],
    );
    refuses(
        &mut compare(&[&a], "--between one/jit one/jit"),
        &["itself"],
    );
    refuses(
        &mut compare(&[&a, &a], "--between one/jit two/jit"),
        &["two files"],
    );
    refuses(
        &mut compare(&[&a, &a], "--metric worker-size"),
        &["worker-size", "once"],
    );
    refuses(
        &mut compare(&[&a, &a], "--fail-above much"),
        &["percentage"],
    );
    refuses(
        &mut compare(&[&a, &a], "--reference nobody"),
        &["nobody", "wasmeter report"],
    );
    refuses(
        &mut compare(&[&a, &dir.path().join("nowhere.json")], ""),
        &["nowhere.json"],
    );
}

#[test]
fn architectures_are_compared_by_ratios_alone() {
    let dir = TempDir::new().unwrap();
    let a = write(dir.path(), "a.json", &Simulated::new(1, 15).results());
    let elsewhere = |native: bool| {
        let mut configurations = vec!["one/jit", "two/jit"];
        configurations.extend(native.then_some(NATIVE));
        let simulated = Simulated {
            machine: 3.0,
            configurations,
            ..slower(2, 1.3)
        };
        let mut results = simulated.results();
        results.header.machine.arch = "aarch64".to_string();
        results
    };
    let with_native = write(dir.path(), "b.json", &elsewhere(true));
    let document = json(
        &compare(&[&a, &with_native], "--format json")
            .assert()
            .success(),
    );
    assert_eq!(field(&document["runs"][1]["machine"], "arch"), "aarch64");
    for comparison in entries(&document["comparisons"]) {
        assert_eq!(comparison["reference"], NATIVE, "{comparison}");
    }
    assert_eq!(
        field(cell(&document, "sort/medium", "start"), "reference"),
        NATIVE
    );
    // Available configurations and computed results are reported beside it.
    let mut other = elsewhere(true);
    other.header.configurations[1].unavailable = Some("no compiler for it".to_string());
    other.header.guests[0]
        .digests
        .insert("large".to_string(), 8);
    let other = write(dir.path(), "other.json", &other);
    let architectures = json(&compare(&[&a, &other], "--format json").assert().success());
    let architectures = &architectures["architectures"];
    let only = &architectures["only"][0];
    assert_eq!(
        (
            field(only, "configuration"),
            field(only, "on"),
            field(only, "why")
        ),
        ("two/jit", "x86_64", "no compiler for it")
    );
    let output = &architectures["outputs"][0];
    assert_eq!(
        (field(output, "input"), &output["a"], &output["b"]),
        ("count/large", &7.into(), &8.into())
    );
    compare(&[&a, &other], "")
        .assert()
        .success()
        .stdout(contains("x86_64 and aarch64").and(contains("0000000000000008")));

    let without = write(dir.path(), "c.json", &elsewhere(false));
    refuses(
        &mut compare(&[&a, &without], ""),
        &["different machines", "aarch64", "--reference"],
    );
    refuses(
        &mut compare(&[&a, &with_native], "--reference none"),
        &["different machines"],
    );
    compare(&[&a, &without], "--reference one/jit")
        .assert()
        .success()
        .stdout(contains("ratios to one/jit"));
}

#[test]
fn few_rounds_say_that_they_are_few() {
    let dir = TempDir::new().unwrap();
    let simulated = Simulated {
        rounds: 4,
        ..slower(1, 3.0)
    };
    let file = write(dir.path(), "a.json", &simulated.results());
    let between = "--between one/jit two/jit";
    let document = json(
        &compare(&[&file], &format!("{between} --format json"))
            .assert()
            .success(),
    );
    let cell = cell(&document, "sort/medium", "time-per-unit");
    assert_eq!(field(cell, "verdict"), "no-difference");
    assert!(
        cell["interval"].is_null() && cell["detectable"].is_null(),
        "{cell}"
    );
    compare(&[&file], between)
        .assert()
        .stdout(contains("8 are needed"));
}

/// Each of many comparisons is asked for more than these rounds can give, and a single one is not.
#[test]
fn rounds_that_are_enough_are_not_called_too_few() {
    let dir = TempDir::new().unwrap();
    let results = |seed| Simulated::new(seed, 6).results();
    let a = write(dir.path(), "a.json", &results(1));
    let b = write(dir.path(), "b.json", &results(2));
    let shown = |options: &str| {
        let assert = compare(&[&a, &b], options).assert().success();
        let shown = text(&assert.get_output().stdout);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let many = shown("");
    assert!(many.starts_with("No difference is reported a: "), "{many}");
    assert!(
        many.contains(" comparisons at once, these rounds are too few"),
        "{many}"
    );
    assert!(!many.contains("are needed at the least"), "{many}");
    assert!(!many.contains("Cells"), "{many}");
    let one = shown("-g sort/medium --metric time-per-unit -r one/jit");
    assert!(!one.contains("too few"), "{one}");
}

/// The column of differences is of pairs, those of a and b are not.
#[test]
fn what_the_difference_of_pairs_is_stands_beside_it() {
    let dir = TempDir::new().unwrap();
    let a = write(dir.path(), "a.json", &slower(1, 1.10).results());
    let b = write(dir.path(), "b.json", &slower(2, 1.30).results());
    let shown = |files: &[&std::path::PathBuf], options: &str| {
        let assert = compare(files, options).assert().success();
        text(&assert.get_output().stdout).replace('\n', " ")
    };
    let said = "the median of the ratios within rounds";
    assert!(shown(&[&a], "--between one/jit two/jit").contains(said));
    assert!(!shown(&[&a, &b], "").contains(said));
}

#[test]
fn what_is_no_longer_ok_is_reported() {
    let dir = TempDir::new().unwrap();
    let mut results = Simulated::new(1, 9).results();
    let a = write(dir.path(), "a.json", &results);
    results.header.configurations[0].version = Some("2.0.0".to_string());
    for process in &mut results.processes {
        if process.configuration == "one/jit"
            && process.input == "text/medium"
            && process.round == 4
        {
            process.outcome = Outcome::Trap;
        }
    }
    let b = write(dir.path(), "b.json", &results);
    let shown = compare(&[&a, &b], "--fail-above 5%").assert().code(1);
    shown
        .stdout(contains("trap"))
        .stdout(contains("one/jit/version"))
        .stderr(contains("no longer ok: trap"));
    // What works again is no failure.
    compare(&[&b, &a], "--fail-above 5%").assert().success();
}

/// Real processes; only the slowdown is made up, in the file, so that nothing depends on real
/// times.
#[test]
fn real_results_are_compared() {
    let dir = TempDir::new().unwrap();
    let guest = module(dir.path(), "mine", SPIN);
    let save = dir.path().join("a.json");
    let mut bench = wasmeter();
    bench.args([
        "bench",
        "--rounds",
        "10",
        "--budget",
        "10",
        "-r",
        "wasmi/eager",
        "-r",
        "wasmi/lazy",
    ]);
    bench
        .arg("--save")
        .arg(&save)
        .arg(&guest)
        .assert()
        .success();
    let mut results = Results::read(&save).unwrap();
    for process in &mut results.processes {
        if process.configuration == "wasmi/lazy"
            && let Some(throughput) = &mut process.throughput
        {
            throughput.samples_ns.iter_mut().for_each(|ns| *ns *= 100);
        }
    }
    let slowed = write(dir.path(), "b.json", &results);
    let between = "--between wasmi/eager wasmi/lazy --metric time-per-unit --fail-above 50%";
    compare(&[&slowed], between)
        .assert()
        .code(1)
        .stdout(contains("slower"));
    let runs = "--metric time-per-unit --fail-above 50%";
    compare(&[&save, &slowed], runs)
        .assert()
        .code(1)
        .stderr(contains("wasmi/lazy"));
    compare(&[&save, &slowed], &format!("{runs} -r wasmi/eager"))
        .assert()
        .success();
    let saved = json_file(&save);
    assert_eq!(entries(&saved["processes"]).len(), 20);
}
