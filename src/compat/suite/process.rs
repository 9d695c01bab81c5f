//! A worker's process in which tests are run: one after another, where they leave nothing behind.

use super::drive::{Driver, Tail};
use super::result::Failure;
use super::server::Running;
use super::spec::Proposal;
use super::test::{Needs, Test};
use crate::compat::fixture::open_pipe;
use crate::compat::target::Target;
use crate::results::outcome::End;
use crate::worker::{Limits, Streams, With, Worker, copy_folder, empty_folder, exit_status};
use anyhow::Result;
use nix::sys::signal::Signal;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter_worker::protocol::{Reply, Request, WasiArguments};

/// The time is for loading a module.
const LIMITS: Limits = Limits {
    time_option: None,
    memory_option: None,
    time: Duration::from_secs(20),
    memory_bytes: 2 << 30,
    output_bytes: 16 << 20,
};

/// How long a guest gets: twice what the suite's own runner gives it with the loading.
const RUN: Duration = Duration::from_secs(10);

/// How long one of many in a process gets, before it is given a process of its own.
const SHARED_RUN: Duration = Duration::from_secs(3);

/// A worker's process.
pub struct Process<'a> {
    target: Target<'a>,
    worker: Worker,
    /// The end that is written to of a pipe: an open one, as the suite wants it.
    stdin: Option<File>,
    _folder: TempDir,
    has_engine: bool,
    /// Whether a guest has run in it.
    pub used: bool,
}

impl<'a> Process<'a> {
    /// Starts it. Fails only if the harness itself cannot work.
    pub fn start(target: Target<'a>) -> Result<Result<Self, End>> {
        let folder = TempDir::with_prefix("wasmeter-")?;
        let stdin = folder.path().join("stdin");
        let open = open_pipe(&stdin, b"")?;
        let with = With {
            streams: match target.worker.one_shot {
                true => Streams::PipesOfItsProcesses,
                false => Streams::Pipes,
            },
            ..With::default()
        };
        let started = target.start(Some(&stdin), LIMITS, with)?;
        Ok(started.map(|worker| Process {
            target,
            worker,
            stdin: Some(open),
            _folder: folder,
            has_engine: false,
            used: false,
        }))
    }

    /// Runs a test of that module. The inner error says what was not as expected.
    pub fn run(&mut self, test: &Test, module: &Path) -> Result<Result<(), Failure>> {
        self.worker.renew_time(self.target.time(LIMITS.time));
        self.make_files(test)?;
        let before = self.worker.outputs().map(|output| output.so_far().len());
        let came = match self.load(module) {
            Ok(()) => self.come_of(test, before)?,
            Err(end) => Err(end.into()),
        };
        Ok(came.map_err(|failure| {
            let stderr = self.worker.stderr().split_off(before[1]);
            let stderr = String::from_utf8_lossy(&stderr).into_owned();
            Failure {
                stderr: Some(stderr).filter(|text| !text.is_empty()),
                ..failure
            }
        }))
    }

    /// A fresh copy of the test's files, and nothing else.
    fn make_files(&self, test: &Test) -> Result<()> {
        let (guest, run) = (self.worker.guest_dir(), &test.spec.run);
        empty_folder(&guest)?;
        if let Some(root) = &run.root {
            copy_folder(root, &guest)?;
        }
        for dir in &run.dirs {
            let to = guest.join(dir.file_name().unwrap_or_default());
            std::fs::create_dir_all(&to)?;
            copy_folder(dir, &to)?;
        }
        remove_leftovers(&guest)
    }

    fn load(&mut self, module: &Path) -> Result<(), End> {
        if !self.has_engine {
            self.target.engine(&mut self.worker)?;
            self.has_engine = true;
        }
        self.worker.step(&Request::Load {
            file: module.to_path_buf(),
            artifact: self.target.artifact,
        })?;
        Ok(())
    }

