//! Components made of users' commands, so that both can be compared on one runtime.

use crate::bench::user_module::kept;
use crate::build::Home;
use crate::component;
use crate::module;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A component that the adapter makes of a command, kept by its hash.
pub fn as_component(file: &Path, home: &Home) -> Result<PathBuf> {
    let (name, module) = (file.display(), module::inspect(file)?);
    if module.component {
        bail!("{name}: it is a component already; leave --as-component out");
    }
    if !module.command {
        bail!(
            "{name}: it exports no _start, so it is no command, and of others --as-component makes \
            no component"
        );
    }
    if module.section {
        bail!(
            "{name}: it marks a section by bench.start and bench.end, which a component cannot \
            import; measure it without --as-component"
        );
    }
    kept(file, home, |wasm| {
        component::of_command(wasm)
            .context("the adapter makes components of commands of WASI 0.1, and not of this")
    })
}
