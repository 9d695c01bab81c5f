//! Files that commands read and write.

use super::options::Global;
use crate::catalog::find_root;
use crate::pages::inputs::Material;
use crate::results::saved;
use crate::results::schema::Results;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Fails before anything is measured that could not be written; `option` would name another folder.
pub fn check_writable(folder: &Path, option: &str) -> Result<()> {
    std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::tempfile_in(folder))
        .with_context(|| {
            let folder = folder.display();
            format!("{folder}: cannot write here; name another folder with {option}")
        })?;
    Ok(())
}

/// Checks a file that wasmeter wrote, if it is there.
pub fn check_replaced(file: &Path, option: &str) -> Result<()> {
    check_file(file, option)?;
    tell_replaced(file)
}

/// Prints that a file will be replaced. Fails if wasmeter did not write it.
pub fn tell_replaced(file: &Path) -> Result<()> {
    if saved::is_ours(file)? {
        eprintln!("{}: this file will be replaced", file.display());
    }
    Ok(())
}

/// Checks that a file can be written.
pub fn check_file(file: &Path, option: &str) -> Result<()> {
    if file.is_dir() {
        bail!("{}: a folder; {option} wants a file", file.display());
    }
    if file.exists() && !file.is_file() {
        return Ok(());
    }
    let file = std::path::absolute(file)?;
    check_writable(file.parent().unwrap_or(&file), option)
}

/// A results file that was named, or that of this architecture, or the emulated one, in wasmeter's
/// folder.
pub fn results_file(global: &Global, named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(file) => Ok(file.to_path_buf()),
        None => {
            let name = format!("results/{}.json", global.results_name());
            Ok(find_root(global.root.as_deref())?.join(name))
        }
    }
}

/// Reads the files that pages are made from, with the statements of wasmeter's folder.
pub fn material(global: &Global, paths: &[PathBuf]) -> Result<Material> {
    let paths = match paths {
        [] => vec![find_root(global.root.as_deref())?.join("results")],
        named => named.to_vec(),
    };
    Material::read(&paths, &statements(global))
}

/// The same of a folder, where the results of one of its files are at hand.
pub fn material_with(
    global: &Global,
    folder: &Path,
    file: &Path,
    results: Results,
) -> Result<Material> {
    let folder = [folder.to_path_buf()];
    Material::read_with(&folder, &statements(global), Some((file, results)))
}

/// The folder of statements. Somebody's own folder of results has none.
fn statements(global: &Global) -> PathBuf {
    let root = find_root(global.root.as_deref());
    root.map(|root| root.join("statements")).unwrap_or_default()
}
