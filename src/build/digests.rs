//! The results that guests must compute: the digest of one step for each input, as the native build
//! gives it.

use super::Home;
use super::built::BuiltWorker;
use crate::catalog::guest::{Guest, Input};
use crate::hash::sha256;
use crate::hash::sha256_file;
use crate::results::outcome::End;
use crate::results::outcome::Outcome;
use crate::worker::Limits;
use crate::worker::Worker;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Request, WasiArguments};

/// The digest of one step, for each input of a `bench` guest: what the native build gives, found
/// through the worker that executes native builds. Kept by the hash of the native build and the
/// input.
pub fn digests(
    guest: &Guest,
    native: &Path,
    reference: &BuiltWorker,
    home: &Home,
) -> Result<BTreeMap<String, Result<u64, End>>> {
    let build = sha256_file(native)?;
    let folder = home.folder("digests")?;
    let mut digests = BTreeMap::new();
    for input in &guest.manifest.inputs {
        let stdin = input.file.as_ref().map(|file| guest.dir.join(file));
        let content = stdin.as_ref().map_or(Ok(Vec::new()), std::fs::read)?;
        let kept = folder.join(format!("{}-{}", &build[..16], &sha256(&content)[..16]));
        let known = std::fs::read_to_string(&kept).ok();
        let digest = match known.and_then(|text| text.parse().ok()) {
            Some(digest) => Ok(digest),
            None => {
                let digest = native_digest(guest, input, native, stdin.as_deref(), reference)?;
                if let Ok(digest) = digest {
                    std::fs::write(&kept, digest.to_string())?;
                }
                digest
            }
        };
        digests.insert(input.name.clone(), digest);
    }
    Ok(digests)
}

fn native_digest(
    guest: &Guest,
    input: &Input,
    native: &Path,
    stdin: Option<&Path>,
    reference: &BuiltWorker,
) -> Result<Result<u64, End>> {
    let configurations = &reference.description.configurations;
    let configuration = configurations
        .iter()
        .find(|c| c.artifact == Artifact::Native);
    let configuration = configuration.map_or(String::new(), |c| c.name.clone());
    let limits = Limits {
        time: Duration::from_secs(60),
        memory_bytes: 4 << 30,
        output_bytes: 64 << 20,
        time_option: None,
        memory_option: None,
    };
    let worker = Worker::start(&reference.program, stdin, limits)?;
    Ok(worker.and_then(|mut worker| {
        worker.step(&Request::engine(configuration))?;
        worker.step(&Request::Load {
            file: native.to_path_buf(),
            artifact: Artifact::Native,
        })?;
        let dir = guest.manifest.needs_files.then(|| worker.guest_dir());
        worker.step(&Request::Instantiate(WasiArguments {
            args: vec!["guest".to_string()],
            dir,
            ..WasiArguments::default()
        }))?;
        let mut bench = |n| {
            let reply = worker.step(&Request::Call(Call::once(0, "bench", n)))?;
            let result = reply
                .results
                .first()
                .and_then(|text| text.parse::<u64>().ok());
            result.ok_or_else(|| End::new(Outcome::Crashed, "the native worker gave no result"))
        };
        let digest = bench(1)?;
        let thrice = bench(3)?;
        if thrice != digest.wrapping_mul(3) {
            let name = &input.name;
            return Err(End::new(
                Outcome::WrongOutput,
                format!(
                    "input {name}: bench(1) returned {digest}, bench(3) {thrice} instead of \
                three times that"
                ),
            ));
        }
        Ok(digest)
    }))
}
