//! Compiles modules ahead of time, for the configurations that execute such.

use super::Home;
use super::built::BuiltWorker;
use crate::results::outcome::End;
use crate::results::schema::Precompiled;
use crate::worker::Limits;
use crate::worker::Worker;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasmeter_worker::protocol::Request;

/// Compiling ahead of time may take minutes, and under emulation more: it is done once. Where a
/// call has limits of the user's, it may take so many times as long, and twice the memory.
const TIMES: u32 = 15;

fn limits(emulated: bool, call: Option<Limits>) -> Limits {
    if let Some(call) = call {
        return Limits {
            time: call.time * TIMES,
            memory_bytes: call.memory_bytes.saturating_mul(2),
            ..call
        };
    }
    Limits {
        time: Duration::from_secs(if emulated { 3600 } else { 900 }),
        memory_bytes: 8 << 30,
        output_bytes: 64 << 20,
        time_option: None,
        memory_option: None,
    }
}

/// A module to be compiled ahead of time.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    pub worker: &'a BuiltWorker,
    /// `runtime/configuration`.
    pub configuration: &'a str,
    pub guest: &'a str,
    pub module: &'a Path,
    /// The module's hash.
    pub sha256: &'a str,
    /// Features of WebAssembly that are switched on.
    pub features: &'a [String],
    /// The limits of the engine that will execute it: some compile them into the code.
    pub limits: Option<&'a wasmeter_worker::Limits>,
    /// The limits of a call, where the user gave them.
    pub call: Option<Limits>,
}

/// A module's compiled form, and what compiling it took. Kept by what made it: worker,
/// configuration, features, module, and the means of a deadline.
pub fn precompile(job: Job, home: &Home) -> Result<Result<(PathBuf, Precompiled), End>> {
    let folder = home.folder("precompiled")?;
    let configuration = job.configuration.rsplit('/').next().unwrap_or_default();
    let on: String = job.features.iter().map(|name| format!("+{name}")).collect();
    let mut stem = format!(
        "{}-{configuration}{on}-{}",
        job.worker.key,
        &job.sha256[..16]
    );
    if let Some(deadline) = job.limits.and_then(|limits| limits.deadline.as_ref()) {
        stem += &format!("-{}", deadline.by);
    }
    let (file, notes) = (
        folder.join(format!("{stem}.bin")),
        folder.join(format!("{stem}.json")),
    );
    if let Some(known) = std::fs::read(&notes)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
    {
        let known = Precompiled {
            guest: job.guest.to_string(),
            ..known
        };
        return Ok(Ok((file, known)));
    }
    let partial = folder.join(format!("{stem}.partial"));
    let program = &job.worker.for_compiling().program;
    let emulated = program.is_emulated();
    let started = Worker::start(program, None, limits(emulated, job.call))?;
    let reply = started.and_then(|mut process| {
        process.step(&Request::Engine {
            configuration: configuration.to_string(),
            features: job.features.to_vec(),
            limits: job.limits.cloned(),
        })?;
        process.step(&Request::Precompile {
            file: job.module.to_path_buf(),
            to: partial.clone(),
        })
    });
    let reply = match reply {
        Ok(reply) => reply,
        Err(end) => return Ok(Err(end)),
    };
    std::fs::rename(&partial, &file)?;
    let precompiled = Precompiled {
        configuration: job.configuration.to_string(),
        guest: job.guest.to_string(),
        ns: (!emulated).then_some(reply.ns),
        cpu_ns: (!emulated).then_some(reply.cpu_ns),
        bytes: std::fs::metadata(&file)?.len(),
    };
    std::fs::write(&notes, serde_json::to_vec(&precompiled)?)?;
    Ok(Ok((file, precompiled)))
}
