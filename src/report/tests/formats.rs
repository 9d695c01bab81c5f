//! All formats contain the same, and `results/SCHEMA.md` explains it.

use super::{end, example};
use crate::analysis::cells::Cells;
use crate::report::{Format, cells_schema, render};
use crate::results::outcome::Outcome;
use crate::results::runtime::{Execution, LandscapeItem, RuntimeNotes};

/// People read of modes; what programs read keeps its names.
#[test]
fn tables_say_mode_and_files_configuration() {
    let results = example(8);
    let shown = |format| render(&results, format).unwrap();
    for format in [Format::Terminal, Format::Markdown] {
        let text = shown(format);
        let first = |line: &str| line.trim_start_matches("| ").split(' ').next() == Some("mode");
        assert!(text.lines().any(first), "{text}");
        let old =
            |line: &str| line.starts_with("configuration ") || line.contains("| configuration");
        assert!(!text.lines().any(old), "{text}");
    }
    assert!(shown(Format::Csv).starts_with("configuration,"));
    assert!(shown(Format::Json).contains("\"configuration\""));
}

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

/// The published schema and the output are made of the same types: each field is in both.
#[test]
fn cells_are_as_their_schema_says() {
    let schema: serde_json::Value = serde_json::from_str(&cells_schema().unwrap()).unwrap();
    let mut results = example(2);
    end(&mut results, "slow/loop", "work/", Outcome::Trap, "why");
    let cells: serde_json::Value =
        serde_json::from_str(&render(&results, Format::Json).unwrap()).unwrap();
    conforms(&cells, &schema, &schema);
    let mut wrong = cells.clone();
    wrong["cells"][0]["metric"] = "nonsense".into();
    let refused = std::panic::catch_unwind(|| conforms(&wrong, &schema, &schema));
    assert!(refused.is_err());
}

/// As far as the schema uses the language: references, types, fields, lists, and names of variants.
fn conforms(value: &serde_json::Value, schema: &serde_json::Value, root: &serde_json::Value) {
    if let Some(path) = schema["$ref"].as_str() {
        return conforms(
            value,
            root.pointer(path.trim_start_matches('#')).unwrap(),
            root,
        );
    }
    let ways = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(ways) = ways {
        let fits = |way| std::panic::catch_unwind(|| conforms(value, way, root)).is_ok();
        assert!(ways.iter().any(fits), "{value} is none of {ways:?}");
        return;
    }
    if let Some(only) = schema.get("const") {
        assert_eq!(value, only);
    }
    if let Some(names) = schema["enum"].as_array() {
        assert!(names.contains(value), "{value} is none of {names:?}");
    }
    let kind = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(n) if n.is_f64() => "number",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    let types = schema["type"].to_string();
    let fits = types.contains(kind) || (kind == "integer" && types.contains("number"));
    assert!(types == "null" || fits, "{value} is no {types}");
    for item in value.as_array().into_iter().flatten() {
        conforms(item, &schema["items"], root);
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        let field = &schema["properties"][name];
        assert!(!field.is_null(), "{name} is not in the schema");
        conforms(value, field, root);
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        assert!(value.get(name).is_some(), "{name} is wanted, in {value}");
    }
}
