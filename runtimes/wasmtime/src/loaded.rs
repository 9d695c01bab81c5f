//! A module, and with its imports resolved.

use crate::Guest;
use std::cell::OnceCell;
use wasmtime::{InstancePre, Linker, Module, Result};
use wasmtime_wasi::p0;

/// What modules of WASI preview 0 import.
const PREVIEW_0: &str = "wasi_unstable";

pub struct Loaded {
    module: Module,
    /// Made by the first instantiation, shared by the later ones.
    linked: OnceCell<InstancePre<Guest>>,
}

impl Loaded {
    pub fn linked(&self, linker: &Linker<Guest>) -> Result<&InstancePre<Guest>> {
        match self.linked.get() {
            Some(linked) => Ok(linked),
            None => {
                let linked = match linker.instantiate_pre(&self.module) {
                    Err(_) if self.is_of_preview_0() => self.link_preview_0(linker)?,
                    linked => linked?,
                };
                Ok(self.linked.get_or_init(|| linked))
            }
        }
    }

    fn is_of_preview_0(&self) -> bool {
        let mut imports = self.module.imports();
        imports.any(|import| import.module() == PREVIEW_0)
    }

    /// Wasmtime's command line gives preview 0 to every module. Here only those that want it wait for that.
    fn link_preview_0(&self, linker: &Linker<Guest>) -> Result<InstancePre<Guest>> {
        let mut linker = linker.clone();
        p0::add_to_linker_sync(&mut linker, |guest: &mut Guest| &mut guest.wasi)?;
        linker.instantiate_pre(&self.module)
    }
}

impl From<Module> for Loaded {
    fn from(module: Module) -> Self {
        Loaded {
            module,
            linked: OnceCell::new(),
        }
    }
}
