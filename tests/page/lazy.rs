//! What the page keeps folded: it is small at first, all of it can be reached, and little is
//! printed.

use crate::browser::Browser;
use crate::page;
use regex::Regex;
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

/// Half of what the page had when all of it was there from the start.
const MOST_ELEMENTS: u64 = 18_468;
const MOST_PAPER: usize = 12;

#[test]
fn what_is_folded_comes_in_when_it_is_wanted() {
    let dir = TempDir::new().unwrap();
    let page = page(dir.path());
    let text = std::fs::read_to_string(&page).unwrap();
    let (body, _) = text.split_once("<script").unwrap();
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let b = &mut browser;
    b.open(&page, "");
    let elements = b.value("document.querySelectorAll('*').length");
    assert!(elements.as_u64().unwrap() <= MOST_ELEMENTS, "{elements}");
    is_printed(b);
    is_reached(b, body);
    is_led_to(b, &page);
    loses_no_table(b, &page, body);
    shows_values_on_phones(b, &page);
    assert!(b.errors.is_empty(), "{:#?}", b.errors);
}

/// Only titles of what is folded are printed.
fn is_printed(b: &mut Browser) {
    let paper = json!({"landscape": true, "preferCSSPageSize": true});
    let printed = b.ask("Page.printToPDF", paper);
    let pdf = decoded(printed["data"].as_str().unwrap());
    let counts = regex::bytes::Regex::new("/Count ([0-9]+)").unwrap();
    let counts = counts
        .captures_iter(&pdf)
        .map(|found| String::from_utf8_lossy(&found[1]).into_owned());
    let pages = counts.map(|count| count.parse::<usize>().unwrap()).max();
    let pages = pages.expect("a number of pages");
    assert!((1..=MOST_PAPER).contains(&pages), "{pages} pages");
}

/// Each table of the file has an address.
fn is_reached(b: &mut Browser, body: &str) {
    let tables = Regex::new("<table[^>]* id=\"([^\"]+)\"").unwrap();
    let ids: Vec<_> = tables
        .captures_iter(body)
        .map(|found| found[1].to_string())
        .collect();
    assert!(ids.len() > 20, "{ids:?}");
    for id in ids {
        let reach = "new Promise((done) => {\
            addEventListener('hashchange', () => setTimeout(done), { once: true });\
            location.hash = '#table=ID';\
        }).then(() => document.getElementById('ID')?.checkVisibility() ?? false)";
        assert_eq!(b.value(&reach.replace("ID", &id)), true, "{id}");
    }
}

/// Addresses of a cell and of a probe's evidence lead there in a page that was just loaded.
fn is_led_to(b: &mut Browser, page: &Path) {
    let cell = "#x86_64-memory-by-input-1 tbody tr:not(.group) td";
    let address = b.value(&format!(
        "addressOf(placeOf(document.querySelector('{cell}')))"
    ));
    b.open(page, address.as_str().unwrap());
    let shown = b.value("document.querySelector('dialog[open]')?.textContent ?? ''");
    assert!(
        shown.as_str().unwrap().contains("Report a mistake"),
        "{shown}"
    );
    let probe = "support-x86_64/wasi-p1/fd_seek";
    b.open(page, &format!("#{probe}"));
    let seen = format!("document.getElementById('{probe}').checkVisibility()");
    assert_eq!(b.value(&seen), true);
}

fn loses_no_table(b: &mut Browser, page: &Path, body: &str) {
    b.open(page, "");
    b.value("document.querySelectorAll('details.lazy').forEach((part) => unpack(part))");
    let tables = b.value("document.querySelectorAll('main table:not(#compared table)').length");
    assert_eq!(tables, body.matches("<table").count());
    assert_eq!(b.value("document.querySelectorAll('noscript').length"), 0);
}

/// The first figure of each table, or the first word where there is none, is in sight.
fn shows_values_on_phones(b: &mut Browser, page: &Path) {
    let phone = json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true});
    b.ask("Emulation.setDeviceMetricsOverride", phone);
    b.open(page, "");
    b.value(
        "document.querySelectorAll('details.lazy').forEach((part) => {\
            unpack(part);\
            part.open = true;\
        })",
    );
    let unseen = "[...document.querySelectorAll('main table[id]')].filter((table) => {\
            const rows = [...table.tBodies[0].rows];\
            const cells = [...rows.find((row) => row.cells.length > 1)?.cells ?? []];\
            const isFigure = (cell) => cell.matches('td:not(.text, .bad)')\
                || cell.matches('.bad') && /[0-9]/.test(cell.textContent);\
            const value = cells.find(isFigure) ?? cells[1];\
            return value && value.getBoundingClientRect().right > 390;\
        }).map((table) => table.id)";
    assert_eq!(b.value(unseen), json!([]));
    b.ask("Emulation.clearDeviceMetricsOverride", json!({}));
}

fn decoded(base64: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held) = (0_usize, 0);
    let mut bytes = Vec::new();
    for digit in base64.bytes() {
        let Some(value) = DIGITS.iter().position(|known| *known == digit) else {
            continue;
        };
        bits = (bits << 6) | value;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}
