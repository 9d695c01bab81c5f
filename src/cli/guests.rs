//! `wasmeter guests`: list, build, verify.

use super::effort::{Budget, Effort, mebibytes, seconds};
use super::heading;
use super::options::{Global, ListFormat, Listing, Selection};
use crate::bench::expected::reference;
use crate::bench::run;
use crate::bench::select::{Row, Workers};
use crate::build::digests::digests;
use crate::build::lock::{Lock, Pin, hex_digest, pinned_module};
use crate::catalog::guest::{Guest, Kind};
use crate::out;
use crate::pipeline::build::warn_of_unavailable;
use crate::pipeline::measure::make_ready;
use crate::pipeline::project::Project;
use crate::progress::Progress;
use crate::report::table;
use crate::results::outcome::Outcome;
use anyhow::{Context as _, Result, bail};
use indicatif::HumanBytes;
use serde_json::json;
use std::collections::BTreeMap;
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub enum Command {
    /// List guests: language, group, kind, inputs, and what guests.lock pins
    List(Listing),
    /// Compile guests, and report which differ from guests.lock
    #[command(after_help = "\
Examples:
  wasmeter guests build
  wasmeter guests build GUEST --pin     keep its module, and write its hash and digests into \
  guests.lock")]
    Build {
        /// Guests, as globs [default: all but costly ones, which need a full name]
        names: Vec<String>,
        /// Pin what was compiled: copy it into guests/pinned/ and write guests.lock
        #[arg(long, help_heading = heading::OUTPUT)]
        pin: bool,
        /// Output format
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        #[arg(help_heading = heading::OUTPUT)]
        format: ListFormat,
    },
    /// Run every guest on every configuration once, two at a time, and verify what it computes;
    /// exit code 1 if one is wrong
    #[command(after_help = "\
Examples:
  wasmeter guests verify
  wasmeter guests verify -r RUNTIME -g '*/small'

A cell that its runtime does not support is reported, and is no failure. A wrong
output, a crash, a trap, a timeout or impossible figures are, and so is a guest
whose native build goes wrong or whose source does not compile.")]
    Verify {
        #[command(flatten)]
        selection: Selection,
        /// Seconds after which a process is ended
        #[arg(long, value_name = "S", value_parser = seconds(), default_value_t = 300)]
        #[arg(help_heading = heading::LIMITS)]
        timeout: u64,
        /// Mebibytes of resident memory above which a process is ended [default: 4096, or a quarter
        /// of the machine's if that is less: there are two]
        #[arg(long, value_name = "MIB", value_parser = mebibytes())]
        #[arg(help_heading = heading::LIMITS)]
        memory: Option<u64>,
        /// Output format
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        #[arg(help_heading = heading::OUTPUT)]
        format: ListFormat,
    },
}

/// True if it is the listing, of which there is only one.
pub fn is_list(command: Option<&Command>) -> bool {
    matches!(command, None | Some(Command::List(_)))
}

pub fn run(global: &Global, listing: Listing, command: Option<&Command>) -> Result<ExitCode> {
    if command.is_some() {
        listing.refuse()?;
    }
    let project = global.project()?;
    match command {
        None => list(&project, listing.format()),
        Some(Command::List(listing)) => list(&project, listing.format()),
        Some(Command::Build { names, pin, format }) => build(&project, names, *pin, *format),
        Some(Command::Verify {
            selection,
            timeout,
            memory,
            format,
        }) => verify(&project, selection, *timeout, *memory, *format),
    }
}

