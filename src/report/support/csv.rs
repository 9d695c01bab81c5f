//! The matrix as CSV: a probe on a configuration a row.

use super::super::csv::inert;
use super::matrix::words;
use crate::command_line::{self, quoted};
use crate::results::support::verdict::Verdict;
use crate::results::support::{ProbeResult, Record, passed};
use anyhow::Result;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct Row<'a> {
    configuration: Cow<'a, str>,
    version: Option<Cow<'a, str>>,
    probe: Cow<'a, str>,
    shown: String,
    /// By its name in files; `shown` has the word of tables.
    verdict: Verdict,
    passed: usize,
    cases: usize,
    switch: Option<Cow<'a, str>>,
    with_switch: Option<Verdict>,
    passed_with_switch: Option<usize>,
    command: String,
}

pub fn render(record: &Record) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for tried in &record.results {
        writer.serialize(row(record, tried))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn row<'a>(record: &'a Record, tried: &'a ProbeResult) -> Row<'a> {
    let mut configurations = record.configurations.iter();
    let its = configurations.find(|c| c.name == tried.configuration);
    let on = tried.with_switch.as_ref();
    Row {
        configuration: inert(&tried.configuration),
        version: its.and_then(|c| c.version.as_deref()).map(inert),
        probe: inert(&tried.probe),
        shown: words(tried),
        verdict: tried.verdict,
        passed: passed(&tried.cases),
        cases: tried.cases.len(),
        switch: on.map(|on| inert(&on.how)),
        with_switch: on.map(|on| on.verdict),
        passed_with_switch: on.map(|on| passed(&on.cases)),
        command: again(record, tried),
    }
}

/// The command that tries a probe on a configuration again.
fn again(record: &Record, tried: &ProbeResult) -> String {
    let (probe, configuration) = (quoted(&tried.probe), quoted(&tried.configuration));
    let mut command = format!("wasmeter compat {probe} -r {configuration}");
    let machine = &record.machine;
    if machine.emulator.is_some() {
        command += &format!(" --emulated {}", machine.arch);
    }
    let mut probes = record.probes.iter();
    let notes = probes.find(|notes| notes.name == tried.probe);
    command_line::with(&command, notes.iter().flat_map(|notes| &notes.given))
}
