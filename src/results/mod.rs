//! What was measured: its schema, the journal it is collected in, and the machine it comes from.

pub mod calibration;
pub mod fingerprint;
pub mod journal;
pub mod noise;
pub mod schema;
