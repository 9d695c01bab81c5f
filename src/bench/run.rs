//! A run: the cells that were asked for, measured round by round into a journal.

use super::{precision, schedule};
use crate::bench::cell::Cell;
use crate::bench::subject::Sample;
use crate::build::pairs::two_at_a_time;
use crate::progress::Progress;
use crate::results::journal::Journal;
use crate::results::outcome::Outcome;
use crate::results::schema::{Plan, Process};
use crate::worker::Empty;
use anyhow::Result;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Takes every process sample of the plan that the journal does not hold yet.
///
/// A cell that cannot be measured is written once, with the reason. One that ended in a timeout is
/// not asked again: it would end so again, at the full price. A plan with a precision goes on after
/// its rounds, with the cells that are still open. A plan with a limit of time ends with the last
/// round that is likely to end within it. It is corrected to the rounds that were made; there is
/// always one.
pub fn measure(cells: &[Cell], journal: &mut Journal, progress: &Progress) -> Result<()> {
    let plan = journal.header.plan.clone();
    let place = |p: &Process| (p.round, p.configuration.clone(), p.input.clone());
    let mut done: BTreeSet<_> = journal.processes.iter().map(place).collect();
    let mut timed_out: BTreeSet<_> = journal
        .processes
        .iter()
        .filter(|p| p.outcome == Outcome::Timeout)
        .map(|p| (p.configuration.clone(), p.input.clone()))
        .collect();
    let empty = match journal.header.machine.emulator {
        None => empty(),
        Some(_) => None,
    };
    let began = Instant::now();
    // What the journal holds took no time of this run's.
    let mut visited = 0;
    let mut current = 0;
    let mut open = vec![true; cells.len()];
    let most = plan
        .precision
        .map_or(plan.rounds, |_| plan.rounds.max(precision::MOST_ROUNDS));
    for (round, index) in schedule::rounds(cells.len(), most, plan.seed) {
        if round > current {
            current = round;
            if let Some(precision) = plan.precision.filter(|_| round >= plan.rounds) {
                open = precision::open(cells, &journal.processes, round, precision);
            }
            let next = open.iter().filter(|open| **open).count() as u64;
            let done = progress.done();
            if next == 0 || !time_for_more(began.elapsed(), visited, next, plan.limit_ns) {
                journal.header.plan.rounds = round;
                break;
            }
            journal.header.plan.rounds = plan.rounds.max(round + 1);
            progress.correct(
                done.max(cells.len() as u64 * u64::from(plan.rounds))
                    + if round >= plan.rounds { next } else { 0 },
            );
        }
        if !open[index] {
            continue;
        }
        let cell = &cells[index];
        let name = (cell.configuration.clone(), cell.input.clone());
        progress.message(&format!("{} {}", cell.configuration, cell.input));
        let asked_once = cell.subject.is_err() && round > 0;
        let new = done.insert((round, name.0.clone(), name.1.clone()));
        visited += u64::from(new);
        if new && !asked_once && !timed_out.contains(&name) {
            let process = record(round, cell, cell.sample(&plan, empty.as_ref())?);
            if process.outcome == Outcome::Timeout {
                timed_out.insert(name);
            }
            journal.add(process)?;
        }
        match new {
            true => progress.step(),
            false => progress.skip(),
        }
    }
    Ok(())
}

/// The empty program, if it can be executed here.
fn empty() -> Option<Empty> {
    let made = Empty::new().and_then(|empty| empty.start_ns().map(|_| empty));
    let why = |error: &std::io::Error| {
        eprintln!(
            "no empty program starts in the folder for temporary files ({error}), so what the \
            system takes of a start is not known: set TMPDIR to a folder whose files may be \
            executed"
        );
    };
    made.inspect_err(why).ok()
}

/// Takes one process sample of every cell, two at a time: what they compute is looked at, and no
/// time.
pub fn verify(cells: &[Cell], plan: &Plan, progress: &Progress) -> Result<Vec<Process>> {
    let once = |cell: &Cell| {
        let process = record(0, cell, cell.sample(plan, None)?);
        progress.step();
        Ok(process)
    };
    two_at_a_time(cells, once).into_iter().collect()
}

/// True if a round of `next` visits is likely to end within the limit, by the time that those so
/// far took.
fn time_for_more(elapsed: Duration, done: u64, next: u64, limit_ns: Option<u64>) -> bool {
    let with_more = elapsed.as_nanos() * u128::from(done + next) / u128::from(done.max(1));
    limit_ns.is_none_or(|limit| with_more <= u128::from(limit))
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
        instructions: sample.instructions,
    }
}

#[cfg(test)]
mod tests {
    use super::time_for_more;
    use std::time::Duration;

    #[test]
    fn a_round_begins_only_if_it_is_likely_to_end_in_time() {
        let minute = |n: u64| Some(n * 60_000_000_000);
        let elapsed = Duration::from_secs(100);
        assert!(time_for_more(elapsed, 30, 30, None));
        assert!(time_for_more(elapsed, 30, 30, minute(4)));
        assert!(!time_for_more(elapsed, 30, 30, minute(3)));
        assert!(time_for_more(elapsed, 150, 30, minute(2)));
        // A round of few cells is short.
        assert!(time_for_more(elapsed, 30, 3, minute(2)));
    }
}
