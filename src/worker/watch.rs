//! Observations of a process from outside, and the limits of a worker.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

/// The time between two looks at a worker.
pub const INTERVAL: Duration = Duration::from_millis(20);

/// The resources that a worker may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From its start to its end, or from when it was given time anew.
    pub time: Duration,
    /// Resident memory of the worker with all that it has started, in bytes. Address space is no
    /// measure: runtimes reserve gigabytes of it.
    pub memory_bytes: u64,
    /// Standard output, and standard error, each in bytes.
    pub output_bytes: u64,
    /// The option by which somebody can give it more time.
    pub time_option: Option<&'static str>,
    /// The option that gives more memory.
    pub memory_option: Option<&'static str>,
}

impl Limits {
    /// Returns the limit that a worker exceeds, if any, with `resident` bytes in memory.
    pub fn exceeded(&self, resident: u64, output: &[PathBuf]) -> Option<String> {
        if resident > self.memory_bytes {
            let (used, limit) = (resident >> 20, self.memory_bytes >> 20);
            let option = lifted_by(self.memory_option);
            return Some(format!(
                "{used} MiB of memory, the limit is {limit} MiB{option}"
            ));
        }
        let size = |file| std::fs::metadata(file).map_or(0, |meta| meta.len());
        let written = output.iter().map(size).max().unwrap_or(0);
        (written > self.output_bytes).then(|| {
            let (written, limit) = (written >> 20, self.output_bytes >> 20);
            format!("{written} MiB of output, the limit is {limit} MiB")
        })
    }
}

/// Returns the words of a message about the option that lifts a limit.
pub fn lifted_by(option: Option<&str>) -> String {
    option.map_or(String::new(), |option| format!("; {option} gives it more"))
}

/// Resident memory of a process, in bytes.
pub fn resident_bytes(pid: u32) -> u64 {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok());
    let page_size = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE);
    pages.unwrap_or(0) * page_size.ok().flatten().unwrap_or(4096) as u64
}

/// Returns the resident memory counted page by page, which takes longer; `None` where the kernel
/// does not report it.
///
/// Kernels from 6.2 on keep the other figure apart for each processor, and add up what they have at
/// hand.
pub fn counted_resident_bytes(pid: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let kib = text.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    let kib: u64 = kib.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib << 10)
}

/// The children of a process, those too that have ended and are not yet waited for; each is known
/// to the thread that made it.
pub fn children(pid: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task"));
    let of_thread = |thread: std::fs::DirEntry| {
        let text = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        let numbers = text.split_whitespace().filter_map(|pid| pid.parse().ok());
        numbers.collect::<Vec<u32>>()
    };
    let threads = threads.into_iter().flatten().flatten();
    threads.flat_map(of_thread).collect()
}

/// True if a process has not ended.
pub fn is_alive(pid: u32) -> bool {
    stat(pid).is_some_and(|fields| !matches!(fields.first().map(String::as_str), Some("Z" | "X")))
}

/// The process group of a process.
pub fn group(pid: u32) -> Option<u32> {
    stat(pid)?.get(2)?.parse().ok()
}

/// The fields of a process's state, from the third on.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    let text = String::from_utf8_lossy(&text);
    // A program's name, in brackets, may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_string).collect())
}

/// The processor time of a thread so far, in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scheduled {
    pub cpu_ns: u64,
    /// The time that it waited for one.
    pub waited_ns: u64,
}

impl Scheduled {
    /// Reads it for a process's main thread. `None`: the kernel does not report it.
    pub fn of(pid: u32) -> Option<Self> {
        Scheduled::read(&format!("/proc/{pid}/schedstat"))
    }

    /// Reads it for this thread.
    pub fn here() -> Option<Self> {
        Scheduled::read("/proc/thread-self/schedstat")
    }

    fn read(file: &str) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let mut numbers = text.split(' ').map(|number| number.parse().ok());
        Some(Scheduled {
            cpu_ns: numbers.next()??,
            waited_ns: numbers.next()??,
        })
    }

    /// Returns the time since `before`.
    pub fn since(self, before: Scheduled) -> Scheduled {
        Scheduled {
            cpu_ns: self.cpu_ns.saturating_sub(before.cpu_ns),
            waited_ns: self.waited_ns.saturating_sub(before.waited_ns),
        }
    }
}

/// The machine's memory with its swap, in bytes.
pub fn machine_bytes() -> u64 {
    static BYTES: LazyLock<u64> = LazyLock::new(|| {
        let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let field = |name| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let kib = field("MemTotal:").map(|memory| memory + field("SwapTotal:").unwrap_or(0));
        kib.map_or(u64::MAX, |kib| kib << 10)
    });
    *BYTES
}

/// Returns the number of processors that we may use.
pub fn processors() -> u64 {
    std::thread::available_parallelism().map_or(1, |count| count.get() as u64)
}

/// Every file that is mapped as program or library.
pub fn mapped_files(pid: u32) -> BTreeSet<PathBuf> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let executable = |line: &&str| line.split(' ').nth(1).is_some_and(|p| p.contains('x'));
    let files = maps.lines().filter(executable);
    let files = files.filter_map(|line| line.find('/').map(|at| PathBuf::from(&line[at..])));
    files.collect()
}
