//! `wasmeter rank`: configurations in their order.

use super::effort::rate;
use super::files::results_file;
use super::heading;
use super::options::Global;
use super::shown::{Format, shown};
use crate::analysis::across::lacking_note;
use crate::analysis::metric::Metric;
use crate::analysis::{groups, number};
use crate::compare::question::{LISTED, check_metrics, check_starts};
use crate::compare::rank::{Question, Ranked, Ranking, rank};
use crate::compare::values::{Values, has_zero};
use crate::filter::{Filter, suggestion};
use crate::report::model::{Field, Section, Table};
use crate::results::schema::Results;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter rank                                    throughput, results of this architecture
  wasmeter rank --metric start mine.json
  wasmeter rank -r '*/interpreter' -g 'GUEST/*' mine.json

By the geometric mean over guests, of ratios to native for the work of guests,
else of values; of starts over the guests made for that. The figures are those
of the Overview. Who went well on fewer than half of the inputs is left out, who
lacks some has a wider interval. Every two are compared in pairs, within rounds
and over guests. Indistinguishable ones, directly or through others between
them, share a rank (marked =).")]
pub struct Args {
    /// Results file [default: results/ARCHITECTURE.json in wasmeter's folder,
    /// ARCHITECTURE-emulated.json with --emulated]
    file: Option<PathBuf>,
    /// Configurations, as globs
    #[arg(short, long = "runtime", value_name = "GLOB", help_heading = heading::COMPARED)]
    runtimes: Vec<String>,
    /// Guests or their inputs, as globs
    #[arg(short, long = "guest", value_name = "GLOB", help_heading = heading::COMPARED)]
    guests: Vec<String>,
    /// Metric to rank by [default: time-per-unit; of an emulated run, instructions-per-unit]
    #[arg(long, value_enum, hide_possible_values = true, help_heading = heading::COMPARED)]
    metric: Option<Metric>,
    /// The configuration that values are divided by, or `none` [default: native for the work of
    /// guests, else none]
    #[arg(long, value_name = "CONFIGURATION", help_heading = heading::COMPARED)]
    reference: Option<String>,
    /// Rate of false positives among all pairs that are reported as different
    #[arg(long, value_name = "PERCENT", value_parser = rate, default_value = "1%")]
    #[arg(help_heading = heading::REPORTED)]
    rate: f64,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, help_heading = heading::OUTPUT)]
    format: Format,
}

impl Args {
    pub fn names_file(&self) -> bool {
        self.file.is_some()
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let file = results_file(global, args.file.as_deref())?;
    let results = Results::read(&file)?;
    let metric = args
        .metric
        .unwrap_or(Metric::throughput_of(&results.header.machine));
    check_metrics(&[metric])?;
    check_starts(&[metric], &[&results])?;
    let values = Values::of(&results);
    let inputs = Filter::new(&args.guests)?;
    inputs.check(
        "guest",
        LISTED,
        results.header.plan.inputs.iter().map(String::as_str),
    )?;
    let ranking = rank(
        &values,
        &Question {
            inputs,
            configurations: Filter::new(&args.runtimes)?,
            metric,
            rate: args.rate,
            reference: reference(args, metric, &results, &values)?,
        },
    )?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&ranking)?),
        format => print!("{}", shown(&[section(&ranking, args.rate)], format)),
    }
    Ok(ExitCode::SUCCESS)
}

fn reference(
    args: &Args,
    metric: Metric,
    results: &Results,
    values: &Values,
) -> Result<Option<String>> {
    let measured = values.configurations();
    match args.reference.as_deref() {
        Some("none") => Ok(None),
        Some(name) if measured.contains(name) => Ok(Some(name.to_string())),
        Some(name) => bail!(
            "--reference {name}: it was not measured; {}",
            suggestion(name, LISTED, measured.into_iter())
        ),
        None if !groups::is_ratio(metric) => Ok(None),
        None => {
            let mut configurations = results.header.configurations.iter();
            let native = configurations.find(|c| c.artifact == Artifact::Native);
            // Nothing is a ratio to zero.
            let ok = |name: &String| {
                let inputs = values.inputs(name).into_iter();
                let its: Vec<_> = inputs
                    .filter_map(|i| values.series(name, i, metric))
                    .collect();
                !its.is_empty() && !its.iter().any(|series| has_zero(metric, series))
            };
            Ok(native.map(|c| c.name.clone()).filter(ok))
        }
    }
}

fn section(ranking: &Ranking, rate: f64) -> Section {
    let row = |ranked: &Ranked| {
        let estimate = ranked.estimate();
        let (mean, interval) = match ranking.reference {
            Some(_) => number::ratio(&estimate),
            None => number::amount(ranking.metric, &estimate),
        };
        let tie = if ranked.tied { "=" } else { "" };
        [
            format!("{}{tie}", ranked.rank),
            ranked.configuration.clone(),
            mean,
            interval.unwrap_or("–".to_string()),
            ranked.n.to_string(),
            ranked.better.to_string(),
            ranked.worse.to_string(),
        ]
        .map(Field::text)
        .to_vec()
    };
    let what = match &ranking.reference {
        Some(reference) => format!("ratios to {reference}"),
        None => "values".to_string(),
    };
    let noise = ranking.noise_floor.map_or(String::new(), |floor| {
        format!(
            " Means that differ by less than {:.1}%, this machine's noise as `wasmeter \
        calibrate` found it, are not distinguished.",
            100.0 * floor
        )
    });
    let left_out = |why: &str, names: &[String]| match names {
        [] => String::new(),
        names => format!(" Left out, {why}: {}.", names.join(", ")),
    };
    let out = left_out("ok on fewer than half of the inputs", &ranking.left_out)
        + &left_out(
            "ok, but without such a value on half of the inputs",
            &ranking.without_value,
        );
    let has = ranking.list.iter();
    let has = has.map(|ranked| (ranked.configuration.as_str(), ranked.inputs));
    let lacking = lacking_note(has, ranking.inputs.len());
    Section {
        title: "Rank".to_string(),
        note: format!(
            "Geometric mean over guests of {what}, on {} inputs{lacking}. The interval is of 95%, \
            over rounds (of fewer than six, their range). Those that share a rank (=) are not \
            distinguishable by these data, directly or through others between them. Better and \
            worse: how many are certainly so, compared one by one, within rounds or over guests; \
            of all reported differences, at the most {}% are false on average.{noise}{out}",
            ranking.inputs.len(),
            100.0 * rate,
        ),
        tables: vec![Table {
            title: String::new(),
            header: [
                "rank", "mode", "mean", "interval", "rounds", "better", "worse",
            ]
            .map(String::from)
            .to_vec(),
            rows: ranking.list.iter().map(row).collect(),
            keys: 2,
        }],
    }
}
