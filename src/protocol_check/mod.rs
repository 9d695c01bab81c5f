//! The conformance test of worker protocol v1: what the harness relies on, tried on a worker.

mod attempts;
mod bench;
mod checks;
mod limits;
mod linked;
mod modules;
mod native;

use crate::build::built::BuiltWorker;
use crate::catalog::runtime::Runtime;
use crate::catalog::switch::Switch;
use crate::protocol_check::checks::Attempt;
use crate::protocol_check::checks::Checks;
use crate::protocol_check::checks::Failed;
use crate::protocol_check::checks::came_of;
use crate::protocol_check::checks::expect;
use crate::protocol_check::checks::left_behind;
use crate::protocol_check::checks::session;
use crate::protocol_check::checks::start;
use crate::worker::Worker;
use anyhow::Result;
pub use checks::Check;
use linked::check_linked;
use modules::check_modules;
pub use native::NativeProbes;
use native::check_native;
use std::collections::BTreeSet;
use std::path::PathBuf;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Request, Status};

/// Tries everything. Fails only if the harness itself cannot work.
pub fn check(runtime: &Runtime, built: &BuiltWorker, native: &NativeProbes) -> Result<Vec<Check>> {
    let mut checks = Checks::default();
    checks.try_on(
        None,
        "describes the runtime that runtime.toml describes",
        || Ok(describes(runtime, built).map(Failed::from)),
    )?;
    checks.try_on(
        None,
        "answers nonsense with bad-request, and goes on",
        || session(built, |worker| goes_on_after(worker, "this is not JSON\n")),
    )?;
    checks.try_on(
        None,
        "answers an unknown op with bad-request, and goes on",
        || {
            session(built, |worker| {
                goes_on_after(worker, "{\"op\":\"no_such_op\"}\n")
            })
        },
    )?;
    checks.try_on(
        None,
        "answers a request that lacks a field with bad-request, and goes on",
        || {
            session(built, |worker| {
                goes_on_after(worker, "{\"op\":\"engine\"}\n")
            })
        },
    )?;
    checks.try_on(
        None,
        "refuses a configuration that it does not have",
        || {
            session(built, |worker| {
                let configuration = "no-such-configuration".to_string();
                expect(
                    worker.ask(&Request::engine(configuration))?,
                    Status::Unsupported,
                )
            })
        },
    )?;
    let switches = "has the switches of runtime.toml, and no others";
    checks.try_on(None, switches, || {
        Ok(lacks_switches(runtime, built).map(Failed::from))
    })?;
    if !built.description.features.is_empty() {
        checks.try_on(None, "refuses a switch that it does not have", || {
            session(built, |worker| {
                let request = Request::Engine {
                    configuration: built.description.configurations[0].name.clone(),
                    features: vec!["no-such-feature".to_string()],
                    limits: None,
                };
                expect(worker.ask(&request)?, Status::Unsupported)
            })
        })?;
    }
    checks.try_on(
        None,
        "answers a load before there is an engine with bad-request",
        || {
            session(built, |worker| {
                let file = PathBuf::from("/dev/null");
                let artifact = Artifact::Wasm;
                expect(
                    worker.ask(&Request::Load { file, artifact })?,
                    Status::BadRequest,
                )
            })
        },
    )?;
    checks.try_on(None, "ends with code 0 when its requests end", || {
        let closed = start(built)?.and_then(Worker::close);
        Ok(came_of(closed.map(|closed| {
            let failed = (!closed.status.success()).then(|| closed.status.to_string());
            failed.or_else(|| left_behind(&closed.left))
        })))
    })?;
    for own in built.own.values().flatten() {
        let what = "a program of a configuration's own describes the same runtime";
        checks.try_on(None, what, || Ok(describes(runtime, own).map(Failed::from)))?;
    }
    let said = built.description.configurations.iter();
    let shared = said.filter(|c| !built.own.contains_key(&c.name));
    let own = built.own.iter().filter_map(|(name, own)| {
        let own = own.as_ref().ok()?;
        let mut said = own.description.configurations.iter();
        Some((said.find(|c| c.name == *name)?, own))
    });
    for (configuration, built) in shared.map(|c| (c, built)).chain(own) {
        match configuration.artifact {
            Artifact::Native => check_native(&mut checks, built, configuration, native)?,
            Artifact::Wasm | Artifact::Precompiled => {
                check_modules(&mut checks, built, configuration, &runtime.manifest)?;
                check_linked(&mut checks, built.for_compiling(), configuration)?;
            }
        }
    }
    Ok(checks.list)
}

fn goes_on_after(worker: &mut Worker, line: &str) -> Attempt {
    let reply = worker.ask_raw(line)?;
    if let Some(failure) = expect(reply, Status::BadRequest)? {
        return Ok(Some(failure));
    }
    expect(worker.ask(&Request::Describe)?, Status::Ok)
}

fn describes(runtime: &Runtime, built: &BuiltWorker) -> Option<String> {
    let said = &built.description;
    let wanted = runtime.spoken_name();
    if said.name != wanted {
        return Some(format!(
            "it says it is {:?}, wanted {wanted:?} (the folder's name, or `name` in runtime.toml)",
            said.name
        ));
    }
    if said.version.trim().is_empty() {
        return Some("its version is empty".to_string());
    }
    if said.configurations.is_empty() {
        return Some("it has no configuration".to_string());
    }
    let manifest = &runtime.manifest.configurations;
    let unknown = said.configurations.iter().find(|c| {
        let same = |m: &&crate::catalog::runtime::ConfigurationManifest| {
            m.name == c.name && m.artifact == c.artifact
        };
        !manifest.iter().any(|m| same(&m))
    });
    let listed = |(name, artifact): (&String, &Artifact)| format!("{name} ({artifact:?})");
    unknown.map(|c| {
        let of_toml: Vec<_> = manifest
            .iter()
            .map(|m| listed((&m.name, &m.artifact)))
            .collect();
        format!(
            "it describes a configuration {}, and runtime.toml has {}: give it the same name and \
             artifact in both",
            listed((&c.name, &c.artifact)),
            of_toml.join(", ")
        )
    })
}

/// Workers report the switches that they are asked for; with the others their process is started.
fn lacks_switches(runtime: &Runtime, built: &BuiltWorker) -> Option<String> {
    let manifest = &runtime.manifest;
    let asked = |switch: &&Switch| manifest.command.is_some() || !switch.is_of_process();
    let switches = manifest.switches.iter().filter(asked);
    let named: BTreeSet<&String> = switches.flat_map(|switch| &switch.features).collect();
    let said: BTreeSet<&String> = built.description.features.iter().collect();
    (named != said).then(|| format!("it says {said:?}, runtime.toml {named:?}"))
}
