//! What one process is asked to do, and what came of it.

use crate::catalog::command::Pattern;
use crate::results::outcome::End;
use crate::results::schema::{Instructions, Memory, Startup, Throughput};
use crate::worker::Program;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wasmeter_worker::Artifact;

/// A cell's column and row, made ready: everything a process sample needs.
#[derive(Debug, Clone)]
pub struct Subject {
    pub program: Program,
    /// Each step that runs the guest is a process of its own: nothing is warm, and nothing can be
    /// added to it.
    pub one_shot: bool,
    /// The configuration's name within its runtime.
    pub configuration: String,
    /// What its guests are held to.
    pub limits: Option<wasmeter_worker::Limits>,
    pub artifact: Artifact,
    /// The file of that artifact.
    pub module: PathBuf,
    pub stdin: Option<PathBuf>,
    pub args: Vec<String>,
    pub needs_files: bool,
    /// A folder whose copy it gets, if it needs files.
    pub files: Option<PathBuf>,
    /// Its whole environment.
    pub env: BTreeMap<String, String>,
    /// Lines of its output that may differ.
    pub ignored: Vec<Pattern>,
    /// True if it tells the time of a section.
    pub section: bool,
    pub work: Work,
}

/// What the guest is asked to do, and what must come of it.
#[derive(Debug, Clone)]
pub enum Work {
    /// `bench(n)` must return `n` times the digest, modulo 2^64.
    Bench { digest: u64 },
    /// `_start` must print this and end so.
    Command { stdout: Vec<u8>, exit_code: i32 },
}

/// What one process measured.
#[derive(Debug, Default)]
pub struct Sample {
    pub startup: Startup,
    pub throughput: Option<Throughput>,
    pub memory: Option<Memory>,
    /// Of each run, if the module marks a section.
    pub section_ns: Vec<u64>,
    /// Under emulation, instead of all the above.
    pub instructions: Option<Instructions>,
    /// `None`: all went well.
    pub end: Option<End>,
}
