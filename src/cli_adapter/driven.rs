//! The runtime that this process drives.

use crate::catalog::command::CommandLine;
use crate::catalog::runtime::Runtime;
use std::ffi::OsString;
use std::sync::OnceLock;

/// The runtime that is driven. There is one in a process, and the kit's loop has no way to hand it
/// on.
pub static DRIVEN: OnceLock<Driven> = OnceLock::new();

pub struct Driven {
    pub runtime: Runtime,
    pub line: CommandLine,
    pub program: Vec<OsString>,
}

pub fn driven() -> &'static Driven {
    DRIVEN.get().expect("set before the loop begins")
}

/// Returns the features that the runtime has switches for.
pub fn features() -> impl Iterator<Item = &'static String> {
    let switches = driven().runtime.manifest.switches.iter();
    switches.flat_map(|switch| &switch.features)
}
