//! The steps that one process is asked for, and its results.

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
    /// The limits that its guests have.
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
    /// True if it reports the time of a section.
    pub section: bool,
    pub work: Work,
}

/// The task of a guest, and the expected result.
#[derive(Debug, Clone)]
pub enum Work {
    /// `bench(n)` must return `n` times the digest, modulo 2^64.
    Bench { digest: u64 },
    /// `_start` must print this and end so.
    Command { stdout: Vec<u8>, exit_code: i32 },
}

/// The results of one process.
#[derive(Debug, Default)]
pub struct Sample {
    pub startup: Startup,
    pub throughput: Option<Throughput>,
    pub memory: Option<Memory>,
    /// The time of the marked section in each run, if the module marks one.
    pub section_ns: Vec<u64>,
    /// Under emulation, instead of all the above.
    pub instructions: Option<Instructions>,
    /// `None`: all went well.
    pub end: Option<End>,
}
