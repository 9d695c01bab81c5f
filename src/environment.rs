//! The environment that builds and workers inherit, without what `cargo run` adds to ours.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Takes out of a child's environment what cargo put into ours: its package variables, which would
/// mislead builds, and its folders in `LD_LIBRARY_PATH`, which would change what workers load.
pub fn clean(command: &mut Command) {
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        return;
    };
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_"];
        if name == "CARGO" || ours.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
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
        match std::env::join_paths(kept) {
            Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
}
