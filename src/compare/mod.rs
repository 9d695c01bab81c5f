//! Differences that one can trust: two runs, two configurations of one run, or all configurations
//! in their order.

pub mod answer;
pub mod architectures;
pub mod changes;
pub mod comparison;
pub mod document;
pub mod fastest;
mod means;
pub mod question;
pub mod rank;
pub mod trust;
pub mod values;
