//! The pages of what was really measured, in a browser.

mod axe;
mod browser;
#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod lazy;
mod runtimes;
mod tasks;
