//! `wasmeter matrix`: the whole job.

use super::context::{Context, Effort, Selection};
use super::{Global, calibrate};
use crate::bench::cell::Cell;
use crate::bench::prepare::prepare;
use crate::bench::run::measure;
use crate::bench::select::{Column, Row, Workers};
use crate::catalog::runtime::Runtime;
use crate::compare::document::Document;
use crate::pages::{self, ours};
use crate::progress::Progress;
use crate::report;
use crate::results::calibration::Calibration;
use crate::results::journal::Journal;
use crate::results::machine::Machine;
use crate::results::noise::BUSY;
use crate::results::schema::{Header, Plan, Results, SCHEMA};
use crate::results::{now, saved};
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
  wasmeter matrix --emulated aarch64   builds for another processor, under QEMU: outcomes, and \
  instructions instead of times
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
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Name of the files [default: the machine's architecture; ARCH-emulated with --emulated]
    #[arg(long)]
    name: Option<String>,
    /// Go on with the journal of an interrupted run
    #[arg(long, conflicts_with_all = ["restart", "quick", "rounds", "minutes", "precision"])]
    #[arg(conflicts_with_all = ["budget", "timeout", "memory", "seed"])]
    resume: bool,
    /// Discard the journal of an interrupted run
    #[arg(long)]
    restart: bool,
    /// Do not calibrate a machine that was not: no noise floor protects what is called better then
    #[arg(long)]
    uncalibrated: bool,
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let context = Context::new(global)?;
    let columns = context.columns(&args.selection)?;
    // Before our own builds: these are over when anything is measured.
    let load = Machine::here().load;
    let out = args
        .out
        .clone()
        .unwrap_or(context.catalog.root.join("results"));
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
    let mut chosen = context.guests(&args.selection, args.effort.quick)?;
    if let Some(journal) = &interrupted {
        chosen = select_again(&context, &journal.header.plan.inputs)?;
    }
    let rows = context.build_guests(chosen, args.selection.pinned)?;
    let workers = workers_in_stages(&context, &columns, &rows, interrupted.is_none())?;
    let plan = match &interrupted {
        Some(journal) => journal.header.plan.clone(),
        None => args.effort.plan(&rows),
    };
    let calibration = match interrupted.is_some() || args.uncalibrated {
        true => None,
        false => calibrated(&context)?,
    };
    let (mut header, cells) = make_ready(&context, &columns, &rows, &workers, plan)?;
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
    eprintln!("wrote {}", file.display());
    write_pages(global, &out).with_context(|| {
        format!(
            "the results are in {}, but pages could not be made",
            file.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
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
fn calibrated(context: &Context) -> Result<Option<Calibration>> {
    if context.home.target.is_some() || context.machine().calibration.is_some() {
        return Ok(None);
    }
    eprintln!(
        "this machine is not calibrated: 18 s to find how far differences can be trusted here \
        (`wasmeter calibrate` takes longer and tells more, --uncalibrated leaves it out)"
    );
    match calibrate::brief(context)? {
        Ok(calibration) => Ok(Some(calibration)),
        Err(why) => {
            eprintln!("not calibrated: {why}");
            Ok(None)
        }
    }
}

/// Every page of the folder, and the answers of all that is in it.
fn write_pages(global: &Global, out: &Path) -> Result<()> {
    let material = super::report::material(global, &[out.to_path_buf()])?;
    print!("\n{}", pages::summary(&material).text());
    let written = pages::write(out, &material)?;
    eprintln!("wrote {} pages into {}", written.len(), out.display());
    Ok(())
}

/// Compiles ahead of time, finds digests, and makes the cells and the header of a run.
pub fn make_ready(
    context: &Context,
    columns: &[Column],
    rows: &[Row],
    workers: &Workers,
    plan: Plan,
) -> Result<(Header, Vec<Cell>)> {
    let progress = Progress::new("making ready", rows.len() as u64);
    let prepared = prepare(
        &context.catalog,
        columns,
        rows,
        workers,
        &context.home,
        &progress,
    )?;
    let header = Header {
        schema: SCHEMA.to_string(),
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        started: now(),
        plan,
        compact_of: None,
        folders: context.folders.clone(),
        machine: context.machine(),
        runtimes: context
            .runtimes(columns)
            .into_iter()
            .map(Runtime::notes)
            .collect(),
        configurations: prepared.configurations,
        guests: prepared.guests,
        precompiled: prepared.precompiled,
    };
    Ok((header, prepared.cells))
}

/// Measures what the journal lacks, with progress.
pub fn run_journal(cells: &[Cell], journal: &mut Journal) -> Result<()> {
    let rounds = u64::from(journal.header.plan.rounds);
    let progress = Progress::new("measuring", cells.len() as u64 * rounds);
    measure(cells, journal, &progress)
}

/// Builds the workers. If some take long, the others are measured once meanwhile, for a first
/// table.
fn workers_in_stages(
    context: &Context,
    columns: &[Column],
    rows: &[Row],
    first_look: bool,
) -> Result<Workers> {
    let mut workers = Workers::new();
    let runtimes = context.runtimes(columns);
    let quick =
        runtimes.partition_point(|r| r.manifest.worker.build_cpu_minutes <= SLOW_BUILD_MINUTES);
    let components = rows.iter().any(|row| row.guest.manifest.component);
    context.build_workers_for(components, &runtimes[..quick], &mut workers)?;
    // The longest first, so that none is left to build alone at the end.
    let slow: Vec<_> = runtimes[quick..].iter().rev().copied().collect();
    let all_built = slow
        .iter()
        .all(|r| crate::build::workers::is_built(r, &context.home));
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
            report::terminal(&look(context, &shown, rows, &workers)?)
        );
        println!(
            "A first look: one round of one guest of each group, without the runtimes that take \
            longer to build. Not saved.\n"
        );
    }
    // Some take minutes for that, on one core.
    context.build_workers_and_compile(&slow, &mut workers, columns, rows)?;
    Ok(workers)
}

/// One short round over the smallest guest of each group, and the first of its default inputs.
fn look(context: &Context, columns: &[Column], rows: &[Row], workers: &Workers) -> Result<Results> {
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
    let (header, cells) = make_ready(context, columns, &rows, workers, effort.plan(&rows))?;
    measure_unsaved(header, &cells)
}

/// Measures with a journal in a temporary folder.
pub fn measure_unsaved(header: Header, cells: &[Cell]) -> Result<Results> {
    let folder = tempfile::TempDir::with_prefix("wasmeter-")?;
    let mut journal = Journal::create(&folder.path().join("journal.jsonl"), header)?;
    run_journal(cells, &mut journal)?;
    journal.finish(&folder.path().join("results.json"))
}

/// Fails before anything is measured that could not be written; `option` would name another folder.
pub fn check_writable(folder: &Path, option: &str) -> Result<()> {
    std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::tempfile_in(folder))
        .with_context(|| {
            let folder = folder.display();
            format!("{folder}: cannot write here; name another folder with {option}")
        })?;
    Ok(())
}

/// The same of a file that wasmeter wrote, if it is there.
pub fn check_replaced(file: &Path, option: &str) -> Result<()> {
    check_file(file, option)?;
    tell_replaced(file)
}

/// Tells that a file will be replaced. Fails if wasmeter did not write it.
pub fn tell_replaced(file: &Path) -> Result<()> {
    if saved::is_ours(file)? {
        eprintln!("{}: what is in it will be replaced", file.display());
    }
    Ok(())
}

/// The same of a file.
pub fn check_file(file: &Path, option: &str) -> Result<()> {
    if file.is_dir() {
        bail!("{}: a folder; {option} wants a file", file.display());
    }
    if file.exists() && !file.is_file() {
        return Ok(());
    }
    let file = std::path::absolute(file)?;
    check_writable(file.parent().unwrap_or(&file), option)
}

/// The guests of an interrupted run.
fn select_again<'a>(
    context: &'a Context,
    inputs: &[String],
) -> Result<
    Vec<(
        &'a crate::catalog::guest::Guest,
        Vec<crate::catalog::guest::Input>,
    )>,
> {
    let selection = Selection {
        guests: inputs.to_vec(),
        ..Selection::default()
    };
    context
        .guests(&selection, false)
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
