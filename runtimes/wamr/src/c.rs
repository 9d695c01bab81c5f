//! What goes to C and comes from it: texts, and errors in a buffer.

use std::ffi::{CStr, CString, c_char};
use wasmeter_worker::Failure;

pub fn text(text: impl AsRef<str>) -> Result<CString, Failure> {
    CString::new(text.as_ref()).map_err(Failure::unsupported)
}

/// Texts, and pointers to them that are valid as long as the texts live.
pub fn texts(
    all: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<(Vec<CString>, Vec<*const c_char>), Failure> {
    let all: Vec<_> = all.into_iter().map(text).collect::<Result<_, _>>()?;
    let pointers = all.iter().map(|text| text.as_ptr()).collect();
    Ok((all, pointers))
}

/// Of bytes, as WAMR counts them.
pub fn length(bytes: &[u8]) -> Result<u32, Failure> {
    u32::try_from(bytes.len()).map_err(Failure::unsupported)
}

/// Calls what writes its error into a buffer, of which it gets the begin and the length.
pub fn told<T>(call: impl FnOnce(*mut c_char, u32) -> Option<T>) -> Result<T, Failure> {
    let mut error = [0u8; 256];
    let done = call(error.as_mut_ptr().cast(), error.len() as u32);
    done.ok_or_else(|| match CStr::from_bytes_until_nul(&error) {
        Ok(error) => failure(&error.to_string_lossy()),
        Err(error) => Failure::unsupported(error),
    })
}

/// What WAMR finds out only where guest code was running, and says as if that had failed: an import that nobody supplies,
/// and code that its fast JIT, which compiles a function when it is first called, cannot compile.
const REFUSALS: [&str; 2] = [
    "unlinked import function",
    "failed to compile fast jit function",
];

/// WAMR says `Exception` where guest code was running.
pub fn failure(error: &str) -> Failure {
    match error.split_once("Exception: ") {
        Some((_, trap)) if !REFUSALS.iter().any(|refusal| trap.contains(refusal)) => {
            Failure::trap(trap)
        }
        Some((_, refusal)) => Failure::unsupported(refusal),
        None => Failure::unsupported(error),
    }
}
