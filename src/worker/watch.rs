//! What the harness sees of a worker from outside, and the limits it holds it to.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::collections::BTreeSet;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// How often a silent worker is looked at.
pub const INTERVAL: Duration = Duration::from_millis(20);

/// What a worker may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From its start to its end.
    pub time: Duration,
    /// Resident memory of the worker with its child processes, in bytes. Address space is no measure: runtimes reserve gigabytes of it.
    pub memory_bytes: u64,
    /// Standard output, and standard error, each in bytes.
    pub output_bytes: u64,
}

impl Limits {
    /// Says which limit a process exceeds, if one.
    pub fn exceeded(&self, pid: u32, output: &[PathBuf]) -> Option<String> {
        let resident = resident_bytes(pid);
        if resident > self.memory_bytes {
            let (used, limit) = (resident >> 20, self.memory_bytes >> 20);
            return Some(format!("{used} MiB of memory, the limit is {limit} MiB"));
        }
        let size = |file| std::fs::metadata(file).map_or(0, |meta| meta.len());
        let written = output.iter().map(size).max().unwrap_or(0);
        (written > self.output_bytes).then(|| {
            let (written, limit) = (written >> 20, self.output_bytes >> 20);
            format!("{written} MiB of output, the limit is {limit} MiB")
        })
    }
}

/// Waits until there is something to read, at most `interval`.
pub fn readable(from: &impl AsFd, interval: Duration) -> bool {
    let mut fds = [PollFd::new(from.as_fd(), PollFlags::POLLIN)];
    let timeout = PollTimeout::try_from(interval).unwrap_or(PollTimeout::MAX);
    poll(&mut fds, timeout).is_ok_and(|ready| ready > 0)
}

/// Has the kernel end the worker when the harness dies, however it dies.
pub fn die_with_parent(command: &mut Command) {
    let set = || {
        nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGKILL)?;
        Ok(())
    };
    // SAFETY: between fork and exec only one system call is made, and no memory is allocated.
    unsafe { command.pre_exec(set) };
}

/// Resident memory of a process and of all that it has started, in bytes.
fn resident_bytes(pid: u32) -> u64 {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok());
    let page_size = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE);
    let own = pages.unwrap_or(0) * page_size.ok().flatten().unwrap_or(4096) as u64;
    own + children(pid).into_iter().map(resident_bytes).sum::<u64>()
}

/// The living children of a process; each is known to the thread that made it.
fn children(pid: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task"));
    let of_thread = |thread: std::fs::DirEntry| {
        let text = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        let numbers = text.split_whitespace().filter_map(|pid| pid.parse().ok());
        numbers.collect::<Vec<u32>>()
    };
    let threads = threads.into_iter().flatten().flatten();
    threads.flat_map(of_thread).collect()
}

/// The size of every file that is mapped as program or library, in bytes.
pub fn mapped_bytes(pid: u32) -> u64 {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let executable = |line: &&str| line.split(' ').nth(1).is_some_and(|p| p.contains('x'));
    let files: BTreeSet<_> = maps
        .lines()
        .filter(executable)
        .filter_map(|line| line.find('/').map(|at| &line[at..]))
        .collect();
    let size = |file: &str| std::fs::metadata(file).map_or(0, |meta| meta.len());
    files.into_iter().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::resident_bytes;
    use std::process::Command;
    use std::time::Duration;

    #[test]
    fn what_a_child_holds_counts() {
        let hold = "import time; hoard = bytearray(b'x') * (200 << 20); time.sleep(60)";
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", "python3 -c \"$0\" & wait", hold]);
        let mut shell = std::os::unix::process::CommandExt::process_group(shell, 0)
            .spawn()
            .unwrap();
        let enough = || resident_bytes(shell.id()) > 200 << 20;
        let held = (0..300).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            enough()
        });
        let group = nix::unistd::Pid::from_raw(shell.id() as i32);
        nix::sys::signal::killpg(group, nix::sys::signal::Signal::SIGKILL).unwrap();
        shell.wait().unwrap();
        assert!(held);
    }
}
