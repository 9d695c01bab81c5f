//! Cases that broke a runtime: how each ended, where and when, and nothing by which it could be
//! done again.

use super::super::model::{Field, Mark, Section, Table};
use super::super::names::fold;
use crate::results::support::withheld::{Seen, Withheld};
use crate::results::support::{CaseEnd, Record, SANDBOX};
use std::collections::{BTreeMap, BTreeSet};

/// Nothing if nothing is withheld.
pub fn section(record: &Record) -> Option<Section> {
    let all: BTreeSet<&str> = record.here().map(|c| c.name.as_str()).collect();
    let rows: Vec<_> = rows(record, &all);
    let header = ["case", "outcome", "on", "version", "seen"];
    if record.withheld.is_empty() {
        return None;
    }
    if rows.is_empty() {
        return Some(Section {
            title: TITLE.to_string(),
            note: format!("{NOTE} None of them is known to have broken the modes here."),
            tables: Vec::new(),
        });
    }
    let cases = Table {
        title: String::new(),
        keys: header.len(),
        header: header.map(str::to_string).to_vec(),
        rows,
    };
    Some(Section {
        title: TITLE.to_string(),
        note: NOTE.to_string(),
        tables: [Some(cases), disclaimers(record)]
            .into_iter()
            .flatten()
            .collect(),
    })
}

pub const TITLE: &str = "Withheld";

/// Returns the attacks that runtimes do not protect from, by their own documents.
fn disclaimers(record: &Record) -> Option<Table> {
    let rows: Vec<_> = record
        .runtimes
        .iter()
        .filter_map(|notes| {
            let security = notes.security.as_ref()?;
            let source = Field {
                link: security.source.clone(),
                ..Field::text(security.source.as_deref()?)
            };
            let says = security.disclaims.as_deref()?;
            Some(vec![Field::text(notes.title()), Field::text(says), source])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        title: "What the makers' documents say".to_string(),
        header: ["runtime", "its documents say", "source"]
            .map(str::to_string)
            .to_vec(),
        keys: 3,
        rows,
    })
}

const NOTE: &str = "\
These cases broke a runtime: it let the guest out of its sandbox, its process died, or the call \
did not return. Their inputs are no longer part of wasmeter, and they were not tried again: each \
outcome is of the day and the version beside it. No count and no verdict elsewhere includes them.";

/// The facts that all cases of one row share: probe, outcome, runtime, version, day, switch,
/// configurations.
type Alike<'a> = (
    &'a str,
    CaseEnd,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    BTreeSet<&'a str>,
);

fn rows(record: &Record, all: &BTreeSet<&str>) -> Vec<Vec<Field>> {
    let mut alike: BTreeMap<Alike, usize> = BTreeMap::new();
    for (case, seen) in broken(&record.withheld) {
        let mut on: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for (configuration, version) in &seen.on {
            let runtime = configuration.split('/').next().unwrap_or_default();
            on.entry((runtime, version))
                .or_default()
                .insert(configuration);
        }
        let switch = seen.with_switch.as_deref().unwrap_or_default();
        for ((runtime, version), on) in on {
            let key = (
                &*case.probe,
                seen.outcome,
                runtime,
                version,
                &*seen.date,
                switch,
                on,
            );
            *alike.entry(key).or_default() += 1;
        }
    }
    let row = |((probe, outcome, _, version, date, switch, on), count): (Alike, usize)| {
        let on = fold(&on, all);
        let fields = [
            format!("{} of {probe}", number(count)),
            word(probe, outcome).to_string(),
            match switch {
                "" => on,
                how => format!("{on} ({how})"),
            },
            version.to_string(),
            date.to_string(),
        ];
        let mut row = fields.map(Field::text).to_vec();
        row[1].mark = Mark::Bad;
        row
    };
    alike.into_iter().map(row).collect()
}

/// Returns the bad ends that were seen of cases.
fn broken(withheld: &[Withheld]) -> impl Iterator<Item = (&Withheld, &Seen)> {
    let seen = withheld
        .iter()
        .flat_map(|case| case.seen.iter().map(move |seen| (case, seen)));
    seen.filter(|(_, seen)| is_broken(seen.outcome))
}

/// True if it is for this outcome that a case is withheld.
fn is_broken(outcome: CaseEnd) -> bool {
    use CaseEnd::{Crashed, Escaped, Limit, Timeout};
    [Escaped, Crashed, Timeout, Limit].contains(&outcome)
}

/// An outcome, as tables show it.
pub fn word(probe: &str, outcome: CaseEnd) -> &'static str {
    match outcome {
        CaseEnd::Passed if probe.starts_with(SANDBOX) => "blocked",
        CaseEnd::Passed => "passed",
        CaseEnd::Failed => "failed",
        CaseEnd::Escaped => "escaped",
        CaseEnd::Nosys => "ENOSYS",
        CaseEnd::Unsupported => "unsupported",
        CaseEnd::Trap => "trap",
        CaseEnd::Timeout => "did not return",
        CaseEnd::Crashed => "crashed",
        CaseEnd::Limit => "exceeded the memory limit",
        CaseEnd::NotShown => "not shown",
        CaseEnd::Misreported => "misreported",
        CaseEnd::NoMeans => "not limited",
    }
}

fn number(count: usize) -> String {
    match count {
        1 => "one case".to_string(),
        n => format!("{n} cases"),
    }
}

/// Returns the number of cases by end, on the configurations that `its` takes, by version: `0.9.0:
/// escaped in 2 cases, crashed in one case, seen 2026-01-31`. `None`: none did.
pub fn in_short(withheld: &[Withheld], its: impl Fn(&str) -> bool) -> Option<String> {
    type Outcomes<'a> = BTreeMap<(bool, &'static str), BTreeSet<&'a str>>;
    let mut versions: BTreeMap<(&str, &str), Outcomes> = BTreeMap::new();
    for (case, seen) in broken(withheld) {
        for (_, version) in seen
            .on
            .iter()
            .filter(|(configuration, _)| its(configuration))
        {
            let outcomes = versions.entry((version, &seen.date)).or_default();
            let how = (seen.with_switch.is_some(), word(&case.probe, seen.outcome));
            let cases = outcomes.entry(how).or_default();
            cases.insert(&case.key);
        }
    }
    let of = |((version, date), outcomes): (&(&str, &str), &Outcomes)| {
        let outcomes = outcomes.iter();
        let outcomes = outcomes.map(|((switched, word), cases)| {
            let switch = if *switched {
                " with a feature switched on"
            } else {
                ""
            };
            format!("{word} in {}{switch}", number(cases.len()))
        });
        let outcomes: Vec<_> = outcomes.collect();
        format!("{version}: {}, seen {date}", outcomes.join(", "))
    };
    let parts: Vec<_> = versions.iter().map(of).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
