//! Standard output and standard error. Where one cannot be written to, because the disk is full or
//! the reader has gone, work goes on: what is measured can still be saved. The first error is kept,
//! and becomes the exit code.

use std::fmt::Arguments;
use std::io::{Error, Write};
use std::sync::Mutex;

static FAILED: Mutex<Option<Error>> = Mutex::new(None);

/// Writes text; colours only where it is shown.
pub fn print(text: Arguments) {
    note(anstream::stdout().write_fmt(text));
}

/// Writes bytes as they are.
pub fn print_bytes(bytes: &[u8]) {
    note(std::io::stdout().write_all(bytes));
}

/// Nobody could be told that standard error cannot be written to.
pub fn say(text: Arguments) {
    let _ = anstream::stderr().write_fmt(text);
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