fn list(project: &Project, format: ListFormat) -> Result<ExitCode> {
    let lock = Lock::read(&project.catalog.root)?;
    let guests = &project.catalog.guests;
    if format == ListFormat::Json {
        let entry = |guest: &Guest| json!({ "guest": guest, "pin": lock.guests.get(&guest.name) });
        let entries: Vec<_> = guests.iter().map(entry).collect();
        println!("{}", serde_json::to_string_pretty(&entries)?);
        return Ok(ExitCode::SUCCESS);
    }
    let row = |guest: &Guest| {
        let pin = lock.guests.get(&guest.name);
        let size = pin.map(|pin| HumanBytes(pin.bytes).to_string());
        vec![
            guest.name.clone(),
            guest.manifest.language.clone(),
            guest.manifest.group.clone(),
            match guest.manifest.kind {
                Kind::Bench => "bench",
                Kind::Command if guest.manifest.component => "component",
                Kind::Command => "command",
            }
            .to_string(),
            guest.manifest.inputs.len().to_string(),
            size.unwrap_or("not pinned".to_string()),
        ]
    };
    let mut guests: Vec<&Guest> = guests.iter().collect();
    guests.sort_by_key(|guest| (&guest.manifest.group, &guest.name));
    let rows: Vec<_> = guests.into_iter().map(row).collect();
    let header = ["guest", "language", "group", "kind", "inputs", "module"];
    println!("{}", table(&header, &rows));
    if !out::is_quiet() {
        println!("\nWhat they do, and their inputs: --format json.");
    }
    Ok(ExitCode::SUCCESS)
}

fn build(project: &Project, names: &[String], pin: bool, format: ListFormat) -> Result<ExitCode> {
    let selection = Selection {
        guests: names.to_vec(),
        ..Selection::default()
    };
    let rows = project.build_guests(
        project.guests(&selection.guests, selection.shard, false)?,
        false,
    )?;
    if pin {
        pin_all(project, &rows)?;
    }
    let lock = Lock::read(&project.catalog.root)?;
    let mut failed = false;
    let mut table_rows = Vec::new();
    let mut entries = Vec::new();
    for row in &rows {
        let name = &row.guest.name;
        let state = match &row.built {
            Err(unavailable) => {
                failed = true;
                format!("unavailable: {unavailable}")
            }
            Ok(built) => match (&built.not_compiled, lock.guests.get(name)) {
                (Some(why), _) => format!("the pinned module, since {why}"),
                (None, Some(pin)) if pin.sha256 == built.sha256 => {
                    "compiled, as pinned".to_string()
                }
                (None, Some(_)) => "compiled, differs from guests.lock".to_string(),
                (None, None) => "compiled, not pinned".to_string(),
            },
        };
        let built = row.built.as_ref().ok();
        let sha256 = built.map_or(String::new(), |b| b.sha256.clone());
        let bytes = built.map_or(0, |b| b.bytes);
        let toolchain = built.map_or(String::new(), |b| b.toolchain.clone());
        entries.push(json!({
            "guest": name, "state": state, "bytes": bytes, "sha256": sha256, "toolchain": toolchain,
            "module": built.map(|b| &b.module),
        }));
        let short = sha256.chars().take(12).collect();
        table_rows.push(vec![
            name.clone(),
            bytes.to_string(),
            short,
            toolchain,
            state,
        ]);
    }
    match format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&entries)?),
        ListFormat::Table => {
            println!(
                "{}",
                table(
                    &["guest", "bytes", "sha256", "toolchain", "state"],
                    &table_rows
                )
            );
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}

fn pin_all(project: &Project, rows: &[Row]) -> Result<()> {
    let root = &project.catalog.root;
    let mut workers = Workers::new();
    let native = project.catalog.runtimes.iter().filter(|runtime| {
        let mut configurations = runtime.manifest.configurations.iter();
        configurations.any(|c| c.artifact == wasmeter_worker::Artifact::Native)
    });
    project.build_workers(&native.collect::<Vec<_>>(), &mut workers)?;
    warn_of_unavailable(&workers);
    let reference = reference(&workers)
        .context("digests come from native builds, and no worker executes them")?;
    let mut lock = Lock::read(root)?;
    std::fs::create_dir_all(root.join("guests/pinned"))?;
    for row in rows {
        let name = &row.guest.name;
        let built = match &row.built {
            Ok(built) if built.not_compiled.is_none() => built,
            _ => bail!("{name} was not compiled here, so it cannot be pinned"),
        };
        let mut pinned = BTreeMap::new();
        // One that is the same as another is verified against that one's digests.
        if row.guest.manifest.kind == Kind::Bench && row.guest.manifest.same_as.is_none() {
            let native = built
                .native
                .as_ref()
                .map_err(|why| anyhow::anyhow!("{name}: no native build: {why}"))?;
            for (input, digest) in digests(&row.guest, &native.file, reference, &project.home)? {
                let digest = digest.map_err(|end| anyhow::anyhow!("{name}/{input}: {end}"))?;
                pinned.insert(input, hex_digest(digest));
            }
        }
        std::fs::copy(&built.module, pinned_module(root, name))?;
        let pin = Pin {
            sha256: built.sha256.clone(),
            bytes: built.bytes,
            toolchain: built.toolchain.clone(),
            digests: pinned,
        };
        lock.guests.insert(name.clone(), pin);
    }
    lock.guests.retain(|name, _| {
        project
            .catalog
            .guests
            .iter()
            .any(|guest| guest.name == *name)
    });
    lock.write(root)
}

