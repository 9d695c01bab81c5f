//! `wasmeter matrix`: the whole job.

use super::calibrate;
use super::effort::Effort;
use super::files::{check_writable, material_with, tell_replaced};
use super::heading;
use super::next;
use super::options::{Global, Selection};
use crate::bench::select::{Column, Row, Workers};
use crate::compare::document::Document;
use crate::pages::{self, ours};
use crate::pipeline::measure::{make_ready, measure_unsaved, run_journal};
use crate::pipeline::project::Project;
use crate::report;
use crate::results::calibration::Calibration;
use crate::results::journal::Journal;
use crate::results::machine::Machine;
use crate::results::noise::BUSY;
use crate::results::saved;
use crate::results::schema::{Header, Results};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasmeter_worker::Artifact;

/// A runtime that needs more CPU minutes than this to build does not hold up the first table.
const SLOW_BUILD_MINUTES: f64 = 2.5;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter matrix --quick              the default inputs, three rounds
  wasmeter matrix                      every input, ten rounds
  wasmeter matrix --resume             go on with a run that was interrupted
  wasmeter matrix --emulated aarch64   instructions under QEMU, no times
  wasmeter matrix -r RUNTIME -g 'GUEST/*' --out /tmp/mine

Results go to OUT/NAME.json, what changed since the run before to
OUT/NAME.changes.json, and pages of all that is in OUT beside them: NAME.md,
NAME.csv, RUNTIMES.md, landscape.yml and others. While it runs, samples are kept
in OUT/NAME.journal.jsonl.")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    effort: Effort,
    /// Folder to write to [default: results/ in wasmeter's folder]
    #[arg(long, value_name = "DIR", help_heading = heading::OUTPUT)]
    out: Option<PathBuf>,
    /// Name of the files [default: the machine's architecture; ARCH-emulated with --emulated]
    #[arg(long, help_heading = heading::OUTPUT)]
    name: Option<String>,
    /// Continue an interrupted run from its journal
    #[arg(long, conflicts_with_all = ["restart", "quick", "rounds", "minutes", "precision"])]
    #[arg(conflicts_with_all = ["budget", "timeout", "memory", "seed"])]
    #[arg(help_heading = heading::RESUME)]
    resume: bool,
    /// Discard the journal of an interrupted run
    #[arg(long, help_heading = heading::RESUME)]
    restart: bool,
    /// Do not calibrate a machine that was not calibrated yet; then no noise floor limits what is
    /// called better
    #[arg(long, help_heading = heading::LONG)]
    uncalibrated: bool,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let project = global.project()?;
    let columns = project.columns(&args.selection.runtimes)?;
    // Before our own builds: these are over when anything is measured.
    let load = Machine::here().load;
    let out = args
        .out
        .clone()
        .unwrap_or(project.catalog.root.join("results"));
    let name = args.name.clone().unwrap_or(global.results_name());
    let journal_path = out.join(format!("{name}.journal.jsonl"));
    check_writable(&out, "--out")?;
    check_pages(&out, &name)?;
    let interrupted = match (args.resume, journal_path.exists()) {
        (true, false) => bail!(
            "{}: there is no interrupted run to resume",
            journal_path.display()
        ),
        (true, true) => Some(Journal::resume(&journal_path)?),
        (false, true) if args.restart => {
            std::fs::remove_file(&journal_path)?;
            None
        }
        (false, true) => bail!(
            "{}: the samples of an interrupted run are here\n\
             go on with --resume, or discard them with --restart",
            journal_path.display()
        ),
        (false, false) => None,
    };

    if load > BUSY {
        eprintln!(
            "warning: the load is {load:.2} before wasmeter does anything: figures will be of a \
            machine that does other work too"
        );
    }
    let mut chosen = project.guests(
        &args.selection.guests,
        args.selection.shard,
        args.effort.quick,
    )?;
    if let Some(journal) = &interrupted {
        chosen = select_again(&project, &journal.header.plan.inputs)?;
    }
    let rows = project.build_guests(chosen, args.selection.pinned)?;
    let workers = workers_in_stages(&project, &columns, &rows, interrupted.is_none())?;
    let plan = match &interrupted {
        Some(journal) => journal.header.plan.clone(),
        None => args.effort.plan(&rows),
    };
    let calibration = match interrupted.is_some() || args.uncalibrated {
        true => None,
        false => calibrated(&project)?,
    };
    let (mut header, cells) = make_ready(&project, &columns, &rows, &workers, plan)?;
    header.machine.calibration = header.machine.calibration.or(calibration);
    header.machine.load = load;
    let mut journal = match interrupted {
        Some(journal) => {
            same_subjects(&journal.header, &header)?;
            journal
        }
        None => Journal::create(&journal_path, header)?,
    };
    run_journal(&cells, &mut journal)?;

    let file = out.join(format!("{name}.json"));
    let before = file.exists().then(|| Results::read(&file));
    let results = journal.finish(&file)?;
    if let Some(before) = before {
        let changes = Document::since(before, &results, &file);
        let file = out.join(format!("{name}.changes.json"));
        std::fs::write(&file, serde_json::to_string(&changes)? + "\n")
            .with_context(|| format!("{}", file.display()))?;
    }
    print!("{}", report::terminal(&results));
    hint!("wrote {}", file.display());
    let steps = next::steps(&results, &file, &out, &again(global, args));
    write_pages(global, &out, &file, results).with_context(|| {
        format!(
            "the results are in {}, but pages could not be made",
            file.display()
        )
    })?;
    hint!("{steps}");
    Ok(ExitCode::SUCCESS)
}

