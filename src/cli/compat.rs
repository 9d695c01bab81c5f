//! `wasmeter compat`: what each configuration supports, by trying it.

mod broken;

use super::against::Against;
use super::files::tell_replaced;
use super::options::{Global, Selection};
use crate::bench::select::{Column, Workers};
use crate::build::probe_lock::ProbeLock;
use crate::build::probes;
use crate::compat::Subject;
use crate::compat::suite::{self, Expectations, Ran, Suite, Tester};
use crate::filter::Filter;
use crate::pages::ours;
use crate::pipeline::on_all::on_all;
use crate::pipeline::project::Project;
use crate::pipeline::spec;
use crate::pipeline::support::tried;
use crate::probe::{Probe, Source, pinned, sources};
use crate::progress::Progress;
use crate::report;
use crate::results::suite::TestResult;
use crate::results::support::feature::COMPONENT_GROUP;
use crate::results::support::withheld::{FILE, Known};
use crate::results::support::{FEATURES, Record};
use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat                       every probe on every configuration
  wasmeter compat wasi-p1               WASI preview 1, function by function
  wasmeter compat 'wasi-p1/fd_*' -r RUNTIME --format json
  wasmeter compat --save support.json   with all evidence; support.md is a page of it
  wasmeter compat --save all.json --private   with what must not be published, too
  wasmeter compat --against features.json -r RUNTIME
  wasmeter compat --suite ../wasi-testsuite -r RUNTIME --format junit
  wasmeter compat --spec                the official tests of the WebAssembly specification
  wasmeter compat --spec 'simd/*' core-3.0/linking -r RUNTIME
  wasmeter compat --spec simd/simd_lane:123 -r RUNTIME/a   one line of a script

