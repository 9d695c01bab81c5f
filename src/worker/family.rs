//! The processes of a worker: itself, and whatever it has started, wherever that has gone.
//!
//! A process can leave its parent, its group and its session, and close its pipes. It cannot leave
//! the subreaper above it: an orphan becomes a child of wasmeter, which finds and ends it. Two
//! marks that every process has from its parent show whose it was: one in its environment, and one
//! that stays where a program is started with another.

use super::text;
use super::watch::{children, group, is_alive, resident_bytes};
use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::process::Command;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};
use wasmeter_worker::{Child, Image, Spawn};

/// In the environment of a worker and of all that it starts: which worker it is.
const WORKER: &str = "WASMETER_WORKER";

/// A limit of which Linux only keeps the number, since version 2.4: a worker and all that it starts
/// have one of their own. It is handed on by `fork` and `execve`, and is in nobody's way.
const MARK: Resource = Resource::RLIMIT_LOCKS;
const MARK_IN_PROC: &str = "Max file locks";

/// In the environment of a build: what it leaves running belongs to no worker.
pub const BUILD: &str = "WASMETER_BUILD";

/// The time that the kernel may take to end a killed process.
const PATIENCE: Duration = Duration::from_secs(5);

/// The time that helpers of a worker that ended by itself may take to notice it.
const GRACE: Duration = Duration::from_millis(200);

/// The processes that wasmeter itself has started.
#[derive(Default)]
struct Started {
    /// Its own children: every other child is an orphan that it has inherited.
    children: BTreeSet<u32>,
    /// The workers that live.
    families: BTreeSet<String>,
    /// The number of workers so far.
    count: u64,
    /// Orphans become children of wasmeter.
    adopts: bool,
}

static STARTED: Mutex<Started> = Mutex::new(Started {
    children: BTreeSet::new(),
    families: BTreeSet::new(),
    count: 0,
    adopts: false,
});

fn started() -> MutexGuard<'static, Started> {
    // What a panic has left is still a list of processes.
    STARTED
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Makes every orphan below wasmeter a child of wasmeter.
pub fn adopt_orphans() -> io::Result<()> {
    nix::sys::prctl::set_child_subreaper(true)?;
    started().adopts = true;
    Ok(())
}

