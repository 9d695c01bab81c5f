//! `wasmeter runtimes`: list, build, doctor, check, outdated.

use super::heading;
use super::options::{Global, ListFormat, Listing};
use super::outdated;
use crate::bench::expected::reference;
use crate::bench::select::{Column, Workers};
use crate::build::{guests, workers};
use crate::catalog::guest::Kind;
use crate::catalog::runtime::{ConfigurationManifest, Runtime};
use crate::filter::Filter;
use crate::out;
use crate::pipeline::project::Project;
use crate::progress::Progress;
use crate::protocol_check;
use crate::protocol_check::NativeProbes;
use crate::report::table;
use crate::results::runtime::Execution;
use anyhow::Result;
use serde_json::json;
use std::process::ExitCode;
use wasmeter_worker::Artifact;

#[derive(clap::Subcommand)]
pub enum Command {
    /// List configurations, and the versions of the workers that are built
    List(Listing),
    /// Build workers
    Build {
        /// Runtimes, as globs [default: all but optional ones]
        names: Vec<String>,
    },
    /// Report missing parts on this machine, with the line that fixes each, and which Rust built
    /// each worker. Builds missing ones
    Doctor {
        /// Output format
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        #[arg(help_heading = heading::OUTPUT)]
        format: ListFormat,
    },
    /// Check a worker against the protocol; exit code 1 if it fails
    #[command(after_help = "\
Examples:
  wasmeter runtimes check RUNTIME
  wasmeter runtimes check mine --runtime-dir ./mine")]
    Check {
        /// Runtimes, as globs
        #[arg(required = true)]
        names: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        #[arg(help_heading = heading::OUTPUT)]
        format: ListFormat,
    },
    /// List pinned versions that are behind their registries, and what holds each back
    #[command(after_help = "\
Asks the registries through cargo, npm and go. Where one is not here or does not
answer, the newest version is unknown.

Examples:
  wasmeter runtimes outdated
  wasmeter runtimes outdated RUNTIME --format json")]
    Outdated {
        /// Runtimes, as globs [default: all]
        names: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        #[arg(help_heading = heading::OUTPUT)]
        format: ListFormat,
    },
}

/// True if it is the one that builds and runs nothing.
pub fn is_outdated(command: Option<&Command>) -> bool {
    matches!(command, Some(Command::Outdated { .. }))
}

pub fn run(global: &Global, listing: Listing, command: Option<&Command>) -> Result<ExitCode> {
    if command.is_some() {
        listing.refuse()?;
    }
    let project = global.project()?;
    match command {
        None => list(&project, listing.format()),
        Some(Command::List(listing)) => list(&project, listing.format()),
        Some(Command::Build { names }) => build(&project, names),
        Some(Command::Doctor { format }) => doctor(&project, *format),
        Some(Command::Check { names, format }) => check(&project, names, *format),
        Some(Command::Outdated { names, format }) => {
            outdated::run(&matching(&project, names)?, &project.home, *format)
        }
    }
}

/// All that the names match; optional ones only where they are named.
fn select<'a>(project: &'a Project, names: &[String]) -> Result<Vec<&'a Runtime>> {
    let filter = Filter::new(names)?;
    let unnamed = |runtime: &&Runtime| runtime.manifest.optional && !filter.names(&runtime.name);
    let mut runtimes = matching(project, names)?;
    runtimes.retain(|runtime| !unnamed(runtime));
    Ok(runtimes)
}

fn matching<'a>(project: &'a Project, names: &[String]) -> Result<Vec<&'a Runtime>> {
    let filter = Filter::new(names)?;
    let all: Vec<&str> = project
        .catalog
        .runtimes
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    filter.check("runtime", "`wasmeter runtimes` lists them", all.into_iter())?;
    let wanted = |runtime: &&Runtime| filter.matches(&runtime.name);
    Ok(project.catalog.runtimes.iter().filter(wanted).collect())
}

