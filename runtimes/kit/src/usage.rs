//! What the process has used so far.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use nix::time::{ClockId, clock_gettime};

/// `CLOCK_MONOTONIC` in nanoseconds: comparable between processes of one machine.
pub fn monotonic_ns() -> u64 {
    nanoseconds(ClockId::CLOCK_MONOTONIC)
}

/// CPU time of this process, all its threads, and its ended children, in nanoseconds.
pub fn cpu_ns() -> u64 {
    let children = getrusage(UsageWho::RUSAGE_CHILDREN)
        .map(|usage| usage.user_time().num_microseconds() + usage.system_time().num_microseconds())
        .unwrap_or(0);
    nanoseconds(ClockId::CLOCK_PROCESS_CPUTIME_ID) + children as u64 * 1_000
}

/// Resident memory in bytes: the peak so far (of this process or an ended child) and now.
///
/// From `/proc/self/status`, because `ru_maxrss` of a fresh process starts at its parent's peak.
pub fn memory_bytes() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
            .map_or(0, |kib| kib * 1024)
    };
    let peak = field("VmHWM:").max(children_peak_bytes().unwrap_or(0));
    (peak, field("VmRSS:"))
}

/// The highest resident memory of an ended child, in bytes, if there was one.
pub fn children_peak_bytes() -> Option<u64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    Some(usage.max_rss() as u64 * 1024).filter(|bytes| *bytes > 0)
}

/// Gives memory that was freed back to the system, where the C library can.
pub fn give_back_freed() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it has no precondition.
    unsafe {
        nix::libc::malloc_trim(0);
    }
}

fn nanoseconds(clock: ClockId) -> u64 {
    clock_gettime(clock).map_or(0, |time| time.num_nanoseconds() as u64)
}
