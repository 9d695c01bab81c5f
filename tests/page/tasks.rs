//! Three people's questions to the page of what was really measured: each is answered within three
//! clicks, and within two screens of where the last click leads.

use crate::browser::Browser;
use crate::page;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// Clicks the first link or summary with this text.
fn click(b: &mut Browser, text: &str) {
    let clicked = b.value(&format!(
        "(() => {{ const all = [...document.querySelectorAll('a, summary')];\
         const one = all.find((e) => e.textContent.trim().startsWith({text:?})\
             && e.checkVisibility());\
         one?.click(); return Boolean(one); }})()"
    ));
    assert_eq!(clicked, true, "nothing to click: {text}");
    // What an address changes is drawn in its own turn.
    b.value("new Promise((done) => setTimeout(done, 300))");
}

fn names(b: &mut Browser, selector: &str) -> Vec<String> {
    let all = b.value(&format!(
        "[...document.querySelectorAll({selector:?})].map((e) => e.textContent)"
    ));
    let list = all.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    list.iter().map(text).collect()
}

/// Whether an element begins within two screens of the top of the page or of what is in sight.
fn is_near(b: &mut Browser, selector: &str) {
    let near = b.value(&format!(
        "document.querySelector({selector:?}).getBoundingClientRect().top < 2 * innerHeight"
    ));
    assert_eq!(near, true, "{selector} is far away");
}

#[test]
fn three_questions_are_answered_at_once() {
    let dir = TempDir::new().unwrap();
    let page = page(dir.path());
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let b = &mut browser;
    let screen = json!({"width": 1360, "height": 900, "deviceScaleFactor": 1, "mobile": false});
    b.ask("Emulation.setDeviceMetricsOverride", screen);
    // No way is scrolled, slowly, but all is there at once.
    let still = json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]});
    b.ask("Emulation.setEmulatedMedia", still);
    untrusted_plugins(b, &page);
    a_makers_question(b, &page);
    a_small_box(b, &page);
    two_modes(b, &page);
    assert!(b.errors.is_empty(), "{:#?}", b.errors);
}

/// I run untrusted plugins in a Rust server: which runtime, and what do I lose?
fn untrusted_plugins(b: &mut Browser, page: &Path) {
    b.open(page, "");
    click(b, "Untrusted plugins in a Rust program");
    let fit = names(b, "#found tbody th");
    let unfit = names(b, "#unfit li");
    assert!(!unfit.is_empty() && unfit.iter().all(|why| why.contains(": ")));
    // Who fits has no known way out, stops loops and caps memory; who does not is named.
    let columns = names(b, "#found tbody tr td:nth-child(6)");
    assert_eq!(columns, vec!["0"; fit.len()]);
    is_near(b, "#found");
    click(b, "Safety and limits");
    is_near(b, "#safety-1");
}

/// I maintain wazero: where am I slow, why, is it fair?
fn a_makers_question(b: &mut Browser, page: &Path) {
    b.open(page, "");
    click(b, "wazero");
    assert_eq!(
        b.value("document.getElementById('runtime-wazero').open"),
        true
    );
    let reasons = names(b, "#runtime-wazero .reasons li");
    assert!(
        reasons
            .iter()
            .any(|reason| reason.contains("Nearest to native is"))
    );
    assert!(reasons.iter().any(|reason| reason.starts_with("The next ")));
    is_near(b, "#runtime-wazero .reasons li");
    let text = names(b, "#runtime-wazero").join(" ");
    assert!(text.contains("What was chosen for it") && text.contains("Report a mistake"));
}

/// I pick for an Arm box with 256 MB.
fn a_small_box(b: &mut Browser, page: &Path) {
    b.open(page, "");
    click(b, "A box with 256 MB and an Arm processor");
    let fit = names(b, "#found tbody th");
    let unfit = names(b, "#unfit li");
    assert!(!fit.is_empty(), "{unfit:?}");
    let most = b.value(
        "allRuntimes.flatMap((r) => r.modes).filter((m) => needs.mem.has(m, null, 256)).length > 0",
    );
    assert_eq!(most, json!(true));
    is_near(b, "#found");
}

/// A versus B says who is faster where, and agrees with the figures of the table.
fn two_modes(b: &mut Browser, page: &Path) {
    b.open(page, "#va=wasmtime/cranelift&vb=wasmi/eager");
    let verdicts = names(b, "#compared tbody td:last-child");
    let faster = verdicts
        .iter()
        .filter(|v| v.starts_with("wasmtime/cranelift"));
    assert!(faster.count() > 10, "{verdicts:?}");
    // The same mode against itself is not compared.
    b.open(page, "#va=wasmi/eager&vb=wasmi/eager");
    assert_eq!(names(b, "#compared tbody td"), Vec::<String>::new());
}
