//! The program of a worker, and how it is started.

use std::ffi::OsString;
use std::path::PathBuf;

/// The program of a worker.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The runtime whose worker it is, for messages.
    pub name: String,
    /// The program and its arguments.
    pub argv: Vec<OsString>,
    /// Environment on top of the harness's own.
    pub env: Vec<(String, String)>,
    /// If `argv` begins with an emulator: the slower form of it that counts instructions.
    pub counter: Option<PathBuf>,
    /// Each step that runs the guest is a process of its own, which takes longer than the step
    /// says.
    pub one_shot: bool,
}

impl Program {
    /// True if it runs under an emulator.
    pub fn is_emulated(&self) -> bool {
        self.counter.is_some()
    }

    /// Returns the program, with its instructions counted if it is emulated.
    pub fn counting(&self) -> Program {
        let mut program = self.clone();
        if let Some(counter) = &self.counter {
            program.argv[0] = counter.into();
            for (name, value) in &mut program.env {
                if name == EMULATOR {
                    *value = counter.display().to_string();
                }
            }
        }
        program
    }
}

/// The standard output and error of a guest's process. Everything that is written to them ends in
/// files.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Streams {
    #[default]
    Files,
    Pipes,
    /// Pipes for the processes that the worker starts, which itself has files.
    PipesOfItsProcesses,
}

/// The unusual settings of a worker's start.
#[derive(Debug, Clone, Copy, Default)]
pub struct With {
    pub streams: Streams,
    /// Instructions and cycles are counted, where the machine has counters. While such a worker
    /// lives, its thread is to start no other process: that one would be counted too.
    pub counters: bool,
}

/// Asks a worker in its environment for [`Streams::PipesOfItsProcesses`].
pub const PIPES: &str = "WASMETER_PIPES";

/// The variable that names the emulator: an emulated worker starts processes with it.
pub const EMULATOR: &str = "WASMETER_EMULATOR";
