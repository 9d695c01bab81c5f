//! The input of a user's module, and how its output is judged: the same for `bench` and `exec`.

use super::heading;
use crate::catalog::command::Pattern;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::IsTerminal;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use tempfile::NamedTempFile;

#[derive(clap::Args, Default)]
pub struct Given {
    /// Standard input of the program: a file, or - for wasmeter's own, which is first read to its
    /// end [default: empty]
    #[arg(long, value_name = "FILE", help_heading = heading::GIVEN)]
    stdin: Option<PathBuf>,
    /// Environment variable of the program; may be repeated [default: none]
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    #[arg(help_heading = heading::GIVEN)]
    env: Vec<(String, String)>,
    /// Folder; each process gets a fresh copy of it as the program's /
    #[arg(long, help_heading = heading::GIVEN)]
    pub dir: Option<PathBuf>,
    /// Turn the program, a command of WASI 0.1, into a component of WASI 0.2 by the makers'
    /// adapter; exec runs that, bench measures it beside the module
    #[arg(long, help_heading = heading::GIVEN)]
    pub as_component: bool,
    /// Regular expression of output lines that may differ, such as times; may be repeated
    #[arg(long, value_name = "REGEX", value_parser = pattern, help_heading = heading::GIVEN)]
    pub ignore: Vec<Pattern>,
    /// The configuration whose output is correct [default: the output most of them agree on]
    #[arg(long, value_name = "CONFIGURATION", help_heading = heading::GIVEN)]
    pub reference: Option<String>,
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_string(), value.to_string())),
        _ => Err("a variable is wanted, such as NAME=VALUE".to_string()),
    }
}

fn pattern(text: &str) -> Result<Pattern, String> {
    Pattern::try_from(text.to_string())
}

/// The program's input: a file, which may be a copy that lasts as long as this.
pub struct Input {
    pub file: PathBuf,
    _copy: Option<NamedTempFile>,
}

impl Given {
    pub fn is_empty(&self) -> bool {
        let Given {
            stdin,
            env,
            dir,
            as_component,
            ignore,
            reference,
        } = self;
        stdin.is_none()
            && env.is_empty()
            && dir.is_none()
            && !as_component
            && ignore.is_empty()
            && reference.is_none()
    }

    /// Fails where what was named is not there.
    pub fn check(&self) -> Result<()> {
        let named = self.stdin.as_ref().filter(|file| file.as_os_str() != "-");
        if let Some(file) = named.filter(|file| !file.exists() || file.is_dir()) {
            bail!("{}: there is no such file for --stdin", file.display());
        }
        if let Some(dir) = self.dir.as_ref().filter(|dir| !dir.is_dir()) {
            bail!("{}: there is no such folder for --dir", dir.display());
        }
        Ok(())
    }

    /// The options that give the same again, but for the folder.
    pub fn words(&self) -> Result<Vec<String>> {
        let mut words = Vec::new();
        let mut add = |name: &str, value: String| words.extend([name.to_string(), value]);
        match &self.stdin {
            Some(file) if file.as_os_str() == "-" => add("--stdin", "-".to_string()),
            Some(file) => add("--stdin", std::path::absolute(file)?.display().to_string()),
            None => {}
        }
        for (name, value) in &self.env {
            add("--env", format!("{name}={value}"));
        }
        for pattern in &self.ignore {
            add("--ignore", String::from(pattern.clone()));
        }
        if let Some(name) = &self.reference {
            add("--reference", name.clone());
        }
        if self.as_component {
            words.push("--as-component".to_string());
        }
        Ok(words)
    }

    pub fn env(&self) -> BTreeMap<String, String> {
        self.env.iter().cloned().collect()
    }

    /// The input, if one is asked for. What can be read but once is copied for all processes, and
    /// has to end in `time`.
    pub fn input(&self, time: Duration) -> Result<Option<Input>> {
        let Some(file) = &self.stdin else {
            note_unused_input();
            return Ok(None);
        };
        let own = file.as_os_str() == "-";
        if !own && file.is_file() {
            let file = std::path::absolute(file)?;
            return Ok(Some(Input { file, _copy: None }));
        }
        let from = file.clone();
        let (sender, read) = mpsc::channel();
        std::thread::spawn(move || {
            let copy = || -> std::io::Result<NamedTempFile> {
                let mut copy = NamedTempFile::with_prefix("wasmeter-")?;
                match own {
                    true => std::io::copy(&mut std::io::stdin().lock(), &mut copy)?,
                    false => std::io::copy(&mut File::open(&from)?, &mut copy)?,
                };
                Ok(copy)
            };
            let _ = sender.send(copy());
        });
        let copy = read.recv_timeout(time).with_context(|| {
            format!("the input for --stdin did not end within {time:?}, the limit of --timeout")
        })?;
        let copy = copy.with_context(|| format!("{}, for --stdin", file.display()))?;
        Ok(Some(Input {
            file: copy.path().to_path_buf(),
            _copy: Some(copy),
        }))
    }
}

/// Standard input may be a script's own, so it is used only if `--stdin` gives it; a note says so
/// to a user who meant to give it.
fn note_unused_input() {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return;
    }
    let kind = std::fs::metadata("/dev/stdin").map(|data| data.file_type());
    if kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file()) {
        hint!("note: standard input is not read; --stdin - gives it to the program");
    }
}
