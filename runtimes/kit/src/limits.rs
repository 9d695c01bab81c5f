//! What a guest can be held to: what a configuration can do of it, and what an engine is asked for.

use crate::protocol::WasiArguments;
use crate::runtime::Failure;
use serde::{Deserialize, Serialize};

/// What a configuration can do to hold a guest, and by which of the runtime's own means: their names. Empty: it cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Abilities {
    /// Preopen a folder of which nothing can be changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_only: Vec<String>,
    /// Preopen a second folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub second_dir: Vec<String>,
    /// End a guest that runs on and on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deadline: Vec<String>,
    /// Keep its memories from growing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub memory: Vec<String>,
    /// Keep its tables from growing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<String>,
}

/// What the guests of an engine are held to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// How large a memory may become, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// How many elements a table may get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table_elements: Option<u64>,
}

/// After which a guest that still runs is trapped. It begins anew with each request that runs the guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// In milliseconds.
    pub ms: u64,
    /// Which of the means that [`Abilities::deadline`] names.
    pub by: String,
}

impl Deadline {
    /// For means that count what is executed, and know no time: [`Deadline::UNITS_PER_MS`] for each millisecond.
    pub fn units(&self) -> u64 {
        self.ms.saturating_mul(Self::UNITS_PER_MS)
    }

    /// So few that host calls, which count as little as an addition, are still ended soon.
    pub const UNITS_PER_MS: u64 = 100_000;
}

impl Abilities {
    /// Whether it can nothing.
    pub fn is_empty(&self) -> bool {
        *self == Abilities::default()
    }

    /// Refuses limits that are not among these.
    pub(crate) fn allow(&self, limits: &Limits) -> Result<(), Failure> {
        let no = |what: &str| Err(Failure::unsupported(format!("it has no limit of {what}")));
        match limits {
            Limits {
                deadline: Some(deadline),
                ..
            } if !self.deadline.contains(&deadline.by) => no(&format!("time by {:?}", deadline.by)),
            Limits {
                memory_bytes: Some(_),
                ..
            } if self.memory.is_empty() => no("memory"),
            Limits {
                table_elements: Some(_),
                ..
            } if self.table.is_empty() => no("tables"),
            _ => Ok(()),
        }
    }

    /// Refuses folders that are not preopened so.
    pub(crate) fn allow_folders(&self, wasi: &WasiArguments) -> Result<(), Failure> {
        if wasi.read_only && self.read_only.is_empty() {
            return Err(Failure::unsupported("it makes no folder read-only"));
        }
        if wasi.second_dir.is_some() && self.second_dir.is_empty() {
            return Err(Failure::unsupported("it preopens one folder only"));
        }
        Ok(())
    }
}

/// Names, as [`Abilities`] has them.
pub fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_string).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Abilities, Deadline, Limits, names};

    #[test]
    fn what_it_cannot_is_refused() {
        let can = Abilities {
            deadline: names(["fuel"]),
            ..Abilities::default()
        };
        let by = |by: &str| Limits {
            deadline: Some(Deadline {
                ms: 1,
                by: by.to_string(),
            }),
            ..Limits::default()
        };
        let memory = Limits {
            memory_bytes: Some(1),
            ..by("fuel")
        };
        assert!(can.allow(&Limits::default()).is_ok());
        assert!(can.allow(&by("fuel")).is_ok());
        assert!(can.allow(&by("epoch")).is_err());
        assert!(can.allow(&memory).is_err());
    }
}
