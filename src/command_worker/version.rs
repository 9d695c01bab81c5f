//! Which version a program is.

use super::Driven;

/// Asks the program for its version. A program that does not tell it is none that could be driven.
pub fn version(driven: &Driven) -> String {
    let (program, first) = driven.program.split_first().expect("a program");
    let mut command = wasmeter_worker::child(program);
    let command = command
        .args(first)
        .args(&driven.line.version)
        .envs(&driven.line.sets);
    let output = command.output().unwrap_or_else(|error| {
        give_up(format!("{} does not start: {error}", program.display()));
    });
    let said = [output.stdout, output.stderr].concat();
    driven.line.version_pattern.find(&said).unwrap_or_else(|| {
        let said = String::from_utf8_lossy(&said);
        give_up(format!(
            "{} tells no version: {}",
            program.display(),
            said.trim()
        ));
    })
}

/// Ends this worker, which is how wasmeter hears of a crash.
pub fn give_up(why: String) -> ! {
    eprintln!("{why}");
    std::process::exit(1)
}
