//! Rust compilers: which one builds a worker, and the newest that is here.

use super::Home;
use crate::environment;
use crate::worker::text;
use std::path::Path;
use std::process::Command;

/// Returns the name and version of the compiler that cargo takes in this environment: `rustc 1.97.1
/// (…)`. `None`: it does not start.
pub fn compiler(env: &[(String, String)]) -> Option<String> {
    let chosen = env.iter().rev().find(|(name, _)| name == "RUSTC");
    let chosen = chosen.map(|(_, file)| file.into());
    let chosen = chosen.or_else(|| std::env::var_os("RUSTC"));
    identity(Path::new(&chosen.unwrap_or("rustc".into())))
}

/// The version of the newest compiler that is here: the machine's, or the one that
/// `scripts/rust.sh` has unpacked.
pub fn newest_here(home: &Home) -> Option<String> {
    let unpacked = home.dir.join("toolchains/shared/rust/bin/rustc");
    let all = [compiler(&[]), identity(&unpacked)];
    let versions = all.iter().flatten().filter_map(|said| version(said));
    versions
        .max_by_key(|version| numbers(version))
        .map(str::to_string)
}

/// True if a version is another one or newer, by its numbers: `1.97` is 1.97.0.
pub fn at_least(version: &str, wanted: &str) -> bool {
    numbers(version) >= numbers(wanted)
}

fn identity(rustc: &Path) -> Option<String> {
    let mut command = Command::new(rustc);
    command.arg("--version");
    environment::clean(&mut command);
    let output = command.output().ok()?;
    let said = text::name(&String::from_utf8_lossy(&output.stdout));
    (output.status.success() && !said.is_empty()).then_some(said)
}

/// The version in what a compiler says it is.
fn version(identity: &str) -> Option<&str> {
    identity.split_whitespace().nth(1)
}

fn numbers(version: &str) -> [u64; 3] {
    let release = version.split('-').next().unwrap_or_default();
    let mut parts = release.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(at_least("1.97.1", "1.97"));
        assert!(at_least("1.100.0", "1.97.0"));
        assert!(at_least("1.97.0-nightly", "1.97"));
        assert!(!at_least("1.95.0", "1.96"));
    }
}
