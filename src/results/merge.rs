//! One results file of several: a matrix that was split by its guests among machines of a kind.

use super::schema::{Configuration, Header, Plan, Results};
use crate::results::machine::Machine;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Puts the parts together. Each guest's cells must be in one of them, so that every ratio is of
/// one machine; and all must be of the same wasmeter, plan, runtimes and modules.
///
/// # Errors
/// Names two parts that do not belong together, and why.
///
/// ```no_run
/// use std::path::PathBuf;
/// use wasmeter::results::merge::merge;
/// use wasmeter::results::schema::Results;
///
/// let mut parts = Vec::new();
/// for file in ["half.json", "rest.json"].map(PathBuf::from) {
///     let part = Results::read(&file)?;
///     parts.push((file, part));
/// }
/// println!("{} inputs", merge(parts)?.header.plan.inputs.len());
/// # anyhow::Ok(())
/// ```
pub fn merge(parts: Vec<(PathBuf, Results)>) -> Result<Results> {
    let mut parts = parts.into_iter();
    let Some((first, mut whole)) = parts.next() else {
        bail!("there is nothing to merge");
    };
    for (file, part) in parts {
        let why = |what: String| {
            anyhow::anyhow!(
                "{} and {}: {what}\nmeasure the parts by one wasmeter, with the same options and \
                another --shard each",
                first.display(),
                file.display()
            )
        };
        alike(&whole.header, &part.header).map_err(why)?;
        join(&mut whole, part);
    }
    whole.header.plan.inputs.sort();
    whole.header.guests.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(whole)
}

/// Fails with the difference if the headers are not alike.
fn alike(a: &Header, b: &Header) -> Result<(), String> {
    if a.wasmeter != b.wasmeter {
        return Err(format!(
            "one is of wasmeter {}, the other of {}",
            a.wasmeter, b.wasmeter
        ));
    }
    let place = |m: &Machine| (m.arch.clone(), m.emulator.clone());
    if place(&a.machine) != place(&b.machine) {
        return Err(format!(
            "one is of {}, the other of {}; `wasmeter compare` compares them",
            a.machine.arch, b.machine.arch
        ));
    }
    // Counts under emulation are the same on all machines.
    if a.machine.cpu != b.machine.cpu && a.machine.emulator.is_none() {
        return Err(format!(
            "one is of {}, the other of {}, and ratios to native move between kinds of machines; \
            `wasmeter compare` compares them",
            a.machine.cpu, b.machine.cpu
        ));
    }
    plans(&a.plan, &b.plan)?;
    configurations(&a.configurations, &b.configurations)?;
    if let Some(input) = b.plan.inputs.iter().find(|i| a.plan.inputs.contains(i)) {
        return Err(format!("both measured {input}"));
    }
    let twin = |name: &str| a.guests.iter().find(|guest| guest.name == name);
    let other = b
        .guests
        .iter()
        .find(|guest| twin(&guest.name).is_some_and(|ours| ours.sha256 != guest.sha256));
    match other {
        Some(guest) => Err(format!("they have different bytes of {}", guest.name)),
        None => Ok(()),
    }
}

/// All parts take their samples by the same rules. How many rounds they have, and had time for, may
/// differ.
fn plans(a: &Plan, b: &Plan) -> Result<(), String> {
    let same = [
        ("--budget", a.budget_ns == b.budget_ns),
        (
            "samples",
            (a.sample_ns, a.samples) == (b.sample_ns, b.samples),
        ),
        ("--precision", a.precision == b.precision),
        ("--timeout", a.timeout_ns == b.timeout_ns),
    ];
    match same.iter().find(|(_, same)| !same) {
        Some((what, _)) => Err(format!("they were measured by other plans ({what})")),
        None => Ok(()),
    }
}

fn configurations(a: &[Configuration], b: &[Configuration]) -> Result<(), String> {
    for ours in a {
        let name = &ours.name;
        let Some(theirs) = b.iter().find(|c| c.name == *name) else {
            return Err(format!("only one has {name}"));
        };
        if ours.version != theirs.version
            || ours.unavailable.is_some() != theirs.unavailable.is_some()
        {
            let version = |c: &Configuration| c.version.clone().unwrap_or("none here".to_string());
            return Err(format!(
                "{name} is {} in one, and {} in the other",
                version(ours),
                version(theirs)
            ));
        }
    }
    match b.iter().find(|c| a.iter().all(|ours| ours.name != c.name)) {
        Some(c) => Err(format!("only one has {}", c.name)),
        None => Ok(()),
    }
}

fn join(whole: &mut Results, part: Results) {
    let header = &mut whole.header;
    header.started = header.started.clone().min(part.header.started);
    whole.finished = whole.finished.clone().max(part.finished);
    header.plan.rounds = header.plan.rounds.max(part.header.plan.rounds);
    header.plan.limit_ns = header.plan.limit_ns.max(part.header.plan.limit_ns);
    header.plan.inputs.extend(part.header.plan.inputs);
    let known = header.guests.clone();
    let new = |guest: &_| !known.contains(guest);
    header
        .guests
        .extend(part.header.guests.into_iter().filter(new));
    header.precompiled.extend(part.header.precompiled);
    for field in [
        (&mut header.machine.cpu, part.header.machine.cpu),
        (&mut header.machine.kernel, part.header.machine.kernel),
    ] {
        let (ours, theirs) = field;
        if !ours.split(" + ").any(|known| known == theirs) {
            *ours += &format!(" + {theirs}");
        }
    }
    whole.processes.extend(part.processes);
}
