//! `ARCHITECTURES.md`: two processors side by side, by ratios to native on each.

use crate::compare::architectures::architectures;
use crate::compare::comparison::{Comparison, Scope};
use crate::compare::document::{RATE, compared};
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::report::compare::architectures::sections as beside;
use crate::report::compare::{Told, sections, table};
use crate::report::markdown::{body, escaped, linked};
use crate::report::model::{Field, Section};
use crate::report::support::failures::what;
use crate::results::schema::Results;
use crate::results::support::{CaseEnd, CaseResult, ProbeResult, Record};
use std::collections::BTreeMap;

/// The page of every two runs on different architectures, timed ones with timed, emulated ones with
/// emulated, and of what was found of support on two. `None`: there are no two.
pub fn render(material: &Material) -> Option<String> {
    let mut text = String::new();
    for runs in [&material.runs, &material.emulated] {
        for (at, a) in runs.iter().enumerate() {
            for b in &runs[at + 1..] {
                text += &pair(a, b).unwrap_or_default();
            }
        }
    }
    let all: Vec<_> = material
        .emulated_support
        .iter()
        .chain(&material.support)
        .collect();
    for (at, a) in all.iter().enumerate() {
        let others = all[at + 1..].iter();
        let others = others.filter(|b| b.what.machine.arch != a.what.machine.arch);
        text += &body(
            &others
                .flat_map(|b| [support(a, b), choices(a, b)])
                .collect::<Vec<_>>(),
        );
    }
    (!text.is_empty()).then(|| format!("# Architectures\n{text}"))
}

fn pair(a: &Named<Results>, b: &Named<Results>) -> Option<String> {
    let found = architectures(&a.what, &b.what)?;
    let mut text = format!("\nOf {} and {}.\n", side(a), side(b));
    match compared(&a.what, &b.what) {
        Err(why) => {
            text += &format!(
                "\nThey cannot be compared: {}.\n",
                escaped(&why.to_string())
            )
        }
        Ok(mut answer) => {
            // Groups and starts would be too much to read; `compare` shows them.
            let kept = |c: &Comparison| match c.scope {
                Scope::Overall => true,
                Scope::Group => false,
                Scope::Cell => c.metric.is_throughput(),
            };
            answer.comparisons.retain(kept);
            text += &body(&sections(&Told {
                answer: &answer,
                changes: &[],
                a: a.name.clone(),
                b: b.name.clone(),
                paired: false,
                rate: RATE,
                all: true,
                most: None,
            }));
        }
    }
    Some(text + &body(&beside(&found)))
}

fn side(run: &Named<Results>) -> String {
    let machine = &run.what.header.machine;
    let under = machine.emulator.as_ref();
    let under = under.map_or(String::new(), |emulator| {
        format!(", emulated by {emulator}")
    });
    format!(
        "{} ({}{})",
        linked(&escaped(&run.name), &format!("./{}.md", run.name)),
        escaped(&machine.arch),
        escaped(&under)
    )
}

/// Returns results that WebAssembly allows to differ, and that did.
fn choices(a: &Named<Record>, b: &Named<Record>) -> Section {
    let values = |record: &Record| -> BTreeMap<(String, String), BTreeMap<String, String>> {
        let mut all: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for tried in &record.results {
            for (case, value) in tried.cases.iter().filter_map(CaseResult::told) {
                all.entry((tried.probe.clone(), case.to_string()))
                    .or_default()
                    .insert(tried.configuration.clone(), value.to_string());
            }
        }
        all
    };
    let (ours, theirs) = (values(&a.what), values(&b.what));
    let (mut both, mut differing) = (0, BTreeMap::<_, Vec<&str>>::new());
    for (place, values) in &ours {
        for (configuration, value) in values {
            let Some(other) = theirs.get(place).and_then(|of| of.get(configuration)) else {
                continue;
            };
            both += 1;
            if value != other {
                let key = (&place.0, &place.1, value, other);
                differing.entry(key).or_default().push(configuration);
            }
        }
    }
    let count: usize = differing.values().map(Vec::len).sum();
    let rows = differing.iter().map(|((probe, case, a, b), on)| {
        let words = [probe.as_str(), case.as_str(), a.as_str(), b.as_str()];
        let words = words.into_iter().map(Field::text);
        words.chain([Field::text(on.join(" "))]).collect()
    });
    let header = [
        "probe",
        "of",
        &a.what.machine.place(),
        &b.what.machine.place(),
        "on",
    ];
    Section {
        title: format!(
            "Allowed differences, on {} and {}",
            a.what.machine.arch, b.what.machine.arch
        ),
        note: format!(
            "The sign and payload of NaNs, and what relaxed SIMD rounds or does out of range: \
            several results are right, and processors have their own. Of {both} values that were \
            found on both, {count} differ. A program that must compute the same on both must not \
            let these out."
        ),
        tables: table(&header, rows.collect(), 5),
    }
}

/// The probes that came to another verdict, and by what.
fn support(a: &Named<Record>, b: &Named<Record>) -> Section {
    let theirs = |ours: &ProbeResult| b.what.tried(&ours.configuration, &ours.probe);
    let both = a.what.results.iter();
    let both: Vec<_> = both
        .filter_map(|ours| Some((ours, theirs(ours)?)))
        .collect();
    let places = [a, b].map(|of| of.what.machine.place());
    let mut differing: Vec<_> = both
        .iter()
        .filter(|(a, b)| a.verdict != b.verdict)
        .collect();
    differing.sort_by_key(|(a, _)| (&a.configuration, &a.probe));
    let rows = differing.iter().map(|(a, b)| {
        let words = [a.verdict, b.verdict].map(|verdict| verdict.word());
        [
            a.configuration.as_str(),
            &a.probe,
            words[0],
            words[1],
            &parting(a, b, &places),
        ]
        .map(Field::text)
        .to_vec()
    });
    let header = [
        "mode",
        "probe",
        &places[0],
        &places[1],
        "the first case that ended otherwise",
    ];
    Section {
        title: format!(
            "Support on {} and {}",
            a.what.machine.arch, b.what.machine.arch
        ),
        note: format!(
            "Of {} probes that were run on both ({} and {}), on the modes that both have, \
            {} came to another verdict.",
            both.len(),
            a.name,
            b.name,
            differing.len()
        ),
        tables: table(&header, rows.collect(), 5),
    }
}

/// The first case that ended otherwise on the other, and what happened where it did not pass.
fn parting(a: &ProbeResult, b: &ProbeResult, places: &[String; 2]) -> String {
    let other = |ours: &CaseResult| b.cases.iter().find(|theirs| theirs.case == ours.case);
    let mut pairs = a.cases.iter().filter_map(|case| Some((case, other(case)?)));
    let Some((ours, theirs)) = pairs.find(|(a, b)| a.end != b.end) else {
        return String::new();
    };
    let ends = [ours, theirs].into_iter().zip(places);
    let failed = ends.filter(|(case, _)| case.end != CaseEnd::Passed);
    let failed = failed.map(|(case, place)| format!("{place}: {}", what(case)));
    format!("{}; {}", ours.case, failed.collect::<Vec<_>>().join("; "))
}
