//! A checkout of the official wasi-testsuite, as it is: its manifests, its tests and what they
//! expect.
//!
//! The form is that of the suite's `doc/specification.md`, the legacy one and the one of
//! operations.

mod checkout;
mod drive;
mod expectations;
mod http;
mod json;
mod lean;
mod operation;
mod process;
mod result;
mod server;
mod spec;
mod test;
mod tester;

pub use checkout::{Suite, read};
pub use expectations::Expectations;
pub use result::{Ran, settle_not_tried};
pub use spec::Spec;
pub use test::{Needs, Test};
pub use tester::{Failed, Tester};
