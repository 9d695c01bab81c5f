//! Probes: sources under `probes/`, and the modules made of them.

pub mod needs;

use crate::component;
use crate::instrument;
use crate::results::support::{Expect, FEATURES};
use anyhow::{Context, Result};
use needs::Setting;
use std::path::{Path, PathBuf};
use wasmparser::Parser;

/// A probe's source.
#[derive(Debug, Clone)]
pub struct Source {
    /// The folder under `probes/`.
    pub group: String,
    /// The file's name without its ending: a function, a feature.
    pub name: String,
    pub file: PathBuf,
}

/// A probe that is ready.
#[derive(Debug, Clone)]
pub struct Probe {
    pub source: Source,
    /// The source, by lines, which failures point into.
    pub lines: Vec<String>,
    /// What the source was compiled to.
    pub wasm: Vec<u8>,
    pub setting: Setting,
    form: Form,
    pub cases: Vec<Case>,
}

/// What a source was compiled to.
#[derive(Debug, Clone)]
enum Form {
    Module,
    Component,
    /// A module that imports interfaces, which a component has to be made of, and the text of these
    /// interfaces.
    ForComponent(String),
}

/// One case of a probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The export, which says in words what is tried.
    pub export: String,
    pub must: Expect,
}

impl Source {
    /// `group/name`
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.group, self.name)
    }

    /// What switches call it: its name, of features of WebAssembly; else with its group.
    pub fn feature(&self) -> String {
        if self.group == FEATURES {
            self.name.clone()
        } else {
            self.full_name()
        }
    }

    /// Whether it is a module as text, which needs no compiler.
    pub fn is_text(&self) -> bool {
        self.file.extension().is_some_and(|ending| ending == "wat")
    }
}

/// The sources under a project's `probes/`, by name.
pub fn sources(root: &Path) -> Result<Vec<Source>> {
    files(&root.join("probes"), &["c", "wat"])
}

/// The modules under a project's `probes/pinned/`, by name.
pub fn pinned(root: &Path) -> Result<Vec<Source>> {
    match root.join("probes/pinned") {
        folder if folder.is_dir() => files(&folder, &["wasm"]),
        _ => Ok(Vec::new()),
    }
}

/// The files of a group each, with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(folder)
        .min_depth(2)
        .max_depth(2)
        .sort_by_file_name()
    {
        let entry = entry.with_context(|| format!("{}", folder.display()))?;
        let file = entry.path();
        let text = |part: Option<&std::ffi::OsStr>| {
            part.unwrap_or_default().to_string_lossy().into_owned()
        };
        if endings.contains(&text(file.extension()).as_str()) {
            sources.push(Source {
                group: text(file.parent().and_then(Path::file_name)),
                name: text(file.file_stem()),
                file: file.to_path_buf(),
            });
        }
    }
    Ok(sources)
}

impl Probe {
    /// Of a source and the module that was made of it.
    pub fn new(source: Source, wasm: Vec<u8>) -> Result<Self> {
        let text = std::fs::read_to_string(&source.file)
            .with_context(|| format!("{}", source.file.display()))?;
        let form = if Parser::is_component(&wasm) {
            Form::Component
        } else if component::imports_interfaces(&wasm) {
            let folder = source.file.ancestors().nth(2).unwrap_or(&source.file);
            let file = folder.join(format!("{}.wit", source.group));
            let wit = std::fs::read_to_string(&file);
            Form::ForComponent(wit.with_context(|| format!("{}", file.display()))?)
        } else {
            Form::Module
        };
        let names = case_names(&wasm).with_context(|| format!("{}", source.file.display()))?;
        let cases: Result<Vec<Case>> = names.into_iter().map(Case::named).collect();
        let cases = cases.with_context(|| format!("{}", source.file.display()))?;
        anyhow::ensure!(
            !cases.is_empty(),
            "{}: exports no case",
            source.file.display()
        );
        let setting = Setting::read(&text).with_context(|| format!("{}", source.file.display()))?;
        Ok(Probe {
            source,
            setting,
            lines: text.lines().map(str::to_string).collect(),
            wasm,
            form,
            cases,
        })
    }

    /// What is loaded for a case: the module or component, or a command that makes the call.
    /// `one_shot`: the case's argument, where only commands can be started.
    pub fn loaded_for(&self, case: &Case, one_shot: Option<u32>) -> Result<Vec<u8>> {
        let called = matches!(case.must, Expect::Exit(_)).then_some(case.export.as_str());
        match (&self.form, called, one_shot) {
            (Form::Module, Some(called), _) => instrument::start_calling(&self.wasm, called),
            (Form::Module, None, Some(argument)) => {
                instrument::start_telling(&self.wasm, &case.export, argument)
                    .with_context(|| self.source.full_name())
            }
            (Form::ForComponent(wit), called, _) => {
                let cases: Vec<&str> = self.cases.iter().map(|case| &*case.export).collect();
                component::encode(&self.wasm, wit, &cases, called)
                    .with_context(|| self.source.full_name())
            }
            _ => Ok(self.wasm.clone()),
        }
    }

    /// Whether what is loaded is a component.
    pub fn is_component(&self) -> bool {
        !matches!(self.form, Form::Module)
    }

    /// The name under which a case is exported by what is loaded.
    pub fn export(&self, case: &Case) -> String {
        match self.form {
            Form::Module => case.export.clone(),
            _ => component::label(&case.export),
        }
    }
}

/// The names of a compiled probe's cases.
///
/// # Errors
/// It is no module or component, or damaged.
pub fn case_names(wasm: &[u8]) -> Result<Vec<String>> {
    match Parser::is_component(wasm) {
        true => Ok(component::functions(wasm)?
            .iter()
            .map(|name| words(name))
            .collect()),
        false => instrument::cases(wasm),
    }
}

/// A name that a component can export, as words.
fn words(label: &str) -> String {
    let words = label.replace('-', " ");
    match words.strip_prefix("traps ") {
        Some(rest) => format!("traps: {rest}"),
        None => words,
    }
}

impl Case {
    /// Of an export: its name says what must become of it.
    ///
    /// # Errors
    /// It begins nearly as names of a kind of cases do.
    pub fn named(export: String) -> Result<Self> {
        let must = Expect::checked(&export)?;
        Ok(Case { export, must })
    }

    /// What must be on standard output or error when it has returned.
    pub fn prints(&self) -> Option<&str> {
        Some(self.export.strip_prefix("prints ")?.split_once(": ")?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Source, case_names, pinned, sources};
    use std::path::Path;

    #[test]
    fn every_case_here_is_of_a_kind_or_a_sentence() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut modules: Vec<(Source, Vec<u8>)> = Vec::new();
        for source in sources(root).unwrap().into_iter().filter(Source::is_text) {
            let wasm = wat::parse_file(&source.file).unwrap();
            modules.push((source, wasm));
        }
        for source in pinned(root).unwrap() {
            let wasm = std::fs::read(&source.file).unwrap();
            modules.push((source, wasm));
        }
        for (source, wasm) in modules {
            for name in case_names(&wasm).unwrap() {
                let case = Case::named(name);
                assert!(case.is_ok(), "{}: {case:?}", source.full_name());
            }
        }
    }
}
