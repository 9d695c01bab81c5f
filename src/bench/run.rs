//! A run: the cells that were asked for, measured round by round into a journal.

use super::sample::{self, Sample, Subject};
use super::schedule;
use crate::progress::Progress;
use crate::results::journal::Journal;
use crate::results::schema::Process;
use crate::worker::{End, Outcome};
use anyhow::Result;
use std::collections::BTreeSet;

/// A cell to measure, or why it cannot be.
#[derive(Debug, Clone)]
pub struct Cell {
    /// `runtime/configuration`.
    pub configuration: String,
    /// `guest/input`.
    pub input: String,
    pub subject: Result<Subject, End>,
}

/// Takes every process sample of the plan that the journal does not hold yet.
///
/// A cell that cannot be measured is written once, with the reason. One that ended in a timeout is not
/// asked again: it would end so again, at the full price.
pub fn measure(cells: &[Cell], journal: &mut Journal, progress: &Progress) -> Result<()> {
    let plan = journal.header.plan.clone();
    let place = |p: &Process| (p.round, p.configuration.clone(), p.input.clone());
    let mut done: BTreeSet<_> = journal.processes.iter().map(place).collect();
    let mut hopeless: BTreeSet<_> = journal
        .processes
        .iter()
        .filter(|p| p.outcome == Outcome::Timeout)
        .map(|p| (p.configuration.clone(), p.input.clone()))
        .collect();
    for (round, index) in schedule::rounds(cells.len(), plan.rounds, plan.seed) {
        let cell = &cells[index];
        let name = (cell.configuration.clone(), cell.input.clone());
        progress.message(&format!("{} {}", cell.configuration, cell.input));
        let asked_once = cell.subject.is_err() && round > 0;
        let new = done.insert((round, name.0.clone(), name.1.clone()));
        if new && !asked_once && !hopeless.contains(&name) {
            let sample = match &cell.subject {
                Ok(subject) => sample::take(subject, &plan)?,
                Err(end) => Sample {
                    end: Some(end.clone()),
                    ..Sample::default()
                },
            };
            let process = record(round, cell, sample);
            if process.outcome == Outcome::Timeout {
                hopeless.insert(name);
            }
            journal.add(process)?;
        }
        progress.step();
    }
    Ok(())
}

fn record(round: u32, cell: &Cell, sample: Sample) -> Process {
    let (outcome, message) = match sample.end {
        None => (Outcome::Ok, None),
        Some(end) => (end.outcome, Some(end.message)),
    };
    Process {
        round,
        configuration: cell.configuration.clone(),
        input: cell.input.clone(),
        outcome,
        message,
        startup: sample.startup,
        throughput: sample.throughput,
        memory: sample.memory,
    }
}
