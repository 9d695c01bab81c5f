//! The reports of a record of support.

use super::example;
use crate::report::{Format, render_support};
use crate::results::runtime::RuntimeNotes;
use crate::results::support::feature::Feature;
use crate::results::support::verdict::Verdict;
use crate::results::support::{
    CaseEnd, CaseResult, Configuration, ProbeNotes, ProbeResult, Record, SCHEMA, WithSwitch,
};

pub(crate) fn cases(ends: &[CaseEnd]) -> Vec<CaseResult> {
    let case = |(i, end): (usize, &CaseEnd)| CaseResult {
        case: format!("case {i}"),
        end: *end,
        evidence: (*end != CaseEnd::Passed).then(|| "check | 1".to_string()),
        got: (*end == CaseEnd::Failed).then(|| "<2>".to_string()),
        by: Vec::new(),
    };
    ends.iter().enumerate().map(case).collect()
}

pub(crate) fn tried(
    configuration: &str,
    probe: &str,
    ends: &[CaseEnd],
    switched: &[CaseEnd],
) -> ProbeResult {
    let verdict = |ends| Verdict::of(probe.split('/').next().unwrap(), &cases(ends));
    ProbeResult {
        configuration: configuration.to_string(),
        probe: probe.to_string(),
        verdict: verdict(ends),
        cases: cases(ends),
        with_switch: (!switched.is_empty()).then(|| WithSwitch {
            how: "--on".to_string(),
            verdict: verdict(switched),
            cases: cases(switched),
        }),
    }
}

/// Two configurations that are here and one that is not; each kind of cell.
pub(crate) fn record() -> Record {
    use CaseEnd::{Escaped, Failed, Nosys, Passed, Unsupported};
    let configuration = |name: &str, here: bool| Configuration {
        name: name.to_string(),
        version: here.then(|| "1.2".to_string()),
        worker_sha256: here.then(|| "ab".repeat(32)),
        unavailable: (!here).then(|| "no compiler".to_string()),
    };
    let feature = |key: &str, hidden: bool| Feature {
        key: key.to_string(),
        title: format!("the {key}"),
        url: "https://example.org".to_string(),
        status: "proposal, phase 3".to_string(),
        webassembly_org: Some(format!("{key}OrLess")),
        not_observable: hidden.then(|| "it shows nowhere".to_string()),
    };
    let probe = |name: &str| ProbeNotes {
        name: name.to_string(),
        sha256: "cd".repeat(32),
        given: Vec::new(),
        cases: vec!["case 0".to_string(), "case 1".to_string()],
    };
    Record {
        schema: SCHEMA.to_string(),
        wasmeter: "0.1.0".to_string(),
        started: "2026-01-01T00:00:00Z".to_string(),
        machine: example(1).header.machine,
        runtimes: vec![RuntimeNotes {
            name: "fast".to_string(),
            homepage: "https://example.org".to_string(),
            webassembly_org: Some("Fast".to_string()),
            ..RuntimeNotes::default()
        }],
        configurations: vec![
            configuration("fast/jit", true),
            configuration("fast/loop", true),
            configuration("slow/loop", false),
        ],
        features: vec![feature("wide", false), feature("hint", true)],
        probes: ["sandbox/a", "wasi-p1/b", "wasm/wide"].map(probe).to_vec(),
        results: vec![
            tried("fast/jit", "sandbox/a", &[Passed, Unsupported], &[]),
            tried("fast/loop", "sandbox/a", &[Passed, Escaped], &[]),
            tried("fast/jit", "wasi-p1/b", &[Passed, Failed], &[]),
            tried("fast/loop", "wasi-p1/b", &[Nosys, Nosys], &[]),
            tried("fast/jit", "wasm/wide", &[Unsupported; 2], &[Passed; 2]),
            tried(
                "fast/loop",
                "wasm/wide",
                &[Unsupported; 2],
                &[Passed, Failed],
            ),
        ],
        withheld: Vec::new(),
    }
}

fn lines(text: &str, start: &str) -> Vec<Vec<String>> {
    let fields = |line: &str| line.split_whitespace().map(str::to_string).collect();
    let lines = text.lines().filter(|line| line.starts_with(start));
    lines.map(fields).collect()
}

