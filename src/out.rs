//! Standard output and standard error, as colourful and as quiet as was asked for. Where one cannot
//! be written to, because the disk is full or the reader has gone, work goes on: results can still
//! be saved. The first error is kept, and becomes the exit code.

use anstream::{AutoStream, ColorChoice};
use std::fmt::Arguments;
use std::io::{Error, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

static FAILED: Mutex<Option<Error>> = Mutex::new(None);
static QUIET: AtomicBool = AtomicBool::new(false);

/// Decides about colours, for all that is printed from now on, clap's messages too. `Auto`: by
/// NO_COLOR, CLICOLOR_FORCE and CLICOLOR, else by whether it is a terminal that has colours.
pub fn set_colour(choice: ColorChoice) {
    choice.write_global();
}

/// True if standard output has colours.
pub fn is_coloured() -> bool {
    AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
}

/// Leaves out progress and hints from now on.
pub fn set_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// True if progress and hints are left out.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Writes text; colours only where it is shown.
pub fn print(text: Arguments) {
    note(anstream::stdout().write_fmt(text));
}

/// Writes bytes as they are.
pub fn print_bytes(bytes: &[u8]) {
    note(std::io::stdout().write_all(bytes));
}

/// Prints to standard error. A failure is ignored: there is nobody to report it to.
pub fn say(text: Arguments) {
    let _ = anstream::stderr().write_fmt(text);
}

/// Progress or a hint, on standard error.
pub fn hint(text: Arguments) {
    if !is_quiet() {
        say(text);
    }
}

/// Why standard output is not whole, if it is not.
pub fn failed() -> Option<Error> {
    note(std::io::stdout().flush());
    FAILED.lock().expect("no panic").take()
}

fn note(written: Result<(), Error>) {
    if let Err(error) = written {
        FAILED.lock().expect("no panic").get_or_insert(error);
    }
}

macro_rules! print {
    ($($text:tt)*) => { $crate::out::print(format_args!($($text)*)) };
}

macro_rules! println {
    () => { $crate::out::print(format_args!("\n")) };
    ($($text:tt)*) => { $crate::out::print(format_args!("{}\n", format_args!($($text)*))) };
}

macro_rules! eprintln {
    ($($text:tt)*) => { $crate::out::say(format_args!("{}\n", format_args!($($text)*))) };
}

/// A line of progress, or a hint: `--quiet` leaves it out.
macro_rules! hint {
    ($($text:tt)*) => { $crate::out::hint(format_args!("{}\n", format_args!($($text)*))) };
}
