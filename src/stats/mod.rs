//! Statistics: pure functions of slices. Each method names its source; METHODOLOGY.md lists them.

pub mod across;
mod difference;
mod estimate;
mod far_out;
mod growth;
mod many;
mod null;
mod order;
mod quantiles;
mod student;

pub use difference::Difference;
pub use estimate::{
    Estimate, FEW, geometric_mean, geometric_mean_estimate, median_estimate, paired_ratio_estimate,
    share_interval,
};
pub use far_out::far_out;
pub use growth::growth;
pub use many::common_level;
pub use null::Statistic;
pub use order::median;
pub use quantiles::normal_quantile;
pub use student::Mean;
