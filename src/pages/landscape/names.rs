//! The names of our items in a landscape.

/// Where the items belong.
pub const CATEGORY: &str = "Wasm";

pub const SUBCATEGORY: &str = "Runtimes";

/// All annotations that wasmeter writes begin so, and no others are touched.
pub const PREFIX: &str = "wasmeter_";

/// The link to the measurements, and the only one that is changed where there are links already.
/// The landscape shows 30 characters of a link's name.
pub const LINK: &str = "Measurements by wasmeter";
