//! The machine's other work while we measure, from `/proc` and `/sys`.

use std::fs::read_to_string;
use std::time::{Duration, Instant};

/// A one-minute load above it says that the machine does something else: half of a core.
pub const BUSY: f64 = 0.5;

/// CPU time of the whole machine since it was started, in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CpuTime {
    pub all: u64,
    /// The time that the hypervisor gave to others while this machine wanted it.
    pub stolen: u64,
}

impl CpuTime {
    /// `None` if the kernel does not report it.
    pub fn now() -> Option<Self> {
        CpuTime::parse(&read_to_string("/proc/stat").ok()?)
    }

    fn parse(stat: &str) -> Option<Self> {
        let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
        // user, nice, system, idle, iowait, irq, softirq, steal; guest time is in user time.
        let fields: Option<Vec<u64>> = line
            .split_whitespace()
            .take(8)
            .map(|f| f.parse().ok())
            .collect();
        let fields = fields?;
        Some(CpuTime {
            all: fields.iter().sum(),
            stolen: *fields.get(7)?,
        })
    }

    /// The share that was stolen since then.
    pub fn stolen_since(self, then: CpuTime) -> f64 {
        let all = self.all.saturating_sub(then.all).max(1);
        self.stolen.saturating_sub(then.stolen) as f64 / all as f64
    }
}

/// The frequencies of all processors now, in MHz: lowest and highest. `None` if the kernel reports
/// none.
pub fn mhz() -> Option<[f64; 2]> {
    let cpuinfo = read_to_string("/proc/cpuinfo").ok()?;
    let of_line = |line: &str| {
        line.strip_prefix("cpu MHz")?
            .split_once(':')?
            .1
            .trim()
            .parse()
            .ok()
    };
    let all: Vec<f64> = cpuinfo.lines().filter_map(of_line).collect();
    let low = all.iter().copied().reduce(f64::min)?;
    Some([low, all.iter().copied().reduce(f64::max)?])
}

/// The least step of `CLOCK_MONOTONIC` that is seen in a few milliseconds.
pub fn clock_step() -> Duration {
    let mut least = Duration::MAX;
    let mut last = Instant::now();
    for _ in 0..20_000 {
        let now = Instant::now();
        if now > last {
            least = least.min(now - last);
        }
        last = now;
    }
    least
}

#[cfg(test)]
mod tests {
    use super::CpuTime;

    #[test]
    fn stolen_time_is_a_share_of_all() {
        let then = CpuTime::parse("cpu  10 0 10 70 0 0 0 10 5 0\ncpu0 1 2").unwrap();
        assert_eq!((then.all, then.stolen), (100, 10));
        let now = CpuTime::parse("cpu  60 0 10 70 0 0 0 60 5 0\n").unwrap();
        assert_eq!(now.stolen_since(then), 0.5);
        assert_eq!(CpuTime::parse("cpu  1 2 3"), None);
        assert_eq!(CpuTime::parse(""), None);
    }
}
