//! Headings of options in help texts. Each option names its own: a heading that is set for what
//! follows would also be that of a FILE behind it.

pub const WHAT: &str = "What runs";
pub const LONG: &str = "How long";
pub const LIMITS: &str = "Limits";
pub const GIVEN: &str = "What a module of yours is given";
pub const RESUME: &str = "After an interruption";
pub const COMPARED: &str = "What is compared";
pub const REPORTED: &str = "What is reported";
pub const CLAIMS: &str = "Claims of others";
pub const OUTPUT: &str = "Output";
pub const EVERYWHERE: &str = "Everywhere";
