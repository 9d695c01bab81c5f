//! `ARCHITECTURES.md`: two processors side by side, by ratios to native on each.

use super::material::{Material, Named};
use crate::compare::architectures::{architectures, sections as beside};
use crate::compare::document::{RATE, compared};
use crate::compare::show::{Told, sections};
use crate::report::markdown::{body, escaped};
use crate::results::schema::Results;

/// The page of every two runs on different architectures, timed ones with timed, emulated ones with emulated. `None`: there are
/// no two.
pub fn render(material: &Material) -> Option<String> {
    let mut text = String::new();
    for runs in [&material.runs, &material.emulated] {
        for (at, a) in runs.iter().enumerate() {
            for b in &runs[at + 1..] {
                text += &pair(a, b).unwrap_or_default();
            }
        }
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
        Ok(answer) => {
            text += &body(&sections(&Told {
                answer: &answer,
                changes: &[],
                a: a.name.clone(),
                b: b.name.clone(),
                paired: false,
                rate: RATE,
                all: false,
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
        "[{}](<./{}.md>) ({}{})",
        escaped(&run.name),
        run.name,
        escaped(&machine.arch),
        escaped(&under)
    )
}
