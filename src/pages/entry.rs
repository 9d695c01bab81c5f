//! The entry of one runtime: facts, figures, and claims about it.

use super::kind::Kind;
use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};
use crate::analysis::metric::Metric;
use crate::pages::claim_check::Judge;
use crate::pages::claim_check::Judged;
use crate::pages::counts::SHOWN;
use crate::pages::counts::Tally;
use crate::pages::inputs::Material;
use crate::pages::inputs::Named;
use crate::pages::inputs::runtime_of;
use crate::report::support::withheld;
use crate::results::outcome::Outcome;
use crate::results::runtime::RuntimeNotes;
use crate::results::schema::{Configuration, Results};
use crate::results::support::Record;
use crate::stats::Estimate;
use std::collections::BTreeSet;
use wasmeter_worker::Artifact;

/// A runtime.
#[derive(Debug)]
pub struct Entry<'a> {
    pub notes: RuntimeNotes,
    /// As the runtime says itself; several where not all that was measured is of one version.
    pub versions: BTreeSet<String>,
    /// Architectures.
    pub measured_on: BTreeSet<String>,
    /// Architectures whose builds ran under emulation, and nowhere else.
    pub emulated_on: BTreeSet<String>,
    pub columns: Vec<Column>,
    /// Why configurations are not here, by their names.
    pub unavailable: Vec<(String, String)>,
    pub said: Vec<Judged<'a>>,
    /// The number of its withheld cases by outcome, and the date; for each machine where some are.
    pub withheld: Vec<String>,
}

/// A configuration on one machine.
#[derive(Debug)]
pub struct Column {
    pub configuration: String,
    /// The name of the run; empty where only support was tried.
    pub run: String,
    pub kind: Option<Kind>,
    /// Inputs that went well, of all.
    pub ok: Option<(usize, usize)>,
    /// Nanoseconds; none where the run did not record the system's part of it.
    pub start: Option<Estimate>,
    /// Nanoseconds.
    pub cold_start: Option<Estimate>,
    /// A ratio to native.
    pub throughput: Option<Estimate>,
    /// Bytes.
    pub memory: Option<Estimate>,
    /// The size of the program with all libraries that it maps.
    pub mapped_bytes: Option<u64>,
    /// In the order of [`SHOWN`].
    pub support: [Option<Tally>; SHOWN.len()],
}

/// All runtimes but native code, by their titles.
pub fn entries(material: &Material) -> Vec<Entry<'_>> {
    entries_of(material, &material.cells())
}

/// Returns the entries, with the cells of the runs at hand.
pub(super) fn entries_of<'a>(material: &'a Material, cells: &[Cells]) -> Vec<Entry<'a>> {
    let judge = Judge::new(material);
    let figures: Vec<Figures> = cells.iter().map(Figures::of).collect();
    let entry = |notes: RuntimeNotes| {
        let name = notes.name.clone();
        let mut entry = Entry {
            said: judge.statements_of(&name),
            notes,
            versions: BTreeSet::new(),
            measured_on: BTreeSet::new(),
            emulated_on: BTreeSet::new(),
            columns: Vec::new(),
            unavailable: Vec::new(),
            withheld: Vec::new(),
        };
        for ((run, cells), figures) in material.runs.iter().zip(cells).zip(&figures) {
            let its = figures
                .rows
                .iter()
                .filter(|row| runtime_of(&row.configuration.name) == name);
            for row in its {
                entry.add(material, run, cells, row);
            }
        }
        for record in &material.support {
            entry.add_untimed(material, record);
            let its = |configuration: &str| runtime_of(configuration) == name;
            let text = withheld::in_short(&record.what.withheld, its);
            entry
                .withheld
                .extend(text.map(|text| format!("{}: {text}", record.name)));
        }
        let headers = material.emulated.iter().map(|run| &run.what.header);
        let ran = headers.filter(|header| has(&header.configurations, &name));
        let archs: BTreeSet<_> = ran.map(|header| header.machine.arch.clone()).collect();
        entry.emulated_on = &archs - &entry.measured_on;
        entry
    };
    let runtimes = material
        .runtimes()
        .into_iter()
        .filter(|notes| !is_native(material, &notes.name));
    let mut entries: Vec<Entry> = runtimes.map(entry).collect();
    entries.sort_by_key(|entry| (entry.notes.title().to_lowercase(), entry.notes.name.clone()));
    entries
}

