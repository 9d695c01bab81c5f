//! The results of the configurations, side by side.

use super::subject::{Run, Subject};
use crate::bench::camps::{camps, has_majority};
use crate::catalog::command::without;
use crate::cli::options::ListFormat;
use crate::filter::suggestion;
use crate::out;
use crate::report::table;
use crate::results::outcome::Outcome;
use crate::worker::exit_status;
use anyhow::{Result, bail};
use std::io::Write;
use std::process::ExitCode;

/// Prints what the reference printed, and how the others compare.
pub fn show(runs: &[Run], subject: &Subject, format: ListFormat) -> Result<ExitCode> {
    let ran: Vec<&Run> = runs
        .iter()
        .filter(|run| run.outcome == Outcome::Ok)
        .collect();
    let result = |run: &Run| {
        let stdout = without(&subject.given.ignore, &run.stdout);
        (run.exit_code.map(exit_status), stdout)
    };
    let results: Vec<_> = ran.iter().map(|run| result(run)).collect();
    let camps = camps(&results);
    let reference = match &subject.given.reference {
        None => camps.first().map(|camp| ran[camp[0]]),
        Some(name) => match ran.iter().find(|run| run.configuration == *name) {
            Some(run) => Some(*run),
            None => {
                let names = ran.iter().map(|run| run.configuration.as_str());
                bail!(
                    "{name}: the reference did not run the module, or was not chosen; {}",
                    suggestion(name, "-r chooses configurations", names)
                )
            }
        },
    };
    let same = |run: &Run| reference.is_some_and(|reference| result(reference) == result(run));
    let broken = [
        Outcome::Trap,
        Outcome::Timeout,
        Outcome::Crashed,
        Outcome::WrongOutput,
        Outcome::Misreported,
    ];
    let broken: Vec<&Run> = runs
        .iter()
        .filter(|r| broken.contains(&r.outcome))
        .collect();
    let differ = camps.len() > 1 || !broken.is_empty();
    let code = ExitCode::from(u8::from(differ || reference.is_none()));
    if format == ListFormat::Json {
        let entry = |run: &Run| -> Result<_> {
            let mut entry = serde_json::to_value(run)?;
            entry["exit_status"] = run.exit_code.map(exit_status).into();
            entry["agrees"] = (run.outcome == Outcome::Ok).then(|| same(run)).into();
            entry["stdout"] = String::from_utf8_lossy(&run.stdout).into();
            entry["stderr"] = String::from_utf8_lossy(&run.stderr).into();
            Ok(entry)
        };
        let entries = runs.iter().map(entry).collect::<Result<Vec<_>>>()?;
        println!("{}", serde_json::to_string_pretty(&entries)?);
        return Ok(code);
    }
    if let Some(reference) = reference {
        out::print_bytes(&reference.stdout);
        let _ = std::io::stderr().write_all(&reference.stderr);
        if !reference.stdout.is_empty() && !reference.stdout.ends_with(b"\n") {
            println!();
        }
    }
    print_table(runs, same);
    if camps.len() > 1 {
        let way = if has_majority(&camps) {
            ""
        } else {
            ", and none has the majority"
        };
        println!("The configurations differ: {} camps{way}.", camps.len());
        for camp in &camps {
            let names: Vec<_> = camp
                .iter()
                .map(|at| ran[*at].configuration.as_str())
                .collect();
            println!("  {}", names.join(", "));
        }
    }
    if !broken.is_empty() && reference.is_some() {
        let end = |run: &&Run| format!("{} ({})", run.configuration, run.outcome);
        let ends: Vec<_> = broken.iter().map(end).collect();
        println!(
            "The configurations differ: it ended otherwise on {}.",
            ends.join(", ")
        );
    }
    let refused = |run: &Run| ![Outcome::Ok, Outcome::Unavailable].contains(&run.outcome);
    if runs.iter().any(refused)
        && let Some(needs) = subject.needs()
    {
        println!("For what was refused: {needs}.");
        for run in runs.iter().filter(|run| !run.lacks.is_empty()) {
            println!("  {} lacks {}.", run.configuration, run.lacks.join(", "));
        }
    }
    Ok(code)
}

fn print_table(runs: &[Run], same: impl Fn(&Run) -> bool) {
    let time =
        |ns: Option<u64>| ns.map_or(String::new(), |ns| format!("{:.2} ms", ns as f64 / 1e6));
    let exit = |code: i32| match i32::from(exit_status(code)) {
        status if status == code => code.to_string(),
        status => format!("{status} (raw {code})"),
    };
    let with_section = runs.iter().any(|run| run.section_ns.is_some());
    let row = |run: &Run| {
        let output = match run.outcome {
            Outcome::Ok if same(run) => format!("{} B", run.stdout_bytes),
            Outcome::Ok => format!("{} B, differs", run.stdout_bytes),
            _ => run.message.clone().unwrap_or_default(),
        };
        let mut row = vec![
            run.configuration.clone(),
            run.outcome.to_string(),
            run.exit_code.map_or(String::new(), exit),
            time(run.ahead_ns),
            time(run.load_ns),
            time(run.instantiate_ns),
            time(run.start_ns),
        ];
        row.extend(with_section.then(|| time(run.section_ns)));
        row.push(output);
        row
    };
    let rows: Vec<_> = runs.iter().map(row).collect();
    let mut header = vec![
        "mode",
        "outcome",
        "exit code",
        "ahead of time",
        "load",
        "instantiate",
        "_start",
    ];
    header.extend(with_section.then_some("section"));
    header.push("output");
    println!("{}", table(&header, &rows));
}
