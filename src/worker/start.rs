//! The start of a worker: its folders, its descriptors, its process, and its first line.

use super::channel::Channel;
use super::counters::Counters;
use super::family::Family;
use super::files::Given;
use super::hold::READY;
use super::program::{PIPES, Program, Streams, With};
use super::{GUEST_DIR, Limits, Piped, STDERR, STDOUT, TEMPORARY, Worker, watch};
use crate::environment;
use crate::results::outcome::{End, Outcome};
use crate::worker::clock::nanoseconds;
use anyhow::{Context, Result};
use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wasmeter_worker::Spawn;
use wasmeter_worker::protocol::{REPLY_FD, REQUEST_FD, Ready, VERSION};

impl Worker {
    /// Starts a worker in a fresh scratch folder and waits until it is ready.
    ///
    /// `stdin` becomes the guest's standard input (empty if `None`). The outer error is the
    /// harness's own (no temporary folder, say), the inner one is what the worker did.
    pub fn start(
        program: &Program,
        stdin: Option<&Path>,
        limits: Limits,
    ) -> Result<Result<Self, End>> {
        Worker::start_with(program, stdin, limits, With::default())
    }

    /// Starts a worker with unusual settings.
    pub fn start_with(
        program: &Program,
        stdin: Option<&Path>,
        limits: Limits,
        with: With,
    ) -> Result<Result<Self, End>> {
        let scratch = TempDir::with_prefix("wasmeter-").context("making a scratch folder")?;
        std::fs::create_dir(scratch.path().join(GUEST_DIR))?;
        std::fs::create_dir(scratch.path().join(TEMPORARY))?;
        let mut given = Given::below(scratch.path())?;
        let (worker_requests, requests) = std::io::pipe()?;
        let (replies, worker_replies) = std::io::pipe()?;
        let stdin = match stdin {
            Some(stdin) => given.copy_of(stdin)?,
            None => PathBuf::from("/dev/null"),
        };
        let mut piped = Vec::new();
        let mut output = |name| -> Result<OwnedFd> {
            let file = File::create(scratch.path().join(name))?;
            if with.streams != Streams::Pipes {
                return Ok(file.into());
            }
            let (pipe, writer) = Piped::into(file)?;
            piped.push(pipe);
            Ok(writer.into())
        };
        let input = File::open(&stdin).with_context(|| format!("{}", stdin.display()))?;
        let mut process = Spawn::new(&program.argv[0])
            .args(&program.argv[1..])
            .env(environment::inherited())
            .envs(program.env.iter().map(|(name, value)| (name, value)))
            .envs([("TMPDIR", scratch.path().join(TEMPORARY))])
            .current_dir(scratch.path().join(GUEST_DIR))
            .descriptor(input, 0)
            .descriptor(output(STDOUT)?, 1)
            .descriptor(output(STDERR)?, 2)
            .descriptor(worker_requests, REQUEST_FD)
            .descriptor(worker_replies, REPLY_FD);
        if with.streams == Streams::PipesOfItsProcesses {
            process = process.envs([(PIPES, "1")]);
        }
        let counters = with.counters.then(Counters::of_what_is_started).flatten();
        let (family, child, began) = match Family::start(process) {
            Ok(started) => started,
            Err(error) => {
                let program = Path::new(&program.argv[0]).display();
                let message = format!("{program} does not start: {error}");
                return Ok(Err(End::new(Outcome::Unavailable, message)));
            }
        };
        let mut worker = Worker {
            child,
            family,
            channel: Channel::new(requests, replies)?,
            given,
            scratch,
            piped,
            counters,
            limits,
            began,
            timed_from: began,
            looked: began,
            awaited: READY,
            name: program.name.clone(),
            one_shot: program.one_shot,
            indirect: program.one_shot || program.is_emulated(),
            scheduled: None,
            spawn_ns: 0,
        };
        Ok(worker.greet().map(|()| worker))
    }

    fn greet(&mut self) -> Result<(), End> {
        let line = self.exchange(&[])?;
        self.spawn_ns = nanoseconds(self.began.elapsed());
        let ready: Ready = self.parse(&line)?;
        if ready.protocol != VERSION {
            let theirs = ready.protocol;
            return Err(self.broken(format!(
                "the worker speaks protocol {theirs}, this wasmeter speaks {VERSION}"
            )));
        }
        self.scheduled = watch::Scheduled::of(self.child.id());
        Ok(())
    }
}
