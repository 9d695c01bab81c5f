//! A guest that runs, as those see it who do something with it meanwhile.

use super::watch::{children, is_alive};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::path::PathBuf;

/// The output that is written to one of a guest's streams.
pub struct Written(pub(super) PathBuf);

impl Written {
    pub fn so_far(&self) -> Vec<u8> {
        std::fs::read(&self.0).unwrap_or_default()
    }
}

/// The process that runs a guest.
#[derive(Debug, Clone, Copy)]
pub struct GuestProcess {
    pub(super) worker: u32,
    pub(super) one_shot: bool,
}

impl GuestProcess {
    /// Sends it a signal; whether there is one.
    pub fn signal(self, signal: Signal) -> bool {
        let process = match self.one_shot {
            true => children(self.worker).into_iter().find(|pid| is_alive(*pid)),
            false => Some(self.worker).filter(|pid| is_alive(*pid)),
        };
        let process = process.and_then(|pid| i32::try_from(pid).ok());
        process.is_some_and(|pid| kill(Pid::from_raw(pid), signal).is_ok())
    }
}

/// An exit code as a shell sees it: a process's end has eight bits.
pub fn exit_status(code: i32) -> u8 {
    code as u8
}