A probe is `yes` if all its cases passed, `partly` if some did, `no` if none,
`ENOSYS` if the function says that it is not implemented, `not shown` if the
runtime may have it and nothing here shows that, `crash` if the runtime's
process died. A feature of WebAssembly that is off by default, and passes with a
switch that runtime.toml names, is `flag`. The sandbox is `held` (by which of
the runtime's means, if it was told to), `escaped`, or there is `no limit` but
wasmeter's own.

A case that came out of the sandbox, ended the runtime's process or did not come
back is reported on standard error, with whom to tell. What is saved, and
--format json, then has it in words only, so that it can be published; --private
keeps all. Such cases of earlier runs have left wasmeter; tables show what is
known of them as `withheld`, with the day and the version.

--suite runs the tests of a checkout of wasi-testsuite (its branch
prod/testsuite-base has the modules): of WASI 0.1, WASI 0.3 and wasi-threads.
What a configuration refuses throughout is skipped as not tried, with the
reason. The exit code is 1 if --expectations were given and a test did not end
as expected.

--spec runs the scripts of the official tests, by folders: core-1.0, core-2.0,
core-3.0, and each proposal. Passed and failed are directives: assertions,
modules that are to be accepted, actions. What is about the text format is
skipped. Of a trap it is checked that there is one, not its text.")]
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
    #[arg(long, conflicts_with_all = ["pinned", "runtimes", "save", "private", "format"])]
    pin: bool,
    /// Write everything that was found, with the evidence, as JSON; of probes, beside it also a
    /// page (.md)
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Keep escapes and crashes, with their evidence, in what is saved or printed as JSON: for the
    /// runtime's makers, not for publication
    #[arg(long)]
    private: bool,
    /// Run the tests of a checkout of wasi-testsuite instead of probes
    #[arg(long, value_name = "DIR", conflicts_with_all = ["probes", "pin", "pinned"])]
    suite: Option<PathBuf>,
    /// Run scripts of the specification's official tests instead of probes: globs of FOLDER/FILE;
    /// all, if none is given
    #[arg(long, value_name = "SCRIPT", num_args = 0.., conflicts_with_all = ["probes", "pin", "pinned", "suite"])]
    spec: Option<Vec<String>>,
    /// With --suite: a file that says which tests to skip and which are known to fail; may be
    /// repeated
    #[arg(long, value_name = "FILE", requires = "suite")]
    expectations: Vec<PathBuf>,
    #[command(flatten)]
    against: Against,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    /// Of --suite
    Junit,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    if args.format == Format::Junit && args.suite.is_none() {
        bail!("--format junit is for --suite");
    }
    let other = args.suite.is_some() || args.spec.is_some() || args.pin;
    if other && args.against.is_given() {
        bail!("--against is for probes: it does nothing with --suite, --spec and --pin");
    }
    if let Some(file) = &args.save {
        tell_replaced(file)?;
        if args.suite.is_none() && args.spec.is_none() {
            ours::check(&file.with_extension("md"))?;
        }
    }
    let project = global.project()?;
    let selection = Selection {
        runtimes: args.runtimes.clone(),
        ..Selection::default()
    };
    let mut columns = project.columns(&selection.runtimes)?;
    columns.retain(|column| column.manifest.artifact != Artifact::Native);
    if let Some(file) = &args.save {
        // What it holds is kept until there is something else to write.
        let opened = std::fs::File::options()
            .append(true)
            .create(true)
            .open(file);
        opened.with_context(|| format!("{}: cannot be written", file.display()))?;
    }
    if let Some(globs) = &args.spec {
        let record = spec::run(&project, &columns, globs)?;
        let mut public = record.clone();
        if !args.private {
            public.withhold();
        }
        save(args, &project, &public)?;
        match args.format {
            Format::Table => print!("{}", report::spec(&record)),
            _ => println!("{}", serde_json::to_string_pretty(&public)?),
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(dir) = &args.suite {
        return run_suite(&project, &columns, dir, args);
    }
    let claims = args.against.table()?;
    let globs = match args.probes.is_empty() && claims.is_some() {
        true => vec![FEATURES.to_string(), COMPONENT_GROUP.to_string()],
        false => args.probes.clone(),
    };
    let filter = Filter::new(&globs)?;
    let known = Known::read(&project.catalog.root.join(FILE))?;
    let chosen = chosen(&project, &filter, &known)?;
    let progress = Progress::new("probes", chosen.len() as u64);
    let probes = probes::build(
        &project.catalog.root,
        chosen,
        &project.home,
        args.pinned,
        &progress,
    )?;
    drop(progress);
    if args.pin {
        return pin(&project, &probes);
    }
    let mut workers = Workers::new();
    let runtimes = project.runtimes(&columns);
    let components = probes.iter().any(Probe::is_component);
    project.build_workers_for(components, &runtimes, &mut workers)?;
    let mut record = tried(&project, &columns, &workers, &probes, args.pinned)?;
    broken::tell(&record, args.private);
    let mut public = record.clone();
    if !args.private {
        public.withhold(&known);
    }
    save(args, &project, &public)?;
    let recall = |record: &mut Record| record.recall(&known, |probe| filter.matches(probe));
    if let Some(file) = &args.save {
        let page = file.with_extension("md");
        let mut whole = public.clone();
        recall(&mut whole);
        std::fs::write(&page, report::support_page(&whole))
            .with_context(|| format!("{}", page.display()))?;
        eprintln!("wrote {}", page.display());
    }
    if let Some(claims) = claims {
        let json = args.format == Format::Json;
        return args.against.compare(&claims, &public, json);
    }
    match args.format {
        Format::Table => {
            recall(&mut record);
            print!("{}", report::support(&record));
        }
        _ => println!("{}", serde_json::to_string_pretty(&public)?),
    }
    Ok(ExitCode::SUCCESS)
}

fn run_suite(project: &Project, columns: &[Column], dir: &Path, args: &Args) -> Result<ExitCode> {
    let suites = suite::read(dir)?;
    let expectations = Expectations::read(&args.expectations)?;
    let mut workers = Workers::new();
    let runtimes = project.runtimes(columns);
    match suites.iter().any(Suite::has_components) {
        true => project.build_workers_and_for_components(&runtimes, &mut workers)?,
        false => project.build_workers(&runtimes, &mut workers)?,
    }
    for column in columns {
        if let Err(unavailable) = column.worker(&workers) {
            eprintln!("{}: unavailable: {unavailable}", column.name());
        }
    }
    let title = |suite: &Suite| suite.name.clone();
    let failed = suite::Failed::default();
    let all_of = |subject: Subject, suite: &Suite| -> Result<Vec<Ran>> {
        let runtime = project.catalog.runtime_of(subject.name);
        let mut tester = Tester::new(
            subject,
            runtime,
            suite,
            &expectations,
            &project.home,
            &failed,
        );
        suite.tests.iter().map(|test| tester.run(test)).collect()
    };
    let results = on_all("testing", columns, &workers, &suites, title, all_of)?;
    let mut ran = results.concat();
    suite::settle_not_tried(&mut ran);
    let results: Vec<TestResult> = ran.iter().map(|ran| ran.result.clone()).collect();
    let public: Vec<TestResult> = match args.private {
        true => results.clone(),
        false => ran.iter().map(Ran::withheld).collect(),
    };
    save(args, project, &public)?;
    match args.format {
        Format::Table => print!("{}", report::suite(&results)),
        Format::Json => println!("{}", serde_json::to_string_pretty(&public)?),
        Format::Junit => println!("{}", report::junit(&results)?),
    }
    let unexpected = results.iter().any(|result| result.end.is_failure());
    Ok(ExitCode::from(u8::from(
        !args.expectations.is_empty() && unexpected,
    )))
}

/// Writes what was found, if a file was named for it.
fn save(args: &Args, project: &Project, found: &impl Serialize) -> Result<()> {
    if let Some(file) = &args.save {
        let text = serde_json::to_string(found)? + "\n";
        // What runtimes say of themselves may name where they are here.
        let here = project.home.dir.display().to_string();
        std::fs::write(file, text.replace(&here, "$WASMETER_HOME"))
            .with_context(|| format!("{}", file.display()))?;
        eprintln!("wrote {}", file.display());
    }
    Ok(())
}

/// The probes that a filter takes: none, if all that it takes is withheld.
fn chosen(project: &Project, filter: &Filter, known: &Known) -> Result<Vec<Source>> {
    let mut sources = sources(&project.catalog.root)?;
    let mut names: Vec<String> = sources.iter().map(Source::full_name).collect();
    names.extend(known.cases.iter().map(|case| case.probe.clone()));
    filter.check("probe", names.iter().map(String::as_str))?;
    sources.retain(|source| filter.matches(&source.full_name()));
    Ok(sources)
}

fn pin(project: &Project, probes: &[Probe]) -> Result<ExitCode> {
    let root = &project.catalog.root;
    let mut lock = ProbeLock::read(root)?;
    let compiled = probes.iter().filter(|probe| !probe.source.is_text());
    for probe in compiled {
        lock.pin(root, &probe.source, &probe.wasm)?;
    }
    lock.write(root, &pinned(root)?)?;
    Ok(ExitCode::SUCCESS)
}
