//! The loop of a worker: one request, one timed step, one reply.

use crate::protocol::{
    Abilities, Artifact, Call, REPLY_FD, REQUEST_FD, Ready, Reply, Request, Status, VERSION,
};
use crate::runtime::{Failure, Options, Wasi};
use crate::steps::Steps;
use crate::store::Store;
use crate::usage;
use nix::fcntl::{FcntlArg, fcntl};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::path::Path;
use std::time::Instant;

/// Answers requests until the harness closes its end. Call it first thing in `main`.
pub fn serve<R: Steps>() -> io::Result<()> {
    let clock_ns = usage::monotonic_ns();
    let requests = BufReader::new(protocol_file(REQUEST_FD)?);
    serve_on::<R>(requests, protocol_file(REPLY_FD)?, clock_ns)?;
    // Guests and runtimes leave threads and exit handlers behind: skip them.
    std::process::exit(0)
}

/// Answers requests that come from anywhere; `clock_ns` is when the worker began, by `CLOCK_MONOTONIC`.
pub fn serve_on<R: Steps>(
    requests: impl BufRead,
    mut replies: impl Write,
    clock_ns: u64,
) -> io::Result<()> {
    let ready = Ready {
        protocol: VERSION,
        clock_ns: Some(clock_ns),
    };
    write_line(&mut replies, &ready)?;
    let mut worker = Worker::<R>::default();
    for line in requests.lines() {
        let reply = match serde_json::from_str(&line?) {
            Ok(request) => worker.answer(request),
            Err(error) => bad_request(error),
        };
        write_line(&mut replies, &reply)?;
    }
    Ok(())
}

/// Takes a protocol descriptor over, and moves it out of the range that a runtime may hand to guests.
fn protocol_file(fd: i32) -> io::Result<File> {
    // SAFETY: the protocol gives these descriptors to the worker, and this is the one place that takes them.
    let low = unsafe { OwnedFd::from_raw_fd(fd) };
    let high = fcntl(&low, FcntlArg::F_DUPFD_CLOEXEC(200)).map_err(|error| {
        io::Error::other(format!(
            "descriptor {fd} is not open ({error}): a worker is started by wasmeter, see PROTOCOL.md"
        ))
    })?;
    // SAFETY: fcntl has just made it, and nobody else knows it.
    Ok(unsafe { File::from_raw_fd(high) })
}

fn write_line(to: &mut impl Write, message: &impl serde::Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    to.write_all(&line)
}

fn bad_request(reason: impl std::fmt::Display) -> Reply {
    Reply {
        message: Some(reason.to_string()),
        ..Reply::new(Status::BadRequest)
    }
}

/// Instances after these are only made to see what they weigh: none may hide in memory that a compiler has freed.
const TIMED_INSTANCES: usize = 2;

struct Worker<R: Steps> {
    engine: Option<R>,
    /// What the configuration of that engine can do.
    can: Abilities,
    /// What the engine's configuration executes.
    artifact: Artifact,
    /// Of linked modules; made when it is first asked for.
    store: Option<Store>,
    module: Option<R::Module>,
    instances: Vec<R::Instance>,
}

impl<R: Steps> Default for Worker<R> {
    fn default() -> Self {
        Worker {
            engine: None,
            can: Abilities::default(),
            artifact: Artifact::Wasm,
            store: None,
            module: None,
            instances: Vec::new(),
        }
    }
}

impl<R: Steps> Worker<R> {
    fn answer(&mut self, request: Request) -> Reply {
        // Of these come thousands, and nobody asks what they weigh.
        let weighed = !Store::answers(&request);
        let mut reply = match self.step(request) {
            Ok(reply) => reply,
            Err(Stop::OutOfOrder(reason)) => bad_request(reason),
            Err(Stop::Failure(failure)) => {
                let exception = matches!(failure, Failure::Exception(_));
                let (outcome, message) = match failure {
                    Failure::Unsupported(message) => (Status::Unsupported, message),
                    Failure::Trap(message) | Failure::Exception(message) => (Status::Trap, message),
                };
                Reply {
                    message: Some(message),
                    exception,
                    ..Reply::new(outcome)
                }
            }
        };
        if !weighed {
            return reply;
        }
        (reply.peak_bytes, reply.resident_bytes) = usage::memory_bytes();
        if let (true, Some(peak)) = (R::ONE_SHOT, usage::children_peak_bytes()) {
            reply.peak_bytes = peak;
        }
        reply
    }

