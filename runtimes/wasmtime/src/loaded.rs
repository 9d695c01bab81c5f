//! A module, and with its imports resolved.

use crate::Guest;
use std::cell::OnceCell;
use wasmtime::{InstancePre, Linker, Module, Result};

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
                let linked = linker.instantiate_pre(&self.module)?;
                Ok(self.linked.get_or_init(|| linked))
            }
        }
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
