//! `wasmeter compare`: two runs, or two configurations of one.

use super::effort::{percent, rate};
use super::heading;
use super::options::Global;
use super::shown::{Format, shown};
use crate::analysis::metric::Metric;
use crate::compare::answer::answer;
use crate::compare::architectures;
use crate::compare::changes::changes;
use crate::compare::comparison::Answer;
use crate::compare::document::{Document, Run, SCHEMA};
use crate::compare::question::{self, Question, Reference};
use crate::compare::values::Values;
use crate::filter::Filter;
use crate::report::compare::{Told, sections, words};
use crate::results::schema::Results;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter compare before.json after.json                   two runs, and what else changed \
  (a diff over time)
  wasmeter compare before.json after.json --fail-above 5%   for CI: exit code 1 if something got \
  certainly worse by more
  wasmeter compare mine.json --between RUNTIME-1.0/NAME RUNTIME-2.0/NAME   two configurations or \
  versions of one run
  wasmeter compare x86_64.json aarch64.json                 across machines only ratios to native, \
  or to --reference

Two configurations of one run are compared in pairs within its rounds: that
finds the smallest differences. Two runs are not paired; their times are
compared as ratios to native in the same round, where both have it. A difference
is reported only if it is certain: of all reported, --rate are false positives
on average, however many cells there are. Where none is, the table says which
difference would have been found with 90% power.

Exit codes: 0 compared, 1 with --fail-above: something is certainly worse by
more, or ended in an outcome that is no longer ok; 2 what was given cannot be
compared.")]
pub struct Args {
    /// Results files: two, or one with --between
    #[arg(required = true, num_args = 1..=2, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Two configurations of one file: does B differ from A?
    #[arg(long, num_args = 2, value_names = ["A", "B"], help_heading = heading::COMPARED)]
    between: Option<Vec<String>>,
    /// Exit with 1 if B is certainly worse than A by more than this
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    #[arg(help_heading = heading::REPORTED)]
    fail_above: Option<f64>,
    /// Configurations, as globs
    #[arg(
        short,
        long = "runtime",
        value_name = "GLOB",
        conflicts_with = "between",
        help_heading = heading::COMPARED
    )]
    runtimes: Vec<String>,
    /// Guests or their inputs, as globs
    #[arg(short, long = "guest", value_name = "GLOB", help_heading = heading::COMPARED)]
    guests: Vec<String>,
    /// Metric to compare; may be repeated [default: time-per-unit, start, load, peak-memory; of
    /// emulated runs, instructions]
    #[arg(
        long = "metric",
        value_enum,
        value_name = "METRIC",
        hide_possible_values = true,
        help_heading = heading::COMPARED
    )]
    metrics: Vec<Metric>,
    /// For two runs: the configuration that times are divided by, or `none` [default: native, where
    /// both have it]
    #[arg(long, value_name = "CONFIGURATION", conflicts_with = "between")]
    #[arg(help_heading = heading::COMPARED)]
    reference: Option<String>,
    /// Rate of false positives among all reported differences
    #[arg(long, value_name = "PERCENT", value_parser = rate, default_value = "1%")]
    #[arg(help_heading = heading::REPORTED)]
    rate: f64,
    /// Show equal rows too: those without a reported difference
    #[arg(long, help_heading = heading::OUTPUT)]
    all: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, help_heading = heading::OUTPUT)]
    format: Format,
}

