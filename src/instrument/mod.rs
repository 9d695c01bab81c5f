//! Adds functions to a module: what is added is written in WAT, and calls and is called by the
//! guest's own.
//!
//! The guest's code stays what it is, byte for byte but for the numbers of functions (see
//! [`body`]): what is measured in the new module is the old one.

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
