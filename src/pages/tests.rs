//! Pages of results whose truth is known.

mod emulated;
mod hostile;
mod judged;
mod machines;
mod one_figure;
mod sensible;
mod views;

use super::{Material, Named, pages};
use crate::report::tests::support::record;
use crate::report::tests::{configuration, example, process};
use crate::results::runtime::{Execution, LandscapeItem, RuntimeNotes};
use crate::results::schema::Results;
use wasmeter_worker::Artifact;

fn notes(name: &str) -> RuntimeNotes {
    RuntimeNotes {
        name: name.to_string(),
        title: name.to_uppercase(),
        description: format!("what {name} is"),
        homepage: format!("https://{name}.example.org/"),
        repository: format!("https://example.org/{name}"),
        licence: "Apache-2.0".to_string(),
        architectures: vec!["x86_64".to_string(), "aarch64".to_string()],
        embedding: "a crate".to_string(),
        landscape: Some(LandscapeItem {
            name: name.to_uppercase(),
            logo: format!("{name}.svg"),
            ..LandscapeItem::default()
        }),
        ..RuntimeNotes::default()
    }
}

/// Two runtimes, of which `fast` is better at all; `fast` has a slow interpreter too.
fn results() -> Results {
    let rounds = 12;
    let mut results = example(rounds);
    let mut interpreter = configuration("fast/interpreter", Artifact::Wasm);
    interpreter.mapped_bytes = Some(4 << 20);
    results.header.configurations.push(interpreter);
    for round in 0..rounds {
        for input in ["call/one", "start/one", "work/one"] {
            results
                .processes
                .push(process("fast/interpreter", input, round, 6));
        }
    }
    for c in &mut results.header.configurations {
        c.execution = match c.name.as_str() {
            "fast/jit" => Some(Execution::Optimising),
            "host/plain" => None,
            _ => Some(Execution::Interpreter),
        };
    }
    results.header.runtimes = ["fast", "slow", "host"].map(notes).to_vec();
    results
}

fn named<T>(name: &str, what: T) -> Named<T> {
    Named {
        name: name.to_string(),
        what,
    }
}

fn material() -> Material {
    Material {
        runs: vec![named("x86_64", results())],
        support: vec![named("support", record())],
        ..Material::default()
    }
}

/// A page by its name; rows of tables without the spaces that align them.
fn page(material: &Material, name: &str) -> String {
    let page = pages(material)
        .unwrap()
        .into_iter()
        .find(|page| page.name == name);
    let text = page.unwrap_or_else(|| panic!("no page {name}")).text;
    let squeezed = |line: &str| match line.starts_with('|') {
        true => line.split_whitespace().collect::<Vec<_>>().join(" "),
        false => line.to_string(),
    };
    text.split('\n')
        .map(squeezed)
        .collect::<Vec<_>>()
        .join("\n")
}
