//! Measuring: what to measure, in which order, and how one process sample is taken.

pub mod adapted;
pub mod built;
pub mod camps;
pub mod cell;
mod emulated;
pub mod expected;
pub mod live;
pub mod load;
mod one_shot;
pub mod pairs;
mod precision;
pub mod prepare;
pub mod run;
pub mod sample;
pub mod schedule;
pub mod select;
mod settle;
mod steady;
pub mod steps;
pub mod subject;
pub mod user_module;
mod warm_up;
