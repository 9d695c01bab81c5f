//! Wasmer's errors as the protocol's failures.

use wasmer::{InstantiationError, LinkError, RuntimeError};
use wasmer_wasix::{WasiRuntimeError, WasiThreadError};
use wasmeter_worker::Failure;

/// The runtime would not do it. Tells the whole chain of causes, in one line.
pub fn refused(error: impl std::error::Error) -> Failure {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Most of Wasmer's errors repeat their cause in their own text.
        let reason = error.to_string();
        if !text.contains(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = error.source();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Failure::unsupported(words.join(" "))
}

/// Guest code ended early: it trapped, or a host function would not go on.
pub fn ended(error: RuntimeError) -> Failure {
    Failure::trap(error.message())
}

/// Instantiation failed: refused, unless guest code or data of the module trapped.
pub fn not_instantiated(error: WasiRuntimeError) -> Failure {
    let trap = match &error {
        WasiRuntimeError::Thread(WasiThreadError::InstanceCreateFailed(error)) => match &**error {
            InstantiationError::Start(trap) | InstantiationError::Link(LinkError::Trap(trap)) => {
                Some(trap)
            }
            _ => None,
        },
        WasiRuntimeError::Thread(WasiThreadError::InitFailed(error)) => error.downcast_ref(),
        _ => None,
    };
    match trap {
        Some(trap) => ended(trap.clone()),
        None => refused(error),
    }
}
