//! A worker process: started with its own descriptors, asked, watched, and ended.
//!
//! One runtime, one process: runtimes install signal handlers, abort, and leak, so each process
//! sample gets a fresh one, and whatever kills it costs that sample and nothing else. From the
//! first byte written to the last byte read, whatever it does, it is held to its limits.

mod channel;
mod check;
mod clock;
mod components;
mod counters;
mod empty;
mod family;
mod files;
mod guest;
mod hold;
mod piped;
mod program;
mod start;
mod telling;
pub mod text;
mod watch;

pub use empty::Empty;
pub use family::{BUILD, adopt_orphans, end_all, lock};
pub use files::{copy_folder, empty_folder, remove_folder};
pub use guest::{GuestProcess, Written, exit_status};
pub use piped::Piped;
pub use program::{EMULATOR, PIPES, Program, Streams, With};
pub use telling::telling_line;
pub use watch::Limits;

use crate::results::counts::Counts;
use crate::results::outcome::{End, Outcome};
use crate::worker::clock::nanoseconds;
use channel::Channel;
use check::{Seen, check, is_timed, op};
use counters::Counters;
use family::Family;
use files::Given;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter_worker::Child;
use wasmeter_worker::protocol::{Reply, Request};
use watch::Scheduled;

/// A running worker.
pub struct Worker {
    child: Child,
    family: Family,
    channel: Channel,
    /// The files that it was given, and those that it writes.
    given: Given,
    scratch: TempDir,
    /// Standard output and error, where they are pipes.
    piped: Vec<Piped>,
    counters: Option<Counters>,
    limits: Limits,
    began: Instant,
    /// When its time began to run.
    timed_from: Instant,
    /// When its limits were last looked at.
    looked: Instant,
    /// The request that it must answer, for messages.
    awaited: &'static str,
    /// Whose worker it is, and the configuration that it was asked for last.
    name: String,
    /// Its steps are done by other processes, or it is emulated.
    indirect: bool,
    /// Its steps are done by other processes.
    one_shot: bool,
    /// The processor time of its main thread so far.
    scheduled: Option<Scheduled>,
    /// From just before the process was made to its ready line, in nanoseconds.
    pub spawn_ns: u64,
}

/// The end of a worker that was asked to end.
pub struct Closed {
    pub status: ExitStatus,
    /// The names of the processes that it left behind, which were ended.
    pub left: Vec<String>,
}

