//! The support of configurations: a matrix of verdicts for each group of probes, and below it the
//! failures.

mod csv;
pub(crate) mod failures;
mod features;
mod matrix;
mod page;
mod sections;
pub(crate) mod withheld;

pub use csv::render as csv;
pub use features::render as features;
pub use matrix::{matrices, title, words};
pub use page::render as page;
pub use sections::sections;
