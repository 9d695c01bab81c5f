//! Results: their schema, the journal they are collected in, and the machine they come from.

pub mod calibration;
pub mod counts;
pub mod fingerprint;
pub mod group;
pub mod journal;
pub mod kept;
pub mod machine;
pub mod merge;
pub mod noise;
pub mod outcome;
pub mod runtime;
pub mod saved;
pub mod schema;
pub mod spec;
pub mod suite;
pub mod support;

/// This moment, as RFC 3339 has it, to the second.
pub fn now() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()
}
