//! wasmeter: a barometer for server-side WebAssembly runtimes.
//!
//! Imports run down from floor to floor, which `tests/structure.rs` checks:
//!
//! | floor | rooms |
//! |---|---|
//! | the command line | `cli` |
//! | the work of a command | `pipeline`: select, build, prepare, run; `pages`: published pages |
//! | measuring, trying, reporting | `bench`, `compat`, `protocol_check`; `report` |
//! | what these need | `build`, `cli_adapter`; `compare` |
//! | parts | `catalog`, `probe`, `module`, `worker`; `analysis` |
//! | saved data | `results`; `component` |
//! | single tasks | `stats`, `instrument`, and files that need little |
//! | the ground | `files`: read what was named; `out`: print |
//!
//! Whoever reads results stands on `results` alone, and starts no process. The harness knows no
//! runtime and no guest by name.

#[macro_use]
mod out;

pub mod analysis;
pub mod bench;
pub mod build;
pub mod catalog;
pub mod cli;
pub mod cli_adapter;
mod command_line;
pub mod compare;
pub mod compat;
mod component;
mod environment;
mod files;
pub mod filter;
pub mod hash;
pub mod instrument;
pub mod module;
pub mod pages;
mod pipeline;
pub mod probe;
mod progress;
pub mod protocol_check;
pub mod report;
pub mod results;
pub mod stats;
pub mod worker;