fn list(project: &Project, format: ListFormat) -> Result<ExitCode> {
    let progress = Progress::new("runtimes", project.catalog.runtimes.len() as u64);
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    let mut entries = Vec::new();
    for runtime in &project.catalog.runtimes {
        let built = workers::is_built(runtime, &project.home)
            .then(|| workers::as_built(runtime, &project.home, &progress))
            .transpose()?;
        let version = match &built {
            Some(Ok(worker)) => worker.description.version.as_str(),
            Some(Err(unavailable)) => {
                // The fix is a hint.
                let why = match out::is_quiet() {
                    true => unavailable.reason.clone(),
                    false => unavailable.to_string(),
                };
                notes.push(format!("{}: {why}", runtime.name));
                "unavailable"
            }
            None => "not built",
        };
        let worker = built.as_ref().and_then(|built| built.as_ref().ok());
        for (at, configuration) in runtime.manifest.configurations.iter().enumerate() {
            let own = worker.and_then(|worker| worker.of(&configuration.name).ok());
            let is_here = own.is_some_and(|worker| {
                let mut has = worker.description.configurations.iter();
                has.any(|c| c.name == configuration.name)
            });
            rows.push(vec![
                format!("{}/{}", runtime.name, configuration.name),
                // What its other configurations are of, too.
                if at == 0 { version } else { "" }.to_string(),
                kind(configuration).to_string(),
                if worker.is_some() && !is_here {
                    "not in this build"
                } else if runtime.manifest.optional {
                    "optional"
                } else {
                    ""
                }
                .to_string(),
            ]);
        }
        let description = worker.map(|worker| &worker.description);
        entries.push(json!({ "runtime": runtime, "worker": description }));
        progress.step();
    }
    drop(progress);
    match format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&entries)?),
        ListFormat::Table => {
            let header = ["mode", "version", "code", ""];
            println!("{}", table(&header, &rows));
            for note in notes {
                println!("{note}");
            }
            if !out::is_quiet() {
                println!(
                    "\nOptional ones are measured only where -r names them in full. Descriptions \
                    and reasons: --format json."
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// In a word or two, what executes.
fn kind(configuration: &ConfigurationManifest) -> &'static str {
    match (configuration.artifact, configuration.execution) {
        (Artifact::Native, _) => "native",
        (Artifact::Precompiled, _) => "ahead of time",
        (_, Some(Execution::Interpreter)) => "interpreter",
        (_, Some(Execution::Baseline)) => "baseline",
        (_, Some(Execution::Optimising)) => "optimising",
        (_, Some(Execution::Tiered)) => "tiered",
        (_, None) => "",
    }
}

fn build(project: &Project, names: &[String]) -> Result<ExitCode> {
    let mut runtimes = select(project, names)?;
    let cost = |r: &&Runtime| r.manifest.worker.build_cpu_minutes;
    runtimes.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    let mut workers = Workers::new();
    project.build_workers_and_for_components(&runtimes, &mut workers)?;
    for (name, worker) in &workers {
        match worker {
            Ok(worker) => println!("{name} {}", worker.description.version),
            Err(unavailable) => println!("{name} unavailable: {unavailable}"),
        }
    }
    let failed = workers.values().any(Result::is_err);
    Ok(ExitCode::from(u8::from(failed)))
}

fn doctor(project: &Project, format: ListFormat) -> Result<ExitCode> {
    let mut workers = Workers::new();
    project.build_workers(&select(project, &[])?, &mut workers)?;
    let mut rows = Vec::new();
    let mut entries = Vec::new();
    for runtime in &project.catalog.runtimes {
        let mut above = None;
        for manifest in &runtime.manifest.configurations {
            let is_emulated = project.home.processor.is_some();
            let column = Column::new(&runtime.name, manifest, is_emulated);
            let worker = column.worker(&workers);
            let rust = worker.as_ref().ok().and_then(|worker| worker.rust.clone());
            let (state, fix) = match worker {
                Ok(worker) => (format!("ok, {}", worker.description.version), String::new()),
                Err(_) if runtime.manifest.optional => (
                    "optional: built and measured where it is named".to_string(),
                    format!("wasmeter runtimes build {}", runtime.name),
                ),
                Err(unavailable) => (unavailable.reason, unavailable.fix.unwrap_or_default()),
            };
            let name = column.name();
            entries
                .push(json!({ "configuration": name, "state": state, "rust": rust, "fix": fix }));
            // Its name and number: the rest is the hash of its source, and who built it.
            let rust = rust.unwrap_or_default();
            let rust: Vec<_> = rust.split_whitespace().take(2).collect();
            // Why a runtime cannot be had is said once, in its first row.
            let said = Some((state.clone(), fix.clone()));
            rows.push(match !fix.is_empty() && above == said {
                true => vec![name, "as above".to_string(), String::new(), String::new()],
                false => vec![name, state, rust.join(" "), fix],
            });
            above = said;
        }
    }
    match format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&entries)?),
        ListFormat::Table => {
            println!("{}", table(&["mode", "state", "built by", "fix"], &rows));
            println!("Everything built is in {}.", project.home.dir.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(project: &Project, names: &[String], format: ListFormat) -> Result<ExitCode> {
    let runtimes = select(project, names)?;
    let mut workers = Workers::new();
    project.build_workers(&runtimes, &mut workers)?;
    let native = match reference(&workers) {
        Some(_) => native_probes(project)?,
        None => NativeProbes::default(),
    };
    let progress = Progress::new("checking", runtimes.len() as u64);
    let mut all = Vec::new();
    for runtime in runtimes {
        progress.message(&runtime.name);
        let checks = match &workers[&runtime.name] {
            Ok(built) => protocol_check::check(runtime, built, &native)?,
            Err(unavailable) => vec![protocol_check::Check {
                configuration: None,
                what: "its worker is there",
                failure: Some(unavailable.to_string()),
            }],
        };
        all.push((runtime.name.clone(), checks));
        progress.step();
    }
    drop(progress);
    let failed = all
        .iter()
        .flat_map(|(_, checks)| checks)
        .filter(|c| c.failure.is_some())
        .count();
    match format {
        ListFormat::Json => {
            let entry = |(name, checks)| json!({ "runtime": name, "checks": checks });
            let entries: Vec<_> = all.iter().map(|(n, c)| entry((n, c))).collect();
            println!("{}", serde_json::to_string_pretty(&entries)?);
        }
        ListFormat::Table => {
            for (name, checks) in &all {
                let rows: Vec<_> = checks
                    .iter()
                    .map(|check| {
                        vec![
                            check
                                .configuration
                                .clone()
                                .map_or(name.clone(), |c| format!("{name}/{c}")),
                            check.what.to_string(),
                            check.failure.clone().unwrap_or("ok".to_string()),
                        ]
                    })
                    .collect();
                println!("{}", table(&["worker", "what must hold", "outcome"], &rows));
            }
            println!("{failed} failed");
        }
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// The first guest of each kind that has a native build.
fn native_probes(project: &Project) -> Result<NativeProbes> {
    let mut probes = NativeProbes::default();
    let progress = Progress::new("guests", 2);
    for guest in &project.catalog.guests {
        let kind = guest.manifest.kind;
        let known = match kind {
            Kind::Bench => probes.bench.is_some(),
            Kind::Command => probes.command.is_some(),
        };
        let input = guest.manifest.inputs.iter().find(|input| input.default);
        let unfit = known || guest.manifest.needs_files;
        let (Some(input), false) = (input.filter(|input| input.args.is_empty()), unfit) else {
            continue;
        };
        if let Ok(native) = guests::build_native(&project.catalog, guest, &project.home, &progress)?
        {
            match kind {
                Kind::Bench => {
                    let stdin = input.file.as_ref().map(|file| guest.dir.join(file));
                    probes.bench = Some((native.file, stdin));
                }
                Kind::Command => {
                    probes.command = Some((native.file, input.stdout.clone().into_bytes()));
                }
            }
        }
    }
    Ok(probes)
}
