//! `wasmeter compat probes`: tries probes.

use super::broken;
use super::common::Common;
use crate::bench::select::Workers;
use crate::build::probes;
use crate::cli::heading;
use crate::cli::options::{Global, ListFormat};
use crate::filter::Filter;
use crate::pages::ours;
use crate::pipeline::build::warn_of_unavailable;
use crate::pipeline::project::Project;
use crate::pipeline::support::tried;
use crate::probe::{Probe, Source, sources};
use crate::progress::Progress;
use crate::report;
use crate::results::support::Record;
use crate::results::support::withheld::{FILE, Known};
use anyhow::{Context as _, Result};
use std::path::Path;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat probes                every probe on every configuration
  wasmeter compat probes wasi-p1 wasm -r RUNTIME
  wasmeter compat probes --save support.json   with all evidence; support.md is a page of it
  wasmeter compat probes --save all.json --private   with what must not be published, too

A probe is `yes` if all its cases passed, `partly` if some did, `no` if none,
`ENOSYS` if the function says that it is not implemented, `not shown` if the
runtime may have it and nothing here shows that, `crash` if the runtime's
process died. A feature of WebAssembly that is off by default, and passes with a
switch that runtime.toml names, is `flag`. The sandbox is `blocked` (by which of
the runtime's means, if one was set), `escaped`, or `not limited` but by
wasmeter's own limit.

A case that came out of the sandbox, ended the runtime's process or did not come
back is reported on standard error, with its makers' address. The saved file and
--format json then have it in words only, so that it can be published; --private
keeps all. Such cases of earlier runs have left wasmeter; tables show them as
`withheld`, with the day and the version.")]
pub struct Args {
    #[command(flatten)]
    pub options: Options,
}

/// Which probes to try, on which configurations, and how to print what comes of it.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    common: Common,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Table, help_heading = heading::OUTPUT)]
    format: ListFormat,
}

/// Which probes, and how they are had.
#[derive(clap::Args)]
pub struct Chosen {
    /// Probes, as globs: GROUP, 'GROUP/a*'
    #[arg(value_name = "PROBE")]
    pub probes: Vec<String>,
    /// Take the pinned modules; set up no compiler
    #[arg(long, help_heading = heading::WHAT)]
    pub pinned: bool,
}

/// The results of the probes: all of them, and those that may be published.
pub struct Found {
    pub filter: Filter,
    pub known: Known,
    pub record: Record,
    pub public: Record,
}

pub fn run(global: &Global, args: &Options) -> Result<ExitCode> {
    check(&args.common)?;
    let project = global.project()?;
    let mut found = try_probes(&project, &args.chosen, &args.common)?;
    match args.format {
        ListFormat::Table => {
            let Found {
                filter,
                known,
                record,
                ..
            } = &mut found;
            record.recall(known, |probe| filter.matches(probe));
            print!("{}", report::support(record));
        }
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&found.public)?),
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails if a file to write is somebody else's: that of results, or the page beside it.
pub fn check(common: &Common) -> Result<()> {
    common.check()?;
    let page = common.file().map(|file| file.with_extension("md"));
    page.map_or(Ok(()), |page| ours::check(&page))
}

/// Tries probes, reports cases that broke a runtime, and saves the results, with a page of them.
pub fn try_probes(project: &Project, chosen: &Chosen, common: &Common) -> Result<Found> {
    let columns = common.columns(project)?;
    let root = &project.catalog.root;
    let filter = Filter::new(&chosen.probes)?;
    let known = Known::read(&root.join(FILE))?;
    let probes = compiled(project, &filter, &known, chosen.pinned)?;
    let mut workers = Workers::new();
    let runtimes = project.runtimes(&columns);
    let components = probes.iter().any(Probe::is_component);
    project.build_workers_for(components, &runtimes, &mut workers)?;
    warn_of_unavailable(&workers);
    let record = tried(project, &columns, &workers, &probes, chosen.pinned)?;
    broken::warn(&record, common.private);
    let mut public = record.clone();
    if !common.private {
        public.withhold(&known);
    }
    common.save(project, &public)?;
    let found = Found {
        filter,
        known,
        record,
        public,
    };
    if let Some(file) = common.file() {
        write_page(&file.with_extension("md"), &found)?;
    }
    Ok(found)
}

/// The probes that a filter takes, as modules: none, if all that it takes is withheld.
pub fn compiled(
    project: &Project,
    filter: &Filter,
    known: &Known,
    pinned: bool,
) -> Result<Vec<Probe>> {
    let root = &project.catalog.root;
    let mut sources = sources(root)?;
    let mut names: Vec<String> = sources.iter().map(Source::full_name).collect();
    names.extend(known.cases.iter().map(|case| case.probe.clone()));
    let listed = "they are in the folder probes/";
    filter.check("probe", listed, names.iter().map(String::as_str))?;
    sources.retain(|source| filter.matches(&source.full_name()));
    let progress = Progress::new("probes", sources.len() as u64);
    probes::build(root, sources, &project.home, pinned, &progress)
}

fn write_page(page: &Path, found: &Found) -> Result<()> {
    let mut whole = found.public.clone();
    whole.recall(&found.known, |probe| found.filter.matches(probe));
    std::fs::write(page, report::support_page(&whole))
        .with_context(|| format!("{}", page.display()))?;
    hint!("wrote {}", page.display());
    Ok(())
}