    fn come_of(&mut self, test: &Test, before: [usize; 2]) -> Result<Result<(), Failure>> {
        let time = match self.used {
            true => SHARED_RUN,
            false => RUN,
        };
        self.worker.renew_time(self.target.time(time));
        self.used = true;
        let spec = &test.spec;
        let mut servers: Vec<Running> = Vec::new();
        let mut wasi = self.arguments(test);
        for server in &spec.servers {
            let running = server.start()?;
            let address = running.address.to_string();
            wasi.env.insert(server.variable(), address);
            servers.push(running);
        }
        let request = Request::Run(wasi);
        let (reply, operated) = match test.may_share() {
            true => self.look_back(&request, test, before),
            false => self.drive(&request, test, before),
        };
        drop(servers);
        let reply = match (reply, operated) {
            (
                Err(end),
                Operated {
                    ended_it: false, ..
                },
            ) => return Ok(Err(end.into())),
            (_, Operated { done: Err(why), .. }) => return Ok(Err(why.into())),
            (Err(end), _) => return Ok(Err(end.into())),
            (Ok(reply), _) => reply,
        };
        Ok(match reply.exit_code {
            Some(code) if exit_status(code) == exit_status(spec.exit_code) => Ok(()),
            code => {
                let code = code.map_or("none".to_string(), |code| code.to_string());
                let said = self.worker.telling_line();
                let said = said.map_or(String::new(), |line| format!(" ({line})"));
                Err(format!("exit code {code}, wanted {}{said}", spec.exit_code).into())
            }
        })
    }

    fn arguments(&self, test: &Test) -> WasiArguments {
        let (spec, run) = (&test.spec, &test.spec.run);
        let name = test.module.file_name().unwrap_or_default();
        let args = std::iter::once(name.to_string_lossy().into_owned());
        let has_files = run.root.is_some() || !run.dirs.is_empty();
        WasiArguments {
            args: args.chain(run.args.iter().cloned()).collect(),
            env: run.env.clone(),
            dir: has_files.then(|| self.worker.guest_dir()),
            network: spec.proposals.contains(&Proposal::Sockets),
            listen: (test.needs == Needs::Services).then(|| "127.0.0.1:0".to_string()),
            ..WasiArguments::default()
        }
    }

    /// Runs the guest to its end, and looks then at what it wrote.
    fn look_back(
        &mut self,
        request: &Request,
        test: &Test,
        before: [usize; 2],
    ) -> (Result<Reply, End>, Operated) {
        let reply = self.worker.step(request);
        self.worker.settle();
        let ended = AtomicBool::new(true);
        let driver = self.driver(before, None, &ended);
        let done = driver.operate(&test.spec.operations);
        let ended_it = false;
        (reply, Operated { done, ended_it })
    }

    /// Does the test's operations while the guest runs. One that comes to something else ends it.
    fn drive(
        &mut self,
        request: &Request,
        test: &Test,
        before: [usize; 2],
    ) -> (Result<Reply, End>, Operated) {
        let ended = AtomicBool::new(false);
        let stdin = self.stdin.take();
        let driver = self.driver(before, stdin, &ended);
        let guest = self.worker.guest_process();
        std::thread::scope(|scope| {
            let driving = scope.spawn(|| {
                let done = driver.operate(&test.spec.operations);
                let is_over = done.is_ok() || ended.load(Ordering::SeqCst);
                let ended_it = !is_over && guest.signal(Signal::SIGKILL);
                Operated { done, ended_it }
            });
            let reply = self.worker.step(request);
            self.worker.settle();
            ended.store(true, Ordering::SeqCst);
            (reply, driving.join().expect("no panic"))
        })
    }

    fn driver<'b>(
        &self,
        before: [usize; 2],
        stdin: Option<File>,
        ended: &'b AtomicBool,
    ) -> Driver<'b> {
        let [stdout, stderr] = self.worker.outputs();
        let tails = [
            Tail::behind(stdout, before[0]),
            Tail::behind(stderr, before[1]),
        ];
        // Before the guest's own time is over: what did not come tells more.
        let until = Instant::now() + self.target.time(RUN) * 4 / 5;
        Driver::new(tails, stdin, ended, self.worker.guest_process(), until)
    }

    /// Whether it will do for that.
    pub fn is_of(&self, target: Target) -> bool {
        self.target.is_served_like(target)
    }

    /// Whether further tests can be run in it: it is not known that its guests have changed it.
    pub fn can_go_on(&self, test: &Test, came: &Result<(), Failure>) -> bool {
        let broke = came.as_ref().is_err_and(|failure| failure.broke);
        !broke && (!self.used || test.may_share())
    }
}

/// What came of the operations.
struct Operated {
    done: Result<(), String>,
    /// They ended the guest.
    ended_it: bool,
}

/// Removes what an earlier run of the suite left in a folder: whatever is called `*.cleanup`.
fn remove_leftovers(dir: &Path) -> Result<()> {
    let left: Vec<_> = walkdir::WalkDir::new(dir)
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "cleanup"))
        .collect();
    for path in left.into_iter().filter(|path| path.exists()) {
        match path.is_dir() {
            true => std::fs::remove_dir_all(path)?,
            false => std::fs::remove_file(path)?,
        }
    }
    Ok(())
}