/// The options of a run of the same cells into the same files.
fn again(global: &Global, args: &Args) -> Vec<String> {
    let mut words = global.words();
    words.extend(args.selection.words());
    let out = args.out.as_ref().map(|out| out.display().to_string());
    for (name, value) in [("--out", out), ("--name", args.name.clone())] {
        words.extend(
            value
                .into_iter()
                .flat_map(|value| [name.to_string(), value]),
        );
    }
    words
}

/// Before anything is measured: no file that is in the way of the run's is somebody else's.
fn check_pages(out: &Path, name: &str) -> Result<()> {
    tell_replaced(&out.join(format!("{name}.json")))?;
    saved::is_ours(&out.join(format!("{name}.changes.json")))?;
    let own = ["md", "csv"].map(|ending| format!("{name}.{ending}"));
    for page in own.iter().map(String::as_str).chain(ours::FIXED) {
        ours::check(&out.join(page))?;
    }
    Ok(())
}

/// What a machine that was not calibrated is calibrated by, before a run. `None`: it was, or cannot
/// be.
fn calibrated(project: &Project) -> Result<Option<Calibration>> {
    if project.home.processor.is_some() || project.machine().calibration.is_some() {
        return Ok(None);
    }
    hint!(
        "this machine is not calibrated: 18 s to find how far differences can be trusted here \
        (`wasmeter calibrate` takes longer and tells more, --uncalibrated leaves it out)"
    );
    match calibrate::brief(project)? {
        Ok(calibration) => Ok(Some(calibration)),
        Err(why) => {
            eprintln!("not calibrated: {why}");
            Ok(None)
        }
    }
}

/// Every page of the folder, and the answers of all that is in it: of this run, and of what other
/// files have.
fn write_pages(global: &Global, out: &Path, file: &Path, results: Results) -> Result<()> {
    let material = material_with(global, out, file, results)?;
    let cells = material.cells();
    print!("\n{}", pages::summary_of(&material, &cells).text());
    let written = pages::write_of(out, &material, &cells)?;
    hint!("wrote {} pages into {}", written.len(), out.display());
    Ok(())
}

/// Builds the workers. If some take long, the others are measured once meanwhile, for a first
/// table.
fn workers_in_stages(
    project: &Project,
    columns: &[Column],
    rows: &[Row],
    first_look: bool,
) -> Result<Workers> {
    let mut workers = Workers::new();
    let runtimes = project.runtimes(columns);
    let quick =
        runtimes.partition_point(|r| r.manifest.worker.build_cpu_minutes <= SLOW_BUILD_MINUTES);
    let components = rows.iter().any(|row| row.guest.manifest.component);
    project.build_workers_for(components, &runtimes[..quick], &mut workers)?;
    // The longest first, so that none is left to build alone at the end.
    let slow: Vec<_> = runtimes[quick..].iter().rev().copied().collect();
    let all_built = slow
        .iter()
        .all(|r| crate::build::workers::is_built(r, &project.home));
    if first_look && !all_built && !workers.is_empty() {
        let shown: Vec<_> = columns
            .iter()
            .filter(|c| {
                // Compiling ahead of time can take minutes, which a first look is not worth.
                workers.contains_key(&c.runtime) && c.manifest.artifact != Artifact::Precompiled
            })
            .cloned()
            .collect();
        print!(
            "{}",
            report::terminal(&look(project, &shown, rows, &workers)?)
        );
        println!(
            "A first look: one round of one guest of each group, without the runtimes that take \
            longer to build. Not saved.\n"
        );
    }
    // Some take minutes for that, on one core.
    project.build_workers_and_compile(&slow, &mut workers, columns, rows)?;
    Ok(workers)
}

/// One short round over the smallest guest of each group, and the first of its default inputs.
fn look(project: &Project, columns: &[Column], rows: &[Row], workers: &Workers) -> Result<Results> {
    let mut rows = rows.to_vec();
    for row in &mut rows {
        row.inputs.retain(|input| input.default);
        row.inputs.truncate(1);
    }
    rows.retain(|row| !row.inputs.is_empty());
    rows.sort_by_key(|row| row.built.as_ref().map_or(u64::MAX, |built| built.bytes));
    let mut groups = BTreeSet::new();
    rows.retain(|row| groups.insert(row.guest.manifest.group.clone()));
    let effort = Effort {
        quick: true,
        rounds: Some(1),
        ..Effort::default()
    };
    let (header, cells) = make_ready(project, columns, &rows, workers, effort.plan(&rows))?;
    measure_unsaved(header, &cells)
}

/// The guests of an interrupted run.
fn select_again<'a>(
    project: &'a Project,
    inputs: &[String],
) -> Result<
    Vec<(
        &'a crate::catalog::guest::Guest,
        Vec<crate::catalog::guest::Input>,
    )>,
> {
    project
        .guests(inputs, None, false)
        .context("the interrupted run measured what is no longer here; --restart discards it")
}

/// An interrupted run goes on only with the same bytes.
fn same_subjects(then: &Header, now: &Header) -> Result<()> {
    let changed =
        if then.machine.cpu != now.machine.cpu || then.machine.kernel != now.machine.kernel {
            Some("the machine")
        } else if then.guests != now.guests {
            Some("a guest")
        } else if then.configurations != now.configurations {
            Some("a runtime")
        } else {
            None
        };
    match changed {
        Some(what) => bail!(
            "{what} has changed since the run was interrupted\n\
             its samples and new ones do not belong together: give the same -r and --pinned as \
             then,\n\
             or discard it with --restart"
        ),
        None => Ok(()),
    }
}
