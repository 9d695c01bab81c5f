//! Compiles modules ahead of time, for the configurations that execute such.

use super::Home;
use super::guests::BuiltGuest;
use super::workers::BuiltWorker;
use crate::results::schema::Precompiled;
use crate::worker::{End, Limits, Worker};
use anyhow::Result;
use std::path::PathBuf;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::Request;

/// A module's compiled form, and what compiling it took. Kept by what made it: worker, configuration, module.
pub fn precompile(
    name: &str,
    worker: &BuiltWorker,
    configuration: &str,
    guest_name: &str,
    guest: &BuiltGuest,
    limits: Limits,
    home: &Home,
) -> Result<Result<(PathBuf, Precompiled), End>> {
    let folder = home.folder("precompiled")?;
    let stem = format!("{}-{configuration}-{}", worker.key, &guest.sha256[..16]);
    let (file, notes) = (
        folder.join(format!("{stem}.bin")),
        folder.join(format!("{stem}.json")),
    );
    if let Some(known) = std::fs::read(&notes)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
    {
        return Ok(Ok((file, known)));
    }
    let partial = folder.join(format!("{stem}.partial"));
    let reply = Worker::start(&worker.program, None, limits)?.and_then(|mut process| {
        process.step(&Request::Engine {
            configuration: configuration.to_string(),
        })?;
        process.step(&Request::Precompile {
            file: guest.module.clone(),
            to: partial.clone(),
        })
    });
    let reply = match reply {
        Ok(reply) => reply,
        Err(end) => return Ok(Err(end)),
    };
    std::fs::rename(&partial, &file)?;
    let precompiled = Precompiled {
        configuration: name.to_string(),
        guest: guest_name.to_string(),
        ns: reply.ns,
        cpu_ns: reply.cpu_ns,
        bytes: std::fs::metadata(&file)?.len(),
    };
    std::fs::write(&notes, serde_json::to_vec(&precompiled)?)?;
    Ok(Ok((file, precompiled)))
}

/// Whether a configuration executes what was compiled ahead of time.
pub fn wanted(artifact: Artifact) -> bool {
    artifact == Artifact::Precompiled
}
