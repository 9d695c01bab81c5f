//! Adds functions to a module: they are written in WAT, and call and are called by the guest's own.
//!
//! The guest's code stays the same, byte for byte but for the numbers of functions (see [`body`]):
//! a measurement of the new module is one of the old.

mod addition;
mod body;
mod calls;
mod records;
mod section;
mod start;
mod survey;
#[cfg(test)]
mod tests;

pub use calls::{Ask, Calls, KEY, is_command, with_start};
pub use section::{SECTION_IMPORTS, section_ns, with_clock};
pub use start::{Command, cases, start_calling, start_telling, started_first, told, with_aliases};
