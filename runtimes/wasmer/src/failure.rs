//! Wasmer's errors as the protocol's failures.

use wasmer::{InstantiationError, LinkError, RuntimeError};
use wasmer_wasix::{WasiRuntimeError, WasiThreadError};
use wasmeter_worker::Failure;

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
        None => Failure::refused(error),
    }
}

/// The same, of an instance without WASI.
pub fn not_linked(error: InstantiationError) -> Failure {
    match error {
        InstantiationError::Start(trap) | InstantiationError::Link(LinkError::Trap(trap)) => {
            ended(trap)
        }
        error => Failure::refused(error),
    }
}
