//! Why something cannot be had.

/// Why something cannot be had on this machine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unavailable {
    pub reason: String,
    /// The line that would fix it, if known.
    pub fix: Option<String>,
}

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match &self.fix {
            Some(fix) => write!(f, "{}; fix: {fix}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}
