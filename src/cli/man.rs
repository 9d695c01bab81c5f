//! `wasmeter man`: manual pages, from the definition of the command line.

use crate::filter::suggestion;
use crate::out;
use anyhow::{Result, bail};
use clap::Command;
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

pub fn run(args: &Args, mut command: Command) -> Result<ExitCode> {
    // So that the pages of subcommands have whole names, and the options of all.
    command.build();
    for name in &args.subcommand {
        let Some(below) = command.find_subcommand(name) else {
            let all = command.get_subcommands().filter(|c| !c.is_hide_set());
            let all = all.map(Command::get_name);
            bail!(
                "there is no subcommand {}; {}",
                args.subcommand.join(" "),
                suggestion(name, "`wasmeter --help` lists them", all)
            );
        };
        command = below.clone();
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    out::print_bytes(&page);
    Ok(ExitCode::SUCCESS)
}
