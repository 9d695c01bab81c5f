//! Support as a results file: switches, the reports of it, and claims held against it.

mod common;

use common::{entries, field, json, json_file, refuses, run, text, wasmeter};
use serde_json::{Value, json as value};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What one runtime has by default, has with a switch, and has not, tried and saved.
fn saved(dir: &Path) -> PathBuf {
    let file = dir.join("support.json");
    let mut compat = wasmeter();
    compat.args([
        "compat",
        "wasm/sign-extension",
        "wasm/wide-arithmetic",
        "wasm/atomics",
    ]);
    compat.args(["-r", "wasmi/eager", "-r", "wasmtime/winch", "--save"]);
    compat.arg(&file).assert().success();
    file
}

fn report(file: &Path, arguments: &[&str]) -> String {
    let mut report = wasmeter();
    let assert = report.arg("report").args(arguments).arg(file).assert();
    text(&assert.success().get_output().stdout)
}

fn tried<'a>(record: &'a Value, configuration: &str, probe: &str) -> &'a Value {
    let is_it = |r: &&Value| r["configuration"] == configuration && r["probe"] == probe;
    let found = entries(&record["results"]).iter().find(is_it);
    found.unwrap_or_else(|| panic!("{configuration} {probe} in {record}"))
}

#[test]
fn what_is_off_by_default_is_tried_with_its_switch_and_reported() {
    let dir = TempDir::new().unwrap();
    let file = saved(dir.path());
    let record = json_file(&file);
    assert_eq!(record["schema"], "wasmeter-support/1");
    for configuration in ["wasmi/eager", "wasmtime/winch"] {
        let wide = tried(&record, configuration, "wasm/wide-arithmetic");
        assert_eq!(field(wide, "verdict"), "no", "{wide}");
        let on = &wide["with_switch"];
        assert_eq!(field(on, "verdict"), "yes", "{wide}");
        assert!(field(on, "how").contains("wasm_wide_arithmetic"), "{wide}");
        // By default is by default: nothing was left on, and the features that are there need no
        // switch.
        let sign = tried(&record, configuration, "wasm/sign-extension");
        assert_eq!(field(sign, "verdict"), "yes");
        assert!(sign["with_switch"].is_null(), "{sign}");
    }
    // Where there is no switch, none is tried.
    let atomics = tried(&record, "wasmi/eager", "wasm/atomics");
    assert!(atomics["with_switch"].is_null(), "{atomics}");

    let table = report(&file, &[]);
    let row = |name: &str| {
        let line = table.lines().find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("{name} in {table}"));
        line.split_whitespace()
            .skip(1)
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(row("wide-arithmetic"), ["flag", "flag"]);
    assert_eq!(row("atomics")[0], "no");
    assert_eq!(row("sign-extension"), ["yes", "yes"]);
    assert_eq!(row("branch-hinting"), ["n/o", "n/o"]);

    let page = std::fs::read_to_string(file.with_extension("md")).unwrap();
    assert_eq!(page, report(&file, &["--format", "markdown"]));
    assert!(page.contains("[flag](#wasmwide-arithmetic)"), "{page}");
    assert!(page.contains("\n### wasm/wide-arithmetic\n"), "{page}");
    assert!(
        page.contains("Config::wasm\\_wide\\_arithmetic(true)"),
        "{page}"
    );

    let csv = report(&file, &["--format", "csv"]);
    let flagged = "wasmi/eager,2.0.0,wasm/wide-arithmetic,flag,no,0,5,";
    assert!(csv.contains(flagged), "{csv}");
    assert!(
        csv.contains("wasmeter compat wasm/wide-arithmetic -r wasmi/eager"),
        "{csv}"
    );
    let again: Value = serde_json::from_str(&report(&file, &["--format", "json"])).unwrap();
    assert_eq!(again, record);

    features_are_in_the_form_of_webassembly_org(&report(&file, &["--format", "features"]));
    claims_are_held_against_it(dir.path(), &file);
    damage_is_reported(dir.path(), record);
}

