//! From process samples to cells, metrics and means, and how numbers are written.

pub mod across;
pub mod cells;
pub mod compact;
pub mod figures;
pub mod groups;
pub mod metric;
pub mod number;
pub mod task;
