//! How our items are called in a landscape.

/// Where the items belong.
pub const CATEGORY: &str = "Wasm";

pub const SUBCATEGORY: &str = "Runtimes";

/// All annotations that wasmeter writes begin so, and no others are touched.
pub const PREFIX: &str = "wasmeter_";
