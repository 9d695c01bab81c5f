//! The official tests of the specification: are they run as they say, and are those who do wrong
//! found out?

mod common;

use common::{entries, fake_workers, field, json, left_out_without_node, run, text, wasmeter};
use serde_json::Value;

/// A little of everything: numbers, control, memory, links, vectors, a proposal.
const SOME: &str = "core-2.0/i32 core-2.0/br_table core-2.0/memory_grow core-2.0/linking \
core-2.0/float_literals simd/simd_f32x4_rounding tail-call/return_call";

fn results(record: &Value) -> impl Iterator<Item = &Value> {
    entries(&record["results"]).iter()
}

fn count(result: &Value, what: &str) -> u64 {
    result["counts"][what].as_u64().unwrap()
}

#[test]
fn scripts_pass_on_real_runtimes() {
    let command = "compat --format json -r wasmi/eager -r wasmtime/cranelift -r v8/default --spec";
    let record = json(&run(&format!("{command} {SOME}")).success());
    let mut configurations = 0;
    for configuration in entries(&record["configurations"]) {
        if configuration["unavailable"].is_string() {
            println!("{configuration}");
            continue;
        }
        configurations += 1;
        let name = field(configuration, "name");
        let mine: Vec<&Value> = results(&record)
            .filter(|result| field(result, "configuration") == name)
            .collect();
        assert_eq!(mine.len(), SOME.split_whitespace().count(), "{name}");
        for result in mine {
            println!("{name} {}: {}", field(result, "file"), result["counts"]);
            assert!(count(result, "passed") > 20, "{result}");
            assert!(entries(&result["failures"]).is_empty(), "{result}");
        }
    }
    assert!(configurations >= 2, "{}", record["configurations"]);
}

#[test]
fn a_proposal_that_is_off_fails_and_a_line_shows_why() {
    let script = "wide-arithmetic/wide-arithmetic";
    let of = |what: &str| {
        let command = "compat --root . --format json -r wasmi/eager";
        let command = format!("{command} --spec {what}");
        json(&run(&command).success())
    };
    let record = of(script);
    let result = &record["results"][0];
    assert!(count(result, "failed") > 50, "{result}");
    let failures = entries(&result["failures"]);
    let lines = |failure: &Value| entries(&failure["lines"]).len();
    assert_eq!(field(&failures[0], "directive"), "module");
    // What rests on modules that are not there is an entry for each kind of directive.
    assert!(lines(&failures[1]) > 50, "{failures:?}");
    let seen: usize = failures.iter().map(lines).sum();
    assert_eq!(seen as u64, count(result, "failed"), "{result}");
    let first = format!("{script}:{}", failures[0]["lines"][0]);
    let again = format!("wasmeter compat spec '{first}' -r wasmi/eager --root ");
    let again = field(&failures[0], "again").strip_prefix(&again);
    assert!(again.is_some_and(|root| root.contains('/')), "{again:?}");
    let one = of(&first);
    let one = &one["results"][0];
    assert_eq!(
        (count(one, "failed"), count(one, "passed")),
        (1, 0),
        "{one}"
    );
    for same in ["directive", "end", "expected", "got", "again"] {
        assert_eq!(one["failures"][0][same], failures[0][same], "{one}");
    }
}

/// A planted fault of `tests/workers/faulty`, a script, and the directives that have to find it.
const FAULTS: [(&str, &str, &str); 4] = [
    ("returns-one-more", "core-2.0/i64", "assert_return"),
    ("never-traps", "core-2.0/i64", "assert_trap"),
    ("accepts-invalid-modules", "core-2.0/i64", "assert_invalid"),
    (
        "links-without-imports",
        "core-2.0/imports",
        "assert_unlinkable",
    ),
];

#[test]
fn planted_faults_are_found_out() {
    let mut command = wasmeter();
    command.args(["compat", "spec", "--format", "json", "--runtime-dir"]);
    command.arg(fake_workers().join("faulty"));
    for (fault, ..) in FAULTS.iter().chain(&[("none", "", "")]) {
        command.args(["-r", &format!("faulty/{fault}")]);
    }
    command.args(["core-2.0/i64", "core-2.0/imports"]);
    let record = json(&command.assert().success());
    if record["configurations"][0]["unavailable"].is_string() {
        left_out_without_node(&record["configurations"]);
        return;
    }
    let found = |configuration: &str, script: &str, directive: &str| {
        let configuration = format!("faulty/{configuration}");
        let result = results(&record)
            .find(|r| field(r, "configuration") == configuration && field(r, "file") == script)
            .unwrap();
        let failures = entries(&result["failures"]).iter();
        let found = failures.filter(|failure| field(failure, "directive") == directive);
        found
            .map(|failure| entries(&failure["lines"]).len())
            .sum::<usize>()
    };
    for (fault, script, directive) in FAULTS {
        let (right, wrong) = (
            found("none", script, directive),
            found(fault, script, directive),
        );
        println!("{fault}: {wrong} instead of {right}");
        assert!(wrong > right + 5, "{fault} is not found by {directive}");
    }
}

/// A worker that answers nothing of the kind is reported as such, and has passed nothing.
#[test]
fn old_workers_pass_nothing() {
    let mut command = wasmeter();
    command.args([
        "compat",
        "spec",
        "-r",
        "mine",
        "--format",
        "json",
        "--runtime-dir",
    ]);
    command.arg(fake_workers().join("mine"));
    command.arg("core-2.0/nop");
    let record = json(&command.assert().success());
    if record["configurations"][0]["unavailable"].is_string() {
        println!("{}", record["configurations"]);
        return;
    }
    let result = &record["results"][0];
    assert_eq!(count(result, "passed"), 0, "{result}");
    let why = result["skipped"]
        .as_object()
        .unwrap()
        .keys()
        .next()
        .unwrap();
    assert!(why.contains("does not answer `invoke`"), "{result}");
}

#[test]
fn bad_input_is_reported() {
    let refused = run("compat --spec simd/simd_lame").code(2);
    let message = text(&refused.get_output().stderr);
    assert!(message.contains("no script matches"), "{message}");
    assert!(message.contains("simd/simd_lane"), "{message}");
    run("compat --spec --suite somewhere").code(2);
}
