//! Which cells are still open: those whose interval is wider than was asked for. Only they are
//! visited in further rounds.

use crate::bench::cell::Cell;
use crate::results::outcome::Outcome;
use crate::results::schema::Process;
use crate::stats::Difference;
use std::collections::{BTreeMap, BTreeSet};
use wasmeter_worker::Artifact;

/// Rounds after which every cell is closed, however wide its interval.
pub const MOST_ROUNDS: u32 = 100;

/// Logarithms of times, by round.
type Series = BTreeMap<u32, f64>;

/// Which of the cells are open, by the process samples before a round.
///
/// What counts is the 95% interval of the time for a unit of work, of commands of the cold start:
/// as a ratio to native, where that went well, for that is what reports show, else as it is. It has
/// to reach up by `precision` (a fraction) at the most, and down as far. Native stays open with any
/// other cell of its input, to be paired with it.
pub fn open(cells: &[Cell], processes: &[Process], round: u32, precision: f64) -> Vec<bool> {
    let mut series: BTreeMap<(&str, &str), Series> = BTreeMap::new();
    let mut failed = BTreeSet::new();
    for process in processes.iter().filter(|p| p.round < round) {
        let place = (process.configuration.as_str(), process.input.as_str());
        match logarithm(process) {
            Some(value) if process.outcome == Outcome::Ok => {
                series
                    .entry(place)
                    .or_default()
                    .insert(process.round, value);
            }
            // It has no figure, whatever comes.
            _ => drop(failed.insert(place)),
        }
    }
    let is_native =
        |cell: &Cell| matches!(&cell.subject, Ok(subject) if subject.artifact == Artifact::Native);
    let natives: Vec<&Cell> = cells.iter().filter(|cell| is_native(cell)).collect();
    let wide = |cell: &Cell| {
        let place = (cell.configuration.as_str(), cell.input.as_str());
        let Some(own) = series.get(&place).filter(|_| !failed.contains(&place)) else {
            return false;
        };
        let mut natives = natives
            .iter()
            .filter(|native| native.input == cell.input && !is_native(cell));
        let reference = natives.find_map(|native| {
            let place = (native.configuration.as_str(), native.input.as_str());
            series.get(&place).filter(|_| !failed.contains(&place))
        });
        let pair = |(round, value): (&u32, &f64)| match reference {
            Some(reference) => Some((*value, *reference.get(round)?)),
            None => Some((*value, 0.0)),
        };
        let pairs: Vec<_> = own.iter().filter_map(pair).collect();
        let interval = Difference::paired(&pairs).and_then(|d| d.interval(0.05));
        // Too few have no interval yet.
        interval.is_none_or(|(low, high)| (high - low) / 2.0 > precision.ln_1p())
    };
    let wide: Vec<bool> = cells.iter().map(wide).collect();
    let open_inputs: BTreeSet<&str> = cells
        .iter()
        .zip(&wide)
        .filter(|(cell, wide)| **wide && !is_native(cell))
        .map(|(cell, _)| cell.input.as_str())
        .collect();
    let open = |(cell, wide): (&Cell, bool)| {
        let alone = || {
            !cells
                .iter()
                .any(|other| other.input == cell.input && !is_native(other))
        };
        match is_native(cell) {
            true => open_inputs.contains(cell.input.as_str()) || (wide && alone()),
            false => wide,
        }
    };
    cells.iter().zip(wide).map(open).collect()
}

fn logarithm(process: &Process) -> Option<f64> {
    let time = match &process.throughput {
        Some(timed) => timed.step_ns()?,
        None => process.startup.cold_ns()? as f64,
    };
    (time > 0.0).then(|| time.ln())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::subject::{Subject, Work};
    use crate::results::outcome::End;
    use crate::results::schema::{Startup, Throughput};
    use crate::worker::Program;

    fn cell(configuration: &str, artifact: Artifact) -> Cell {
        Cell {
            configuration: configuration.to_string(),
            input: "work/one".to_string(),
            subject: Ok(Subject {
                program: Program::default(),
                one_shot: false,
                configuration: String::new(),
                limits: None,
                artifact,
                module: "".into(),
                stdin: None,
                args: Vec::new(),
                needs_files: false,
                files: None,
                env: Default::default(),
                ignored: Vec::new(),
                section: false,
                work: Work::Bench { digest: 0 },
            }),
        }
    }

    fn process(configuration: &str, round: u32, ns: f64) -> Process {
        Process {
            round,
            configuration: configuration.to_string(),
            input: "work/one".to_string(),
            outcome: Outcome::Ok,
            message: None,
            startup: Startup::default(),
            throughput: Some(Throughput {
                steps: 10,
                warm_up: 0,
                warming: Vec::new(),
                samples_ns: vec![ns as u64],
                cpu_ns: None,
                counts: None,
            }),
            memory: None,
            section_ns: Vec::new(),
            instructions: None,
        }
    }

    /// The machine drifts by half; `steady` takes twice as long as native each time, `shaky` does
    /// not.
    fn example(rounds: u32) -> (Vec<Cell>, Vec<Process>) {
        let mut cells = vec![
            cell("steady", Artifact::Wasm),
            cell("shaky", Artifact::Wasm),
            cell("host", Artifact::Native),
            cell("lost", Artifact::Wasm),
        ];
        cells[3].subject = Err(End::new(Outcome::Unavailable, "not here"));
        let mut processes = Vec::new();
        for round in 0..rounds {
            let native = 1e6 * (1.0 + 0.5 * f64::from(round) / f64::from(rounds));
            processes.push(process("host", round, native));
            processes.push(process("steady", round, 2.0 * native));
            let shaken = 1.0 + 0.05 * f64::from(round * 7 % 5);
            processes.push(process("shaky", round, 2.0 * native * shaken));
        }
        (cells, processes)
    }

    #[test]
    fn effort_goes_where_it_is_still_open() {
        let (cells, processes) = example(12);
        assert_eq!(
            open(&cells, &processes, 12, 0.01),
            [false, true, true, false]
        );
        assert_eq!(open(&cells, &processes, 12, 0.5), [false; 4]);
        // Five rounds have no interval yet.
        assert_eq!(open(&cells, &processes, 5, 0.5), [true, true, true, false]);
    }

    #[test]
    fn what_failed_is_closed() {
        let (cells, mut processes) = example(12);
        processes[2].outcome = Outcome::Trap;
        assert_eq!(open(&cells, &processes, 12, 0.01), [false; 4]);
    }

    #[test]
    fn native_alone_has_its_own_interval() {
        let (cells, processes) = example(12);
        assert_eq!(open(&cells[2..3], &processes, 12, 0.01), [true]);
        assert_eq!(open(&cells[2..3], &processes, 12, 0.5), [false]);
    }
}
