//! The same question to three tools: has this program become slower? Criterion, hyperfine (where it
//! is installed) and wasmeter are asked it about a program and itself, and about a program that
//! does a known number of operations more; each in the way in which it is usually asked, in the
//! same time, in random order.
//!
//! `cargo bench --bench side-by-side [-- --minutes 15]` prints the table of METHODOLOGY.md.

mod program;
mod table;
mod tools;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use table::Tally;
use tools::{Setting, Tool};
use wasmeter::bench::{built, load, pairs};
use wasmeter::build::Home;
use wasmeter::catalog::Catalog;

/// The program under test: the native build of this guest.
const INPUT: &str = "nbody/small";
/// The number of steps of a call: one more is one percent.
const STEPS: u32 = 100;
/// Of a round: how many steps more the second program of a comparison makes.
const EXTRA: [u32; 5] = [0, 0, 1, 3, 5];

#[derive(Parser)]
struct Args {
    /// Minutes in all
    #[arg(long, default_value_t = 15.0)]
    minutes: f64,
    /// Seconds that a tool may measure for one comparison
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Number of rounds, instead of as many as there is time for
    #[arg(long)]
    rounds: Option<u32>,
    /// Number of busy background threads in the second half; 0: none [default: one a core]
    #[arg(long)]
    load: Option<usize>,
    /// Criterion's resamples; fewer than its own number are for trying this out
    #[arg(long, default_value_t = 100_000)]
    resamples: usize,
    /// Of the random orders
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What cargo says
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    if program::is_asked() {
        return program::main();
    }
    let args = Args::parse();
    let setting = setting(&args)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let loaded = args.load.unwrap_or(cores);
    let mut halves = vec![0];
    halves.extend((loaded > 0).then_some(loaded));
    let mut random = ChaCha8Rng::seed_from_u64(args.seed);
    let limit = Duration::from_secs_f64(60.0 * args.minutes / halves.len() as f64);
    let mut tallies = Vec::new();
    for threads in halves {
        eprintln!("beside {threads} busy threads:");
        let measured = load::beside(threads, || rounds(&setting, &args, limit, &mut random))?;
        tallies.push((threads, measured));
    }
    print!("{}", table::table(&setting, &tallies));
    Ok(())
}

/// Every tool answers every question of a round once, in random order, until the time is over.
fn rounds(
    setting: &Setting,
    args: &Args,
    limit: Duration,
    random: &mut ChaCha8Rng,
) -> Result<Vec<(Tool, Tally)>> {
    let mut tallies: Vec<_> = Tool::here()
        .into_iter()
        .map(|t| (t, Tally::default()))
        .collect();
    let began = Instant::now();
    for round in 1.. {
        let mut questions: Vec<(usize, u32)> = (0..tallies.len())
            .flat_map(|tool| EXTRA.map(|extra| (tool, extra)))
            .collect();
        questions.shuffle(random);
        for (tool, extra) in questions {
            let (tool, tally) = &mut tallies[tool];
            let began = Instant::now();
            let verdict = tool.compare(setting, extra, random)?;
            tally.add(extra, verdict, began.elapsed());
        }
        let (spent, next) = (began.elapsed(), began.elapsed() / round);
        eprintln!("  round {round} after {:.0} s", spent.as_secs_f64());
        if args
            .rounds
            .map_or(spent + next > limit, |rounds| round >= rounds)
        {
            break;
        }
    }
    Ok(tallies)
}

/// Makes the program ready.
fn setting(args: &Args) -> Result<Setting> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalog = Catalog::load(root, &[])?;
    let native = catalog
        .runtimes
        .iter()
        .find(|runtime| {
            let mut all = runtime.manifest.configurations.iter();
            all.any(|c| c.artifact == wasmeter_worker::Artifact::Native)
        })
        .context("there is no native runtime")?;
    let built = Command::new(env!("CARGO_BIN_EXE_wasmeter"))
        .args(["runtimes", "build", &native.name])
        .current_dir(root)
        .stdout(Stdio::null())
        .status()?;
    ensure!(built.success(), "{}: it was not built", native.name);
    let only = |runtime: &wasmeter::catalog::runtime::Runtime| runtime.name == native.name;
    let cells = built::cells(&catalog, &Home::find()?, only, &[INPUT])?;
    let cell = cells.into_iter().next();
    let cell = cell.with_context(|| format!("{INPUT}: there is no native build"))?;
    let subject = cell.subject.map_err(|end| anyhow::anyhow!("{end}"))?;
    let plan = tools::plan();
    let steps = pairs::steps(&subject, &plan, STEPS)?.map_err(|end| anyhow::anyhow!("{end}"))?;
    Ok(Setting {
        input: INPUT,
        // A whole number of hundredths.
        steps: steps.div_ceil(STEPS) * STEPS,
        seconds: Duration::from_secs_f64(args.seconds),
        resamples: args.resamples,
        subject,
        plan,
        folder: tempfile::TempDir::new()?,
    })
}
