//! `ARCHITECTURES.md`: two processors side by side, by ratios to native on each.

use super::material::{Material, Named};
use crate::compare::architectures::{architectures, sections as beside};
use crate::compare::comparison::{Comparison, Scope};
use crate::compare::document::{RATE, compared};
use crate::compare::show::{Told, sections, table};
use crate::compat::record::{Record, Tried};
use crate::report::markdown::{body, escaped, linked};
use crate::report::model::{Field, Section};
use crate::results::schema::Results;
use std::collections::{BTreeMap, BTreeSet};

/// The page of every two runs on different architectures, timed ones with timed, emulated ones with emulated, and of what was
/// found of support on two. `None`: there are no two.
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
        text += &body(&others.map(|b| support(a, b)).collect::<Vec<_>>());
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
            // Of groups and starts there is too much to read; `compare` tells it.
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

/// The probes that came to another verdict.
fn support(a: &Named<Record>, b: &Named<Record>) -> Section {
    let verdicts = |record: &Record| -> BTreeMap<(String, String), &'static str> {
        let place = |tried: &Tried| (tried.configuration.clone(), tried.probe.clone());
        let results = record.results.iter();
        results
            .map(|tried| (place(tried), tried.verdict.word()))
            .collect()
    };
    let (ours, theirs) = (verdicts(&a.what), verdicts(&b.what));
    let both: BTreeSet<_> = ours
        .keys()
        .filter(|place| theirs.contains_key(*place))
        .collect();
    let row = |place: &&(String, String)| {
        let words = [
            place.0.as_str(),
            place.1.as_str(),
            ours[*place],
            theirs[*place],
        ];
        words.map(Field::text).to_vec()
    };
    let rows: Vec<_> = both
        .iter()
        .filter(|place| ours[**place] != theirs[**place])
        .map(row)
        .collect();
    let header = [
        "configuration",
        "probe",
        &a.what.machine.place(),
        &b.what.machine.place(),
    ];
    Section {
        title: format!(
            "Support on {} and {}",
            a.what.machine.arch, b.what.machine.arch
        ),
        note: format!(
            "Of {} probes that were run on both ({} and {}), on the configurations that both have, {} came to another verdict.",
            both.len(),
            a.name,
            b.name,
            rows.len()
        ),
        tables: table(&header, rows, 4),
    }
}
