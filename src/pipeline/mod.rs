//! From what was asked for to what is measured or tried: select, build, make ready, run.

mod build;
pub mod measure;
pub mod on_all;
pub mod project;
pub mod select;
pub mod spec;
pub mod support;