impl Entry<'_> {
    fn add(&mut self, material: &Material, run: &Named<Results>, cells: &Cells, row: &Row) {
        let c = row.configuration;
        self.versions.extend(c.version.clone());
        if let Some(why) = &c.unavailable {
            self.add_unavailable(&c.name, why);
            return;
        }
        let header = &run.what.header;
        self.measured_on.insert(header.machine.arch.clone());
        let inputs = &header.plan.inputs;
        let ends = inputs.iter().filter_map(|input| cells.end(&c.name, input));
        let ok = ends.filter(|end| end.outcome == Outcome::Ok).count();
        self.columns.push(Column {
            configuration: c.name.clone(),
            run: run.name.clone(),
            kind: Kind::of(c),
            ok: Some((ok, inputs.len())),
            start: row.start.filter(|_| cells.start() == Metric::Start),
            cold_start: row.cold_start,
            throughput: row.throughput,
            memory: row.memory,
            mapped_bytes: c.mapped_bytes,
            support: support(material, &header.machine.arch, &c.name),
        });
    }

    /// Adds configurations that were only tried, and not timed.
    fn add_untimed(&mut self, material: &Material, record: &Named<Record>) {
        for c in &record.what.configurations {
            let known = self
                .columns
                .iter()
                .any(|column| column.configuration == c.name);
            if runtime_of(&c.name) != self.notes.name || known {
                continue;
            }
            self.versions.extend(c.version.clone());
            if let Some(why) = &c.unavailable {
                self.add_unavailable(&c.name, why);
                continue;
            }
            self.columns.push(Column {
                configuration: c.name.clone(),
                run: String::new(),
                kind: None,
                ok: None,
                start: None,
                cold_start: None,
                throughput: None,
                memory: None,
                mapped_bytes: None,
                support: support(material, &record.what.machine.arch, &c.name),
            });
        }
    }

    fn add_unavailable(&mut self, name: &str, why: &str) {
        if !self.unavailable.iter().any(|(known, _)| known == name) {
            self.unavailable.push((name.to_string(), why.to_string()));
        }
    }

    /// The title, the versions and nothing else: a line's beginning.
    pub fn version(&self) -> String {
        let versions: Vec<_> = self.versions.iter().map(String::as_str).collect();
        match versions.as_slice() {
            [] => "version not known: it was not to be had".to_string(),
            versions => versions.join(", "),
        }
    }

    /// The column with the least of something.
    pub fn best(
        &self,
        figure: impl Fn(&Column) -> Option<Estimate>,
    ) -> Option<(&Column, Estimate)> {
        least(&self.columns, figure)
    }
}

/// The column with the least of something, among some.
pub fn least<'c>(
    columns: impl IntoIterator<Item = &'c Column>,
    figure: impl Fn(&Column) -> Option<Estimate>,
) -> Option<(&'c Column, Estimate)> {
    let all = columns
        .into_iter()
        .filter_map(|column| Some((column, figure(column)?)));
    all.min_by(|a, b| a.1.value.total_cmp(&b.1.value))
}

/// Returns the support on the same architecture, else nothing: support may depend on it.
fn support(material: &Material, arch: &str, configuration: &str) -> [Option<Tally>; SHOWN.len()] {
    let records = material
        .support
        .iter()
        .filter(|record| record.what.machine.arch == arch);
    let records: Vec<&Record> = records.map(|record| &record.what).collect();
    SHOWN.map(|(group, _)| {
        records
            .iter()
            .find_map(|record| Tally::of(record, configuration, group))
    })
}

/// True if a runtime has a configuration there that is not unavailable.
fn has(configurations: &[Configuration], runtime: &str) -> bool {
    let its = |c: &Configuration| c.unavailable.is_none() && runtime_of(&c.name) == runtime;
    configurations.iter().any(its)
}

fn is_native(material: &Material, runtime: &str) -> bool {
    let configurations = material
        .runs
        .iter()
        .flat_map(|run| &run.what.header.configurations);
    let is = |c: &Configuration| runtime_of(&c.name) == runtime && c.artifact == Artifact::Native;
    let mut its = configurations
        .filter(|c| runtime_of(&c.name) == runtime)
        .peekable();
    its.peek().is_some() && its.all(is)
}
