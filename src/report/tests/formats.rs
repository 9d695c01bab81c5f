//! Each format tells the same, and `results/SCHEMA.md` explains it.

use super::{end, example};
use crate::report::cells::Cells;
use crate::report::{Format, render};
use crate::results::runtime::{Execution, LandscapeItem, RuntimeNotes};
use crate::worker::Outcome;

#[test]
fn every_cell_is_in_csv_and_json() {
    let results = example(8);
    let cells = Cells::derive(&results).list.len();
    let text = render(&results, Format::Csv).unwrap();
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let columns = csv.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
    let rows: Vec<_> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), cells);
    let found = rows.iter().find(|row| {
        &row[at("configuration")] == "fast/jit"
            && &row[at("input")] == "work/one"
            && &row[at("metric")] == "time-per-unit"
    });
    let found = found.unwrap();
    assert!((found[at("ratio")].parse::<f64>().unwrap() - 2.0).abs() < 1e-9);
    assert_eq!(&found[at("unit")], "ns");
    assert_eq!(&found[at("per")], "1000 things");
    assert_eq!(
        &found[at("command")],
        "wasmeter bench -r fast/jit -g work/one --rounds 8 --budget 200 --timeout 60 --seed 42"
    );
    let json: serde_json::Value =
        serde_json::from_str(&render(&results, Format::Json).unwrap()).unwrap();
    assert_eq!(json["schema"], "wasmeter-cells/1");
    assert_eq!(json["cells"].as_array().unwrap().len(), cells);
    let compiled = json["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["metric"] == "compiled-size")
        .unwrap();
    assert_eq!(compiled["estimate"]["value"], 4096.0);
}

#[test]
fn the_same_results_give_the_same_bytes() {
    for format in [
        Format::Terminal,
        Format::Markdown,
        Format::Csv,
        Format::Json,
    ] {
        let once = render(&example(8), format).unwrap();
        let mut shuffled = example(8);
        shuffled.processes.reverse();
        assert_eq!(once, render(&shuffled, format).unwrap(), "{format:?}");
    }
}

/// `results/SCHEMA.md` names every field of the results file and of the cells.
#[test]
fn the_schema_page_is_complete() {
    let page = include_str!("../../../results/SCHEMA.md");
    let mut results = example(2);
    end(&mut results, "slow/loop", "work/", Outcome::Trap, "why");
    results.header.configurations[0].execution = Some(Execution::Interpreter);
    results.header.runtimes = vec![RuntimeNotes {
        twin_of: Some("other".to_string()),
        webassembly_org: Some("Name".to_string()),
        landscape: Some(LandscapeItem {
            tags: vec!["tag".to_string()],
            links: [("one".to_string(), String::new())].into(),
            ..LandscapeItem::default()
        }),
        ..RuntimeNotes::default()
    }];
    let file = serde_json::to_value(&results).unwrap();
    let cells: serde_json::Value =
        serde_json::from_str(&render(&results, Format::Json).unwrap()).unwrap();
    for name in names(&file).chain(names(&cells)) {
        assert!(
            page.contains(&format!("`{name}`")),
            "{name} is not in results/SCHEMA.md"
        );
    }
    let csv = render(&results, Format::Csv).unwrap();
    for column in csv.lines().next().unwrap().split(',') {
        assert!(
            page.contains(&format!("`{column}`")),
            "{column} is not in results/SCHEMA.md"
        );
    }
    for cell in cells["cells"].as_array().unwrap() {
        let metric = cell["metric"].as_str().unwrap();
        assert!(
            page.contains(&format!("`{metric}`")),
            "{metric} is not in results/SCHEMA.md"
        );
    }
}

/// The names of all fields. Inputs, of which `one` is the only name here, are data.
pub fn names(value: &serde_json::Value) -> Box<dyn Iterator<Item = String> + '_> {
    match value {
        serde_json::Value::Object(fields) => Box::new(fields.iter().flat_map(|(name, value)| {
            let own = (name != "one").then(|| name.clone());
            own.into_iter().chain(names(value))
        })),
        serde_json::Value::Array(values) => Box::new(values.iter().flat_map(names)),
        _ => Box::new(std::iter::empty()),
    }
}
