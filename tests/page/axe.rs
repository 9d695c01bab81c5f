//! The page breaks no rule of axe-core: on a screen and on a phone, light and dark, folded and
//! open.

use crate::browser::Browser;
use crate::common::root;
use crate::page;
use serde_json::{Value, json};
use std::io::Write;
use std::process::Command;
use tempfile::TempDir;

/// What is checked apart: it takes long, so each part of the page is asked for by itself.
const CONTRAST: &str = "color-contrast";
const PARTS: &str =
    "[...document.querySelectorAll('header, nav, #filter, main > section, footer')]";
/// Longer parts are not opened: there are shorter ones of each kind.
const SHORT: usize = 25_000;

/// The source of axe-core. `None` where it is not here; that is said, with its fix.
fn axe() -> Option<String> {
    let script = root().join("scripts/axe.sh");
    let found = Command::new(script).output().unwrap();
    if !found.status.success() {
        // Not by a macro, whose output tests that pass keep to themselves.
        let why = String::from_utf8_lossy(&found.stderr);
        let _ = writeln!(std::io::stderr(), "the page goes unchecked: {why}");
        return None;
    }
    let found = String::from_utf8(found.stdout).unwrap();
    let file = found.trim().strip_prefix("AXE=").expect("its file");
    // It is a script, whose value cannot be passed on.
    Some(std::fs::read_to_string(file).unwrap() + "\n;null")
}

#[test]
fn no_rule_of_accessibility_is_broken() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let dir = TempDir::new().unwrap();
    let page = page(dir.path());
    let b = &mut browser;
    for (width, height) in [(1360, 900), (390, 844)] {
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 400,
        });
        b.ask("Emulation.setDeviceMetricsOverride", screen);
        for theme in ["light", "dark"] {
            let what = format!("{theme}, {width} pixels");
            b.open(&page, "");
            b.value(&axe);
            b.value(&format!("setTheme('{theme}')"));
            is_sound(b, &what);
            open_parts(b);
            is_sound(b, &format!("{what}, open"));
            // A cell of evidence, above all.
            b.value("document.querySelector('.support td.no, .support td.partly').click()");
            let dialog = json!({"runOnly": [CONTRAST, "heading-order", "link-name"]});
            let broken = violations(b, "document.querySelector('dialog')", &dialog);
            assert_eq!(broken, json!([]), "{what}, a dialog");
        }
    }
    // It has something to say where there is something to say; below a dialog there is nothing.
    b.value("document.querySelector('dialog').close()");
    b.value("document.documentElement.removeAttribute('lang')");
    let all = json!({"runOnly": ["html-has-lang"]});
    let broken = violations(b, "document", &all);
    assert!(broken.to_string().contains("html-has-lang"), "{broken}");
}

fn is_sound(b: &mut Browser, what: &str) {
    let rules = json!({"rules": {
        CONTRAST: {"enabled": false}, "target-size": {"enabled": true},
    }});
    assert_eq!(violations(b, "document", &rules), json!([]), "{what}");
    let parts = b.value(&format!("{PARTS}.length")).as_u64().unwrap();
    assert!(parts > 10, "{what}: {parts}");
    for at in 0..parts {
        let rules = json!({"runOnly": [CONTRAST]});
        let broken = violations(b, &format!("{PARTS}[{at}]"), &rules);
        assert_eq!(broken, json!([]), "{what}, part {at}");
    }
}

/// The rules that a part of the page breaks, each with the first element that does.
fn violations(b: &mut Browser, part: &str, options: &Value) -> Value {
    b.value(&format!(
        "axe.run({part}, {options}).then(({{ violations }}) => violations.map(({{ id, nodes }}) =>\
            `${{id}}: ${{nodes.length}}, as ${{nodes[0].html.slice(0, 300)}}`))"
    ))
}

fn open_parts(b: &mut Browser) {
    b.value(&format!(
        "for (const part of document.querySelectorAll('details.lazy')) {{\
            if (part.querySelector('noscript').textContent.length > {SHORT}) continue;\
            unpack(part);\
            part.open = true;\
        }}"
    ));
}
