//! The landscape's data file: items of category `Wasm`, subcategory `Runtimes`, with what was
//! measured.

mod check;
mod edits;
mod events;
mod item;
mod listed;
mod merge;
mod tree;
mod written_out;
mod yaml;

pub use check::{Drift, check};
pub use item::{Item, items};
pub use merge::{Merged, merge};
pub use yaml::render;

/// Where the items belong.
pub const CATEGORY: &str = "Wasm";
pub const SUBCATEGORY: &str = "Runtimes";
/// All annotations that wasmeter writes begin so, and no others are touched.
pub const PREFIX: &str = "wasmeter_";

#[cfg(test)]
mod tests;
