//! The page in a browser, made of what was really measured: it is drawn, filtered, sorted and
//! opened, and is read without scripts.

use crate::browser::Browser;
use crate::common::{json_file, root, run};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The published results of a machine, the same as if they were another's, and what a runtime
/// supports of two features.
fn page(dir: &Path) -> PathBuf {
    let support = dir.join("support.json");
    run(&format!(
        "compat wasm/simd-integers wasm/wide-arithmetic -r wasmi/eager --save {}",
        support.display()
    ))
    .success();
    let results = root().join("results/x86_64.json");
    let mut other = json_file(&results);
    other["machine"]["arch"] = json!("other");
    let others = dir.join("other.json");
    std::fs::write(&others, other.to_string()).unwrap();
    let files = [results, others, support].map(|file| file.display().to_string());
    let made = run(&format!("report --format html {}", files.join(" "))).success();
    let page = dir.join("index.html");
    std::fs::write(&page, &made.get_output().stdout).unwrap();
    page
}

/// Names in the rows of a table that are seen.
const ROWS: &str = "[...document.querySelectorAll('#x86_64-overview-1 tbody tr')]\
    .filter((row) => row.checkVisibility()).map((row) => row.cells[0].textContent)";

fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap())
        .collect()
}

#[test]
fn the_page_works_in_a_browser() {
    let dir = TempDir::new().unwrap();
    let page = page(dir.path());
    assert!(std::fs::metadata(&page).unwrap().len() < 2_000_000);
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let b = &mut browser;
    b.open(&page, "");
    is_drawn(b);
    is_drawn_whole(b);
    is_filtered(b, &page);
    keeps_what_was_chosen(b, &page);
    is_sorted(b);
    opens_cells(b, &page);
    fits_phones(b, &page);
    assert!(b.errors.is_empty(), "{:#?}", b.errors);
    is_read_without_scripts(b, &page);
}

fn is_drawn(b: &mut Browser) {
    let undrawn = "[...document.querySelectorAll('figure')].filter((f) => !f.querySelector('div \
    svg path, div svg line'))\
        .map((f) => f.dataset.chart)";
    assert_eq!(b.value(undrawn), json!([]));
    // The figures of a chart are those of the table: nobody has more dots than rows with both
    // figures.
    let dots = b.value(
        "document.querySelectorAll('[data-run=x86_64][data-chart=scatter] \
    [data-mark=dot] > *').length",
    );
    let rows = b.value(
        "[...document.querySelectorAll('#x86_64-overview-1 tbody tr')]\
         .filter((row) => /^[\\d.]+$/.test(row.cells[3].textContent) && \
         /\\d/.test(row.cells[6].textContent)).length",
    );
    assert_eq!(dots, rows);
}

/// No dot goes without its name, zero is drawn too, and arrows read what is drawn.
fn is_drawn_whole(b: &mut Browser) {
    let texts = "[...document.querySelectorAll('[data-run=x86_64][data-chart=CHART] \
    [data-mark=text] text')].map((text) => text.textContent)";
    let names = b.value(&texts.replace("CHART", "scatter"));
    let dots = "runs[0].configurations.filter((c) => c.throughput && c.start).map((c) => c.name)";
    assert_eq!(names, b.value(dots));
    let zeros = format!("{texts}.filter((text) => text === '0 B').length");
    let zeros = b.value(&zeros.replace("CHART", "memory"));
    let known = "runs[0].configurations.filter((c) => c.instance?.[0] === 0).length";
    assert_eq!(zeros, b.value(known));
    b.value("document.querySelector('[data-chart=strip] svg').focus()");
    b.press("ArrowRight");
    let read = b.value("document.querySelector('[data-chart=strip] .reading').textContent");
    assert!(read.as_str().unwrap().contains('×'), "{read}");
    b.value("document.activeElement.blur()");
}

/// A chip keeps what ratios are taken to, and links within the page keep the filter.
fn keeps_what_was_chosen(b: &mut Browser, page: &Path) {
    b.open(page, "");
    b.value("document.querySelector('[data-runtime=wasm3]').click()");
    let chosen = b.value(ROWS);
    let mut names = texts(&chosen);
    names.sort_unstable();
    let of_both = |name: &&str| {
        ["native/", "wasm3/"]
            .iter()
            .any(|one| name.starts_with(one))
    };
    assert!(names.iter().all(of_both), "{names:?}");
    assert!(names.contains(&"native/native") && names.contains(&"wasm3/interpreter"));
    b.value("document.querySelector('nav a[href=\"#memory\"]').click()");
    let address = b.value("location.hash");
    let address = address.as_str().unwrap();
    assert!(
        address.contains("at=memory") && address.contains("wasm3"),
        "{address}"
    );
    b.open(page, address);
    assert_eq!(b.value(ROWS), chosen);
    // A group's name stands for its guests.
    b.open(page, "#g=numeric");
    let groups = "[...document.querySelectorAll('#x86_64-throughput-1 tbody tr[data-g]')]\
        .filter((row) => row.checkVisibility())\
        .map((row) => runs[0].groups[row.dataset.g.split('/')[0]])";
    let groups = b.value(groups);
    let groups = texts(&groups);
    assert!(
        groups.len() > 1 && groups.iter().all(|group| *group == "numeric"),
        "{groups:?}"
    );
    b.open(page, "");
}

