//! What a wasmeter worker in Rust is made of: the messages of the worker protocol and the loop that
//! answers them. An adapter implements [`Runtime`] and calls [`serve`] from `main`.
//!
//! The protocol itself, for any language, is specified in `PROTOCOL.md`.

mod description;
mod limits;
mod linked;
pub mod protocol;
mod runtime;
mod serve;
mod spawn;
mod steps;
mod store;
mod usage;
pub mod value;

pub use limits::{Abilities, Deadline, Limits, names};
pub use linked::Linked;
pub use protocol::{Artifact, Configuration, Description, WasiSupport};
pub use runtime::{Failure, Options, Runtime, Wasi};
pub use serve::{serve, serve_on};
pub use spawn::{Child, Image, Spawn};
pub use steps::{Calls, Ended, Steps};
pub use usage::cpu_ns;
pub use value::{Family, Referent, Value, ValueType};

/// The version of a dependency that this worker was built with, read from the worker's own lockfile.
///
/// For runtimes that cannot be asked for their version. Builds are `--locked`, so the file tells what
/// was linked. Empty, which the conformance test refuses, if the lockfile does not name the package.
pub fn locked_version(lockfile: &str, package: &str) -> String {
    let entry = format!("name = \"{package}\"");
    let mut lines = lockfile.lines().skip_while(|line| *line != entry).skip(1);
    let version = lines
        .next()
        .and_then(|line| line.strip_prefix("version = \""));
    version
        .unwrap_or_default()
        .trim_end_matches('"')
        .to_string()
}
