//! Child processes of a worker.

use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// A process that does not outlive the worker: when the worker is killed, so is the child.
///
/// It has the worker's standard streams and working folder, and is to be spawned by the worker's main thread.
pub fn child(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    let die_with_parent = || Ok(set_pdeathsig(Signal::SIGKILL)?);
    // SAFETY: between fork and exec only one system call is made, and no memory is allocated.
    unsafe { command.pre_exec(die_with_parent) };
    command
}
