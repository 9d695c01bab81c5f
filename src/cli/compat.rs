//! `wasmeter compat`: what each configuration supports, by trying it.

use super::context::{Context, Selection};
use super::{Global, ListFormat};
use crate::bench::prepare::{Column, Workers};
use crate::build::key::sha256;
use crate::build::pairs::two_at_a_time;
use crate::build::probes;
use crate::catalog::filter::Filter;
use crate::compat::probe::{Probe, Source, sources};
use crate::compat::record::{Configuration, ProbeNotes, Record, SCHEMA};
use crate::compat::{Subject, try_all};
use crate::progress::Progress;
use crate::report;
use crate::results::schema::Machine;
use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat                       every probe on every configuration
  wasmeter compat wasi-p1               WASI preview 1, function by function
  wasmeter compat 'wasi-p1/fd_*' -r RUNTIME --format json
  wasmeter compat --save support.json   with all evidence

A probe is `yes` if all its cases passed, `partly` if some did, `no` if none, `ENOSYS` if the function says that it is not
implemented, `crash` if the runtime's process died. The sandbox is `held`, `escaped`, or there is `no limit` but wasmeter's own.")]
pub struct Args {
    /// Probes, as globs: GROUP, 'GROUP/a*'
    #[arg(value_name = "PROBE")]
    probes: Vec<String>,
    /// Runtimes or configurations, as globs: RUNTIME, 'a*', '*/interpreter'
    #[arg(short, long = "runtime", value_name = "GLOB")]
    runtimes: Vec<String>,
    /// Take the pinned modules; set up no compiler
    #[arg(long)]
    pinned: bool,
    /// Pin the modules that were compiled: copy them into probes/pinned/, and try nothing
    #[arg(long, conflicts_with = "pinned")]
    pin: bool,
    /// Write everything that was found, with the evidence, as JSON
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let context = Context::new(global)?;
    let chosen = chosen(&context, &args.probes)?;
    let selection = Selection {
        runtimes: args.runtimes.clone(),
        ..Selection::default()
    };
    let mut columns = context.columns(&selection)?;
    columns.retain(|column| column.manifest.artifact != Artifact::Native);
    if let Some(file) = &args.save {
        std::fs::File::create(file)
            .with_context(|| format!("{}: cannot be written", file.display()))?;
    }
    let progress = Progress::new("probes", chosen.len() as u64);
    let probes = probes::build(
        &context.catalog.root,
        chosen,
        &context.home,
        args.pinned,
        &progress,
    )?;
    drop(progress);
    if args.pin {
        return pin(&context, &probes);
    }
    let mut workers = Workers::new();
    context.build_workers(&context.runtimes(&columns), &mut workers)?;
    let record = tried(&context, &columns, &workers, &probes)?;
    if let Some(file) = &args.save {
        std::fs::write(file, serde_json::to_string_pretty(&record)? + "\n")?;
        eprintln!("wrote {}", file.display());
    }
    match args.format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&record)?),
        ListFormat::Table => print!("{}", report::support(&record)),
    }
    Ok(ExitCode::SUCCESS)
}

fn chosen(context: &Context, globs: &[String]) -> Result<Vec<Source>> {
    let filter = Filter::new(globs)?;
    let mut sources = sources(&context.catalog.root)?;
    let names: Vec<String> = sources.iter().map(Source::full_name).collect();
    filter.check("probe", names.iter().map(String::as_str))?;
    sources.retain(|source| filter.matches(&source.full_name()));
    Ok(sources)
}

fn pin(context: &Context, probes: &[Probe]) -> Result<ExitCode> {
    let compiled = probes.iter().filter(|probe| !probe.source.is_text());
    for probe in compiled {
        let file = probes::pinned_module(&context.catalog.root, &probe.source);
        std::fs::create_dir_all(file.parent().expect("a folder"))?;
        std::fs::write(&file, &probe.wasm).with_context(|| format!("{}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tried(
    context: &Context,
    columns: &[Column],
    workers: &Workers,
    probes: &[Probe],
) -> Result<Record> {
    let started = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let mut configurations = Vec::new();
    let mut jobs = Vec::new();
    for column in columns {
        let worker = column.worker(workers);
        let built = worker.as_ref().ok();
        configurations.push(Configuration {
            name: column.name(),
            version: built.map(|worker| worker.description.version.clone()),
            worker_sha256: built.map(|worker| worker.sha256.clone()),
            unavailable: worker.as_ref().err().map(ToString::to_string),
        });
        if let Ok(worker) = worker {
            jobs.extend(probes.iter().map(|probe| (column, worker, probe)));
        }
    }
    let progress = Progress::new("trying", jobs.len() as u64);
    let results = two_at_a_time(&jobs, |(column, worker, probe)| {
        let name = column.name();
        progress.message(&format!("{name}: {}", probe.source.full_name()));
        let subject = Subject {
            name: &name,
            artifact: column.manifest.artifact,
            worker,
        };
        let tried = try_all(subject, probe, &context.home);
        progress.step();
        tried
    });
    let notes = |probe: &Probe| ProbeNotes {
        name: probe.source.full_name(),
        sha256: sha256(&probe.wasm),
        cases: probe.cases.iter().map(|case| case.export.clone()).collect(),
    };
    Ok(Record {
        schema: SCHEMA.to_string(),
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        started,
        machine: Machine::here(),
        configurations,
        probes: probes.iter().map(notes).collect(),
        results: results.into_iter().collect::<Result<_>>()?,
    })
}
