//! Two architectures beside each other.

use super::table;
use crate::compare::architectures::Architectures;
use crate::report::model::{Field, Section};

/// Returns a note on how to read the comparison, and the two tables.
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
                    true => "Both have the same modes.",
                    false => "Some modes are only on one of them:",
                }
            ),
            tables: table(
                &["mode", "only on", "why not on the other"],
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
