//! Everything that pages are made from, as plain data.

use super::statements::Statements;
use crate::analysis::cells::Cells;
use crate::compare::document::{self, Document};
use crate::files;
use crate::results::runtime::RuntimeNotes;
use crate::results::saved::Saved;
use crate::results::schema::{self, Results};
use crate::results::spec;
use crate::results::support::withheld::{self, Known};
use crate::results::support::{self, Record};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a folder, each kind by name.
#[derive(Debug, Default)]
pub struct Material {
    /// Runs of `matrix` or `bench`, one an architecture.
    pub runs: Vec<Named<Results>>,
    /// Runs of `bench --deadlines`, beside others: what it costs to be able to end a guest.
    pub limits: Vec<Named<Results>>,
    /// Runs under emulation: they have no times.
    pub emulated: Vec<Named<Results>>,
    /// Extracts of runs on several kinds of machines: see [`crate::analysis::compact`].
    pub machines: Vec<Named<Results>>,
    /// The changes of each run since the one before it, by the run's name.
    pub changes: BTreeMap<String, Document>,
    /// The files of `compat --save`.
    pub support: Vec<Named<Record>>,
    /// Support of another processor's builds: listed separately, and no part of what pages say
    /// about runtimes.
    pub emulated_support: Vec<Named<Record>>,
    /// The files of `compat spec --save`.
    pub spec: Vec<Named<spec::Record>>,
    /// Cases that broke a runtime, in words.
    pub withheld: Known,
    /// Claims of others about runtimes.
    pub statements: Vec<Statements>,
    /// Where the page with charts is published, if that is known: items of the landscape link to
    /// it.
    pub address: Option<String>,
}

/// The contents of a file.
#[derive(Debug)]
pub struct Named<T> {
    /// The file's name without `.json`: its page is `NAME.md`.
    pub name: String,
    pub what: T,
}

impl Material {
    /// Reads files, and all files of folders (of those below, only extracts in `machines`). What is
    /// of no schema of wasmeter's is passed over in a folder, and refused as a file. `statements`
    /// is a folder of them, which need not exist.
    ///
    /// # Errors
    /// Names the file that is damaged, of another version, or not one of wasmeter's.
    pub fn read(paths: &[PathBuf], statements: &Path) -> Result<Self> {
        Material::read_with(paths, statements, None)
    }

    /// The same, where the contents of a folder's file are at hand: it is not read.
    pub(crate) fn read_with(
        paths: &[PathBuf],
        statements: &Path,
        mut at_hand: Option<(&Path, Results)>,
    ) -> Result<Self> {
        let mut material = Material {
            statements: Statements::read_all(statements)?,
            ..Material::default()
        };
        for path in paths {
            if !path.is_dir() {
                if !material.add(path)? {
                    bail!(
                        "{}: no file that wasmeter wrote: it has none of its schemas\nname results \
                        files, or a folder of them",
                        path.display()
                    );
                }
                continue;
            }
            let mut files = json_files(path)?;
            let machines = path.join("machines");
            if machines.is_dir() {
                files.extend(json_files(&machines)?);
            }
            for file in files {
                match at_hand.take_if(|(own, _)| *own == file) {
                    Some((_, results)) => material.add_results(name_of(&file), results),
                    None => {
                        material.add(&file)?;
                    }
                }
            }
        }
        material.set_limits_aside();
        let records = material
            .support
            .iter_mut()
            .chain(&mut material.emulated_support);
        for record in records {
            record.what.recall(&material.withheld, |_| true);
        }
        Ok(material)
    }

