//! RUNTIMES.md of what was really measured: short, without wide tables, and its links lead
//! somewhere.

use crate::browser::Browser;
use crate::common::root;
use crate::page;
use pulldown_cmark::{Event, Options, Parser, Tag, html};
use serde_json::json;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The width of a text on GitHub, and the height of a screen.
const WIDTH: u32 = 950;
const SCREEN: u32 = 900;

/// How GitHub draws Markdown, as far as it takes room.
const LOOK: &str = "\
body { margin: 0; width: 950px; font: 16px/1.5 sans-serif; overflow-wrap: break-word }
h1, h2, h3 { margin: 24px 0 16px; line-height: 1.25; font-weight: 600 }
h1, h2 { padding-bottom: .3em; border-bottom: 1px solid }
h1 { font-size: 2em } h2 { font-size: 1.5em } h3 { font-size: 1.25em }
p, ul, table { margin: 0 0 16px }
ul { padding-left: 2em } li + li { margin-top: .25em }
table { display: block; width: max-content; max-width: 100%; overflow: auto;
  border-collapse: collapse; border-spacing: 0 }
th, td { padding: 6px 13px; border: 1px solid }
th { font-weight: 600 }
code { padding: .2em .4em; font-size: 85% }
sub { position: relative; bottom: -.25em; font-size: 75%; line-height: 0;
  vertical-align: baseline }";

fn parsed(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
}

/// All pages of the results of the project.
fn pages(dir: &Path) -> String {
    page(dir);
    std::fs::read_to_string(dir.join("RUNTIMES.md")).unwrap()
}

fn drawn(dir: &Path, name: &str, markdown: &str) -> PathBuf {
    let mut body = String::new();
    html::push_html(&mut body, parsed(markdown));
    let page = dir.join(name);
    let text =
        format!("<!doctype html><meta charset=\"utf-8\"><style>{LOOK}</style><body>{body}</body>");
    std::fs::write(&page, text).unwrap();
    page
}

/// The greatest width on a page, with the parts that need scrolling, and the page's height.
fn size(b: &mut Browser, page: &Path) -> (f64, f64) {
    b.open(page, "");
    let mut number = |expression: &str| b.value(expression).as_f64().unwrap();
    let widest = "Math.max(...[...document.querySelectorAll('body *')].map((e) => e.scrollWidth))";
    (
        number(widest),
        number("document.documentElement.scrollHeight"),
    )
}

#[test]
fn the_page_is_short_and_no_table_is_wide() {
    let dir = TempDir::new().unwrap();
    let text = pages(dir.path());
    let tables = parsed(&text).filter(|event| matches!(event, Event::Start(Tag::Table(_))));
    assert_eq!(tables.count(), 1);
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let b = &mut browser;
    let screen = json!({"width": WIDTH, "height": SCREEN, "deviceScaleFactor": 1, "mobile": false});
    b.ask("Emulation.setDeviceMetricsOverride", screen);
    let (width, height) = size(b, &drawn(dir.path(), "runtimes.html", &text));
    assert!(width <= f64::from(WIDTH), "{width} px wide");
    assert!(height <= f64::from(8 * SCREEN), "{height} px high");
    // Content that is too wide is seen.
    let wide = format!("| a |\n|---|\n| {} |\n", "b".repeat(400));
    let (width, _) = size(b, &drawn(dir.path(), "wide.html", &wide));
    assert!(width > f64::from(WIDTH), "{width} px wide");
}

#[test]
fn every_link_leads_to_a_section_or_a_file() {
    let dir = TempDir::new().unwrap();
    let text = pages(dir.path());
    let headings = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with('#'));
        let lines = lines.map(|line| line.trim_start_matches('#').trim().replace('\\', ""));
        lines.map(|line| anchor(&line)).collect()
    };
    let mut seen = 0;
    for event in parsed(&text) {
        let Event::Start(Tag::Link { dest_url, .. }) = event else {
            continue;
        };
        if dest_url.contains("://") {
            continue;
        }
        let (file, fragment) = dest_url.split_once('#').unwrap_or((&*dest_url, ""));
        let target = match file {
            "" => text.clone(),
            // The documents lie one folder above `results/`.
            file if file.starts_with("../") => {
                std::fs::read_to_string(root().join("results").join(file)).unwrap()
            }
            file => std::fs::read_to_string(dir.path().join(file)).expect(file),
        };
        let leads = fragment.is_empty() || headings(&target).iter().any(|a| a == fragment);
        assert!(leads, "{dest_url}");
        seen += 1;
    }
    assert!(seen > 20, "{seen} links");
}

/// As GitHub makes it of a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
    let lower = heading.to_lowercase();
    lower
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}
