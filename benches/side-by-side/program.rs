//! The program under test: a guest's native build, in a process of its own; by itself, and in a
//! benchmark of Criterion's.

use super::tools::{CALLS, Setting};
use anyhow::{Context, Result, ensure};
use criterion::Criterion;
use libloading::os::unix::{Library, Symbol};
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use wasmeter::bench::subject::Work;

/// The name under which Criterion keeps the first program.
const BEFORE: &str = "before";
const BY_ITSELF: &str = "program-by-itself";
const IN_CRITERION: &str = "program-in-criterion";

/// The command line of the program by itself: a few calls, and the end.
pub fn by_itself(setting: &Setting, steps: u32) -> Result<Vec<String>> {
    words(setting, BY_ITSELF, steps)
}

/// A benchmark as one writes it: the first program is saved as the baseline, the second compared
/// with it.
pub fn in_criterion(setting: &Setting, steps: u32, first: bool) -> Result<Command> {
    let words = words(setting, IN_CRITERION, steps)?;
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .arg(setting.folder.path())
        .arg((setting.seconds.as_secs_f64() / 2.0).to_string())
        .arg(if first { "first" } else { "second" })
        .arg(setting.resamples.to_string())
        // Else Criterion asks cargo for a folder.
        .env("CRITERION_HOME", setting.folder.path());
    if let Some(stdin) = &setting.subject.stdin {
        command.stdin(File::open(stdin)?);
    }
    Ok(command)
}

fn words(setting: &Setting, role: &str, steps: u32) -> Result<Vec<String>> {
    let Work::Bench { digest } = setting.subject.work else {
        anyhow::bail!("{}: a command has no steps", setting.input);
    };
    let text = |path: &Path| path.to_str().map(String::from).context("a path in UTF-8");
    Ok(vec![
        text(&std::env::current_exe()?)?,
        role.to_string(),
        text(&setting.subject.module)?,
        steps.to_string(),
        digest.to_string(),
    ])
}

/// Whether this process is to be the program.
pub fn is_asked() -> bool {
    let role = std::env::args().nth(1);
    role.is_some_and(|role| [BY_ITSELF, IN_CRITERION].contains(&role.as_str()))
}

pub fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let word = |at: usize| words.get(at).context("too few arguments");
    // SAFETY: running the guest's own code is what was asked for.
    let library = unsafe { Library::new(word(2)?)? };
    // SAFETY: the guest contract fixes the type.
    let bench: Symbol<extern "C" fn(u32) -> u64> = unsafe { library.get(b"bench")? };
    let (steps, digest): (u32, u64) = (word(3)?.parse()?, word(4)?.parse()?);
    // The first step reads the input and prepares.
    let verified = |n: u32| bench(n) == digest.wrapping_mul(u64::from(n));
    ensure!(verified(1), "it computed something else");
    if word(1)? == BY_ITSELF {
        ensure!(
            (0..CALLS).all(|_| verified(steps)),
            "it computed something else"
        );
        return Ok(());
    }
    // As by default, three parts of warm-up to five of measuring.
    let half = Duration::from_secs_f64(word(6)?.parse()?);
    let criterion = Criterion::default()
        .output_directory(Path::new(word(5)?))
        .without_plots()
        .nresamples(word(8)?.parse()?)
        .warm_up_time(half * 3 / 8)
        .measurement_time(half * 5 / 8);
    let mut criterion = match word(7)?.as_str() {
        "first" => criterion.save_baseline(BEFORE.to_string()),
        _ => criterion.retain_baseline(BEFORE.to_string(), true),
    };
    criterion.bench_function("program", |bencher| {
        bencher.iter(|| bench(black_box(steps)))
    });
    Ok(())
}
