//! When a process is warm: after a share of its budget, and once nothing compiles beside the guest
//! any more.

use crate::results::schema::Warming;
use wasmeter_worker::protocol::Reply;

/// Threads beside the guest's are at work if a process takes more CPU time than this times wall
/// time.
const BUSY: f64 = 1.1;

/// In shorter calls it is not visible whether they are.
const TELLING_NS: u64 = 1_000_000;

/// The time for which they must have been quiet, in ns of calls, before calls are timed.
const QUIET_NS: u64 = 100_000_000;

/// Then calls are timed all the same, in ns of calls.
const LONGEST_NS: u64 = 5_000_000_000;

/// The results of the untimed calls of an instance.
#[derive(Debug, Default)]
pub struct WarmUp {
    /// True if threads beside the guest's were at work during one of them: then code was compiled
    /// meanwhile, which replaced slower code.
    pub was_busy: bool,
    /// The contents of each reply.
    pub warming: Vec<Warming>,
    quiet_ns: u64,
}

impl WarmUp {
    /// Notes a reply to untimed calls of `steps` steps.
    pub fn saw(&mut self, steps: u32, reply: &Reply) {
        let calls = reply.samples_ns.len() as u32;
        self.warming.push(Warming(steps, calls, reply.ns));
        let busy = reply.ns >= TELLING_NS && reply.cpu_ns as f64 > BUSY * reply.ns as f64;
        self.was_busy |= busy;
        self.quiet_ns = if busy {
            0
        } else {
            self.quiet_ns.saturating_add(reply.ns)
        };
    }

    /// True if it may be that code is still being compiled.
    pub fn wants_more(&self) -> bool {
        let spent = self.warming.iter().map(|Warming(_, _, ns)| *ns);
        let spent_ns = spent.fold(0, u64::saturating_add);
        self.was_busy && self.quiet_ns < QUIET_NS && spent_ns < LONGEST_NS
    }

    /// Returns the number of calls.
    pub fn calls(&self) -> u32 {
        self.warming.iter().map(|Warming(_, calls, _)| calls).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::WarmUp;

    const MS: u64 = 1_000_000;

    fn after(chunks: &[(u64, u64)]) -> WarmUp {
        let mut warm_up = WarmUp::default();
        for (ms, cpu_ms) in chunks {
            let (ns, cpu_ns) = (ms * MS, cpu_ms * MS);
            let reply = serde_json::json!({ "outcome": "ok", "ns": ns, "cpu_ns": cpu_ns });
            warm_up.saw(1, &serde_json::from_value(reply).unwrap());
        }
        warm_up
    }

    #[test]
    fn one_thread_is_warm_at_once() {
        assert!(!after(&[(12, 12)]).wants_more());
        assert!(!after(&[(12, 13)]).was_busy);
    }

    #[test]
    fn compiling_beside_is_waited_for() {
        assert!(after(&[(50, 100)]).wants_more());
        assert!(after(&[(50, 100), (50, 51)]).wants_more());
        assert!(after(&[(50, 100), (50, 51), (50, 90), (50, 50)]).wants_more());
        let warm = after(&[(50, 100), (50, 51), (50, 90), (50, 50), (50, 50)]);
        assert!(!warm.wants_more() && warm.was_busy);
    }

    #[test]
    fn threads_that_never_rest_are_not_waited_for_for_ever() {
        let chunks = [(50, 100); 100];
        assert!(after(&chunks[..99]).wants_more());
        assert!(!after(&chunks).wants_more());
    }
}
