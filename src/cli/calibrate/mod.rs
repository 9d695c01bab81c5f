//! `wasmeter calibrate`: how far differences can be trusted on this machine.

mod choose;
mod table;

use super::heading;
use super::options::Global;
use super::shown::{Format, shown};
use crate::bench::cell::Cell;
use crate::bench::schedule::fresh_seed;
use crate::bench::steps::limits;
use crate::bench::subject::Subject;
use crate::bench::{load, pairs};
use crate::compare::trust;
use crate::pipeline::project::Project;
use crate::progress::Progress;
use crate::results::calibration::{Calibration, Found};
use crate::results::machine::Machine;
use crate::results::noise::{BUSY, CpuTime, clock_step, mhz};
use crate::results::now;
use crate::results::outcome::End;
use crate::results::schema::Plan;
use crate::stats;
use crate::worker::Worker;
use anyhow::{Result, bail};
use choose::Wanted;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use wasmeter_worker::protocol::Request;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter calibrate                                the native build of a small guest, four minutes
  wasmeter calibrate --minutes 10 -r RUNTIME/NAME -g GUEST/INPUT
  wasmeter calibrate --load 2 --format json         with two busy threads beside it; not kept

Pairs of processes are measured, one right after the other, in random order. Two
in three are of a thing with itself: how often is a difference reported that is
not there? In the others one process makes a known number of steps more: is it
seen, and as what it is? From the pairs comes the smallest slowdown that 1, 10
and 30 seconds of measuring find with 90% power. That of ten seconds is this machine's
noise floor: it is kept in wasmeter's folder, becomes part of the machine's
fingerprint in results, and smaller differences of times are not called any.
Less than a minute is not kept. Calibrate when the machine does nothing else.")]
pub struct Args {
    /// Minutes to measure
    #[arg(long, value_name = "M", default_value_t = 4.0, value_parser = minutes)]
    #[arg(help_heading = heading::LONG)]
    minutes: f64,
    /// The configuration, as a glob [default: native]
    #[arg(short, long = "runtime", value_name = "GLOB", help_heading = heading::WHAT)]
    runtime: Option<String>,
    /// The guest or its input, as a glob [default: the smallest that computes]
    #[arg(short, long = "guest", value_name = "GLOB", help_heading = heading::WHAT)]
    guest: Option<String>,
    /// Milliseconds of timed calls in a process
    #[arg(long, value_name = "MS", default_value_t = 5, help_heading = heading::LONG)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400_000))]
    budget: u64,
    /// Number of busy background threads; the result is not saved
    #[arg(long, value_name = "THREADS", default_value_t = 0, help_heading = heading::LONG)]
    #[arg(value_parser = clap::value_parser!(u16).range(..=1024))]
    load: u16,
    /// Seed of the random orders [default: a new one, which is recorded]
    #[arg(long, value_name = "N", help_heading = heading::LONG)]
    seed: Option<u64>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, help_heading = heading::OUTPUT)]
    format: Format,
}

/// The steps that are injected, as fractions of the program's own.
const INJECTED: [f64; 3] = [0.01, 0.03, 0.10];
/// One step more is so large a part of a call at the most, so that these fractions can be made of
/// steps.
const PARTS: u32 = 100;
/// Fewer minutes say too little about a machine to be kept.
const ENOUGH: f64 = 1.0;
/// Minutes of a run's own calibration: less than 20 seconds, of which ten give the noise floor.
const BRIEF: f64 = 0.3;
const BUDGETS: [u64; 3] = [1, 10, 30];

