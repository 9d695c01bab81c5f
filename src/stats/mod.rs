//! Statistics: pure functions of slices. Each method names its source; METHODOLOGY.md lists them.

pub mod across;
mod difference;
mod estimate;
mod growth;
mod multiple_comparisons;
mod null_distribution;
mod order;
mod outliers;
mod quantiles;
mod student;

pub use difference::Difference;
pub use estimate::{
    Estimate, FEW, RATE, geometric_mean, geometric_mean_estimate, median_estimate,
    paired_ratio_estimate, share_interval,
};
pub use growth::growth;
pub use multiple_comparisons::common_level;
pub use null_distribution::Statistic;
pub use order::median;
pub use outliers::outliers;
pub use quantiles::{normal_quantile, student_quantile};
pub use student::Mean;
