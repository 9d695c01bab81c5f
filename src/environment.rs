//! The environment that builds and workers inherit, without what `cargo run` adds to ours.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Takes out of a child's environment what cargo put into ours.
pub fn clean(command: &mut Command) {
    for (name, value) in changes() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// Our environment without what cargo put into it.
pub fn inherited() -> BTreeMap<OsString, OsString> {
    let mut all: BTreeMap<_, _> = std::env::vars_os().collect();
    for (name, value) in changes() {
        match value {
            Some(value) => all.insert(name, value),
            None => all.remove(&name),
        };
    }
    all
}

/// If this is in the environment, workers are built faster, to slower programs, for tests that look
/// at no times.
const FAST_BUILDS: &str = "WASMETER_FAST_BUILDS";

/// Returns the variables that are set for such a build.
pub fn of_fast_builds() -> &'static [(&'static str, &'static str)] {
    match std::env::var_os(FAST_BUILDS) {
        Some(_) => &[
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ],
        None => &[],
    }
}

/// Returns the variables of our environment that change what compilers make of a source: names and
/// values, sorted by names.
pub fn of_compilers() -> Vec<(String, String)> {
    let text = |text: OsString| text.to_string_lossy().into_owned();
    let all = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
    let mut found: Vec<_> = all.filter(|(name, _)| is_of_compilers(name)).collect();
    found.sort();
    found
}

fn is_of_compilers(name: &str) -> bool {
    let flags = [
        "CFLAGS",
        "CXXFLAGS",
        "LDFLAGS",
        "GOFLAGS",
        "CGO_CFLAGS",
        "CGO_LDFLAGS",
    ];
    let rust = name.ends_with("RUSTFLAGS") || name.starts_with("CARGO_PROFILE_RELEASE_");
    rust || name == FAST_BUILDS || flags.contains(&name)
}

/// Returns the variables that need another value, or none: cargo's package variables, which would
/// mislead builds, and its folders in `LD_LIBRARY_PATH`, which would change what workers load.
fn changes() -> Vec<(OsString, Option<OsString>)> {
    let mut changes = Vec::new();
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        return changes;
    };
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_"];
        if text == "CARGO" || ours.iter().any(|prefix| text.starts_with(prefix)) {
            changes.push((name, None));
        }
    }
    if let Some(path) = std::env::var_os("LD_LIBRARY_PATH") {
        let added = |dir: &PathBuf| {
            dir.starts_with(Path::new(&package).join("target"))
                || dir
                    .components()
                    .any(|part| part.as_os_str() == "rustlib" || part.as_os_str() == "toolchains")
        };
        let kept: Vec<_> = std::env::split_paths(&path)
            .filter(|dir| !added(dir))
            .collect();
        let kept = std::env::join_paths(kept).ok();
        let kept = kept.filter(|kept| !kept.is_empty());
        changes.push(("LD_LIBRARY_PATH".into(), kept));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::is_of_compilers;

    #[test]
    fn what_changes_a_build_is_known() {
        let known = [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_PROFILE_RELEASE_LTO",
            "CFLAGS",
        ];
        assert!(known.into_iter().all(is_of_compilers));
        assert!(
            !["CARGO_HOME", "PATH", "CARGO_TERM_COLOR"]
                .into_iter()
                .any(is_of_compilers)
        );
    }
}
