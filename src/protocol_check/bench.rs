//! The worker and the module that checks are made with.

use crate::build::built::{BuiltWorker, LIMITS};
use crate::protocol_check::attempts::call;
use crate::protocol_check::attempts::instantiate;
use crate::protocol_check::attempts::without_environment;
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Failed;
use crate::protocol_check::checks::came_of;
use crate::protocol_check::checks::expect;
use crate::protocol_check::checks::left_behind;
use crate::results::outcome::End;
use crate::worker::Worker;
use anyhow::Result;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Reply, Request, Status};
use wasmeter_worker::{Artifact, Configuration, Limits};

pub const INPUT: &[u8; 8] = b"8 bytes!";

/// One configuration of a worker, with the probes as files.
pub struct Bench<'a> {
    pub built: &'a BuiltWorker,
    pub configuration: &'a Configuration,
    pub files: TempDir,
    /// The limits that its guests have.
    pub limits: Option<Limits>,
}

impl Bench<'_> {
    /// A fresh worker that has loaded a module.
    pub fn session(
        &self,
        wasm: &[u8],
        attempt: &dyn Fn(&mut Worker) -> Attempt,
    ) -> Result<Option<Failed>> {
        let stdin = self.files.path().join("stdin");
        std::fs::write(&stdin, INPUT)?;
        let started = Worker::start(&self.built.program, Some(&stdin), LIMITS)?;
        let result = started.and_then(|mut worker| match self.load(&mut worker, wasm)? {
            Reply {
                outcome: Status::Ok,
                ..
            } => attempt(&mut worker),
            reply => expect(reply, Status::Ok),
        });
        Ok(came_of(result))
    }

    /// Fails if processes are left when a worker has ended that has run a module.
    pub fn leaves_nothing(&self, wasm: &[u8]) -> Result<Option<Failed>> {
        let started = Worker::start(&self.built.program, None, LIMITS)?;
        let closed = started.and_then(|mut worker| {
            self.load(&mut worker, wasm)?;
            instantiate(&mut worker)?;
            worker.close()
        });
        Ok(came_of(closed.map(|closed| left_behind(&closed.left))))
    }

    /// Loads a module; compiles it ahead of time first if the configuration wants that.
    pub fn load(&self, worker: &mut Worker, wasm: &[u8]) -> Result<Reply, End> {
        let (file, compiled) = (
            self.files.path().join("m.wasm"),
            self.files.path().join("m.bin"),
        );
        std::fs::write(&file, wasm).expect("a temporary folder is writable");
        let engine = Request::Engine {
            configuration: self.configuration.name.clone(),
            features: Vec::new(),
            limits: self.limits.clone(),
        };
        worker.step(&engine)?;
        let artifact = self.configuration.artifact;
        if artifact == Artifact::Wasm {
            return worker.ask(&Request::Load { file, artifact });
        }
        let to = compiled.clone();
        let request = Request::Precompile { file, to };
        let made = match &self.built.precompiler {
            None => worker.ask(&request)?,
            Some(compiling) => {
                let started = Worker::start(&compiling.program, None, LIMITS);
                let mut compiling = started.expect("a worker's process is made")?;
                compiling.step(&engine)?;
                compiling.ask(&request)?
            }
        };
        match made {
            Reply {
                outcome: Status::Ok,
                ..
            } => worker.ask(&Request::Load {
                file: compiled,
                artifact,
            }),
            refusal => Ok(refusal),
        }
    }

    /// Some runtimes refuse a module when loading, others when instantiating it, or at the first
    /// call.
    pub fn refuses(&self, wasm: &[u8]) -> Result<Option<Failed>> {
        let started = Worker::start(&self.built.program, None, LIMITS)?;
        let result = started.and_then(|mut worker| {
            let mut reply = self.load(&mut worker, wasm)?;
            if reply.outcome == Status::Ok {
                reply = worker.ask(&Request::Instantiate(without_environment(&worker)))?;
            }
            if reply.outcome == Status::Ok {
                reply = call(&mut worker, 0, "bench", 1, 1, u64::MAX)?;
            }
            let message_missing = reply.outcome == Status::Unsupported && reply.message.is_none();
            if message_missing {
                return Ok(Some("it gives no message".to_string()));
            }
            expect(reply, Status::Unsupported)
        });
        Ok(came_of(result))
    }
}
