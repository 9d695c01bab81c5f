//! The landscape's data file: items of category `Wasm`, subcategory `Runtimes`, with what was
//! measured.

mod accept;
mod add;
mod address;
mod check;
mod edits;
mod events;
mod item;
mod listed;
mod merge;
mod names;
mod tree;
mod written_out;
mod yaml;

pub use accept::{Accepted, Checked, Known};
pub use address::page;
pub use check::{Drift, check};
pub use item::{Item, items};
pub use merge::{Merged, merge};
pub use yaml::render;

#[cfg(test)]
mod tests;
