//! One process of a command line: its streams are the worker's own, so that wasmeter's limits of
//! output hold for them, and what it wrote is read there.

use super::version::give_up;
use crate::catalog::command::{CommandLine, Lack, Pattern};
use crate::instrument;
use crate::worker::{PIPES, Piped, telling_line};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use std::fs::File;
use std::io::{self, PipeWriter, Read, Seek, SeekFrom, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::ExitStatus;
use std::time::Instant;
use wasmeter_worker::{Failure, Spawn};

/// The result of a process.
pub struct Output {
    status: ExitStatus,
    /// Wall time, from before it was made to its end.
    pub ns: u64,
    stdout: Stream,
    stderr: Stream,
}

/// Times that a command line prints itself.
#[derive(Default)]
pub struct Phases {
    /// Compiling or loading the module.
    pub load_ns: Option<u64>,
    /// From the call of `_start` to its end.
    pub start_ns: Option<u64>,
}

/// Runs a command to its end. Its standard input is the worker's from the beginning.
pub fn run(mut command: Spawn) -> Result<Output, Failure> {
    let program = command.program().display().to_string();
    let started = || -> io::Result<Output> {
        let stdin = stdin_anew()?;
        let (stdout, stderr) = (Stream::of(io::stdout())?, Stream::of(io::stderr())?);
        let mut pipes = Vec::new();
        if std::env::var_os(PIPES).is_some() {
            command = command.descriptor(stdout.pipe(&mut pipes)?, 1);
            command = command.descriptor(stderr.pipe(&mut pipes)?, 2);
        }
        command = command.descriptor(stdin, 0);
        let begin = Instant::now();
        let status = command.status()?;
        let ns = begin.elapsed().as_nanos() as u64;
        pipes.iter().for_each(Piped::settle);
        Ok(Output {
            status,
            ns,
            stdout,
            stderr,
        })
    };
    started().map_err(|error| Failure::unsupported(format!("{program} does not run: {error}")))
}

/// The worker's standard input, opened anew: the processes of one worker would share the place they
/// have read to.
fn stdin_anew() -> io::Result<File> {
    let mut how = File::options();
    // A pipe into which nobody writes any more would be waited for.
    how.read(true).custom_flags(OFlag::O_NONBLOCK.bits());
    let stdin = how.open("/proc/self/fd/0")?;
    fcntl(&stdin, FcntlArg::F_SETFL(OFlag::O_RDONLY))?;
    Ok(stdin)
}

impl Output {
    /// The exit code; a failure if it says that it refused or that the guest trapped. A crash is
    /// the worker's own.
    pub fn exit_code(&self, line: &CommandLine) -> Result<i32, Failure> {
        if self.status.success() && !line.lacks.contains(&Lack::ExitCodes) {
            // Whatever was written then, the guest wrote it.
            return Ok(0);
        }
        if let Some(code) = self.status.code().filter(|code| line.is_of_guest(*code)) {
            return Ok(code);
        }
        let mut output = self.stderr.written().map_err(Failure::unsupported)?;
        if !self.status.success() {
            // Some print their errors among the guest's output.
            output.extend(self.stdout.written().map_err(Failure::unsupported)?);
        }
        let said = |pattern: &Option<Pattern>| pattern.as_ref()?.line(&output);
        if let Some(said) = said(&line.trapped) {
            return Err(Failure::trap(match line.lacks.contains(&Lack::ExitCodes) {
                true => format!("{said} (a trap or an exit code, it does not say which)"),
                false => said,
            }));
        }
        if let Some(said) = said(&line.refused) {
            return Err(Failure::unsupported(said));
        }
        self.status.code().map_or_else(
            || give_up(format!("{}: {}", self.status, self.telling_line())),
            Ok,
        )
    }

    /// The line on its standard error that says what went wrong.
    pub fn telling_line(&self) -> String {
        let stderr = self.stderr.written().unwrap_or_default();
        telling_line(&stderr).unwrap_or("it said nothing".to_string())
    }

    /// Takes what the program itself printed out of the guest's standard output. Returns the times
    /// that are printed there.
    pub fn take_chatter(&self, line: &CommandLine) -> Result<Phases, Failure> {
        let Some(chatter) = &line.chatter else {
            return Ok(Phases::default());
        };
        let stdout = self.stdout.written().map_err(Failure::unsupported)?;
        let rest = chatter.remove(&stdout);
        self.stdout.rewrite(&rest).map_err(Failure::unsupported)?;
        let time = |pattern: &Option<Pattern>| {
            let ms = pattern.as_ref()?.sum(&stdout)?;
            Some((ms * 1e6).round() as u64)
        };
        Ok(Phases {
            load_ns: time(&line.load_ms),
            start_ns: time(&line.start_ms),
        })
    }

    /// Takes what a program printed that ran no guest out of the guest's standard output.
    pub fn forget_stdout(&self) -> Result<(), Failure> {
        self.stdout.rewrite(&[]).map_err(Failure::unsupported)
    }

    /// Takes what the guest printed about its calls out of its standard output.
    pub fn take_calls(&self, line: &CommandLine) -> Result<instrument::Calls, Failure> {
        let mut stdout = self.stdout.written().map_err(Failure::unsupported)?;
        let calls = instrument::Calls::take(&mut stdout);
        self.stdout.rewrite(&stdout).map_err(Failure::unsupported)?;
        self.take_chatter(line)?;
        Ok(calls)
    }
}

/// One of the worker's standard streams, which is a file, from a place on.
struct Stream {
    file: File,
    begin: u64,
}

impl Stream {
    fn of(stream: impl AsFd) -> io::Result<Self> {
        let file = File::from(stream.as_fd().try_clone_to_owned()?);
        if !file.metadata()?.is_file() {
            let what = "a standard stream is no file: a worker is started by wasmeter";
            return Err(io::Error::other(what));
        }
        let begin = file.metadata()?.len();
        Ok(Stream { file, begin })
    }

    /// A pipe that ends in the file, kept in `pipes`.
    fn pipe(&self, pipes: &mut Vec<Piped>) -> io::Result<PipeWriter> {
        let (pipe, writer) = Piped::into(self.file.try_clone()?)?;
        pipes.push(pipe);
        Ok(writer)
    }

    /// Returns what was written since.
    fn written(&self) -> io::Result<Vec<u8>> {
        use std::os::fd::AsRawFd;
        // This descriptor is for writing, and all that have it share one place.
        let mut file = File::open(format!("/proc/self/fd/{}", self.file.as_raw_fd()))?;
        file.seek(SeekFrom::Start(self.begin))?;
        let mut written = Vec::new();
        file.read_to_end(&mut written)?;
        Ok(written)
    }

    /// Puts this in its place.
    fn rewrite(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.set_len(self.begin)?;
        file.seek(SeekFrom::Start(self.begin))?;
        file.write_all(bytes)
    }
}
