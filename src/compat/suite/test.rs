//! A test, as the suite describes it.

use crate::compat::suite::spec::{Spec, World};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload, TypeRef};

/// The versions of WASI that workers are asked for: of modules, and of components.
pub const MODULES: &str = "wasm32-wasip1";

pub const COMPONENTS: &str = "wasm32-wasip3";

/// One test.
#[derive(Debug, Clone)]
pub struct Test {
    pub name: String,
    pub module: PathBuf,
    pub spec: Spec,
    pub needs: Needs,
    /// Why it is not run here.
    pub skipped: Option<String>,
}

/// What a worker must be able to do, so that a test can be tried at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// What every worker has: modules with WASI 0.1.
    Modules,
    /// wasi-threads.
    Threads,
    /// Components of WASI 0.3.
    Components,
    /// Those that answer HTTP requests.
    Services,
}

impl Test {
    /// Whether it may be one of many in a process: it is done when the guest has ended, and leaves
    /// nothing running.
    pub fn may_share(&self) -> bool {
        self.needs == Needs::Modules && self.spec.only_looks_back()
    }
}

impl Test {
    pub fn read(module: PathBuf, version: &str) -> Result<Self> {
        let name = module.file_stem().unwrap_or_default();
        let mut test = Test {
            name: name.to_string_lossy().into_owned(),
            spec: Spec::default(),
            needs: Needs::Modules,
            skipped: None,
            module,
        };
        if ![MODULES, COMPONENTS].contains(&version) {
            test.skipped = Some(format!("it is for {version}"));
            return Ok(test);
        }
        let file = test.module.with_extension("json");
        if file.is_file() {
            match Spec::read(&file)? {
                Ok(spec) => test.spec = spec,
                Err(why) => test.skipped = Some(why),
            }
        }
        test.needs = match (test.spec.world, version) {
            (World::Service, _) => Needs::Services,
            (_, COMPONENTS) => Needs::Components,
            _ => modules_need(&test.module)?,
        };
        Ok(test)
    }
}

/// What a module needs, by its imports.
pub fn modules_need(file: &Path) -> Result<Needs> {
    let wasm = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    for payload in Parser::new(0).parse_all(&wasm).map_while(Result::ok) {
        if let Payload::ImportSection(imports) = payload {
            let mut imports = imports.into_imports().map_while(Result::ok);
            let is_of_threads = |import: wasmparser::Import| match import.ty {
                TypeRef::Memory(memory) => memory.shared,
                _ => (import.module, import.name) == ("wasi", "thread-spawn"),
            };
            if imports.any(is_of_threads) {
                return Ok(Needs::Threads);
            }
        }
    }
    Ok(Needs::Modules)
}