#[test]
fn each_kind_of_cell_has_its_words() {
    let text = render_support(&record(), Format::Terminal).unwrap();
    assert_eq!(lines(&text, "a ")[0], ["a", "blocked", "escaped"]);
    assert_eq!(lines(&text, "b ")[0], ["b", "1/2", "ENOSYS"]);
    assert_eq!(lines(&text, "wide ")[0], ["wide", "flag", "flag", "1/2"]);
    assert_eq!(lines(&text, "hint ")[0], ["hint", "n/o", "n/o"]);
    let at = |title: &str| {
        text.find(title)
            .unwrap_or_else(|| panic!("{title} in {text}"))
    };
    assert!(at("WASI preview 1") < at("The sandbox"));
    assert!(at("The sandbox") < at("WebAssembly\n"));
    // Where nothing failed nothing is shown, and equal failures are one row.
    let alike: Vec<_> = lines(&text, "all 2 ")
        .iter()
        .map(|row| row.join(" "))
        .collect();
    assert!(
        alike.contains(&"all 2 unsupported: check | 1 *".to_string()),
        "{text}"
    );
    assert!(!text.contains("slow"), "{text}");
}

#[test]
fn a_page_leads_from_cells_to_their_evidence() {
    let page = render_support(&record(), Format::Markdown).unwrap();
    for wanted in [
        "[escaped](#sandboxa)",
        "\n### sandbox/a\n",
        "[flag 1/2](#wasmwide)",
        "\n### wasm/wide\n",
        "[the wide](<https://example.org>)",
        "check \\| 1: got &lt;2>",
        "no compiler",
    ] {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
}

#[test]
fn the_best_configuration_speaks_for_its_runtime() {
    let text = render_support(&record(), Format::Features).unwrap();
    let table: serde_json::Value = serde_json::from_str(&text).unwrap();
    let status = &table["browsers"]["Fast"]["features"]["wideOrLess"];
    assert_eq!(status[0], "flag");
    let note = "1.2: flag: --on; fast/loop: partly: 1 of 2 cases, not: case 1";
    assert_eq!(status[1], note);
    assert!(table["features"]["hintOrLess"].is_null(), "{text}");
    assert_eq!(table["features"]["wideOrLess"]["phase"], 3);
}

/// `results/SCHEMA.md` names every field of the file, and every column.
#[test]
fn the_schema_page_knows_support() {
    let page = include_str!("../../../results/SCHEMA.md");
    let section = page.split("## `wasmeter-support/1`").nth(1).unwrap();
    let record = record();
    let named = |name: &str| page.contains(&format!("`{name}`"));
    let file = serde_json::to_value(&record).unwrap();
    for name in super::formats::names(&file) {
        assert!(named(&name), "{name} is not in results/SCHEMA.md");
    }
    let csv = render_support(&record, Format::Csv).unwrap();
    for column in csv.lines().next().unwrap().split(',') {
        let named = section.contains(&format!("`{column}`"));
        assert!(named, "{column} is not in results/SCHEMA.md");
    }
    assert_eq!(csv.lines().count(), 1 + record.results.len());
    // The word is for people, the name is that of the file.
    assert!(
        csv.contains(",blocked,held,") && csv.contains(",ENOSYS,nosys,"),
        "{csv}"
    );
}

/// A record with cases that returned values: those of each configuration for the first; for the
/// second, only one has any.
pub(crate) fn record_of_choices(values: [&str; 2]) -> Record {
    let mut record = record();
    let cases = ["tells: a sum", "tells: a product"].map(str::to_string);
    record.probes.push(ProbeNotes {
        name: "choices/bits".to_string(),
        sha256: "ef".repeat(32),
        given: Vec::new(),
        cases: cases.to_vec(),
    });
    for (configuration, value) in ["fast/jit", "fast/loop"].iter().zip(values) {
        let ends = match *configuration {
            "fast/jit" => [CaseEnd::Passed; 2],
            _ => [CaseEnd::Passed, CaseEnd::Unsupported],
        };
        let mut tried = tried(configuration, "choices/bits", &ends, &[]);
        for (case, name) in tried.cases.iter_mut().zip(&cases) {
            case.case.clone_from(name);
            case.evidence = Some(value.to_string());
        }
        record.results.push(tried);
    }
    record
}

#[test]
fn values_are_shown_case_by_case() {
    let text = render_support(&record_of_choices(["0x7f", "0xff"]), Format::Terminal).unwrap();
    assert!(text.contains("Allowed differences"), "{text}");
    let row = |name: &str| lines(&text, "bits ").into_iter().find(|row| row[2] == name);
    assert_eq!(row("sum").unwrap()[3..], ["7f", "ff"], "{text}");
    assert_eq!(row("product").unwrap()[3..], ["7f", "no"], "{text}");
}
