//! The tools, each asked in the way in which it is usually asked, and each with its own verdict.

use super::program;
use anyhow::{Context, Result, ensure};
use rand::rngs::ChaCha8Rng;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wasmeter::bench::subject::Subject;
use wasmeter::bench::{live, pairs};
use wasmeter::results::schema::Plan;
use wasmeter::stats::{Difference, Mean};

/// Timed calls of a process.
pub const CALLS: u32 = 10;
/// Of a process of wasmeter's: milliseconds of timed calls.
const BUDGET: Duration = Duration::from_millis(20);
/// The rate at which `compare` reports differences.
const RATE: f64 = 0.01;
/// At which hyperfine's script does.
const HYPERFINE_RATE: f64 = 0.05;

/// The programs that are compared, and the time that this may take.
pub struct Setting {
    pub input: &'static str,
    /// Of a call.
    pub steps: u32,
    /// Of measuring, for one comparison.
    pub seconds: Duration,
    /// Of Criterion's bootstrap.
    pub resamples: usize,
    pub subject: Subject,
    pub plan: Plan,
    /// For what tools keep.
    pub folder: TempDir,
}

pub fn plan() -> Plan {
    live::plan(BUDGET, CALLS)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Criterion,
    Hyperfine,
    Wasmeter,
}

/// What a tool says of the second program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Slower,
    Faster,
}

impl Tool {
    /// Those that are here.
    pub fn here() -> Vec<Tool> {
        let all = [Tool::Criterion, Tool::Hyperfine, Tool::Wasmeter];
        let here = |tool: &Tool| *tool != Tool::Hyperfine || usable_hyperfine().is_ok();
        all.into_iter().filter(here).collect()
    }

    /// Compares the program with itself, making `extra` steps more in each call.
    pub fn compare(
        self,
        setting: &Setting,
        extra: u32,
        random: &mut ChaCha8Rng,
    ) -> Result<Verdict> {
        let extra = setting.steps / super::STEPS * extra;
        match self {
            Tool::Criterion => criterion(setting, extra),
            Tool::Hyperfine => hyperfine(setting, extra),
            Tool::Wasmeter => wasmeter(setting, extra, random),
        }
    }
}

/// Two runs of a benchmark, half of the time each; the verdict is the line that it prints, by its
/// default settings.
fn criterion(setting: &Setting, extra: u32) -> Result<Verdict> {
    done(program::in_criterion(setting, setting.steps, true)?.output()?)?;
    let said = done(program::in_criterion(setting, setting.steps + extra, false)?.output()?)?;
    let verdicts = [
        ("No change in performance detected.", Verdict::Same),
        ("Change within noise threshold.", Verdict::Same),
        ("Performance has regressed.", Verdict::Slower),
        ("Performance has improved.", Verdict::Faster),
    ];
    let found = verdicts.iter().find(|(line, _)| said.contains(line));
    Ok(found
        .with_context(|| format!("Criterion gave no verdict: {said}"))?
        .1)
}

/// As many runs of both programs as the time is enough for, one program after the other. The
/// verdict is that of Welch's t test on the exported times, as in its `scripts/welch_ttest.py`.
fn hyperfine(setting: &Setting, extra: u32) -> Result<Verdict> {
    let programs = [
        program::by_itself(setting, setting.steps)?,
        program::by_itself(setting, setting.steps + extra)?,
    ];
    let export = setting.folder.path().join("hyperfine.json");
    let runs = setting.seconds.as_secs_f64() / 2.0 / one_run(setting, &programs[0])?.as_secs_f64();
    let mut command = Command::new("hyperfine");
    command.args(["--shell=none", "--style=none", "--warmup=1", "--runs"]);
    // The first one is the warm-up.
    command.arg((runs as u32).saturating_sub(1).max(2).to_string());
    if let Some(stdin) = &setting.subject.stdin {
        command.arg("--input").arg(stdin);
    }
    command.arg("--export-json").arg(&export);
    command.args(programs.map(|words| quoted(&words)));
    done(command.output()?)?;
    let exported: serde_json::Value = serde_json::from_slice(&std::fs::read(export)?)?;
    let times = |at: usize| -> Option<Vec<f64>> {
        let times = exported["results"][at]["times"].as_array()?;
        times.iter().map(serde_json::Value::as_f64).collect()
    };
    let (before, after) = times(0)
        .zip(times(1))
        .context("hyperfine exported no times")?;
    let mean = Mean::welch(&after, &before).context("hyperfine exported too few times")?;
    let (above, below) = mean.sides();
    Ok(verdict(
        2.0 * above.min(below) < HYPERFINE_RATE,
        above < below,
    ))
}

/// How long the program takes by itself.
fn one_run(setting: &Setting, words: &[String]) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..3 {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        if let Some(stdin) = &setting.subject.stdin {
            command.stdin(std::fs::File::open(stdin)?);
        }
        let began = Instant::now();
        done(command.output()?)?;
        times.push(began.elapsed());
    }
    Ok(times.into_iter().min().unwrap_or(BUDGET))
}

fn quoted(words: &[String]) -> String {
    let quote = |word: &String| format!("'{}'", word.replace('\'', "'\\''"));
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// As many pairs of processes as the time is enough for; the verdict is that of `compare`.
fn wasmeter(setting: &Setting, extra: u32, random: &mut ChaCha8Rng) -> Result<Verdict> {
    let began = Instant::now();
    let mut logarithms = Vec::new();
    let mut longest = Duration::ZERO;
    while logarithms.is_empty() || began.elapsed() + longest <= setting.seconds {
        let pair = pairs::pair(
            &setting.subject,
            &setting.plan,
            setting.steps,
            extra,
            random,
        )?;
        let pair = pair.map_err(|end| anyhow::anyhow!("{end}"))?;
        logarithms.push((pair.ns.0.ln(), pair.ns.1.ln()));
        longest = longest.max(pair.took);
    }
    let difference = Difference::paired(&logarithms).context("there are no pairs")?;
    Ok(verdict(difference.p() <= RATE, difference.centre() > 0.0))
}

fn verdict(seen: bool, slower: bool) -> Verdict {
    match (seen, slower) {
        (false, _) => Verdict::Same,
        (true, true) => Verdict::Slower,
        (true, false) => Verdict::Faster,
    }
}

/// What a command printed; one that failed is an error.
fn done(output: Output) -> Result<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    ensure!(
        output.status.success(),
        "{}: {}",
        output.status,
        text(&output.stderr)
    );
    Ok(text(&output.stdout))
}

/// The version of hyperfine that is here, or why it is left out: before 1.16 it has no `--input`.
pub fn usable_hyperfine() -> Result<String, String> {
    let output = Command::new("hyperfine").arg("--version").output();
    let Ok(output) = output else {
        return Err("hyperfine is not installed here".to_string());
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.split_whitespace().nth(1).unwrap_or("unknown");
    let numbers = |version: &str| -> Vec<u64> {
        let parts = version.split('.');
        parts.map_while(|part| part.parse().ok()).collect()
    };
    match numbers(version) >= vec![1, 16] {
        true => Ok(version.to_string()),
        false => Err(format!(
            "hyperfine {version} is left out: 1.16 or newer is wanted"
        )),
    }
}
