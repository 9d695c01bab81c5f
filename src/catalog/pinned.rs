//! Which versions a runtime is pinned to.

use super::pin::Pin;
use super::runtime::Runtime;
use anyhow::{Context, Result};
use wasmeter_worker::locked_version;

/// The pinned version, without Go's `v`.
///
/// # Errors
/// Where the file that pins it cannot be read, or does not name it.
pub fn version(pin: &Pin, runtime: &Runtime) -> Result<String> {
    let read = |file: &str| {
        let file = runtime.dir.join(file);
        std::fs::read_to_string(&file).with_context(|| format!("{}", file.display()))
    };
    let version = match pin {
        Pin::Cargo(name) if runtime.dir.join("Cargo.lock").is_file() => {
            let version = locked_version(&read("Cargo.lock")?, name);
            (!version.is_empty()).then_some(version)
        }
        Pin::Cargo(name) => installed(&runtime.manifest.worker.build, name),
        Pin::Npm(name) => {
            let lock: serde_json::Value = serde_json::from_str(&read("package-lock.json")?)?;
            let version = &lock["packages"][format!("node_modules/{name}")]["version"];
            version.as_str().map(str::to_string)
        }
        Pin::Go(name) => required(&read("go.mod")?, name),
    };
    version.with_context(|| format!("{}: nothing pins {}", runtime.name, pin.package()))
}

fn installed(build: &[String], name: &str) -> Option<String> {
    build.iter().find(|word| *word == name)?;
    let behind = build
        .iter()
        .skip_while(|word| *word != "--version")
        .nth(1)?;
    Some(behind.trim_start_matches('=').to_string())
}

fn required(go_mod: &str, name: &str) -> Option<String> {
    let mut lines = go_mod
        .lines()
        .map(|l| l.trim().trim_start_matches("require "));
    let version = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(" v"))?;
    version.split_whitespace().next().map(str::to_string)
}
