//! Runs set-up scripts and build commands: shows their progress, keeps their log, explains their
//! failure.

use super::unavailable::Unavailable;
use crate::worker::text;
use crate::{environment, worker};
use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a command to its end and gives its standard output.
///
/// Each line on its standard error goes to `log` as it is, and cleaned to `progress`. The outer
/// error is the harness's own.
pub fn run(
    mut command: Command,
    log: &Path,
    progress: &dyn Fn(&str),
) -> Result<Result<String, Unavailable>> {
    environment::clean(&mut command);
    command
        .env(worker::BUILD, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut log_file = File::create(log).with_context(|| format!("{}", log.display()))?;
    writeln!(log_file, "$ {command:?}")?;
    let mut child = match worker::lock().spawn(&mut command) {
        Ok(child) => child,
        Err(error) => {
            let program = Path::new(command.get_program());
            return Ok(Err(does_not_start(program, &error)));
        }
    };
    let stdout = child.stdout.take().context("no standard output")?;
    let reader = std::thread::spawn(move || std::io::read_to_string(stdout));
    let stderr = child.stderr.take().context("no standard error")?;
    let mut lines = Vec::new();
    for line in BufReader::new(stderr).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(log_file, "{line}")?;
        let line = text::message(&line);
        progress(&line);
        lines.push(line);
    }
    let status = child.wait()?;
    let stdout = reader.join().expect("the reader does not panic")?;
    if status.success() {
        return Ok(Ok(stdout));
    }
    Ok(Err(explain(&lines, log)))
}

/// Explains that a program does not start, and how to fix it.
pub fn does_not_start(program: &Path, error: &std::io::Error) -> Unavailable {
    let shown = program.display();
    let fix = match error.kind() {
        std::io::ErrorKind::PermissionDenied if program.is_file() => {
            format!("chmod +x {shown}")
        }
        _ => "correct its name in the TOML file, or install it".to_string(),
    };
    Unavailable {
        // What a set-up printed may be in the program's name.
        reason: text::message(&format!("{shown} does not start: {error}")),
        fix: Some(text::message(&fix)),
    }
}

/// The reason is the first line that says "error", else the last one; `fix: …` is the scripts' own
/// advice.
fn explain(lines: &[String], log: &Path) -> Unavailable {
    let fix = lines
        .iter()
        .rev()
        .find_map(|line| line.strip_prefix("fix: "));
    let spoken = || {
        lines
            .iter()
            .filter(|line| !line.is_empty() && !line.starts_with("fix: "))
    };
    let reason = spoken()
        .find(|line| line.starts_with("error") || line.contains(" error: "))
        .or_else(|| spoken().next_back());
    Unavailable {
        reason: match reason {
            // Then the log contains nothing more.
            Some(reason) if spoken().count() == 1 => reason.clone(),
            Some(reason) => format!("{reason} (log: {})", log.display()),
            None => format!("it failed without a word (log: {})", log.display()),
        },
        fix: fix.map(str::to_string),
    }
}

/// Reads `NAME=value` lines.
pub fn variables(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (name, value) = line.split_once('=')?;
        Some((name.to_string(), value.to_string()))
    };
    text.lines().filter_map(pair).collect()
}
