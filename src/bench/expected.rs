//! The behaviour that is right for a guest: the digests that `bench` must return, the output of a
//! command.

use crate::bench::select::{Row, Workers};
use crate::bench::subject::Work;
use crate::build::built::BuiltWorker;
use crate::build::lock::{Lock, hex_digest};
use crate::build::{Home, digests, guests};
use crate::catalog::Catalog;
use crate::catalog::guest::{Input, Kind};
use crate::progress::Progress;
use crate::results::outcome::{End, Outcome};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use wasmeter_worker::Artifact;

/// The digest of one step by input, or why it is not known.
pub type Digests = BTreeMap<String, Result<u64, End>>;

/// The worker that executes native builds, whoever it is: what it computes is the truth.
pub fn reference(workers: &Workers) -> Option<&BuiltWorker> {
    let is_native = |worker: &&BuiltWorker| {
        let mut configurations = worker.description.configurations.iter();
        configurations.any(|c| c.artifact == Artifact::Native)
    };
    workers.values().flatten().find(is_native)
}

/// The digests of a row's inputs: from the native build, else from the lock; its own, or those of
/// the guest that it is the same as. Commands that are the same as none have no digests.
pub fn digests(
    catalog: &Catalog,
    row: &Row,
    lock: &Lock,
    reference: Option<&BuiltWorker>,
    home: &Home,
    progress: &Progress,
) -> Result<Digests> {
    let Ok(built) = &row.built else {
        return Ok(Digests::new());
    };
    let (guest, native) = match &row.guest.manifest.same_as {
        Some(twin) => {
            let twin = catalog.guests.iter().find(|guest| guest.name == *twin);
            let twin = twin.context("the catalog has checked that it is there")?;
            let _lock = home.lock("guests")?;
            (twin, guests::build_native(catalog, twin, home, progress)?)
        }
        None if row.guest.manifest.kind == Kind::Command => return Ok(Digests::new()),
        None => (&row.guest, built.native.clone()),
    };
    if let (Ok(native), Some(reference)) = (&native, reference) {
        return digests::digests(guest, &native.file, reference, home);
    }
    let pin = lock.guests.get(&guest.name);
    let pinned = |input: &Input| {
        let digest = pin.and_then(|pin| pin.digest(&input.name));
        let why =
            "nothing to verify it against: no native build here, and guests.lock has no digest";
        let digest = digest.ok_or_else(|| End::new(Outcome::Unavailable, why));
        (input.name.clone(), digest)
    };
    Ok(guest.manifest.inputs.iter().map(pinned).collect())
}

/// The inputs whose digest is another one here than where the guest was pinned.
pub fn differing<'a>(
    row: &Row,
    lock: &'a Lock,
    digests: &'a Digests,
) -> impl Iterator<Item = &'a String> {
    let pin = lock.guests.get(&row.guest.name);
    let differs = move |input: &String, digest: &Result<u64, End>| {
        let pinned = pin.and_then(|pin| pin.digest(input));
        matches!((pinned, digest), (Some(pinned), Ok(digest)) if pinned != *digest)
    };
    digests
        .iter()
        .filter(move |(input, digest)| differs(input, digest))
        .map(|(input, _)| input)
}

/// Returns what the guest must do with this input. Where that is not known because its native build
/// went wrong, that end is the `native` cell's own.
pub fn work(row: &Row, input: &Input, digests: &Digests, native: bool) -> Result<Work, End> {
    if let Some(expected) = &row.expected {
        return Ok(expected.clone());
    }
    let command = |stdout: String| Work::Command {
        stdout: stdout.into_bytes(),
        // WASI 0.2 reports only success or failure, and no exit code.
        exit_code: match row.guest.manifest.component && !native {
            true => i32::from(input.exit_code != 0),
            false => input.exit_code,
        },
    };
    let kind = row.guest.manifest.kind;
    if kind == Kind::Command && row.guest.manifest.same_as.is_none() {
        return Ok(command(input.stdout.clone()));
    }
    match digests.get(&input.name) {
        Some(Ok(digest)) if kind == Kind::Command => {
            Ok(command(format!("{}\n", hex_digest(*digest))))
        }
        Some(Ok(digest)) => Ok(Work::Bench { digest: *digest }),
        Some(Err(end)) if native => Err(end.clone()),
        Some(Err(end)) => Err(End::new(
            Outcome::Unavailable,
            format!("nothing to verify it against: the native build ended in {end}"),
        )),
        None => Err(End::new(
            Outcome::Unavailable,
            "nothing to verify it against",
        )),
    }
}
