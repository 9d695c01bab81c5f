//! A process sample under emulation: instructions are counted, from outside, while the worker waits
//! between requests. Times and memory there say nothing about the emulated processor, and are not
//! recorded.

use super::steady::verified;
use crate::bench::steps::{engine_and_load, run_and_verify, start};
use crate::bench::subject::{Sample, Subject, Work};
use crate::results::outcome::{End, Outcome};
use crate::results::schema::{Counted, Instructions, Startup};
use crate::worker::Worker;
use wasmeter_worker::protocol::Call;

/// The least number of instructions in a counted call: then the cost of asking for it is small.
const LEAST: u64 = 20_000_000;

/// Counted calls of a process.
const CALLS: u32 = 3;

/// One call that executes this many instructions is enough.
const ENOUGH: u64 = 1_000_000_000;

/// Calls whose counts differ by less than this fraction are of the same code: it is warm.
const SAME: f64 = 0.005;

/// The largest number of calls made to become warm.
const WARM_UPS: u32 = 20;

/// Takes a sample; it has no times.
pub fn take(worker: &mut Worker, subject: &Subject, sample: &mut Sample) -> Result<(), End> {
    let mut unused = Startup::default();
    match &subject.work {
        Work::Command { stdout, exit_code } => {
            engine_and_load(worker, subject, &mut unused)?;
            run_and_verify(worker, subject, stdout, *exit_code, sample)?;
            // It is a time, by the guest's clock.
            sample.section_ns.clear();
            sample.instructions = Some(Instructions {
                start: count(worker)?,
                steady: None,
            });
        }
        Work::Bench { digest } => {
            let (instance, _) = start(worker, subject, *digest, &mut unused)?;
            let start = count(worker)?;
            let mut call = |steps| {
                let before = count(worker)?;
                verified(worker, Call::once(instance, "bench", steps), *digest)?;
                let after = count(worker)?;
                after.checked_sub(before).ok_or_else(|| {
                    let why = format!("its count of instructions fell from {before} to {after}");
                    End::new(Outcome::Crashed, why)
                })
            };
            let steady = Some(steady(&mut call)?);
            sample.instructions = Some(Instructions { start, steady });
        }
    }
    Ok(())
}

fn count(worker: &Worker) -> Result<u64, End> {
    let none = || End::new(Outcome::Unavailable, "the emulator counts no instructions");
    worker.instructions().ok_or_else(none)
}

/// Makes calls until they are long enough and warm, then counts. `call` makes one of the given
/// number of steps.
fn steady(call: &mut impl FnMut(u32) -> Result<u64, End>) -> Result<Counted, End> {
    // The first step prepares.
    call(1)?;
    let (mut steps, mut warm_up) = (1_u32, 2);
    let mut last = call(steps)?;
    while last < ENOUGH && warm_up < WARM_UPS {
        let longer = u32::try_from(LEAST.div_ceil(last.max(1))).unwrap_or(u32::MAX);
        steps = steps.saturating_mul(longer);
        let next = call(steps)?;
        warm_up += 1;
        let differs = (next as f64 - last as f64).abs() > SAME * last as f64;
        last = next;
        if longer == 1 && last >= LEAST && !differs {
            break;
        }
    }
    let empty = call(0)?;
    let calls = match last >= ENOUGH {
        true => vec![last],
        false => (0..CALLS).map(|_| call(steps)).collect::<Result<_, _>>()?,
    };
    Ok(Counted {
        steps,
        warm_up,
        empty,
        calls,
    })
}

#[cfg(test)]
mod tests {
    use super::{LEAST, steady};
    use crate::results::outcome::End;

    const REQUEST: u64 = 12_345;

    /// A guest whose step takes `step` instructions, and more while it is cold.
    fn guest(step: u64, cold_calls: u32) -> impl FnMut(u32) -> Result<u64, End> {
        let mut calls = 0;
        move |steps| {
            calls += 1;
            let factor = if calls <= cold_calls { 3 } else { 1 };
            Ok(REQUEST + factor * step * u64::from(steps))
        }
    }

    #[test]
    fn a_step_is_counted_without_what_asking_takes() {
        for step in [100, 1_000_000, 50_000_000, 3_000_000_000] {
            let counted = steady(&mut guest(step, 0)).unwrap();
            assert_eq!(counted.step(), Some(step as f64), "{counted:?}");
            assert!(counted.calls[0] >= LEAST.min(step), "{counted:?}");
        }
    }

    #[test]
    fn what_is_cold_is_not_counted() {
        for cold in [1, 3, 5, 9] {
            // The guest is as cold in its first calls as in the next, so that some are alike.
            let mut guest = guest(1_000_000, cold);
            let mut uneven = 0;
            let mut call = |steps| {
                uneven += 1;
                let count = guest(steps)?;
                Ok(if uneven <= cold {
                    count + count / 10 * u64::from(uneven % 7)
                } else {
                    count
                })
            };
            let counted = steady(&mut call).unwrap();
            assert_eq!(counted.step(), Some(1_000_000.0), "{cold}: {counted:?}");
        }
    }
}
