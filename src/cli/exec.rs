//! `wasmeter exec`.
use super::Global;
use anyhow::Result;
use std::process::ExitCode;
#[derive(clap::Args)]
pub struct Args {}
pub fn run(_: &Global, _: &Args) -> Result<ExitCode> {
    unimplemented!()
}
