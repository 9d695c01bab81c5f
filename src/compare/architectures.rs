//! What two architectures have differently, beside speed: what there is, and what guests compute.

use super::show::table;
use super::values::guest_name;
use crate::report::model::{Field, Section};
use crate::results::schema::{Configuration, Results};
use serde::{Deserialize, Serialize};

/// Of two runs on different architectures.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Architectures {
    pub a: String,
    pub b: String,
    /// Configurations that only one of them has.
    pub only: Vec<Only>,
    /// Inputs whose native builds compute different results.
    pub outputs: Vec<Output>,
}

/// A configuration that only one has.
#[derive(Debug, Serialize, Deserialize)]
pub struct Only {
    pub configuration: String,
    /// The architecture that has it.
    pub on: String,
    /// Why the other has not.
    pub why: String,
}

/// What the native builds return for an input.
#[derive(Debug, Serialize, Deserialize)]
pub struct Output {
    /// `guest/input`.
    pub input: String,
    pub a: u64,
    pub b: u64,
}

/// `None`: both runs are of one architecture.
pub fn architectures(a: &Results, b: &Results) -> Option<Architectures> {
    let arch = |results: &Results| results.header.machine.arch.clone();
    if arch(a) == arch(b) {
        return None;
    }
    let only = |here: &Results, there: &Results| {
        let mut list = Vec::new();
        for c in here.header.configurations.iter().filter(|c| is_here(c)) {
            let mut all = there.header.configurations.iter();
            let why = match all.find(|other| other.name == c.name) {
                Some(other) if is_here(other) => continue,
                Some(other) => other.unavailable.clone().unwrap_or_default(),
                None => "it was not asked for".to_string(),
            };
            list.push(Only {
                configuration: c.name.clone(),
                on: arch(here),
                why,
            });
        }
        list
    };
    let mut only_one = only(a, b);
    only_one.extend(only(b, a));
    Some(Architectures {
        a: arch(a),
        b: arch(b),
        only: only_one,
        outputs: outputs(a, b),
    })
}

fn is_here(configuration: &Configuration) -> bool {
    configuration.unavailable.is_none()
}

fn outputs(a: &Results, b: &Results) -> Vec<Output> {
    let digest = |results: &Results, input: &str| {
        let mut guests = results.header.guests.iter();
        let guest = guests.find(|guest| guest.name == guest_name(input))?;
        guest.digests.get(input.split_once('/')?.1).copied()
    };
    let shared = a.header.plan.inputs.iter();
    let shared = shared.filter(|input| b.header.plan.inputs.contains(input));
    let output = |input: &String| {
        Some(Output {
            a: digest(a, input)?,
            b: digest(b, input)?,
            input: input.clone(),
        })
    };
    shared
        .filter_map(output)
        .filter(|output| output.a != output.b)
        .collect()
}

/// How to read the comparison, and the two tables.
pub fn sections(found: &Architectures) -> Vec<Section> {
    let Architectures { a, b, .. } = found;
    let only = found.only.iter().map(|only| {
        [&only.configuration, &only.on, &only.why]
            .map(Field::text)
            .to_vec()
    });
    let hex = |digest: u64| Field::text(format!("{digest:016x}"));
    let outputs = found.outputs.iter();
    let outputs = outputs.map(|o| vec![Field::text(&o.input), hex(o.a), hex(o.b)]);
    vec![
        Section {
            title: format!("{a} and {b}"),
            note: format!(
                "Nothing but ratios travels between processors. Each value above is what a \
                runtime's code takes as a multiple of what the native build of the same source \
                takes on the same machine, and a difference is the ratio of the two ratios: that a \
                runtime is \"slower\" on {b} says that it comes less close there to what the C and \
                Rust compilers make of that processor, and not that the processor is slow. \
                Instructions are compared likewise; a count says how much a compiler makes the \
                processor do, not how fast it does it. {}",
                match found.only.is_empty() {
                    true => "Both have the same configurations.",
                    false => "Some configurations are only on one of them:",
                }
            ),
            tables: table(
                &["configuration", "only on", "why not on the other"],
                only.collect(),
                3,
            ),
        },
        Section {
            title: "Other results".to_string(),
            note: if found.outputs.is_empty() {
                "Every input computes the same on both.".to_string()
            } else {
                "What one step of the native build returns. On each machine, runtimes are held to \
                that machine's native build, so these are no failures; WebAssembly leaves open the \
                bits of NaN and what relaxed SIMD rounds, and C libraries differ in the last digit \
                of functions such as sin."
                    .to_string()
            },
            tables: table(&["guest/input", a, b], outputs.collect(), 3),
        },
    ]
}
