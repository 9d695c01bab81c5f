//! Prepares the toolchains, workers and guests. Each is found again by the hash of the files that
//! it was built from.

mod adapted;
pub mod built;
mod compile;
pub mod digests;
pub mod emulation;
pub mod guests;
mod home;
pub mod key;
mod languages;
pub mod lock;
pub mod newest;
pub mod pairs;
mod part;
pub mod precompile;
pub mod probe_lock;
pub mod probes;
pub mod processor;
pub mod rust;
mod shell;
mod unavailable;
mod words;
pub mod workers;

pub use home::Home;
pub use unavailable::Unavailable;
