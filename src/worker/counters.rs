//! Events that the processor counts for a worker, where the machine allows it: instructions and
//! cycles.

use crate::results::counts::Counts;
use perf_event::events::{Event, Hardware};
use perf_event::{Builder, Counter};

/// The counters of a worker.
pub struct Counters {
    instructions: Counter,
    cycles: Counter,
}

impl Counters {
    /// Counts what this thread starts from now on. `None`: the machine has no such counters, or
    /// lets nobody read them.
    pub fn of_what_is_started() -> Option<Self> {
        Some(Counters {
            instructions: counter(Hardware::INSTRUCTIONS)?,
            cycles: counter(Hardware::CPU_CYCLES)?,
        })
    }

    /// Returns the counts so far. `None`: the processor counted something else meanwhile.
    pub fn read(&mut self) -> Option<Counts> {
        Some(Counts {
            instructions: read(&mut self.instructions)?,
            cycles: read(&mut self.cycles)?,
        })
    }
}

/// It is off for this thread, and on for a child of it from the moment that it becomes another
/// program.
fn counter(event: impl Event) -> Option<Counter> {
    let mut builder = Builder::new(event);
    builder.inherit(true).enable_on_exec(true).build().ok()
}

fn read(counter: &mut Counter) -> Option<u64> {
    let read = counter.read_count_and_time().ok()?;
    (read.time_running == read.time_enabled).then_some(read.count)
}

#[cfg(test)]
mod tests {
    use super::{counter, read};
    use perf_event::events::Software;
    use std::process::Command;
    use std::time::{Duration, Instant};

    /// With nanoseconds of the processor, which more machines count than instructions.
    #[test]
    fn what_is_started_counts_and_this_thread_does_not() {
        let Some(mut busy_ns) = counter(Software::TASK_CLOCK) else {
            println!("nobody may count here");
            return;
        };
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(100) {}
        assert_eq!(read(&mut busy_ns), Some(0));
        // While it lives, and after it.
        let work = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo; read line";
        let mut shell = Command::new("sh")
            .args(["-c", work])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = [0];
        std::io::Read::read_exact(shell.stdout.as_mut().unwrap(), &mut line).unwrap();
        let alive = read(&mut busy_ns).unwrap();
        drop(shell.stdin.take());
        shell.wait().unwrap();
        let ended = read(&mut busy_ns).unwrap();
        assert!(0 < alive && alive <= ended, "{alive} {ended}");
    }
}