#[test]
fn allowed_differences_are_reported_and_parts_are_merged() {
    let dir = TempDir::new().unwrap();
    let save = |probe: &str, name: &str| {
        let file = dir.path().join(name);
        let mut compat = wasmeter();
        compat.args([
            "compat",
            probe,
            "-r",
            "wasmi/eager",
            "-r",
            "wasmtime/cranelift",
            "--save",
        ]);
        compat.arg(&file).assert().success();
        file
    };
    let (nan, relaxed) = (
        save("choices/nan", "a.json"),
        save("choices/relaxed-simd", "b.json"),
    );
    let whole = dir.path().join("whole.json");
    let merge = |parts: [&Path; 2]| {
        let mut command = wasmeter();
        command.args(["results", "merge"]).args(parts);
        command.arg("--to").arg(&whole);
        command
    };
    merge([&relaxed, &nan]).assert().success();
    refuses(&mut merge([&nan, &whole]), &["both tried choices/nan"]);
    let record = json_file(&whole);
    let seen = |configuration: &str, probe: &str, name: &str| {
        let tried = tried(&record, configuration, probe);
        assert_eq!(field(tried, "verdict"), "yes", "{tried}");
        let mut cases = entries(&tried["cases"]).iter();
        let case = cases.find(|case| field(case, "case") == format!("tells: {name}"));
        field(case.unwrap(), "evidence").to_string()
    };
    // Of each, all that the specification allows.
    for configuration in ["wasmi/eager", "wasmtime/cranelift"] {
        for (probe, case, allowed) in [
            ("choices/nan", "f32: 0 / 0", ["0x7fc00000", "0xffc00000"]),
            (
                "choices/nan",
                "f64: sqrt(-1)",
                ["0x7ff8000000000000", "0xfff8000000000000"],
            ),
            (
                "choices/relaxed-simd",
                "f64: madd(1 + 2^-30, 1 - 2^-30, -1)",
                ["0x0", "0xbc30000000000000"],
            ),
            (
                "choices/relaxed-simd",
                "f32: nmadd(1 + 2^-13, 1 - 2^-13, 1)",
                ["0x0", "0x32800000"],
            ),
            (
                "choices/relaxed-simd",
                "i8: swizzle(1 to 16, 16)",
                ["0x0", "0x1"],
            ),
            (
                "choices/relaxed-simd",
                "i8: laneselect(0xaa, 0x55, 0x0f)",
                ["0x55", "0x5a"],
            ),
            (
                "choices/relaxed-simd",
                "i8: laneselect(0xaa, 0x55, 0x80)",
                ["0xaa", "0xd5"],
            ),
            (
                "choices/relaxed-simd",
                "i16: q15mulr(0x8000, 0x8000)",
                ["0x7fff", "0x8000"],
            ),
            (
                "choices/relaxed-simd",
                "i16: dot(1 1, 0xff 0xff)",
                ["0xfffe", "0x1fe"],
            ),
        ] {
            let seen = seen(configuration, probe, case);
            assert!(allowed.contains(&&*seen), "{configuration}: {case}: {seen}");
        }
    }
    let page = report(&whole, &["--format", "markdown"]);
    assert!(page.contains("## Allowed differences"), "{page}");
}

