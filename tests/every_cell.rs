//! Every guest on every configuration: verified, or not to be had for a named reason.

mod common;

use common::{configurations, entries, field, json, run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Languages that have no compiler for the host.
const WITHOUT_NATIVE: [&str; 2] = ["assemblyscript", "python"];

/// The inputs of every guest; of sizes of the same, the small one, since slow interpreters take
/// minutes for the others.
fn inputs(guests: &[Value]) -> Vec<String> {
    let of_guest = |entry: &Value| {
        let guest = &entry["guest"];
        let names: Vec<&str> = entries(&guest["inputs"])
            .iter()
            .map(|input| field(input, "name"))
            .collect();
        let small = names.contains(&"small");
        let chosen = names.iter().filter(|name| !small || **name == "small");
        chosen
            .map(|name| format!("{}/{name}", field(guest, "name")))
            .collect::<Vec<_>>()
    };
    let measured = guests
        .iter()
        .filter(|entry| entry["guest"]["on_request"] == false);
    measured.flat_map(of_guest).collect()
}

#[test]
fn every_cell_is_verified_or_has_a_reason() {
    let here = configurations();
    let guests = json(&run("guests list --format json").success());
    let without_native: BTreeSet<&str> = entries(&guests)
        .iter()
        .filter(|entry| WITHOUT_NATIVE.contains(&field(&entry["guest"], "language")))
        .map(|entry| field(&entry["guest"], "name"))
        .collect();
    let inputs = inputs(entries(&guests));
    // Exit code 0 says that no cell gave a wrong output, trapped, crashed or took too long.
    let verify = format!("guests verify --format json -g {}", inputs.join(" -g "));
    let cells = json(&run(&verify).success());
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for cell in entries(&cells) {
        let (configuration, outcome) = (field(cell, "configuration"), field(cell, "outcome"));
        let row = counts.entry(configuration).or_default();
        *row.entry(outcome).or_default() += 1;
        match outcome {
            "ok" => {}
            "unsupported" | "unavailable" => assert_ne!(field(cell, "message"), "", "{cell}"),
            _ => panic!("{cell}"),
        }
        let guest = field(cell, "input").split('/').next().unwrap();
        if configuration.starts_with("native/") && !without_native.contains(guest) {
            assert_eq!(outcome, "ok", "{cell}");
        }
    }
    for (configuration, row) in &counts {
        println!("{configuration}: {row:?}");
    }
    for configuration in here {
        assert!(
            counts[configuration.as_str()].contains_key("ok"),
            "{configuration}"
        );
    }
    for (configuration, row) in counts {
        assert_eq!(
            row.values().sum::<usize>(),
            inputs.len(),
            "{configuration}: {row:?}"
        );
    }
}

#[test]
fn guests_are_marked_that_differ_from_the_lock() {
    let built = json(&run("guests build --format json").success());
    let listed = json(&run("guests list --format json").success());
    let listed = entries(&listed).iter();
    let listed: Vec<_> = listed
        .filter(|entry| entry["guest"]["on_request"] == false)
        .collect();
    assert_eq!(entries(&built).len(), listed.len());
    for (built, listed) in entries(&built).iter().zip(listed) {
        assert_eq!(built["guest"], listed["guest"]["name"]);
        let state = field(built, "state");
        let same = built["sha256"] == listed["pin"]["sha256"];
        println!("{}: {state}", built["guest"]);
        match (&listed["pin"], same) {
            (serde_json::Value::Null, _) => assert_eq!(state, "compiled, not pinned"),
            (_, true) => assert!(
                state == "compiled, as pinned" || state.starts_with("the pinned module, since "),
                "{built}"
            ),
            (_, false) => assert_eq!(state, "compiled, differs from guests.lock"),
        }
    }
}

#[test]
fn pinned_modules_need_no_compiler() {
    let listed = json(&run("guests list --format json").success());
    let pinned = entries(&listed)
        .iter()
        .filter(|entry| !entry["pin"].is_null())
        .count();
    let cells = json(&run("guests verify --pinned -r wasmi/eager --format json").success());
    let verified = entries(&cells)
        .iter()
        .filter(|cell| cell["configuration"] == "wasmi/eager" && cell["outcome"] == "ok");
    assert!(verified.count() >= pinned);
}

/// Guests that compilers take minutes for, on an interpreter.
#[test]
fn guests_on_request_are_right_where_they_can_be_had() {
    let listed = json(&run("guests list --format json").success());
    let on_request = entries(&listed)
        .iter()
        .map(|entry| &entry["guest"])
        .filter(|guest| guest["on_request"] == true);
    let mut arguments = "guests verify -r wasmi/lazy --format json".to_string();
    let mut inputs = 0;
    for guest in on_request {
        arguments += &format!(" -g {}", field(guest, "name"));
        inputs += entries(&guest["inputs"]).len();
    }
    assert!(inputs > 0);
    let cells = json(&run(&arguments).success());
    let mut cells = entries(&cells).iter();
    let mine = |cell: &&Value| cell["configuration"] == "wasmi/lazy";
    assert_eq!(cells.clone().filter(mine).count(), inputs);
    assert!(cells.all(|cell| ["ok", "unavailable"].contains(&field(cell, "outcome"))));
}
