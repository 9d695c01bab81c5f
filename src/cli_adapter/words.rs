//! The arguments of a command line, made of the lists in `runtime.toml`.

use crate::catalog::command::{CommandLine, Environment};
use std::ffi::OsString;
use std::path::Path;
use wasmeter_worker::{Failure, Wasi};

/// The arguments that run a module as a command.
pub fn run(
    line: &CommandLine,
    flags: &[String],
    module: &Path,
    wasi: &Wasi,
) -> Result<Vec<OsString>, Failure> {
    let dir = match (&wasi.dir, &line.dir) {
        (None, _) => Vec::new(),
        (Some(dir), Some(words)) => filled(words, &[("dir", &dir.to_string_lossy())]),
        (Some(_), None) => return Err(Failure::unsupported("its command line preopens no folder")),
    };
    let mut env = Vec::new();
    for (name, value) in &wasi.env {
        match &line.env {
            Some(Environment::Inherited(_)) => {}
            Some(Environment::Arguments(words)) => {
                env.extend(filled(words, &[("name", name), ("value", value)]));
            }
            None => {
                let reason = "its command line gives the guest no environment";
                return Err(Failure::unsupported(reason));
            }
        }
    }
    let module = module.to_string_lossy();
    let mut words = Vec::new();
    for word in &line.run {
        match word.as_str() {
            "{flags}" => words.extend_from_slice(flags),
            "{dir}" => words.extend_from_slice(&dir),
            "{env}" => words.extend_from_slice(&env),
            "{args}" => words.extend(wasi.args.iter().skip(1).cloned()),
            word => words.push(fill(word, &[("module", &module)])),
        }
    }
    Ok(words.into_iter().map(OsString::from).collect())
}

/// The arguments that compile a module ahead of time.
pub fn precompile(line: &CommandLine, flags: &[String], module: &Path, to: &Path) -> Vec<OsString> {
    let (module, to) = (module.to_string_lossy(), to.to_string_lossy());
    let mut words = Vec::new();
    for word in &line.precompile {
        match word.as_str() {
            "{flags}" => words.extend_from_slice(flags),
            word => words.push(fill(word, &[("module", &module), ("to", &to)])),
        }
    }
    words.into_iter().map(OsString::from).collect()
}

fn filled(words: &[String], values: &[(&str, &str)]) -> Vec<String> {
    words.iter().map(|word| fill(word, values)).collect()
}

fn fill(word: &str, values: &[(&str, &str)]) -> String {
    let put =
        |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
    values.iter().fold(word.to_string(), put)
}
