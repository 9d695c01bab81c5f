//! Wasmtime's errors as the protocol's failures.

use wasmeter_worker::Failure;
use wasmtime::{Error, Trap};

/// The runtime would not do it. Tells the whole chain of causes, in one line.
pub fn refused(error: Error) -> Failure {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let words: Vec<String> = causes
        .join(": ")
        .split_whitespace()
        .map(Into::into)
        .collect();
    Failure::unsupported(words.join(" "))
}

/// Guest code ended early: it trapped, or a host function would not go on.
pub fn ended(error: Error) -> Failure {
    Failure::trap(error.root_cause())
}

/// Instantiation failed: refused, unless guest code or data of the module trapped.
pub fn not_instantiated(error: Error) -> Failure {
    if error.is::<Trap>() {
        ended(error)
    } else {
        refused(error)
    }
}