pub fn run(_: &Global, args: &Args) -> Result<ExitCode> {
    if args.all && args.format == Format::Json {
        bail!("--all does nothing with --format json, which has every cell");
    }
    // A file that is missing is the first thing to mend, however many were wanted.
    let results: Vec<Results> = args
        .files
        .iter()
        .map(|file| Results::read(file))
        .collect::<Result<_>>()?;
    match (args.files.len(), &args.between) {
        (1, None) => bail!(
            "one file is compared with nothing\nname a second one, or two of its configurations \
            with --between A B"
        ),
        (2, Some(_)) => bail!("--between takes two configurations of one file; here are two files"),
        _ => {}
    }
    let values: Vec<Values> = results.iter().map(Values::of).collect();
    let files: Vec<&Results> = results.iter().collect();
    question::check_starts(&args.metrics, &files)?;
    let question = Question {
        inputs: Filter::new(&args.guests)?,
        configurations: Filter::new(&args.runtimes)?,
        metrics: if args.metrics.is_empty() {
            question::default_metrics(&files)
        } else {
            args.metrics.clone()
        },
        rate: args.rate,
        reference: match args.reference.as_deref() {
            None => Reference::Native,
            Some("none") => Reference::None,
            Some(name) => Reference::Named(name.to_string()),
        },
    };
    question::check_metrics(&question.metrics)?;
    let inputs = results.iter().flat_map(|r| &r.header.plan.inputs);
    let inputs = inputs.map(String::as_str);
    question.inputs.check("guest", question::LISTED, inputs)?;
    let contrasts = match &args.between {
        Some(names) => question::within(&values[0], names)?,
        None => question::two_runs(&values[0], &values[1], &question)?,
    };
    let answer = answer(&contrasts, &question)?;
    let changes = match results.as_slice() {
        [a, b] => changes(a, b),
        _ => Vec::new(),
    };
    let architectures = match results.as_slice() {
        [a, b] => architectures::architectures(a, b),
        _ => None,
    };
    let paired = args.between.is_some();
    let name = |at: usize| match &args.between {
        Some(_) => if at == 0 {
            contrasts[0].a.configuration
        } else {
            contrasts[0].b.configuration
        }
        .to_string(),
        None => format!(
            "{} ({})",
            args.files[at].display(),
            results[at].header.started
        ),
    };
    if args.format == Format::Json {
        let runs = args.files.iter().zip(&results);
        let document = Document {
            schema: SCHEMA.to_string(),
            runs: runs.map(|(file, results)| Run::of(file, results)).collect(),
            paired,
            rate: args.rate,
            refused: None,
            left_out: 0,
            answer,
            changes,
            architectures,
        };
        println!("{}", serde_json::to_string_pretty(&document)?);
        return Ok(failed(args, &document.answer));
    }
    let mut sections = sections(&Told {
        answer: &answer,
        changes: &changes,
        a: name(0),
        b: name(1),
        paired,
        rate: args.rate,
        all: args.all,
        most: None,
    });
    sections.extend(
        architectures
            .iter()
            .flat_map(crate::report::compare::architectures::sections),
    );
    print!("{}", shown(&sections, args.format));
    Ok(failed(args, &answer))
}

/// The exit code.
fn failed(args: &Args, answer: &Answer) -> ExitCode {
    match args.fail_above {
        Some(fraction) => check(answer, fraction),
        None => ExitCode::SUCCESS,
    }
}

/// Says what got worse.
fn check(answer: &Answer, fraction: f64) -> ExitCode {
    let worse: Vec<_> = answer
        .comparisons
        .iter()
        .filter(|c| c.is_worse_by(fraction))
        .collect();
    let broken: Vec<_> = answer
        .outcomes
        .iter()
        .filter(|ended| ended.is_worse())
        .collect();
    for c in &worse {
        let what = c
            .input
            .as_deref()
            .or(c.group.as_deref())
            .unwrap_or("all inputs");
        eprintln!(
            "{} {what}: {}: {}",
            c.b,
            words::verdict(c),
            words::difference(c)
        );
    }
    for ended in &broken {
        eprintln!(
            "{} {}: no longer ok: {}",
            ended.b, ended.input, ended.outcome_b
        );
    }
    if worse.is_empty() && broken.is_empty() {
        eprintln!(
            "nothing is certainly worse by more than {}%",
            100.0 * fraction
        );
        return ExitCode::SUCCESS;
    }
    ExitCode::from(1)
}
