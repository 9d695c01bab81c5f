//! The pages of a results folder: the landscape's Runtimes section, and files that other tools load. They are made from what
//! was measured and from statements about runtimes, and from nothing else: the same input gives the same bytes.

pub mod html;
pub mod material;
pub mod statements;

pub use material::{Material, Named};
