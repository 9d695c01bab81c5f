//! The pages of what was really measured, in a browser.

mod axe;
mod browser;
#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod lazy;
mod runtimes;
mod tasks;

use std::path::{Path, PathBuf};

/// Makes all pages of the published results in a folder, and returns the one with charts.
fn page(dir: &Path) -> PathBuf {
    let results = common::root().join("results");
    let pages = format!("report --pages {} {}", dir.display(), results.display());
    common::run(&pages).success();
    dir.join("index.html")
}
