//! `wasmeter compat suite`: the tests of a checkout of wasi-testsuite.

use super::common::Common;
use crate::bench::select::{Column, Workers};
use crate::cli::heading;
use crate::cli::options::Global;
use crate::compat::Target;
use crate::compat::suite::{self, Expectations, Ran, Suite, Tester};
use crate::pipeline::build::warn_of_unavailable;
use crate::pipeline::on_all::on_all;
use crate::pipeline::project::Project;
use crate::report;
use crate::results::suite::TestResult;
use anyhow::Result;
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compat suite ../wasi-testsuite
  wasmeter compat suite ../wasi-testsuite -r RUNTIME --format junit
  wasmeter compat suite ../wasi-testsuite --expectations known.json

The checkout's branch prod/testsuite-base has the modules: of WASI 0.1, WASI 0.3
and wasi-threads. What a configuration refuses throughout is skipped as not
tried, with the reason. The exit code is 1 if --expectations were given and a
test did not end as expected.")]
pub struct Args {
    /// The checkout
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// A file that says which tests to skip and which are known to fail; may be repeated
    #[arg(long, value_name = "FILE", help_heading = heading::WHAT)]
    expectations: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, help_heading = heading::OUTPUT)]
    format: Format,
}

/// Format of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Junit,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    args.common.check()?;
    let project = global.project()?;
    let columns = args.common.columns(&project)?;
    let ran = run_all(&project, &columns, &args.dir, &args.expectations)?;
    let results: Vec<TestResult> = ran.iter().map(|ran| ran.result.clone()).collect();
    let public: Vec<TestResult> = if args.common.private {
        results.clone()
    } else {
        ran.iter().map(Ran::withheld).collect()
    };
    args.common.save(&project, &public)?;
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

/// Runs every test on every configuration that is here.
fn run_all(
    project: &Project,
    columns: &[Column],
    dir: &Path,
    expectations: &[PathBuf],
) -> Result<Vec<Ran>> {
    let suites = suite::read(dir)?;
    let expectations = Expectations::read(expectations)?;
    let mut workers = Workers::new();
    let components = suites.iter().any(Suite::has_components);
    project.build_workers_for(components, &project.runtimes(columns), &mut workers)?;
    warn_of_unavailable(&workers);
    let title = |suite: &Suite| suite.name.clone();
    let failed = suite::Failed::default();
    let all_of = |target: Target, suite: &Suite| -> Result<Vec<Ran>> {
        let runtime = project.catalog.runtime_of(target.name);
        let mut tester = Tester::new(
            target,
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
    Ok(ran)
}
