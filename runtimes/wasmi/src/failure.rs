//! Whose failure an error is.

use wasmeter_worker::Failure;
use wasmi::errors::ErrorKind;

/// The guest ended abnormally, or else (also in the middle of a lazy run) wasmi refused its module.
pub fn failure(error: wasmi::Error) -> Failure {
    match error.kind() {
        // A message is what a host function says, as when WASI is handed what makes no sense.
        ErrorKind::TrapCode(_)
        | ErrorKind::Host(_)
        | ErrorKind::Message(_)
        | ErrorKind::I32ExitStatus(_) => Failure::trap(error),
        _ => Failure::unsupported(error),
    }
}
