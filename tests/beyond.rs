//! Beyond WASI preview 1: is it shown where it is, refused in the runtime's words where not, and
//! never believed?

mod common;

use common::{entries, fake_workers, field, json, run, wasmeter};
use serde_json::Value;

const LADDER: &str = "compat component wasi-p2/command wasi-p2/cli wasi-p2/io wasi-p2/http \
     wasi-p2/http-client wasi-p3 --pinned --format json";
/// How many probes these are.
const RUNGS: usize = 17;

fn results(record: &Value) -> impl Iterator<Item = &Value> {
    entries(&record["results"]).iter()
}

fn cases(result: &Value) -> impl Iterator<Item = &Value> {
    entries(&result["cases"]).iter()
}

#[test]
fn the_ladder_of_components_is_climbed_or_refused_in_the_runtimes_own_words() {
    let record = run(&format!(
        "{LADDER} -r wasmtime/cranelift -r wasmtime/precompiled -r wasmi/eager"
    ));
    let record = json(&record.success());
    assert_eq!(results(&record).count(), 3 * RUNGS, "{record}");
    for result in results(&record) {
        let of_wasmi = result["configuration"] == "wasmi/eager";
        assert_eq!(
            field(result, "verdict"),
            if of_wasmi { "no" } else { "yes" },
            "{result}"
        );
        for case in cases(result).filter(|_| of_wasmi) {
            assert_eq!(field(case, "end"), "unsupported", "{case}");
            // The words are about the bytes: it was really given the component.
            assert!(field(case, "evidence").contains("version"), "{case}");
        }
    }
}

#[test]
fn who_only_claims_to_run_components_is_found_out() {
    let mut command = wasmeter();
    command.args(LADDER.split_whitespace());
    command.args(["-r", "misbehaving/lies", "--runtime-dir"]);
    command.arg(fake_workers().join("misbehaving"));
    let record = json(&command.assert().success());
    assert_eq!(results(&record).count(), RUNGS, "{record}");
    for result in results(&record) {
        assert_ne!(field(result, "verdict"), "yes", "{result}");
        assert_ne!(field(result, "verdict"), "not-shown", "{result}");
    }
}

#[test]
fn what_a_runtime_can_be_had_with_is_not_shown_and_what_only_links_is_no_yes() {
    let probes = "wasi-proposals/nn wasi-proposals/logging";
    let record = run(&format!(
        "compat {probes} --pinned --format json -r wasmtime/cranelift"
    ));
    let record = json(&record.success());
    let verdict = |probe: &str| {
        let result = results(&record).find(|result| result["probe"] == probe);
        let result = result.unwrap_or_else(|| panic!("{probe}: {record}"));
        // The reason is reported, and after it the runtime's own message.
        (
            field(result, "verdict"),
            field(&result["cases"][0], "evidence"),
        )
    };
    let (nn, why) = verdict("wasi-proposals/nn");
    assert_eq!(nn, "not-shown");
    assert!(
        why.contains("backend") && why.contains("wasi_ephemeral_nn"),
        "{why}"
    );
    assert_eq!(verdict("wasi-proposals/logging").0, "no");
}

#[test]
fn a_guest_gets_the_socket_that_its_worker_was_asked_to_open() {
    let record =
        run("compat sockets --pinned --format json -r wazero/interpreter -r wasmtime/cranelift");
    let record = json(&record.success());
    let ends = |configuration: &str, case: usize| {
        let mut results = results(&record);
        let result = results.find(|result| result["configuration"] == configuration);
        let result = result.unwrap_or_else(|| panic!("{configuration}: {record}"));
        field(&result["cases"][case], "end").to_string()
    };
    // Accepting is the second case. Wasmtime's preview 1 has no sockets, so it can be given none.
    assert_eq!(ends("wazero/interpreter", 1), "passed");
    assert_eq!(ends("wasmtime/cranelift", 1), "failed");
}