    fn step(&mut self, request: Request) -> Result<Reply, Stop> {
        if Store::answers(&request) {
            return self.store()?.answer(request);
        }
        match request {
            Request::Describe => Ok(Reply {
                runtime: Some(R::describe()),
                one_shot: R::ONE_SHOT,
                passes: R::PASSES.to_vec(),
                ..Reply::new(Status::Ok)
            }),
            Request::Engine {
                configuration,
                features,
                limits,
            } => {
                let mut known = R::configurations().into_iter();
                let Some(known) = known.find(|c| c.name == configuration) else {
                    let reason = format!("this worker has no configuration {configuration:?}");
                    return Err(Failure::Unsupported(reason).into());
                };
                let unknown = |feature: &&String| !R::switches(&configuration, feature);
                if let Some(feature) = features.iter().find(unknown) {
                    let reason = format!("this worker has no switch for {feature:?}");
                    return Err(Failure::Unsupported(reason).into());
                }
                let limits = limits.unwrap_or_default();
                known.can.allow(&limits)?;
                let options = Options { features, limits };
                let (engine, reply) = timed(|| R::engine(&configuration, &options))?;
                *self = Worker {
                    engine: Some(engine),
                    can: known.can,
                    artifact: known.artifact,
                    ..Worker::default()
                };
                Ok(reply)
            }
            Request::Load { file, artifact } => {
                let engine = self.engine()?;
                let (module, reply) = match artifact {
                    Artifact::Wasm => {
                        let wasm = read(&file)?;
                        timed(|| engine.compile(&wasm))?
                    }
                    Artifact::Precompiled | Artifact::Native => timed(|| engine.load(&file))?,
                };
                self.instances.clear();
                self.module = Some(module);
                Ok(reply)
            }
            Request::Precompile { file, to } => {
                let engine = self.engine()?;
                let wasm = read(&file)?;
                Ok(timed(|| engine.precompile(&wasm, &to))?.1)
            }
            Request::Instantiate(wasi) => {
                let (engine, module) = (self.engine()?, self.module()?);
                self.can.allow_folders(&wasi)?;
                if self.instances.len() == TIMED_INSTANCES {
                    usage::give_back_freed();
                }
                let (instance, reply) = timed(|| engine.instantiate(module, &wasi))?;
                self.instances.push(instance);
                Ok(Reply {
                    instance: Some(self.instances.len() - 1),
                    ..reply
                })
            }
            Request::Call(call) => self.call(&call),
            Request::Run(wasi) => self.run(&wasi),
            _ => unreachable!("the store has answered the others"),
        }
    }

    fn call(&mut self, call: &Call) -> Result<Reply, Stop> {
        let engine = self.engine.as_ref().ok_or(NO_ENGINE)?;
        let instance = self
            .instances
            .get_mut(call.instance)
            .ok_or(Stop::OutOfOrder("there is no instance of that number"))?;
        let calls = engine.calls(instance, call)?;
        let text = |results: &[u64]| results.iter().map(u64::to_string).collect();
        Ok(Reply {
            ns: calls.ns,
            cpu_ns: calls.cpu_ns,
            results: text(&calls.results),
            untimed_results: text(&calls.untimed_results),
            samples_ns: calls.samples_ns,
            ..Reply::new(Status::Ok)
        })
    }

    fn run(&mut self, wasi: &Wasi) -> Result<Reply, Stop> {
        let (engine, module) = (self.engine()?, self.module()?);
        self.can.allow_folders(wasi)?;
        let (ended, reply) = timed(|| engine.run(module, wasi))?;
        Ok(Reply {
            exit_code: Some(ended.exit_code),
            load_ns: ended.load_ns,
            instantiate_ns: ended.instantiate_ns,
            ..reply
        })
    }

    fn store(&mut self) -> Result<&mut Store, Stop> {
        let engine = self.engine.as_ref().ok_or(NO_ENGINE)?;
        match &mut self.store {
            Some(store) => Ok(store),
            none => Ok(none.insert(Store::new(engine.store(self.artifact)?))),
        }
    }

    fn engine(&self) -> Result<&R, Stop> {
        self.engine.as_ref().ok_or(NO_ENGINE)
    }

    fn module(&self) -> Result<&R::Module, Stop> {
        self.module
            .as_ref()
            .ok_or(Stop::OutOfOrder("there is no module yet: load one first"))
    }
}

const NO_ENGINE: Stop = Stop::OutOfOrder("there is no engine yet: ask for one first");

/// Why there is no answer.
pub enum Stop {
    OutOfOrder(&'static str),
    Failure(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failure(failure)
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .map_err(|error| Failure::unsupported(format!("{}: {error}", file.display())))
}

/// Runs one step and fills its times in.
pub fn timed<T>(step: impl FnOnce() -> Result<T, Failure>) -> Result<(T, Reply), Failure> {
    let cpu = usage::cpu_ns();
    let begin = Instant::now();
    let result = step();
    let ns = begin.elapsed().as_nanos() as u64;
    let cpu_ns = usage::cpu_ns() - cpu;
    let reply = Reply {
        ns,
        cpu_ns,
        ..Reply::new(Status::Ok)
    };
    result.map(|value| (value, reply))
}
