//! A worker process: started with its own descriptors, asked, watched, and ended.
//!
//! One runtime, one process: runtimes install signal handlers, abort, and leak, so each process sample
//! gets a fresh one, and whatever kills it costs that sample and nothing else.

mod counters;
mod files;
mod outcome;
mod piped;
mod telling;
mod watch;

pub use counters::Counts;
pub use files::copy_folder;
pub use outcome::{End, Outcome, exit_status};
pub use watch::Limits;

use crate::environment;
use anyhow::{Context, Result};
use command_fds::{CommandFdExt, FdMapping};
use counters::Counters;
use nix::sys::signal::{Signal, killpg};
use nix::time::{ClockId, clock_gettime};
use nix::unistd::Pid;
pub use piped::Piped;
use std::ffi::OsString;
use std::fs::File;
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
pub use telling::telling_line;
use tempfile::TempDir;
use wasmeter_worker::protocol::{REPLY_FD, REQUEST_FD, Ready, Reply, Request, VERSION};

/// How to start a worker.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program and its arguments.
    pub argv: Vec<OsString>,
    /// Environment on top of the harness's own.
    pub env: Vec<(String, String)>,
    /// If `argv` begins with an emulator: the slower form of it that counts instructions.
    pub counter: Option<PathBuf>,
}

impl Program {
    /// Whether it runs under an emulator.
    pub fn is_emulated(&self) -> bool {
        self.counter.is_some()
    }

    /// The same, with its instructions counted if it is emulated.
    pub fn counting(&self) -> Program {
        let mut program = self.clone();
        if let Some(counter) = &self.counter {
            program.argv[0] = counter.into();
            for (name, value) in &mut program.env {
                if name == EMULATOR {
                    *value = counter.display().to_string();
                }
            }
        }
        program
    }
}

/// What standard output and error of a guest's process are. Whatever they are, what is written ends in files.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Streams {
    #[default]
    Files,
    Pipes,
    /// Pipes for the processes that the worker starts, which itself has files.
    PipesOfItsProcesses,
}

/// What is not usual about a worker's start.
#[derive(Debug, Clone, Copy, Default)]
pub struct With {
    pub streams: Streams,
    /// Instructions and cycles are counted, where the machine has counters. While such a worker lives, its thread is to start
    /// no other process: that one would be counted too.
    pub counters: bool,
}

/// Asks a worker in its environment for [`Streams::PipesOfItsProcesses`].
pub const PIPES: &str = "WASMETER_PIPES";

/// Tells a worker by what it has to start processes, where it is emulated.
pub const EMULATOR: &str = "WASMETER_EMULATOR";

/// A running worker.
pub struct Worker {
    child: Child,
    requests: PipeWriter,
    replies: PipeReader,
    unread: Vec<u8>,
    scratch: TempDir,
    /// Standard output and error, where they are pipes.
    piped: Vec<Piped>,
    counters: Option<Counters>,
    limits: Limits,
    deadline: Instant,
    /// From just before the process was made to the begin of the worker's `main`, in nanoseconds.
    pub spawn_ns: u64,
}

impl Worker {
    /// Starts a worker in a fresh scratch folder and waits until it is ready.
    ///
    /// `stdin` becomes the guest's standard input (empty if `None`). The outer error is the harness's own
    /// (no temporary folder, say), the inner one is what the worker did.
    pub fn start(
        program: &Program,
        stdin: Option<&Path>,
        limits: Limits,
    ) -> Result<Result<Self, End>> {
        Worker::start_with(program, stdin, limits, With::default())
    }