fn verify(
    project: &Project,
    selection: &Selection,
    timeout: u64,
    memory: Option<u64>,
    format: ListFormat,
) -> Result<ExitCode> {
    let columns = project.columns(&selection.runtimes)?;
    let rows = project.build_guests(
        project.guests(&selection.guests, selection.shard, false)?,
        selection.pinned,
    )?;
    let mut workers = Workers::new();
    let runtimes = project.runtimes(&columns);
    project.build_workers_and_compile(&runtimes, &mut workers, &columns, &rows)?;
    let effort = Effort {
        rounds: Some(1),
        budget: Some(Budget::Process(1)),
        timeout: Some(timeout),
        memory,
        ..Effort::default()
    };
    let (mut header, cells) = make_ready(project, &columns, &rows, &workers, effort.plan(&rows))?;
    // Two at a time may hold half of the machine's, as one may that is measured.
    if memory.is_none() {
        let limit = &mut header.plan.memory_limit_bytes;
        *limit = (header.machine.memory_bytes / 4).min(*limit);
    }
    let progress = Progress::new("verifying", cells.len() as u64);
    let processes = run::verify(&cells, &header.plan, &progress)?;
    drop(progress);
    let count = |outcome| processes.iter().filter(|p| p.outcome == outcome).count();
    let bad = |outcome| {
        !matches!(
            outcome,
            Outcome::Ok | Outcome::Unsupported | Outcome::Unavailable
        )
    };
    let faulty = rows.iter().flat_map(|row| {
        let name = &row.guest.name;
        row.faults.iter().map(move |fault| (name, fault))
    });
    let faulty: Vec<_> = faulty.collect();
    let failed = processes.iter().filter(|p| bad(p.outcome)).count() + faulty.len();
    match format {
        ListFormat::Json => {
            let of_guests = faulty.iter().map(|(guest, fault)| {
                json!({ "configuration": null, "input": guest, "outcome": null, "message": fault })
            });
            let of_cells = processes.iter().map(|p| {
                json!({
                    "configuration": p.configuration,
                    "input": p.input,
                    "outcome": p.outcome,
                    "message": p.message,
                })
            });
            let entries: Vec<_> = of_cells.chain(of_guests).collect();
            println!("{}", serde_json::to_string_pretty(&entries)?);
        }
        ListFormat::Table => {
            let mut named: Vec<_> = processes
                .iter()
                .filter(|p| p.outcome != Outcome::Ok)
                .collect();
            named.sort_by(|a, b| (&a.configuration, &a.input).cmp(&(&b.configuration, &b.input)));
            let of_cells = named.into_iter().map(|p| {
                let message = p.message.clone().unwrap_or_default();
                vec![
                    p.configuration.clone(),
                    p.input.clone(),
                    p.outcome.to_string(),
                    message,
                ]
            });
            let of_guests = faulty.iter().map(|(guest, fault)| {
                vec![
                    String::new(),
                    guest.to_string(),
                    String::new(),
                    fault.to_string(),
                ]
            });
            let rows: Vec<_> = of_cells.chain(of_guests).collect();
            if !rows.is_empty() {
                println!("{}", table(&["mode", "input", "outcome", "message"], &rows));
            }
            let (ok, all) = (count(Outcome::Ok), processes.len());
            println!("{ok} of {all} cells ok and verified, {failed} failed");
        }
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}
