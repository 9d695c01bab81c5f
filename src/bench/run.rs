//! A run: the cells that were asked for, measured round by round into a journal.

use super::sample::{self, Sample, Subject};
use super::schedule;
use crate::progress::Progress;
use crate::results::journal::Journal;
use crate::results::schema::Process;
use crate::worker::{End, Outcome};
use anyhow::Result;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

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
/// asked again: it would end so again, at the full price. A plan with a limit of time ends with the last
/// round that is likely to end within it, and is corrected to the rounds that were made; there is always one.
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
    let began = Instant::now();
    let mut current = 0;
    for (round, index) in schedule::rounds(cells.len(), plan.rounds, plan.seed) {
        if round > current {
            current = round;
            if !time_for_another(began.elapsed(), round, plan.limit_ns) {
                journal.header.plan.rounds = round;
                break;
            }
        }
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

/// Whether one more round is likely to end within the limit, by the time that the rounds so far took.
fn time_for_another(elapsed: Duration, rounds: u32, limit_ns: Option<u64>) -> bool {
    let with_another = elapsed.as_nanos() * u128::from(rounds + 1) / u128::from(rounds.max(1));
    limit_ns.is_none_or(|limit| with_another <= u128::from(limit))
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
        section_ns: sample.section_ns,
    }
}

#[cfg(test)]
mod tests {
    use super::time_for_another;
    use std::time::Duration;

    #[test]
    fn a_round_begins_only_if_it_is_likely_to_end_in_time() {
        let minute = |n: u64| Some(n * 60_000_000_000);
        let elapsed = Duration::from_secs(100);
        assert!(time_for_another(elapsed, 1, None));
        assert!(time_for_another(elapsed, 1, minute(4)));
        assert!(!time_for_another(elapsed, 1, minute(3)));
        assert!(time_for_another(elapsed, 5, minute(2)));
    }
}
