//! From the options to measurements: select, build, prepare, run.

pub mod build;
pub mod measure;
pub mod on_all;
pub mod project;
pub mod select;
pub mod spec;
pub mod support;