impl Worker {
    /// Sends a request and waits for its reply, whatever its outcome.
    ///
    /// A reply that lacks what was asked for, or whose figures cannot be, is an [`End`]. The worker
    /// gets copies of the files that the request names.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, End> {
        if let Request::Engine { configuration, .. } = request {
            let runtime = self.name.split('/').next().unwrap_or_default();
            self.name = format!("{runtime}/{configuration}");
        }
        let private = self.given.hand_out(request)?;
        let line = serde_json::to_string(&private).expect("a request is plain data");
        self.awaited = op(request);
        let ours = Scheduled::here();
        let begin = Instant::now();
        let reply = self.ask_raw(&(line + "\n"))?;
        let wall_ns = nanoseconds(begin.elapsed());
        let mut seen = Seen {
            wall_ns,
            alive_ns: nanoseconds(self.began.elapsed()),
            machine_bytes: watch::machine_bytes(),
            processors: watch::processors(),
            indirect: self.indirect,
            ..Seen::default()
        };
        if is_timed(request) {
            let since = |(now, before): (Scheduled, Scheduled)| now.since(before);
            let before = std::mem::replace(&mut self.scheduled, Scheduled::of(self.child.id()));
            let theirs = self.scheduled.zip(before).map(since).unwrap_or_default();
            let ours = Scheduled::here().zip(ours).map(since).unwrap_or_default();
            seen.main_cpu_ns = theirs.cpu_ns;
            seen.waited_ns = theirs.waited_ns + ours.waited_ns;
        }
        check(request, &reply, &seen)?;
        self.given.take_in(request, &private, &reply)?;
        Ok(reply)
    }

    /// Sends a line that need not be a request, and waits for the reply.
    pub fn ask_raw(&mut self, line: &str) -> Result<Reply, End> {
        if self.channel.holds_more() {
            return Err(self.broken("the worker wrote more than one reply".to_string()));
        }
        let line = self.exchange(line.as_bytes())?;
        let mut reply: Reply = self.parse(&line)?;
        text::clean_reply(&mut reply);
        Ok(reply)
    }

    /// Sends a request; a reply that is not `ok` is an [`End`].
    pub fn step(&mut self, request: &Request) -> Result<Reply, End> {
        let reply = self.ask(request)?;
        match Outcome::from(reply.outcome) {
            Outcome::Ok => Ok(reply),
            outcome => {
                let mut message = reply.message.unwrap_or_default();
                if let (Outcome::Trap, Some(line)) = (outcome, self.telling_line())
                    && !message.contains(&line)
                {
                    message += &format!(" (standard error: {line})");
                }
                if outcome == Outcome::Unsupported && self.takes_no_components(request) {
                    message = format!("it takes no components: {message}");
                }
                Err(End::new(outcome, message))
            }
        }
    }

    /// The folder that is the worker's working folder and the guest's `/`.
    pub fn guest_dir(&self) -> PathBuf {
        self.scratch.path().join(GUEST_DIR)
    }

    /// Returns the output of the guest on standard output so far.
    pub fn stdout(&self) -> Vec<u8> {
        self.settle();
        self.outputs()[0].so_far()
    }

    /// Returns the output on standard error so far.
    pub fn stderr(&self) -> Vec<u8> {
        self.settle();
        self.outputs()[1].so_far()
    }

    /// Standard output and error, to be looked at while the guest runs.
    pub fn outputs(&self) -> [Written; 2] {
        [STDOUT, STDERR].map(|name| Written(self.scratch.path().join(name)))
    }

    /// Waits until what was written so far can be read.
    pub fn settle(&self) {
        self.piped.iter().for_each(Piped::settle);
    }

    /// The process that runs guests: itself, or what it has started for that.
    pub fn guest_process(&self) -> GuestProcess {
        GuestProcess {
            worker: self.child.id(),
            one_shot: self.one_shot,
        }
    }

    /// Gives it so much time from now on.
    pub fn renew_time(&mut self, time: Duration) {
        self.timed_from = Instant::now();
        self.limits.time = time;
    }

    /// Instructions that it has executed so far, if they are counted.
    pub fn instructions(&self) -> Option<u64> {
        instructions(&self.guest_dir().join(COUNT))
    }

    /// Returns the processor's counts of it so far, if it was started with counters and the machine
    /// has them.
    pub fn counted(&mut self) -> Option<Counts> {
        self.counters.as_mut()?.read()
    }

    /// The line on standard error that says what went wrong.
    pub fn telling_line(&self) -> Option<String> {
        telling_line(&self.stderr()).map(|line| text::message(&line))
    }

    /// Resident memory of the worker's process, in bytes, counted page by page: some kernels round
    /// the figure that a process reads of itself. `None` where the kernel does not report it.
    pub fn resident_bytes(&self) -> Option<u64> {
        watch::counted_resident_bytes(self.child.id())
    }

    /// Every file that is mapped into the worker as program or library.
    pub fn mapped_files(&self) -> BTreeSet<PathBuf> {
        watch::mapped_files(self.child.id())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
        remove_folder(self.scratch.path());
    }
}

/// Returns the rest of a command's run without the loading and instantiating that it reported, in
/// ns: `_start`, and for a process also its making and its end.
pub fn start_ns(run: &Reply) -> Result<u64, End> {
    let before = [run.load_ns, run.instantiate_ns].into_iter().flatten();
    let before = before.fold(0, u64::saturating_add);
    run.ns.checked_sub(before).ok_or_else(|| {
        let message = format!(
            "its phases before _start took {before} ns, and the whole run {} ns",
            run.ns
        );
        End::new(Outcome::Misreported, message)
    })
}

/// Returns the count that a counting emulator has written into its file so far.
pub fn instructions(file: &Path) -> Option<u64> {
    let counts = std::fs::read(file).ok()?;
    let (counts, _) = counts.as_chunks();
    let sum = counts.iter().map(|count| u64::from_le_bytes(*count)).sum();
    (!counts.is_empty()).then_some(sum)
}

/// Where a counting emulator keeps the counts of instructions, from the worker's working folder:
/// 64-bit numbers, whose sum it is, in a file that it shares with the harness, which so can read it
/// while the worker waits.
pub const COUNT: &str = "../instructions";
const GUEST_DIR: &str = "guest";
/// The worker's temporary folder is removed with it, however it ends.
const TEMPORARY: &str = "tmp";
const STDOUT: &str = "stdout";
const STDERR: &str = "stderr";
