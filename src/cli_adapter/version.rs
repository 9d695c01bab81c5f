//! Which version a program is.

use crate::cli_adapter::driven::Driven;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use wasmeter_worker::Spawn;

/// Asks the program for its version. A program that does not print it cannot be driven.
pub fn version(driven: &Driven) -> String {
    let (program, first) = driven.program.split_first().expect("a program");
    let said = output(driven, program, first).unwrap_or_else(|error| {
        give_up(format!("{} does not start: {error}", program.display()));
    });
    driven.line.version_pattern.find(&said).unwrap_or_else(|| {
        let said = String::from_utf8_lossy(&said);
        give_up(format!(
            "{} prints no version: {}",
            program.display(),
            said.trim()
        ));
    })
}

/// Returns its output on both streams.
fn output(driven: &Driven, program: &OsStr, first: &[OsString]) -> io::Result<Vec<u8>> {
    let (mut reader, writer) = io::pipe()?;
    let command = Spawn::new(program)
        .args(first)
        .args(&driven.line.version)
        .envs(&driven.line.sets)
        .descriptor(writer.try_clone()?, 1)
        .descriptor(writer, 2);
    let mut process = command.spawn()?;
    // It has our end of the pipe, which is not to be waited for.
    drop(command);
    let mut said = Vec::new();
    reader.read_to_end(&mut said)?;
    process.wait()?;
    Ok(said)
}

/// Ends this worker, which is how wasmeter hears of a crash.
pub fn give_up(why: String) -> ! {
    eprintln!("{why}");
    std::process::exit(1)
}