fn is_filtered(b: &mut Browser, page: &Path) {
    let all = b.value(ROWS);
    assert!(texts(&all).len() > 20);
    b.value("document.querySelector('[name=r]').focus()");
    b.ask("Input.insertText", json!({"text": "wasmi/*"}));
    let wasmi = ["wasmi/eager", "wasmi/lazy", "wasmi/lazy-translation"];
    let sorted = |value: Value| {
        let mut names: Vec<String> = texts(&value).into_iter().map(str::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(sorted(b.value(ROWS)), wasmi);
    // Columns too, and charts after a moment.
    let columns = "[...document.querySelectorAll('#x86_64-throughput-1 thead th[data-c]')]\
        .filter((head) => head.checkVisibility()).map((head) => head.dataset.c)";
    assert_eq!(sorted(b.value(columns)), wasmi);
    let drawn = "new Promise((done) => setTimeout(() => \
        done(document.querySelectorAll('[data-run=x86_64][data-chart=scatter] [data-mark=dot] > \
        *').length), 500))";
    assert_eq!(b.value(drawn), 3);
    // The address contains it, and leads there again.
    let address = b.value("location.hash");
    b.open(page, address.as_str().unwrap());
    assert_eq!(sorted(b.value(ROWS)), wasmi);
    b.open(page, "#g=json");
    let guests = "[...document.querySelectorAll('#x86_64-throughput-1 tbody tr[data-g]')]\
        .filter((row) => row.checkVisibility()).map((row) => row.dataset.g)";
    assert_eq!(b.value(guests), json!(["json/medium"]));
    b.open(page, "#a=other&r=wasmi");
    assert_eq!(
        b.value("document.querySelector('#x86_64-overview-1').checkVisibility()"),
        false
    );
    assert_eq!(
        b.value("document.querySelector('#other-overview-1').checkVisibility()"),
        true
    );
    b.value("document.querySelector('[type=reset]').click()");
    assert_eq!(b.value(ROWS), all);
}

fn is_sorted(b: &mut Browser) {
    let names = texts(&b.value(ROWS)).join(" ");
    let click = |b: &mut Browser| {
        b.value(
            "document.querySelector('#x86_64-overview-1 thead th:nth-child(7) button').click()",
        );
        b.value(
            "document.querySelector('#x86_64-overview-1 thead \
        th:nth-child(7)').getAttribute('aria-sort')",
        )
    };
    let starts = "[...document.querySelectorAll('#x86_64-overview-1 tbody tr')].map((row) => \
    sortKey(row.cells[6]))\
        .filter((key) => typeof key === 'number')";
    let numbers =
        |b: &mut Browser| -> Vec<f64> { serde_json::from_value(b.value(starts)).unwrap() };
    assert_eq!(click(b), "ascending");
    assert!(numbers(b).is_sorted(), "{:?}", numbers(b));
    assert_eq!(click(b), "descending");
    assert!(numbers(b).is_sorted_by(|a, b| a >= b));
    assert_eq!(click(b), Value::Null);
    assert_eq!(texts(&b.value(ROWS)).join(" "), names);
}

fn opens_cells(b: &mut Browser, page: &Path) {
    let text = "document.querySelector('dialog[open]')?.textContent ?? ''";
    b.value(
        "document.querySelector('#x86_64-throughput-1 tr[data-g=\"json/medium\"] \
    td:nth-child(5)').click()",
    );
    let shown = b.value(text);
    let shown = shown.as_str().unwrap();
    assert!(
        shown.contains("wasmeter bench -r ") && shown.contains("-g json/medium"),
        "{shown}"
    );
    assert!(shown.contains("processes"), "{shown}");
    let address = b.value("location.hash");
    b.press("Escape");
    assert_eq!(b.value(text), "");
    assert_eq!(b.value("document.activeElement.tagName"), "TD");
    // By the keyboard alone: to the next cell, and into it.
    b.press("ArrowDown");
    b.press("Enter");
    assert_ne!(b.value(text), "");
    // The address of a cell leads to it.
    b.open(page, address.as_str().unwrap());
    let again = b.value(text);
    assert_eq!(again.as_str(), Some(shown));
    // A feature's cell shows its evidence.
    b.open(page, "");
    b.value("bring('support-support-1').querySelector('td.no, td.flag, td.partly').click()");
    let shown = b.value(text);
    assert!(
        shown
            .as_str()
            .unwrap()
            .contains("wasmeter compat 'wasm/wide-arithmetic' -r wasmi/eager"),
        "{shown}"
    );
}

fn fits_phones(b: &mut Browser, page: &Path) {
    let phone = json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true});
    b.ask("Emulation.setDeviceMetricsOverride", phone);
    b.open(page, "");
    // Only tables are wider, and scroll by themselves.
    assert_eq!(b.value("document.documentElement.scrollWidth"), 390);
    b.ask("Emulation.clearDeviceMetricsOverride", json!({}));
}

fn is_read_without_scripts(b: &mut Browser, page: &Path) {
    b.ask(
        "Emulation.setScriptExecutionDisabled",
        json!({"value": true}),
    );
    b.open(page, "");
    let document = b.ask("DOM.getDocument", json!({}));
    let mut count = |selector: &str| {
        let found = json!({"nodeId": document["root"]["nodeId"], "selector": selector});
        b.ask("DOM.querySelectorAll", found)["nodeIds"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("html.scripts"), 0);
    assert_eq!(count("figure svg"), 0);
    assert!(count("#x86_64-overview-1 tbody tr") > 20);
    assert!(count("#x86_64-throughput-1 tbody td") > 300);
    assert!(count("#features td.yes") > 0);
    assert!(count("#methodology table") > 0);
}