impl Args {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            runtime: self.runtime.as_deref(),
            guest: self.guest.as_deref(),
            budget_ms: self.budget,
        }
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    let project = global.project()?;
    if project.home.processor.is_some() {
        bail!("calibrate measures times, and an emulator gives none; leave out --emulated");
    }
    let seed = args.seed.unwrap_or_else(fresh_seed);
    let cell = choose::choose(&project, &args.wanted(), seed)?;
    let Ok(subject) = &cell.0.subject else {
        bail!(
            "{} {}: {}",
            cell.0.configuration,
            cell.0.input,
            refusal(&cell.0)
        );
    };
    let calibration = load::beside(usize::from(args.load), || {
        measure(&cell, subject, args, &INJECTED, seed)
    })?;
    if args.load == 0 && args.minutes >= ENOUGH {
        calibration.keep(&project.home.folder("")?, &Machine::here())?;
    }
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&calibration)?),
        format => print!("{}", shown(&[table::section(&calibration)], format)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Calibrates for 18 seconds where the machine was not calibrated: a program with itself. The
/// result is kept if the machine did nothing else. Returns the result, or the reason why there is
/// none.
pub fn brief(project: &Project) -> Result<std::result::Result<Calibration, String>> {
    let args = Args {
        minutes: BRIEF,
        runtime: None,
        guest: None,
        budget: 5,
        load: 0,
        seed: None,
        format: Format::Table,
    };
    let seed = fresh_seed();
    let cell = match choose::choose(project, &args.wanted(), seed) {
        Ok(cell) => cell,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Ok(subject) = &cell.0.subject else {
        return Ok(Err(refusal(&cell.0)));
    };
    let machine = Machine::here();
    let calibration = match measure(&cell, subject, &args, &[], seed) {
        Ok(calibration) => calibration,
        Err(error) => return Ok(Err(error.to_string())),
    };
    if machine.load <= BUSY {
        calibration.keep(&project.home.folder("")?, &machine)?;
    }
    Ok(Ok(calibration))
}

fn refusal(cell: &Cell) -> String {
    cell.subject
        .as_ref()
        .err()
        .map_or(String::new(), End::to_string)
}

fn measure(
    (cell, plan): &(Cell, Plan),
    subject: &Subject,
    args: &Args,
    injecting: &[f64],
    seed: u64,
) -> Result<Calibration> {
    let ended = |end: End| anyhow::anyhow!("{} {}: {end}", cell.configuration, cell.input);
    let started = now();
    let (load, cpu_time, frequency) = (Machine::here().load, CpuTime::now(), mhz());
    let round_trip = round_trip(subject, plan)?.map_err(ended)?;
    let steps = pairs::steps(subject, plan, PARTS)?.map_err(ended)?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let limit = Duration::from_secs_f64(60.0 * args.minutes);
    let progress = Progress::new("calibrating (seconds)", limit.as_secs());
    let began = Instant::now();
    let fractions = injecting
        .iter()
        .map(|fraction| f64::from(extra_steps(steps, *fraction)) / f64::from(steps));
    let fractions: Vec<f64> = fractions.collect();
    let [mut wall, mut cpu] = [Seen::new(&fractions), Seen::new(&fractions)];
    let mut took = Vec::new();
    let mut shown = 0;
    for turn in 0_usize.. {
        if began.elapsed() >= limit {
            break;
        }
        let level = (turn % 3 == 2)
            .then_some(turn / 3)
            .and_then(|turn| turn.checked_rem(injecting.len()));
        let extra = level.map_or(0, |level| extra_steps(steps, injecting[level]));
        let pair = pairs::pair(subject, plan, steps, extra, &mut random)?.map_err(ended)?;
        wall.add(level, pair.ns);
        cpu.add(level, pair.cpu_ns);
        if level.is_none() {
            took.push(pair.took.as_secs_f64());
        }
        while shown < began.elapsed().as_secs().min(limit.as_secs()) {
            shown += 1;
            progress.step();
        }
    }
    drop(progress);
    let mean_took = took.iter().sum::<f64>() / took.len().max(1) as f64;
    let found = wall.found(mean_took);
    let merged = |before: Option<[f64; 2]>, after: Option<[f64; 2]>| {
        let (before, after) = (before?, after?);
        Some([before[0].min(after[0]), before[1].max(after[1])])
    };
    Ok(Calibration {
        started,
        wasmeter: env!("CARGO_PKG_VERSION").to_string(),
        configuration: cell.configuration.clone(),
        input: cell.input.clone(),
        seed,
        pairs: took.len(),
        pair_ns: (mean_took * 1e9) as u64,
        comparison_pairs: trust::COMPARISON,
        comparisons: found.comparisons,
        false_alarms: found.false_alarms,
        covered: found.covered,
        detectable: found.detectable,
        injected: found.injected,
        by_cpu_time: cpu.is_known().then(|| cpu.found(mean_took)),
        clock_step_ns: clock_step().as_nanos() as u64,
        round_trip_ns: round_trip.as_nanos() as u64,
        steal: cpu_time
            .zip(CpuTime::now())
            .map(|(then, now)| now.stolen_since(then)),
        load: [load, Machine::here().load],
        mhz: merged(frequency, mhz()),
    })
}

/// The logarithms of the ratios of pairs.
struct Seen<'a> {
    /// The steps that were injected, as fractions.
    fractions: &'a [f64],
    same: Vec<f64>,
    slowed: Vec<Vec<f64>>,
}

impl<'a> Seen<'a> {
    fn new(fractions: &'a [f64]) -> Self {
        Seen {
            fractions,
            same: Vec::new(),
            slowed: vec![Vec::new(); fractions.len()],
        }
    }

    fn add(&mut self, level: Option<usize>, (slowed, other): (f64, f64)) {
        let logarithm = (slowed / other).ln();
        match level {
            Some(level) => self.slowed[level].push(logarithm),
            None => self.same.push(logarithm),
        }
    }

    fn is_known(&self) -> bool {
        let all = self.same.iter().chain(self.slowed.iter().flatten());
        all.copied().all(f64::is_finite)
    }

    /// `seconds_a_pair`: what a pair took.
    fn found(&self, seconds_a_pair: f64) -> Found {
        let same = trust::same(&self.same);
        let detectable = |s| trust::detectable(&self.same, s, seconds_a_pair.max(1e-9));
        let injected = self.fractions.iter().zip(&self.slowed);
        Found {
            comparisons: same.comparisons,
            false_alarms: same.false_alarms,
            covered: same.covered,
            detectable: BUDGETS.map(detectable).to_vec(),
            injected: injected
                .filter_map(|(fraction, pairs)| trust::injected(*fraction, pairs))
                .collect(),
        }
    }
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(minutes) if minutes > 0.0 && minutes <= 1440.0 => Ok(minutes),
        _ => Err("a number above 0 and up to 1440 is wanted".to_string()),
    }
}

fn extra_steps(steps: u32, fraction: f64) -> u32 {
    (f64::from(steps) * fraction).round() as u32
}

/// The median time of a request and its reply.
fn round_trip(subject: &Subject, plan: &Plan) -> Result<Result<Duration, End>> {
    let started = Worker::start(&subject.program, None, limits(plan))?;
    Ok(started.and_then(|mut worker| {
        let mut times = Vec::new();
        for _ in 0..50 {
            let began = Instant::now();
            worker.ask(&Request::Describe)?;
            times.push(began.elapsed().as_secs_f64());
        }
        Ok(Duration::from_secs_f64(
            stats::median(&times).unwrap_or(0.0),
        ))
    }))
}