    /// The same, with what is not usual.
    pub fn start_with(
        program: &Program,
        stdin: Option<&Path>,
        limits: Limits,
        with: With,
    ) -> Result<Result<Self, End>> {
        let scratch = TempDir::with_prefix("wasmeter-").context("making a scratch folder")?;
        std::fs::create_dir(scratch.path().join(GUEST_DIR))?;
        std::fs::create_dir(scratch.path().join(TEMPORARY))?;
        let (worker_requests, requests) = std::io::pipe()?;
        let (replies, worker_replies) = std::io::pipe()?;
        let stdin = stdin.unwrap_or(Path::new("/dev/null"));
        let mut piped = Vec::new();
        let mut output = |name| -> Result<Stdio> {
            let file = File::create(scratch.path().join(name))?;
            if with.streams != Streams::Pipes {
                return Ok(file.into());
            }
            let (pipe, writer) = Piped::into(file)?;
            piped.push(pipe);
            Ok(writer.into())
        };
        let mut command = Command::new(&program.argv[0]);
        command
            .args(&program.argv[1..])
            .envs(program.env.iter().map(|(name, value)| (name, value)))
            .env("TMPDIR", scratch.path().join(TEMPORARY))
            .current_dir(scratch.path().join(GUEST_DIR))
            .stdin(File::open(stdin).with_context(|| format!("{}", stdin.display()))?)
            .stdout(output(STDOUT)?)
            .stderr(output(STDERR)?)
            .process_group(0);
        if with.streams == Streams::PipesOfItsProcesses {
            command.env(PIPES, "1");
        }
        command.fd_mappings(vec![
            FdMapping {
                parent_fd: worker_requests.into(),
                child_fd: REQUEST_FD,
            },
            FdMapping {
                parent_fd: worker_replies.into(),
                child_fd: REPLY_FD,
            },
        ])?;
        environment::clean(&mut command);
        watch::die_with_parent(&mut command);
        let counters = match with.counters {
            true => Counters::of_what_is_started(),
            false => None,
        };
        let begin_ns = monotonic_ns();
        let deadline = Instant::now() + limits.time;
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                let program = Path::new(&program.argv[0]).display();
                let message = format!("{program} does not start: {error}");
                return Ok(Err(End::new(Outcome::Unavailable, message)));
            }
        };
        // The command holds the worker's ends of the pipes: while it lives, the worker's death is not seen.
        drop(command);
        let mut worker = Worker {
            child,
            requests,
            replies,
            unread: Vec::new(),
            scratch,
            piped,
            counters,
            limits,
            deadline,
            spawn_ns: 0,
        };
        Ok(worker.greet(begin_ns).map(|()| worker))
    }

    fn greet(&mut self, begin_ns: u64) -> Result<(), End> {
        let line = self.read_line()?;
        let now_ns = monotonic_ns();
        let ready: Ready = self.parse(&line)?;
        if ready.protocol != VERSION {
            let theirs = ready.protocol;
            return Err(self.broken(format!(
                "the worker speaks protocol {theirs}, this wasmeter speaks {VERSION}"
            )));
        }
        self.spawn_ns = ready
            .clock_ns
            .filter(|clock| (begin_ns..=now_ns).contains(clock))
            .unwrap_or(now_ns)
            - begin_ns;
        Ok(())
    }

    /// Sends a request and waits for its reply, whatever the reply says.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, End> {
        let line = serde_json::to_string(request).expect("a request is plain data");
        self.ask_raw(&(line + "\n"))
    }

    /// Sends a line that need not be a request, and waits for the reply.
    pub fn ask_raw(&mut self, line: &str) -> Result<Reply, End> {
        // A worker that has died cannot be written to; reading then tells how it died.
        let _ = self.requests.write_all(line.as_bytes());
        let line = self.read_line()?;
        self.parse(&line)
    }

    /// Sends a request; a reply that is not `ok` is an [`End`].
    pub fn step(&mut self, request: &Request) -> Result<Reply, End> {
        let reply = self.ask(request).map_err(|end| end.during(request))?;
        match Outcome::from(reply.outcome) {
            Outcome::Ok => Ok(reply),
            outcome => {
                let mut message = reply.message.unwrap_or_default();
                if let (Outcome::Trap, Some(line)) = (outcome, self.telling_line())
                    && !message.contains(&line)
                {
                    message += &format!(" (standard error: {line})");
                }
                Err(End::new(outcome, message))
            }
        }
    }

    /// The folder that is the worker's working folder and the guest's `/`.
    pub fn guest_dir(&self) -> PathBuf {
        self.scratch.path().join(GUEST_DIR)
    }

    /// What the guest has written to its standard output so far.
    pub fn stdout(&self) -> Vec<u8> {
        self.written(STDOUT)
    }

    /// What came on standard error so far.
    pub fn stderr(&self) -> Vec<u8> {
        self.written(STDERR)
    }

    fn written(&self, name: &str) -> Vec<u8> {
        self.piped.iter().for_each(Piped::settle);
        std::fs::read(self.scratch.path().join(name)).unwrap_or_default()
    }

    /// Instructions that it has executed so far, if they are counted.
    pub fn instructions(&self) -> Option<u64> {
        instructions(&self.guest_dir().join(COUNT))
    }

    /// What the processor has counted of it so far, if it was started with counters and the machine has them.
    pub fn counted(&mut self) -> Option<Counts> {
        self.counters.as_mut()?.read()
    }

    /// The line on standard error that tells what went wrong.
    pub fn telling_line(&self) -> Option<String> {
        telling_line(&self.stderr())
    }

    /// The size of every file that is mapped into the worker as program or library, in bytes.
    pub fn mapped_bytes(&self) -> u64 {
        watch::mapped_bytes(self.child.id())
    }

    /// Closes the requests, and waits for the worker to end by itself.
    pub fn close(mut self) -> Result<ExitStatus, End> {
        let (_, closed) = std::io::pipe().expect("a pipe");
        drop(std::mem::replace(&mut self.requests, closed));
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                _ if Instant::now() >= self.deadline => return Err(self.timeout()),
                _ => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    fn parse<T: serde::de::DeserializeOwned>(&mut self, line: &str) -> Result<T, End> {
        serde_json::from_str(line).map_err(|error| {
            let shown: String = line.chars().take(80).collect();
            self.broken(format!("the worker answered nonsense: {shown:?} ({error})"))
        })
    }

    /// Reads one reply; meanwhile holds the worker to its limits.
    fn read_line(&mut self) -> Result<String, End> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.unread[searched..].iter().position(|b| *b == b'\n') {
                let rest = self.unread.split_off(searched + end + 1);
                let line = std::mem::replace(&mut self.unread, rest);
                return Ok(String::from_utf8_lossy(&line[..searched + end]).into_owned());
            }
            searched = self.unread.len();
            if watch::readable(&self.replies, watch::INTERVAL) {
                let mut chunk = [0; 1 << 16];
                match self.replies.read(&mut chunk) {
                    Ok(0) | Err(_) => return Err(self.died()),
                    Ok(length) => self.unread.extend_from_slice(&chunk[..length]),
                }
                continue;
            }
            if Instant::now() >= self.deadline {
                return Err(self.timeout());
            }
            let scratch = self.scratch.path();
            let output = [scratch.join(STDOUT), scratch.join(STDERR)];
            if let Some(excess) = self.limits.exceeded(self.child.id(), &output) {
                return Err(End {
                    at_limit: true,
                    ..self.broken(format!("ended by wasmeter: {excess}"))
                });
            }
        }
    }

    fn timeout(&mut self) -> End {
        self.kill();
        let limit = self.limits.time.as_secs_f64();
        End::new(
            Outcome::Timeout,
            format!("no answer within {limit} s (the limit is --timeout)"),
        )
    }

    fn broken(&mut self, message: String) -> End {
        self.kill();
        End::new(Outcome::Crashed, message)
    }

    /// How a worker that closed its replies came to its end.
    fn died(&mut self) -> End {
        // It may have closed the pipe and live on: it gets a moment to end by itself.
        let patience = Instant::now() + Duration::from_millis(500);
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break Some(status),
                _ if Instant::now() >= patience => break None,
                _ => std::thread::sleep(Duration::from_millis(1)),
            }
        };
        let how = match status.map(|s| (s.signal(), s.code())) {
            Some((Some(signal), _)) => Signal::try_from(signal).map_or_else(
                |_| format!("killed by signal {signal}"),
                |name| format!("killed by {name}"),
            ),
            Some((None, Some(code))) => format!("exited with code {code} instead of answering"),
            _ => "closed its replies without an answer".to_string(),
        };
        self.broken(match self.telling_line() {
            Some(line) => format!("{how}; its last words: {line}"),
            None => how,
        })
    }

    fn kill(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = killpg(Pid::from_raw(self.child.id() as i32), Signal::SIGKILL);
            let _ = self.child.wait();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What is left of a command's run without the loading and instantiating that it told, in ns: `_start`, and of a process also its
/// making and its end.
pub fn start_ns(run: &Reply) -> Result<u64, End> {
    let before = [run.load_ns, run.instantiate_ns].into_iter().flatten();
    let before = before.fold(0, u64::saturating_add);
    run.ns.checked_sub(before).ok_or_else(|| {
        let message = format!(
            "its phases before _start took {before} ns, and the whole run {} ns",
            run.ns
        );
        End::new(Outcome::Crashed, message)
    })
}

/// What a counting emulator has written into its file so far.
pub fn instructions(file: &Path) -> Option<u64> {
    let counts = std::fs::read(file).ok()?;
    let (counts, _) = counts.as_chunks();
    let sum = counts.iter().map(|count| u64::from_le_bytes(*count)).sum();
    (!counts.is_empty()).then_some(sum)
}

/// Where a counting emulator keeps the counts of instructions, from the worker's working folder: 64-bit numbers, whose sum it is, in a
/// file that it shares with the harness, which so can read it while the worker waits.
pub const COUNT: &str = "../instructions";
const GUEST_DIR: &str = "guest";
/// What the worker leaves in its temporary folder goes with it, however it ends.
const TEMPORARY: &str = "tmp";
const STDOUT: &str = "stdout";
const STDERR: &str = "stderr";

/// `CLOCK_MONOTONIC`, which the worker can read as well.
fn monotonic_ns() -> u64 {
    clock_gettime(ClockId::CLOCK_MONOTONIC).map_or(0, |time| Duration::from(time).as_nanos() as u64)
}
