//! wasmeter: a barometer for server-side WebAssembly runtimes.
//!
//! From top to bottom, imports run one way: `cli` → `bench`, `compat` → `build` → `catalog`,
//! `worker`, `results`; `report` and `compare` read `results` through `stats`, and `pages` are made
//! from what these say. The harness knows no runtime and no guest by name.

#[macro_use]
mod out;

pub mod analysis;
pub mod bench;
pub mod build;
pub mod catalog;
pub mod cli;
mod command_line;
pub mod command_worker;
pub mod compare;
pub mod compat;
mod component;
pub mod conformance;
mod environment;
pub mod filter;
pub mod graft;
pub mod hash;
pub mod module;
pub mod pages;
mod pipeline;
pub mod probe;
mod progress;
pub mod report;
pub mod results;
pub mod stats;
pub mod worker;