/// Keeps wasmeter from making a process until it is dropped.
pub struct Lock(MutexGuard<'static, Started>);

/// Waits until no process is being made, and keeps it so.
///
/// A file that is written while another thread makes a process cannot be executed: the new process
/// holds it open for a moment.
pub fn lock() -> Lock {
    Lock(started())
}

impl Lock {
    /// Starts a process that is known as wasmeter's own.
    pub fn spawn(&mut self, command: &mut Command) -> io::Result<std::process::Child> {
        let child = command.spawn()?;
        self.0.children.insert(child.id());
        Ok(child)
    }

    /// Starts a process as `vfork` makes it.
    pub fn start(&mut self, process: &Image) -> io::Result<Child> {
        let child = process.spawn()?;
        self.0.children.insert(child.id());
        Ok(child)
    }
}

impl Started {
    /// Children of wasmeter that it did not start.
    fn orphans(&mut self) -> Vec<u32> {
        if !self.adopts {
            return Vec::new();
        }
        let all: BTreeSet<u32> = children(std::process::id()).into_iter().collect();
        self.children.retain(|pid| all.contains(pid));
        all.difference(&self.children).copied().collect()
    }
}

/// The processes of one worker.
pub struct Family {
    name: String,
    /// Its number in [`MARK`].
    mark: u64,
    leader: u32,
}

impl Family {
    /// Starts a worker as the leader of a group, and of a family. Returns when its making began,
    /// too.
    pub fn start(process: Spawn) -> io::Result<(Family, Child, Instant)> {
        let mut lock = lock();
        lock.0.count += 1;
        let name = format!("{}-{}", std::process::id(), lock.0.count);
        // Of another wasmeter below or above it is another one.
        let mark = u64::from(std::process::id()) << 32 | lock.0.count;
        let process = process
            .envs([(WORKER, &name)])
            .leader_of_a_group()
            .ready()?;
        let (began, child) = marked(mark, || (Instant::now(), lock.start(&process)));
        let child = child?;
        lock.0.families.insert(name.clone());
        let leader = child.id();
        let family = Family { name, mark, leader };
        Ok((family, child, began))
    }

    /// All that live, the leader first.
    fn members(&self) -> Vec<u32> {
        let mut started = started();
        let only = started.families.len() == 1;
        let orphans = started.orphans();
        drop(started);
        let mine = orphans.into_iter().filter(|pid| self.has(*pid, only));
        let roots: Vec<u32> = std::iter::once(self.leader).chain(mine).collect();
        with_descendants(roots)
    }

    /// True if an orphan is this worker's. One that has no mark is the only worker's there is.
    fn has(&self, orphan: u32, only: bool) -> bool {
        if mark(orphan) == Some(self.mark) {
            return true;
        }
        let environment = std::fs::read(format!("/proc/{orphan}/environ")).unwrap_or_default();
        let value = |variable: &str| {
            let mut entries = environment.split(|byte| *byte == 0);
            entries.find_map(|entry| entry.strip_prefix(format!("{variable}=").as_bytes()))
        };
        match value(WORKER) {
            Some(name) => name == self.name.as_bytes(),
            None => only && value(BUILD).is_none(),
        }
    }

    /// Resident memory of all of them, in bytes.
    pub fn resident_bytes(&self) -> u64 {
        self.members().into_iter().map(resident_bytes).sum()
    }

    /// Ends all of them, and gives the names of those that would have lived on.
    ///
    /// These are those that still run when the leader has ended by itself, and those that have left
    /// its group.
    pub fn end(&self, leader: &mut Child) -> Vec<String> {
        let began = Instant::now();
        let by_itself = matches!(leader.try_wait(), Ok(Some(_)));
        let mut left = BTreeMap::new();
        let all_of_group = Pid::from_raw(self.leader as i32);
        loop {
            let members = self.members();
            let others = members.iter().copied().filter(|pid| *pid != self.leader);
            let others: Vec<u32> = others.collect();
            let ended = matches!(leader.try_wait(), Ok(Some(_)));
            if (others.is_empty() && ended) || began.elapsed() > PATIENCE {
                break;
            }
            if !by_itself || began.elapsed() > GRACE {
                for pid in &others {
                    if by_itself || group(*pid) != Some(self.leader) {
                        left.entry(*pid).or_insert_with(|| program(*pid));
                    }
                    let _ = kill(Pid::from_raw(*pid as i32), Signal::SIGKILL);
                }
                let _ = killpg(all_of_group, Signal::SIGKILL);
                let _ = leader.kill();
            }
            reap();
            std::thread::sleep(Duration::from_millis(1));
        }
        reap();
        left.into_values().collect()
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        started().families.remove(&self.name);
    }
}

/// Ends everything below wasmeter, which starts nothing any more: whoever looks after a worker
/// waits from now on until wasmeter has ended.
pub fn end_all() {
    let started = started();
    let began = Instant::now();
    let here = std::process::id();
    while began.elapsed() < PATIENCE {
        let mut all = with_descendants(children(here));
        all.retain(|pid| *pid != here);
        if all.is_empty() {
            break;
        }
        for pid in all {
            let _ = kill(Pid::from_raw(pid as i32), Signal::SIGKILL);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    std::mem::forget(started);
}

/// Takes the orphans that have ended off the kernel's list.
fn reap() {
    for pid in started().orphans() {
        let pid = Pid::from_raw(pid as i32);
        while waitpid(pid, Some(WaitPidFlag::WNOHANG)) == Err(Errno::EINTR) {}
    }
}

/// Those processes with all below them, without those that have ended.
fn with_descendants(mut found: Vec<u32>) -> Vec<u32> {
    let mut at = 0;
    while at < found.len() {
        for child in children(found[at]) {
            if !found.contains(&child) {
                found.push(child);
            }
        }
        at += 1;
    }
    found.retain(|pid| is_alive(*pid));
    found
}

/// Makes a process that has a mark, which comes from this one: meanwhile nobody else makes any.
fn marked<T>(mark: u64, make: impl FnOnce() -> T) -> T {
    let before = getrlimit(MARK);
    let set = |soft| before.map(|(_, hard)| setrlimit(MARK, soft, hard));
    // Where it cannot be set, the environment alone shows whose a process is.
    let _ = set(mark);
    let made = make();
    let _ = before.map(|(soft, _)| set(soft));
    made
}

/// The mark of a process, if it has one.
fn mark(pid: u32) -> Option<u64> {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix(MARK_IN_PROC))?;
    line.split_whitespace().next()?.parse().ok()
}

fn program(pid: u32) -> String {
    let name = std::fs::read(format!("/proc/{pid}/comm")).unwrap_or_default();
    text::name(&String::from_utf8_lossy(&name))
}

#[cfg(test)]
mod tests {
    use super::{Family, children, is_alive, text};
    use std::time::Duration;
    use wasmeter_worker::Spawn;

    /// Waits until it holds, much longer than that takes.
    fn comes(what: impl Fn() -> bool) -> bool {
        (0..600).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            what()
        })
    }

    #[test]
    fn what_a_child_holds_counts() {
        let hold = "import time; hoard = bytearray(b'x') * (200 << 20); time.sleep(60)";
        let shell = Spawn::new("sh").args(["-c", "python3 -c \"$0\" & wait", hold]);
        let (family, mut leader, _) = Family::start(shell).unwrap();
        let held = comes(|| family.resident_bytes() > 200 << 20);
        // The child is of the leader's group, which is ended as one.
        assert_eq!(family.end(&mut leader), Vec::<String>::new());
        assert!(held);
    }

    #[test]
    fn who_has_left_the_group_is_ended_too_and_named() {
        let shell = Spawn::new("sh").args(["-c", "setsid sleep 3600 & wait"]);
        let (family, mut leader, _) = Family::start(shell).unwrap();
        let name = |pid: &u32| {
            let name = std::fs::read_to_string(format!("/proc/{pid}/comm"));
            text::name(&name.unwrap_or_default())
        };
        let sleeper = || {
            children(leader.id())
                .into_iter()
                .find(|pid| name(pid) == "sleep")
        };
        assert!(comes(|| sleeper().is_some()));
        let sleeper = sleeper().unwrap();
        assert_eq!(family.end(&mut leader), ["sleep"]);
        assert!(comes(|| !is_alive(sleeper)));
    }
}
