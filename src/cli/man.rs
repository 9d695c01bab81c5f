//! `wasmeter man`: manual pages, from the definition of the command line.

use super::Cli;
use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter man > wasmeter.1
  wasmeter man runtimes list > wasmeter-runtimes-list.1
  wasmeter man compat | man -l -")]
pub struct Args {
    /// The page of this subcommand
    subcommand: Vec<String>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let mut command = Cli::command();
    // So that the pages of subcommands have whole names, and the options of all.
    command.build();
    for name in &args.subcommand {
        let Some(below) = command.find_subcommand(name) else {
            bail!(
                "there is no subcommand {}; `wasmeter --help` lists them",
                args.subcommand.join(" ")
            );
        };
        command = below.clone();
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    std::io::stdout()
        .write_all(&page)
        .context("standard output")?;
    Ok(ExitCode::SUCCESS)
}
