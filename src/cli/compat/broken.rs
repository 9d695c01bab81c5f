//! Reports cases that broke a runtime: what they are, what becomes of them, and where to report
//! them.

use crate::report;
use crate::results::support::Record;
use std::collections::BTreeSet;

/// Says nothing if none did.
pub fn warn(record: &Record, private: bool) {
    let broken = record.broken();
    if broken.is_empty() {
        return;
    }
    let mut runtimes = BTreeSet::new();
    for case in &broken {
        let on: Vec<&str> = case.configurations.iter().map(String::as_str).collect();
        let outcome = report::outcome_word(&case.probe, case.outcome);
        eprintln!(
            "{}: `{}`: {outcome} on {}",
            case.probe,
            case.case,
            on.join(", ")
        );
        runtimes.extend(on.iter().filter_map(|name| name.split('/').next()));
    }
    let what = "let the guest out, ended the runtime's process, or did not come back";
    eprintln!("The cases above {what}.");
    match private {
        true => eprintln!("--private: the saved file shows how. Do not publish it."),
        false => eprintln!("The saved file has them in words only; --private keeps the evidence."),
    }
    eprintln!("Report them to the makers first, and in private:");
    for name in runtimes {
        let notes = record.runtimes.iter().find(|notes| notes.name == name);
        let policy = notes.and_then(|notes| notes.security.as_ref()?.policy.as_deref());
        let home = notes
            .map(|notes| notes.homepage.as_str())
            .unwrap_or_default();
        match policy {
            Some(policy) => eprintln!("  {name}: {policy}"),
            None => eprintln!("  {name}: no security policy is known; see {home}"),
        }
    }
}
