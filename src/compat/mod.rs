//! Measured support: probes, each a tiny module that tries one thing, on every configuration.
//!
//! A probe's exports of type (i32) -> i64 are its cases; `probes/README.md` is the contract. Each
//! case has a fresh instance and folder, and a process of its own where it does not simply pass, so
//! that a runtime which dies on one is asked all the others.

mod attempt;
mod errno;
pub mod features;
mod fixture;
mod judge;
mod lacking;
mod run;
mod shared;
pub mod spec;
pub mod suite;
mod target;
mod visitor;
pub mod withheld;

pub use lacking::{is_of, lacking};
pub use run::try_all;
pub use target::Target;
