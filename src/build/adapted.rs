//! Components that are made of guests' modules, where a guest says that a component is run.

use super::{Home, Unavailable};
use crate::catalog::guest::Guest;
use crate::component;
use crate::hash::sha256;
use anyhow::Result;
use std::path::PathBuf;
use wasmparser::Parser;

/// The module, or the component that the guest says is run.
pub fn as_it_is_run(
    guest: &Guest,
    module: PathBuf,
    home: &Home,
) -> Result<Result<PathBuf, Unavailable>> {
    let wasm = std::fs::read(&module)?;
    let is_component = Parser::is_component(&wasm);
    if is_component == guest.manifest.component {
        return Ok(Ok(module));
    }
    if is_component {
        return Ok(Err(Unavailable {
            reason: "its module is a component".to_string(),
            fix: Some("say component = true in its guest.toml".to_string()),
        }));
    }
    Ok(match component::of_command(&wasm) {
        Ok(made) => {
            let folder = home.of_this_machine().folder("guests")?;
            let file = folder.join(format!("{}-{}.component.wasm", guest.name, sha256(&made)));
            std::fs::write(&file, made)?;
            Ok(file)
        }
        Err(error) => Err(Unavailable {
            reason: format!("the adapter makes no component of it: {error:#}"),
            fix: None,
        }),
    })
}
