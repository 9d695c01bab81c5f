//! The newest release of a package, as its registry's ordinary client says it.

use super::workers::on_path;
use crate::catalog::pin::Pin;
use crate::environment;
use crate::worker::text;
use std::path::Path;
use std::process::{Command, Stdio};

/// The time that a client may take, in seconds.
const LIMIT: &str = "60";

/// A release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub version: String,
    /// The oldest Rust that builds it, of a crate that says so.
    pub rust: Option<String>,
}

/// Asks for the newest release of a package, from a folder that is no project of the client's.
///
/// # Errors
/// Why it is not known: the client is not here, or its registry does not answer.
pub fn newest(pin: &Pin, folder: &Path) -> Result<Release, String> {
    let ask = |args: &[&str]| ask(pin.client(), args, folder);
    let name = pin.package();
    let unread = |said: &str| format!("{} says no version: {}", pin.client(), said.trim());
    match pin {
        Pin::Cargo(_) => {
            let said = ask(&["info", "--quiet", name])?;
            let release = crate_info(&said).ok_or_else(|| unread(&said))?;
            match latest(&said) {
                // It prefers a release that its own Rust builds, and names the other one.
                Some(latest) if latest != release.version => {
                    let said = ask(&["info", "--quiet", &format!("{name}@{latest}")])?;
                    crate_info(&said).ok_or_else(|| unread(&said))
                }
                _ => Ok(release),
            }
        }
        Pin::Npm(_) => {
            version_alone(&ask(&["view", name, "version"])?).ok_or("npm says nothing".into())
        }
        Pin::Go(_) => {
            let module = format!("{name}@latest");
            let said = ask(&["list", "-m", "-f", "{{.Version}}", &module])?;
            let version = said.trim().strip_prefix('v').unwrap_or_default();
            version_alone(version).ok_or_else(|| unread(&said))
        }
    }
}

fn version_alone(said: &str) -> Option<Release> {
    let version = said.trim().to_string();
    (!version.is_empty()).then_some(Release {
        version,
        rust: None,
    })
}

/// Reads what `cargo info` prints about one release: lines of `key: value`.
fn crate_info(said: &str) -> Option<Release> {
    let value = |key: &str| said.lines().find_map(|line| line.strip_prefix(key));
    let first = |text: &str| text.split_whitespace().next().map(str::to_string);
    Some(Release {
        version: value("version: ").and_then(first)?,
        rust: value("rust-version: ")
            .and_then(first)
            .filter(|version| version != "unknown"),
    })
}

/// The newest one where that is another: `version: 1.0.0 (latest 2.0.0)`.
fn latest(said: &str) -> Option<String> {
    let version = said
        .lines()
        .find_map(|line| line.strip_prefix("version: "))?;
    let (_, latest) = version.split_once("(latest ")?;
    latest.split([')', ' ']).next().map(str::to_string)
}

/// Runs a client, which may start further processes, to its end or to that of its time.
fn ask(client: &str, args: &[&str], folder: &Path) -> Result<String, String> {
    if !on_path(client) {
        return Err(format!("{client} is not on PATH"));
    }
    let mut command = Command::new("timeout");
    command
        .args([LIMIT, client])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null());
    environment::clean(&mut command);
    let output = command
        .output()
        .map_err(|error| format!("timeout: {error}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut lines = stderr
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    match output.status.code() {
        Some(0) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Some(124) => Err(format!("{client} did not answer within {LIMIT} s")),
        _ => Err(match lines.next() {
            Some(first) => {
                let own = format!("{client}: ");
                text::message(&format!(
                    "{own}{}",
                    first.strip_prefix(&own).unwrap_or(first)
                ))
            }
            None => format!("{client} failed without a word"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{crate_info, latest};

    #[test]
    fn cargo_info_names_two_releases_where_rust_is_too_old_for_one() {
        let said = "wasm #runtime\nversion: 48.0.8 (latest 50.0.1)\nrust-version: 1.95.0\n";
        assert_eq!(latest(said).as_deref(), Some("50.0.1"));
        let release = crate_info(said).unwrap();
        assert_eq!(
            (&*release.version, release.rust.as_deref()),
            ("48.0.8", Some("1.95.0"))
        );

        let said = "version: 0.21.1\nrust-version: unknown\n";
        assert_eq!(latest(said), None);
        assert_eq!(crate_info(said).unwrap().rust, None);
        assert_eq!(crate_info("error: none\n"), None);
    }
}
