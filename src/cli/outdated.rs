//! `wasmeter runtimes outdated`: pinned versions beside the newest ones of the registries.

use super::options::ListFormat;
use crate::build::newest::{self, Release};
use crate::build::{Home, rust};
use crate::catalog::pin::Pin;
use crate::catalog::pinned::version;
use crate::catalog::runtime::Runtime;
use crate::progress::Progress;
use crate::report::table;
use anyhow::Result;
use semver::{Version, VersionReq};
use serde::Serialize;
use std::process::ExitCode;

/// A pinned package, or a runtime that pins none.
#[derive(Serialize)]
struct Row {
    runtime: String,
    registry: Option<&'static str>,
    package: Option<String>,
    pinned: Option<String>,
    newest: Option<String>,
    state: State,
    /// Reasons why an outdated one is not the newest. Empty: there are none.
    held_back_by: Vec<String>,
    /// Why its state is unknown.
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    UpToDate,
    Outdated,
    Unknown,
    /// It is the installed version, or the twin of another runtime.
    NotPinned,
}

pub fn run(runtimes: &[&Runtime], home: &Home, format: ListFormat) -> Result<ExitCode> {
    let pins: Vec<(&Runtime, Option<&Pin>)> = runtimes
        .iter()
        .flat_map(|runtime| {
            let pins = &runtime.manifest.pins;
            let none = pins.is_empty().then_some((*runtime, None));
            pins.iter().map(|pin| (*runtime, Some(pin))).chain(none)
        })
        .collect();
    let rust = rust::newest_here(home);
    // Clients take a package's version from the project that they are started in.
    let folder = tempfile::TempDir::new()?;
    let progress = Progress::new("asking registries", pins.len() as u64);
    let ask = |(runtime, pin): (&Runtime, Option<&Pin>)| {
        let row = match pin {
            None => Row::of(runtime, None, State::NotPinned),
            Some(pin) => {
                let newest = newest::newest(pin, folder.path());
                compared(runtime, pin, newest, rust.as_deref())
            }
        };
        progress.step();
        row
    };
    let rows: Vec<Row> = std::thread::scope(|scope| {
        let asked: Vec<_> = pins.iter().map(|pin| scope.spawn(|| ask(*pin))).collect();
        let answers = asked
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        answers.collect()
    });
    drop(progress);
    match format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(&rows)?),
        ListFormat::Table => {
            let header = [
                "runtime",
                "package",
                "pinned",
                "newest",
                "state",
                "held back by",
            ];
            let rows: Vec<_> = rows.iter().map(Row::cells).collect();
            println!("{}", table(&header, &rows));
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Row {
    fn of(runtime: &Runtime, pin: Option<&Pin>, state: State) -> Self {
        Row {
            runtime: runtime.name.clone(),
            registry: pin.map(Pin::client),
            package: pin.map(|pin| pin.package().to_string()),
            pinned: None,
            newest: None,
            state,
            held_back_by: Vec::new(),
            reason: None,
        }
    }

    fn cells(&self) -> Vec<String> {
        let shown = |text: &Option<String>| text.clone().unwrap_or("–".to_string());
        let package = match (&self.registry, &self.package) {
            (Some(registry), Some(package)) => format!("{registry} {package}"),
            _ => "–".to_string(),
        };
        let state = match (self.state, &self.reason) {
            (_, Some(reason)) => format!("unknown: {reason}"),
            (State::UpToDate, _) => "up to date".to_string(),
            (State::Outdated, _) => "outdated".to_string(),
            (State::NotPinned, _) => "pins nothing of its own".to_string(),
            (State::Unknown, None) => "unknown".to_string(),
        };
        let held_back_by = match (self.state, self.held_back_by.join("; ")) {
            (State::Outdated, by) if by.is_empty() => "nothing".to_string(),
            (_, by) => by,
        };
        vec![
            self.runtime.clone(),
            package,
            shown(&self.pinned),
            shown(&self.newest),
            state,
            held_back_by,
        ]
    }
}

fn compared(
    runtime: &Runtime,
    pin: &Pin,
    newest: Result<Release, String>,
    rust: Option<&str>,
) -> Row {
    let mut row = Row::of(runtime, Some(pin), State::Unknown);
    let pinned = version(pin, runtime).map_err(|error| format!("{error:#}"));
    row.pinned = pinned.as_ref().ok().cloned();
    let compared = pinned.and_then(|pinned| {
        let newest = newest?;
        row.newest = Some(newest.version.clone());
        let versions = (parsed(&pinned)?, parsed(&newest.version)?);
        Ok((versions, newest))
    });
    match compared {
        Err(reason) => row.reason = Some(reason),
        Ok(((pinned, newest), _)) if pinned >= newest => row.state = State::UpToDate,
        Ok(((_, version), newest)) => {
            row.state = State::Outdated;
            let requirement = pin.requirement(&runtime.dir);
            row.held_back_by.extend(too_narrow(requirement, &version));
            row.held_back_by.extend(too_old(newest.rust, rust));
        }
    }
    row
}

fn parsed(version: &str) -> Result<Version, String> {
    Version::parse(version).map_err(|error| format!("{version:?} is no version: {error}"))
}

fn too_narrow(requirement: Option<String>, newest: &Version) -> Option<String> {
    let requirement = requirement?;
    let admits = VersionReq::parse(&requirement).is_ok_and(|wanted| wanted.matches(newest));
    (!admits).then(|| format!("Cargo.toml asks for {requirement}"))
}

fn too_old(wanted: Option<String>, here: Option<&str>) -> Option<String> {
    let wanted = wanted.filter(|wanted| !here.is_some_and(|here| rust::at_least(here, wanted)))?;
    let here = here.unwrap_or("none");
    Some(format!(
        "it wants Rust {wanted}, and the newest here is {here} (scripts/rust.sh {wanted} looks for \
        a newer one)"
    ))
}
