//! Measured support: probes, each a tiny module that tries one thing, on every configuration.
//!
//! A probe's exports of type (i32) -> i64 are its cases; `probes/README.md` is the contract. Each
//! case has a fresh instance and folder, and a process of its own where it does not simply pass, so
//! that a runtime which dies on one is asked all the others.

pub mod claims;
pub mod differences;
mod errno;
pub mod features;
mod lacking;
pub mod measured;
mod merge;
pub mod probe;
pub mod record;
mod run;
mod setting;
mod shared;
pub mod spec;
mod subject;
pub mod suite;
mod trial;
pub mod verdict;
mod visitor;
pub mod withheld;
mod world;

pub use lacking::{is_of, lacking};
pub use merge::merge;
pub use run::try_all;
pub use subject::Subject;
