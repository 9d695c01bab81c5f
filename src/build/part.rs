//! One of a runtime's workers.

use crate::catalog::runtime::{ConfigurationManifest, Runtime, WorkerManifest};

/// One of a runtime's workers.
pub struct Part<'a> {
    pub runtime: &'a Runtime,
    /// The name of its files.
    pub name: String,
    pub manifest: &'a WorkerManifest,
    /// True if it is built if it is not here.
    pub missing_is_built: bool,
    /// Those that may have a program of their own beside it.
    pub configurations: &'a [ConfigurationManifest],
}
