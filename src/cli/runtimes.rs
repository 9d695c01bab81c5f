//! `wasmeter runtimes`.
use super::Global;
use anyhow::Result;
use std::process::ExitCode;
#[derive(clap::Subcommand)]
pub enum Command {}
pub fn run(_: &Global, _: &Command) -> Result<ExitCode> {
    unimplemented!()
}
