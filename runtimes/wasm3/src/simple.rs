//! wasm3's simple WASI, which has 19 functions.

use crate::{m3, sys};
use wasmeter_worker::{Abilities, Failure, Wasi};

pub const CONFIGURATION: &str = "simple-wasi";

unsafe extern "C" {
    fn m3_LinkWASI(module: *mut sys::M3Module) -> sys::M3Result;
}

/// Of wasm3 with it.
pub fn version(wasm3: &str) -> String {
    wasm3.to_string()
}

pub fn abilities() -> Abilities {
    Abilities::default()
}

/// What is preopened always is the working folder of the process, which is the guest's by protocol.
pub fn link(runtime: &m3::Runtime, wasi: &Wasi) -> Result<(), Failure> {
    if !wasi.env.is_empty() {
        let reason = "wasm3's simple WASI has no environment variables for guests";
        return Err(Failure::unsupported(reason));
    }
    // SAFETY: the module is loaded.
    runtime.link(|module| unsafe { m3_LinkWASI(module) })
}
