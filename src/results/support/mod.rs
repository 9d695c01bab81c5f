//! The results of `compat`, as they are saved.

mod case;
pub mod claims;
pub mod differences;
pub mod feature;
mod kind;
pub mod measured;
pub mod merge;
mod recall;
mod record;
pub mod verdict;
pub mod withheld;

pub use case::{CHOICES, CaseEnd, CaseResult, FEATURES, SANDBOX, passed};
pub use kind::{Expect, TELLS};
pub use record::{Configuration, ProbeNotes, ProbeResult, Record, SCHEMA, WithSwitch};
