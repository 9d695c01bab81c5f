//! `wasmeter completions`: for shells, from the definition of the command line.

use crate::out;
use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
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

pub fn run(args: &Args, mut command: Command) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "wasmeter", &mut script);
    out::print_bytes(&script);
    Ok(ExitCode::SUCCESS)
}