    /// Adds the contents of a file. `false`: pages are not made from such a file.
    fn add(&mut self, file: &Path) -> Result<bool> {
        let text = files::read(file, "name results files, or a folder of them")?;
        let Ok(saved) = Saved::of(text, file) else {
            return Ok(false);
        };
        let name = name_of(file);
        if saved.is_of(schema::SCHEMA) {
            self.add_results(name, Results::of(&saved, file)?);
        } else if saved.is_of(support::SCHEMA) {
            let what = Record::of(&saved, file)?;
            match what.machine.emulator {
                None => self.support.push(Named { name, what }),
                Some(_) => self.emulated_support.push(Named { name, what }),
            }
        } else if saved.is_of(withheld::SCHEMA) {
            self.withheld = Known::of(&saved, file)?;
        } else if saved.is_of(spec::SCHEMA) {
            let what = saved.parse(spec::SCHEMA, file, "run compat spec again")?;
            self.spec.push(Named { name, what });
        } else if saved.is_of(document::SCHEMA) {
            let run = name.strip_suffix(".changes").unwrap_or(&name).to_string();
            let changes = saved.parse(document::SCHEMA, file, "run matrix again")?;
            self.changes.insert(run, changes);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Takes runs with means of deadlines out of the runs, unless there is nothing else to show.
    fn set_limits_aside(&mut self) {
        let has_means = |run: &Named<Results>| {
            let mut configurations = run.what.header.configurations.iter();
            configurations.any(|c| c.name.contains('+'))
        };
        if !self.runs.iter().all(has_means) {
            self.limits = self.runs.extract_if(.., |run| has_means(run)).collect();
        }
    }

    fn add_results(&mut self, name: String, what: Results) {
        match (&what.header.compact_of, &what.header.machine.emulator) {
            (Some(_), _) => self.machines.push(Named { name, what }),
            (None, None) => self.runs.push(Named { name, what }),
            (None, Some(_)) => self.emulated.push(Named { name, what }),
        }
    }

    /// The cells of each run.
    pub fn cells(&self) -> Vec<Cells<'_>> {
        let runs = self.runs.iter();
        runs.map(|run| Cells::derive(&run.what)).collect()
    }

    /// Returns the notes about runtimes, by name: from the first file that has more than a name and
    /// a home page; fields that an older file lacks come from a newer one.
    pub fn runtimes(&self) -> Vec<RuntimeNotes> {
        let measured = self.runs.iter().flat_map(|run| {
            let header = &run.what.header;
            let names = header.configurations.iter().map(|c| c.name.as_str());
            (header.runtimes.iter().cloned()).chain(names.map(nameless))
        });
        let tried = self
            .support
            .iter()
            .flat_map(|s| s.what.runtimes.iter().cloned());
        let mut runtimes: BTreeMap<String, RuntimeNotes> = BTreeMap::new();
        for notes in measured.chain(tried) {
            let known = runtimes.entry(notes.name.clone()).or_default();
            let hosts = known.hosts.take().or_else(|| notes.hosts.clone());
            let says_more = known.name.is_empty()
                || (known.description.is_empty() && !notes.homepage.is_empty());
            if says_more {
                *known = notes;
            }
            known.hosts = hosts;
        }
        for notes in runtimes.values_mut() {
            let security = self.withheld.runtimes.get(&notes.name);
            notes.security = notes.security.take().or_else(|| security.cloned());
        }
        runtimes.into_values().collect()
    }
}

/// Returns the notes of a runtime where only a configuration's name is known.
fn nameless(configuration: &str) -> RuntimeNotes {
    RuntimeNotes {
        name: runtime_of(configuration).to_string(),
        ..RuntimeNotes::default()
    }
}

/// The runtime of `runtime/configuration`.
pub fn runtime_of(configuration: &str) -> &str {
    configuration.split('/').next().unwrap_or(configuration)
}

/// The mode of `runtime/mode`.
pub fn mode_of(configuration: &str) -> &str {
    configuration
        .split_once('/')
        .map_or(configuration, |(_, mode)| mode)
}

/// What the contents of a file are called.
fn name_of(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry?.path();
        if file
            .extension()
            .is_some_and(|extension| extension == "json")
            && file.is_file()
        {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::Material;
    use crate::report::tests::example;
    use std::path::Path;
    use tempfile::TempDir;

    #[test]
    fn results_at_hand_are_not_read_again() {
        let dir = TempDir::new().unwrap();
        let own = dir.path().join("b.json");
        for (name, rounds) in [("a.json", 1), ("c.json", 3)] {
            example(rounds).write(&dir.path().join(name)).unwrap();
        }
        std::fs::write(&own, r#"{"schema": "wasmeter-results/1"}"#).unwrap();
        let read = |at_hand| {
            let folder = [dir.path().to_path_buf()];
            Material::read_with(&folder, Path::new(""), at_hand)
        };
        assert!(read(None).unwrap_err().to_string().contains("b.json"));
        let material = read(Some((own.as_path(), example(2)))).unwrap();
        let runs = material.runs.iter();
        let runs: Vec<_> = runs
            .map(|run| (run.name.as_str(), run.what.header.plan.rounds))
            .collect();
        assert_eq!(runs, [("a", 1), ("b", 2), ("c", 3)]);
    }

    #[test]
    fn emulated_results_at_hand_have_a_place_of_their_own() {
        let dir = TempDir::new().unwrap();
        let own = dir.path().join("b.json");
        std::fs::write(&own, "").unwrap();
        let mut results = example(2);
        results.header.machine.emulator = Some("an emulator".to_string());
        let folder = [dir.path().to_path_buf()];
        let at_hand = Some((own.as_path(), results));
        let material = Material::read_with(&folder, Path::new(""), at_hand).unwrap();
        assert_eq!((material.runs.len(), material.emulated.len()), (0, 1));
    }
}