/// The rules of that table's own schema, as far as it says anything.
fn features_are_in_the_form_of_webassembly_org(text: &str) {
    let table: Value = serde_json::from_str(text).unwrap();
    let fields = |value: &Value| {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(fields(&table), ["browsers", "features"]);
    for feature in table["features"].as_object().unwrap().values() {
        assert_eq!(fields(feature), ["description", "phase", "url"]);
        let phase = &feature["phase"];
        let known = phase == "inactive" || phase.as_u64().is_some_and(|n| (1..=5).contains(&n));
        assert!(known && feature["description"].is_string(), "{feature}");
    }
    let platforms = table["browsers"].as_object().unwrap();
    assert_eq!(platforms.len(), 2, "{table}");
    for platform in platforms.values() {
        assert_eq!(fields(platform), ["category", "features", "url"]);
        assert_eq!(platform["category"], "Standalone Runtimes");
        assert!(field(platform, "url").starts_with("https://"));
        for (name, status) in platform["features"].as_object().unwrap() {
            assert!(table["features"][name].is_object(), "{name}");
            let noted = status.as_array().expect("a status with a note");
            let [state, Value::String(note)] = noted.as_slice() else {
                panic!("{status}");
            };
            assert!(state.is_boolean() || state == "flag", "{status}");
            assert!(!note.is_empty());
        }
    }
    let of_wasmi = &table["browsers"]["Wasmi"]["features"];
    assert_eq!(of_wasmi["wideArithmetic"][0], "flag");
    assert_eq!(of_wasmi["signExtensions"][0], true);
    // Not all of its probes were run: that is not known.
    assert!(of_wasmi["threads"].is_null());
}

/// A table of the same form as webassembly.org's, made for this test.
fn small_table(hostile: &str) -> Value {
    let feature = || value!({"description": hostile, "url": "https://example.org", "phase": 4});
    let platform = |features: Value| {
        let category = ["Tools", "Standalone Runtimes"];
        value!({"url": "https://example.org", "category": category, "features": features})
    };
    value!({
        "$schema": "./features.schema.json",
        "categories": [],
        "features": {
            "wideArithmetic": feature(),
            "signExtensions": feature(),
            "branchHinting": feature(),
            hostile: feature(),
        },
        "browsers": {
            "Wasmi": platform(value!({
                "wideArithmetic": ["0.42", hostile],
                "signExtensions": "99.0",
                "branchHinting": true,
            })),
            "Wasmtime": platform(value!({
                "wideArithmetic": "flag",
                "signExtensions": false,
                hostile: null,
            })),
            hostile: platform(value!({"wideArithmetic": false})),
        }
    })
}

fn claims_are_held_against_it(dir: &Path, support: &Path) {
    let claims = dir.join("features.json");
    let hostile = "\u{1b}[31m|`<script>\u{7}\n## x";
    std::fs::write(&claims, small_table(hostile).to_string()).unwrap();
    let against = |more: &[&str]| {
        let mut report = wasmeter();
        report
            .arg("report")
            .arg(support)
            .arg("--against")
            .arg(&claims);
        report.args(more).assert()
    };
    let found = json(&against(&["--format", "json"]).success());
    let differences = entries(&found["differences"]).iter().map(|d| {
        let word = |name| field(d, name).to_string();
        let measured = word("measured").split(':').next().unwrap().to_string();
        (
            word("platform"),
            word("feature"),
            measured,
            d["holds_elsewhere"].as_bool().unwrap(),
        )
    });
    let wanted = [
        ("Wasmi", "wideArithmetic", "flag", false),
        ("Wasmtime", "signExtensions", "yes", false),
    ];
    let wanted = wanted.map(|(a, b, c, d)| (a.to_string(), b.to_string(), c.to_string(), d));
    assert_eq!(differences.collect::<Vec<_>>(), wanted, "{found}");
    // The version that Wasmi is said to have sign extension since is not there yet.
    assert_eq!(found["agreeing"], 2, "{found}");
    assert_eq!(found["not_measured"], value!([hostile]));
    assert!(found["not_probed"]["branchHinting"].is_string(), "{found}");
    assert!(found["not_probed"][hostile].is_null(), "{found}");

    let shown = text(&against(&[]).success().get_output().stdout);
    assert!(
        shown.contains("since 0.42") && shown.contains("flag: Config::"),
        "{shown}"
    );
    assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
    against(&["--fail-on-difference"]).code(1);

    // From the run itself; without probes named, it is about those of features.
    let mut compat = wasmeter();
    compat.args([
        "compat",
        "wasm/sign-extension",
        "-r",
        "wasmi/eager",
        "--fail-on-difference",
        "--against",
    ]);
    let agrees = compat.arg(&claims).assert().success();
    assert!(text(&agrees.get_output().stdout).contains("1 claims agree"));
    let note = text(&agrees.get_output().stderr);
    assert!(note.contains("`compat claims`"), "{note}");
}

fn damage_is_reported(dir: &Path, record: Value) {
    let write = |name: &str, content: &str| {
        let file = dir.join(name);
        std::fs::write(&file, content).unwrap();
        file
    };
    for (content, cause) in [
        ("{\"features\": {", "EOF"),
        ("{\"features\": {}}", "missing field `browsers`"),
        (
            "{\"features\": {}, \"browsers\": {\"A\": \
            {\"url\": \"\", \"category\": \"Tools\", \"features\": {\"x\": 7}}}}",
            "Status",
        ),
    ] {
        let file = write("broken.json", content);
        let next = "features.json of the repository WebAssembly/website";
        let mut compat = wasmeter();
        compat
            .args(["compat", "-r", "wasmi/eager", "--against"])
            .arg(&file);
        refuses(&mut compat, &["broken.json", cause, next]);
    }
    let mut newer = record.clone();
    newer["schema"] = value!("wasmeter-support/99");
    let file = write("newer.json", &newer.to_string());
    refuses(
        wasmeter().arg("report").arg(file),
        &["newer.json", "wasmeter-support/99", "run compat again"],
    );
    let mut damaged = record;
    damaged["results"] = value!(7);
    let file = write("damaged.json", &damaged.to_string());
    refuses(
        wasmeter().arg("report").arg(file),
        &["damaged.json", "damaged"],
    );
}

#[test]
fn files_that_no_report_can_be_made_of_are_reported() {
    let results = "results/x86_64.json";
    refuses(
        wasmeter().args(["report", "--format", "features", results]),
        &["compat --save"],
    );
    refuses(
        wasmeter().args(["report", "--against", "nowhere.json", results]),
        &[results, "compat --save"],
    );
    refuses(
        wasmeter().args(["compat", "claims", "nowhere.json"]),
        &["nowhere.json", "webassembly.org"],
    );
    run("report results/x86_64.json --format csv").success();
}
