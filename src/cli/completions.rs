//! `wasmeter completions`: for shells, from the definition of the command line.

use super::Cli;
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter completions bash > ~/.local/share/bash-completion/completions/wasmeter
  wasmeter completions zsh > \"${fpath[1]}/_wasmeter\"
  wasmeter completions fish > ~/.config/fish/completions/wasmeter.fish")]
pub struct Args {
    shell: Shell,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let mut command = Cli::command();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "wasmeter", &mut script);
    std::io::stdout()
        .write_all(&script)
        .context("standard output")?;
    Ok(ExitCode::SUCCESS)
}
