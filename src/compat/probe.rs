//! Probes: sources under `probes/`, and the modules made of them.

use super::setting::Setting;
use crate::graft::cases;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// What a probe is about; its folder under `probes/`: ways out of the sandbox.
pub const SANDBOX: &str = "sandbox";
/// Features of WebAssembly, which runtimes may have switches for.
pub const FEATURES: &str = "wasm";

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
    pub wasm: Vec<u8>,
    pub setting: Setting,
    pub cases: Vec<Case>,
}

/// One case of a probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The export, which says in words what is tried.
    pub export: String,
    pub must: Must,
}

/// What must become of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// It returns 0.
    Hold,
    /// It traps.
    Trap,
    /// It returns 0, or its call traps.
    HoldOrTrap,
    /// Anything: by itself it does not end.
    BeEnded,
    /// It is a command, and ends with this code.
    Exit(i32),
}

impl Source {
    /// `group/name`
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.group, self.name)
    }

    /// Whether it is a module as text, which needs no compiler.
    pub fn is_text(&self) -> bool {
        self.file.extension().is_some_and(|ending| ending == "wat")
    }
}

/// The sources under a project's `probes/`, by name.
pub fn sources(root: &Path) -> Result<Vec<Source>> {
    let folder = root.join("probes");
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(&folder)
        .min_depth(2)
        .max_depth(2)
        .sort_by_file_name()
    {
        let entry = entry.with_context(|| format!("{}", folder.display()))?;
        let file = entry.path();
        let text = |part: Option<&std::ffi::OsStr>| {
            part.unwrap_or_default().to_string_lossy().into_owned()
        };
        if ["c", "wat"].contains(&text(file.extension()).as_str()) {
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
        let cases: Vec<Case> = cases(&wasm)
            .with_context(|| format!("{}", source.file.display()))?
            .into_iter()
            .map(Case::new)
            .collect();
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
            cases,
        })
    }
}

impl Case {
    fn new(export: String) -> Self {
        let exit = export
            .strip_prefix("exits with ")
            .and_then(|rest| rest.split_once(':')?.0.parse().ok());
        let must = match exit {
            Some(code) => Must::Exit(code),
            None if export.starts_with("traps: ") => Must::Trap,
            None if export.starts_with("traps or ") => Must::HoldOrTrap,
            None if export.starts_with("is ended: ") => Must::BeEnded,
            None => Must::Hold,
        };
        Case { export, must }
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Must};

    #[test]
    fn a_name_says_what_must_become_of_a_case() {
        let must = |name: &str| Case::new(name.to_string()).must;
        assert_eq!(must("exits with 7: at once"), Must::Exit(7));
        assert_eq!(must("exits with grace"), Must::Hold);
        assert_eq!(must("traps: a division by zero"), Must::Trap);
        assert_eq!(must("traps or says no"), Must::HoldOrTrap);
        assert_eq!(must("is ended: a loop"), Must::BeEnded);
        assert_eq!(must("reads"), Must::Hold);
    }
}
